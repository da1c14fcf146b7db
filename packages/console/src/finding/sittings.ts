/** Sittings: look-ups by one operator less than half an hour apart count once (DESIGN, section 2). */
const GAP = 30 * 60_000;

export interface Sitting {
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly lookups: number;
}

/** Times in milliseconds, in any order. */
export function sittingsOf(times: readonly number[]): Sitting[] {
  const sittings: Sitting[] = [];
  for (const time of times.toSorted((a, b) => a - b)) {
    const last = sittings.at(-1);
    if (last !== undefined && time - last.to < GAP)
      sittings[sittings.length - 1] = { ...last, to: time, lookups: last.lookups + 1 };
    else sittings.push({ from: time, to: time, lookups: 1 });
  }
  return sittings;
}
