import type { Assessment } from "../api/protection-api.ts";
import { useWords } from "../words/words.tsx";
import { useReportWords } from "./report-words.ts";

const WIDE = 1000;
const HIGH = 96;
const MOST_LINES = 600;

/**
 * Two times on one axis: a line a row, from when it happened (above) to when the intruder saw it (below), and the mark of when we
 * learned it. The tables of rows are its twin.
 */
export function TwoTimes({ assessment }: { readonly assessment: Assessment }) {
  const { say } = useWords();
  const { assessment: said } = useReportWords();
  const rows = assessment.relations.flatMap(({ tier, chain }) =>
    tier === "certain" || tier === "likely"
      ? chain.flatMap(({ happened, shown }) =>
          happened === undefined || shown === undefined
            ? []
            : [{ tier, happened: Date.parse(happened), shown: Date.parse(shown) }],
        )
      : [],
  );
  if (rows.length === 0) return null;
  const ends = rows.flatMap(({ happened, shown }) => [happened, shown]);
  const from = Math.min(...ends.slice(0, MOST_LINES * 2));
  const last = Math.max(...ends.slice(0, MOST_LINES * 2));
  const assessed = Date.parse(assessment.assessed);
  // Learned a year later, it would press all else together: then its mark stands at the edge, and its label says when.
  const to = Math.max(last, Math.min(assessed, last + (last - from) / 3), from + 1);
  const at = (time: number) => Math.round((Math.min(to, Math.max(from, time)) - from) * (WIDE / (to - from)));
  const path = (tier: string) =>
    [
      ...new Set(
        rows
          .slice(0, MOST_LINES)
          .filter((row) => row.tier === tier)
          .map(({ happened, shown }) => `M${at(happened)} 0L${at(shown)} ${HIGH}`),
      ),
    ].join("");
  return (
    <figure className="two-times">
      <h3>{said.timelineTitle}</h3>
      <p className="muted">{said.timelineNote}</p>
      <p className="lane-name">{said.happened}</p>
      <svg
        viewBox={`0 0 ${WIDE} ${HIGH}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={said.timelineLabel({ rows: rows.length, from: say.minute(from), to: say.minute(last) })}
      >
        <path className="told likely" d={path("likely")} />
        <path className="told certain" d={path("certain")} />
        <path className="we" d={`M${at(assessed)} 0V${HIGH}`} />
      </svg>
      <p className="lane-name">
        <span>{said.learned}</span>
        <b>{said.weLearned(say.minute(assessed))}</b>
      </p>
      <p className="axis">
        <span>{say.minute(from)}</span>
        <span>{say.minute(to)}</span>
      </p>
    </figure>
  );
}
