/**
 * How often honest work does a thing, by peer group, from the look-ups seen so far: a two-level Dirichlet-multinomial
 * estimate. A group's rates are drawn towards the pool's by `GROUP_WEIGHT` look-ups, the pool's towards the prior by
 * `POOL_WEIGHT`: little data gives a large p, which is the side to err on (source: E. Casella, Am. Stat. 39 (1985)). The
 * rates of all outcomes add up to one, or a bet against them would not be fair.
 *
 * Cells are few: a word or a small integer; so are outcomes. Tables are nested, since a key glued together for every look-up
 * has to be hashed anew every time. Plain data, so that a snapshot is a copy of `RateState`.
 */
export interface RateState {
  readonly outcomes: number;
  readonly pool: Cells;
  readonly groups: Map<string, Cells>;
}

export type Cell = string | number;
/** Slot `outcomes` of each array holds the chances. */
type Cells = Map<Cell, Float64Array>;

/** Thirty look-ups without an event of 4 % are no news, but with a weight of thirty they halved a group's rate. */
const GROUP_WEIGHT = 100;
const POOL_WEIGHT = 4;

export function emptyRates(outcomes: number): RateState {
  return { outcomes, pool: new Map(), groups: new Map() };
}

/** Counts one exposure of `cell` that ended in `outcome`; one of `outcomes` or above is none of those counted. */
export function countOutcome(rates: RateState, group: string, cell: Cell, outcome: number): void {
  // Slot `outcomes` holds the exposures: written as an outcome too, they would count twice.
  if (outcome < rates.outcomes) add(rates, group, cell, outcome);
  add(rates, group, cell, rates.outcomes);
}

/** Counts a chance whose outcome is not known yet; `countLate` may follow. */
export function countChance(rates: RateState, group: string, cell: Cell): void {
  add(rates, group, cell, rates.outcomes);
}

/** Counts the outcome of a chance counted before. */
export function countLate(rates: RateState, group: string, cell: Cell, outcome: number): void {
  add(rates, group, cell, outcome);
}

function add(rates: RateState, group: string, cell: Cell, slot: number): void {
  const pool = counter(rates.pool, cell, rates.outcomes);
  pool[slot] = (pool[slot] ?? 0) + 1;
  let cells = rates.groups.get(group);
  if (cells === undefined) rates.groups.set(group, (cells = new Map()));
  const own = counter(cells, cell, rates.outcomes);
  own[slot] = (own[slot] ?? 0) + 1;
}

/** Estimated honest probability of `outcome` in `cell`; `prior` is believed before any data. */
export function honestRate(
  rates: RateState,
  group: string,
  cell: Cell,
  outcome: number,
  prior: number,
): number {
  const pool = rates.pool.get(cell);
  const pooled = shrink(pool?.[outcome], pool?.[rates.outcomes], prior, POOL_WEIGHT);
  const own = rates.groups.get(group)?.get(cell);
  return shrink(own?.[outcome], own?.[rates.outcomes], pooled, GROUP_WEIGHT);
}

export function shrink(
  count: number | undefined,
  exposure: number | undefined,
  prior: number,
  weight: number,
): number {
  return ((count ?? 0) + weight * prior) / ((exposure ?? 0) + weight);
}

function counter(map: Cells, key: Cell, outcomes: number): Float64Array {
  let counts = map.get(key);
  if (counts === undefined) {
    counts = new Float64Array(outcomes + 1);
    map.set(key, counts);
  }
  return counts;
}
