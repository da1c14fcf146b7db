/**
 * Two-parameter Pitman-Yor predictive over an open set of things (places, addresses, subjects).
 * Source: J. Pitman, M. Yor, Ann. Probab. 25 (1997): after n draws with K distinct values,
 * P(seen value i) = (nᵢ − d) / (n + θ) and P(new value) = (θ + d·K) / (n + θ).
 */
export interface Urn {
  draws: number;
  newest: string | undefined;
  /** In the order in which they were last drawn; from the second value on: most urns hold one, and a map takes 270 bytes. */
  counts: Map<string, number> | undefined;
}

export interface PitmanYor {
  /** Discount d, 0 ≤ d < 1: how heavy the tail of rare values is. */
  readonly discount: number;
  /** Concentration θ > −d. */
  readonly concentration: number;
}

export function emptyUrn(): Urn {
  return { draws: 0, newest: undefined, counts: undefined };
}

/** Counts a draw; beyond `capacity` distinct values the longest unseen is forgotten with its draws. */
export function draw(urn: Urn, value: string, capacity = 512): void {
  const { newest, counts } = urn;
  if (counts === undefined) {
    if (newest !== undefined && newest !== value)
      urn.counts = new Map([
        [newest, urn.draws],
        [value, 1],
      ]);
  } else {
    const count = counts.get(value) ?? 0;
    // Most draws repeat the one before; taking an entry out and in again costs ten times as much as counting it.
    if (value !== newest) counts.delete(value);
    counts.set(value, count + 1);
  }
  urn.newest = value;
  urn.draws++;
  if (urn.counts !== undefined && urn.counts.size > capacity) {
    const [oldest, lost] = urn.counts.entries().next().value as [string, number];
    urn.counts.delete(oldest);
    urn.draws -= lost;
  }
}

/** Values with how often they were drawn, the longest unseen first. */
export function drawn({ counts, newest, draws }: Urn): Iterable<readonly [value: string, count: number]> {
  return counts ?? (newest === undefined ? [] : [[newest, draws]]);
}

function countOf({ counts, newest, draws }: Urn, value: string): number | undefined {
  return counts === undefined ? (value === newest ? draws : undefined) : counts.get(value);
}

function sizeOf({ counts, newest }: Urn): number {
  return counts?.size ?? (newest === undefined ? 0 : 1);
}

export function probabilityOf(
  urn: Urn | undefined,
  value: string,
  { discount, concentration }: PitmanYor,
): number {
  if (urn === undefined) return 0;
  const count = countOf(urn, value);
  return count === undefined ? 0 : (count - discount) / (urn.draws + concentration);
}

export function probabilityOfNew(urn: Urn | undefined, { discount, concentration }: PitmanYor): number {
  if (urn === undefined || urn.draws === 0) return 1;
  return (concentration + discount * sizeOf(urn)) / (urn.draws + concentration);
}
