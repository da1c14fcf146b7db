import { useMemo } from "react";
import { useWords } from "../words/words.tsx";
import type { OverviewWords } from "../words/overview-english.ts";
import type { Speech } from "../words/speech.ts";
import { DayChart } from "./day-chart.tsx";
import { type ShownDay, shownDays } from "./usual-days.ts";

const SHOWN = 35;

export function Days({
  counts,
  today,
}: {
  readonly counts: readonly { readonly value: string; readonly count: number }[];
  /** UTC; it is not over. */
  readonly today: string;
}) {
  const { words, say } = useWords();
  const days = useMemo(() => shownDays(counts, today, SHOWN), [counts, today]);
  const isOpen = days.at(-1)?.day === today;
  const last = days.at(isOpen ? -2 : -1);
  return (
    <section aria-labelledby="days">
      <h2 id="days">{words.overview.days}</h2>
      {days.length === 0 ? (
        <p>{words.overview.noDays}</p>
      ) : (
        <figure>
          {last !== undefined && <p>{daySentence(last, words.overview, say)}</p>}
          <DayChart days={days} isOpen={isOpen} />
          <figcaption className="muted">
            {days.some(({ usual }) => usual !== undefined)
              ? words.overview.usualWhat
              : words.overview.usualUnknown}
          </figcaption>
        </figure>
      )}
    </section>
  );
}

function daySentence({ day, count, usual }: ShownDay, words: OverviewWords, say: Speech): string {
  if (usual === undefined) return words.dayAlone(day, say.number(count));
  const [low, high] = usual;
  if (count < low) return words.dayBelow(day, say.number(count), say.number(low));
  if (count > high) return words.dayAbove(day, say.number(count), say.number(high));
  return words.dayWithin(day, say.number(count), say.number(low), say.number(high));
}
