/** Look-ups a day beside what is usual: the lowest and the highest of the same weekday in the eight weeks before. */

export interface ShownDay {
  /** UTC. */
  readonly day: string;
  readonly count: number;
  /** Undefined: fewer than three such weekdays are known. */
  readonly usual: readonly [low: number, high: number] | undefined;
}

const DAY = 86_400_000;
const WEEKS = 8;
const FEWEST = 3;

/**
 * The last `many` days up to `today`; where the latest look-up is older than all of them, up to that. Days without look-ups are
 * days, too, from the first day of the counts on.
 */
export function shownDays(
  counts: readonly { readonly value: string; readonly count: number }[],
  today: string,
  many: number,
): ShownDay[] {
  const [first] = counts;
  const latest = counts.at(-1);
  if (first === undefined || latest === undefined) return [];
  const byDay = new Map(counts.map(({ value, count }) => [value, count]));
  const end = latest.value < before(today, many - 1) || latest.value > today ? latest.value : today;
  const shown: ShownDay[] = [];
  for (let back = many - 1; back >= 0; back--) {
    const day = before(end, back);
    if (day < first.value) continue;
    const same = Array.from({ length: WEEKS }, (_, week) => before(day, 7 * (week + 1)))
      .filter((each) => each >= first.value)
      .map((each) => byDay.get(each) ?? 0);
    shown.push({
      day,
      count: byDay.get(day) ?? 0,
      usual: same.length < FEWEST ? undefined : [Math.min(...same), Math.max(...same)],
    });
  }
  return shown;
}

function before(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY).toISOString().slice(0, 10);
}
