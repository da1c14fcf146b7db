/**
 * Two-parameter Pitman-Yor predictive over an open set of things (places, addresses, subjects).
 * Source: J. Pitman, M. Yor, Ann. Probab. 25 (1997): after n draws with K distinct values,
 * P(seen value i) = (nᵢ − d) / (n + θ) and P(new value) = (θ + d·K) / (n + θ).
 */
export interface Urn {
  draws: number;
  /** In the order in which they were last drawn. */
  readonly counts: Map<string, number>;
  newest: string | undefined;
}

export interface PitmanYor {
  /** Discount d, 0 ≤ d < 1: how heavy the tail of rare values is. */
  readonly discount: number;
  /** Concentration θ > −d. */
  readonly concentration: number;
}

export function emptyUrn(): Urn {
  return { draws: 0, counts: new Map(), newest: undefined };
}

/** Counts a draw; beyond `capacity` distinct values the longest unseen is forgotten with its draws. */
export function draw(urn: Urn, value: string, capacity = 512): void {
  const count = urn.counts.get(value) ?? 0;
  // Most draws repeat the one before; taking an entry out and in again costs ten times as much as counting it.
  if (value !== urn.newest) urn.counts.delete(value);
  urn.newest = value;
  urn.counts.set(value, count + 1);
  urn.draws++;
  if (urn.counts.size > capacity) {
    const [oldest, lost] = urn.counts.entries().next().value as [string, number];
    urn.counts.delete(oldest);
    urn.draws -= lost;
  }
}

export function probabilityOf(
  urn: Urn | undefined,
  value: string,
  { discount, concentration }: PitmanYor,
): number {
  if (urn === undefined) return 0;
  const count = urn.counts.get(value);
  return count === undefined ? 0 : (count - discount) / (urn.draws + concentration);
}

export function probabilityOfNew(urn: Urn | undefined, { discount, concentration }: PitmanYor): number {
  if (urn === undefined || urn.draws === 0) return 1;
  return (concentration + discount * urn.counts.size) / (urn.draws + concentration);
}
