import { type Cell, shrink } from "./rate-table.ts";

/**
 * How often an honest run of look-ups comes back, and after what gap: P(next sitting in gap bucket b with outcome
 * class c | state), by peer group. A run that has just begun has had no chance yet to come back after ten days, so
 * each bucket counts only runs old enough for it: Kaplan-Meier's risk set with fixed buckets (J. Am. Stat. Assoc. 53,
 * 1958). Without that correction the first weeks make late returns look rarer than they are.
 */
export interface ReturnState {
  readonly classes: number;
  readonly pool: ReturnCells;
  readonly groups: Map<string, ReturnCells>;
}

/** By state. */
type ReturnCells = Map<Cell, ReturnCell>;

interface ReturnCell {
  /** Returns by bucket × class. */
  readonly returns: Float64Array;
  /** Runs that entered the state, all time. */
  entered: number;
  /** Of those, by day, for the last RING days; `ringDay` is the newest. */
  readonly ring: Float64Array;
  ringDay: number;
}

/** Lower edges of the gap buckets, in days. */
export const GAP_EDGES = [0, 1.5, 4, 12, 30] as const;
export const GAPS = GAP_EDGES.length;
const RING = 32;
const GROUP_EVENTS = 6;
const POOL_WEIGHT = 20;
const PRIOR_GAPS = [0.35, 0.25, 0.2, 0.12, 0.08];
const PRIOR_KEEPS = 0.7;

export function emptyReturns(classes: number): ReturnState {
  return { classes, pool: new Map(), groups: new Map() };
}

export function gapBucket(days: number): number {
  let bucket = 0;
  while (bucket + 1 < GAPS && days >= (GAP_EDGES[bucket + 1] as number)) bucket++;
  return bucket;
}

/** A run enters `state` on `day` (whole days since 1970). */
export function enterState(table: ReturnState, group: string, state: Cell, day: number): void {
  enter(cellOf(table.pool, table.classes, state, day), day);
  enter(cellOf(cellsOf(table, group), table.classes, state, day), day);
}

function enter(cell: ReturnCell, day: number): void {
  turn(cell, day);
  cell.entered++;
  const slot = mod(Math.min(day, cell.ringDay));
  cell.ring[slot] = (cell.ring[slot] ?? 0) + 1;
}

/** A run leaves `state` by a further sitting after `gap` (bucket) in class `outcome`. */
export function leaveState(
  table: ReturnState,
  group: string,
  state: Cell,
  day: number,
  gap: number,
  outcome: number,
): void {
  const slot = gap * table.classes + outcome;
  const pool = cellOf(table.pool, table.classes, state, day);
  pool.returns[slot] = (pool.returns[slot] ?? 0) + 1;
  const peers = cellOf(cellsOf(table, group), table.classes, state, day);
  peers.returns[slot] = (peers.returns[slot] ?? 0) + 1;
}

/**
 * What is believed before any data of a run with n occasions: that honest work is as persistent as a Pitman-Yor
 * process says, P(return) = (n − d) / (n + θ) with d = 0.8, θ = 0.2. It errs on the side of a larger p.
 */
export function priorReturn(occasions: number, gap: number, keeps: boolean, classes: number): number {
  const returns = (occasions - 0.8) / (occasions + 0.2);
  const share = classes === 1 ? 1 : keeps ? PRIOR_KEEPS : (1 - PRIOR_KEEPS) / (classes - 1);
  return returns * (PRIOR_GAPS[gap] as number) * share;
}

/** Honest probability that a run in `state` comes back just so; `prior` as of `priorReturn`. */
export function returnRate(
  table: ReturnState,
  group: string,
  state: Cell,
  day: number,
  gap: number,
  outcome: number,
  prior: number,
  own?: OwnReturns,
): number {
  const slot = gap * table.classes + outcome;
  const mine = own?.state === state ? own : undefined;
  const [returned, entered] = [mine?.returns[slot] ?? 0, mine?.entered ?? 0];
  const pool = table.pool.get(state);
  const pooled = shrink(
    less(pool?.returns[slot], returned),
    less(atRisk(pool, day, gap), entered),
    prior,
    POOL_WEIGHT,
  );
  const peers = table.groups.get(group)?.get(state);
  const count = less(peers?.returns[slot], returned);
  return Math.min(1, groupRate(count, less(atRisk(peers, day, gap), entered), pooled));
}

/**
 * A group's own rate where the pool's is U: the gamma-Poisson posterior mean U·(a + N)/(a + n·U), in which the pool weighs as
 * much as `GROUP_EVENTS` events of the group's own. It assumes the fitted prior.
 */
function groupRate(count: number, exposure: number, pooled: number): number {
  return (pooled * (GROUP_EVENTS + count)) / (GROUP_EVENTS + exposure * pooled);
}

/**
 * What one run itself has told the table in its present state. It is left out when the run is judged: in the states of
 * long pursuits there is little else, and whoever goes on long enough would otherwise become the custom.
 */
export interface OwnReturns {
  readonly state: Cell;
  entered: number;
  readonly returns: number[];
}

/** The run's record after it entered `state`, or came back from it. */
export function ownReturns(own: OwnReturns | undefined, state: Cell): OwnReturns {
  const record = own?.state === state ? own : { state, entered: 0, returns: [] };
  record.entered++;
  return record;
}

function less(count: number | undefined, own: number): number {
  return Math.max(0, (count ?? 0) - own);
}

function atRisk(cell: ReturnCell | undefined, day: number, gap: number): number {
  if (cell === undefined) return 0;
  turn(cell, day);
  const edge = Math.ceil(GAP_EDGES[gap] as number);
  let young = 0;
  for (let age = 0; age < edge && age < RING; age++) young += cell.ring[mod(cell.ringDay - age)] ?? 0;
  return Math.max(0, cell.entered - young);
}

/** Empties the days between the ring's newest and `day`. */
function turn(cell: ReturnCell, day: number): void {
  if (day <= cell.ringDay) return;
  const steps = Math.min(day - cell.ringDay, RING);
  for (let i = 1; i <= steps; i++) cell.ring[mod(cell.ringDay + i)] = 0;
  if (steps === RING) cell.ring.fill(0);
  cell.ringDay = day;
}

function mod(day: number): number {
  return ((day % RING) + RING) % RING;
}

function cellsOf({ groups }: ReturnState, group: string): ReturnCells {
  let cells = groups.get(group);
  if (cells === undefined) groups.set(group, (cells = new Map()));
  return cells;
}

function cellOf(cells: ReturnCells, classes: number, state: Cell, day: number): ReturnCell {
  let cell = cells.get(state);
  if (cell === undefined) {
    cell = {
      returns: new Float64Array(GAPS * classes),
      entered: 0,
      ring: new Float64Array(RING),
      ringDay: day,
    };
    cells.set(state, cell);
  }
  return cell;
}
