/** The board: warnings in lanes by how much time is left, under filters that stand in the address. */
import type { BoardWarning, Tier } from "../api/protection-api.ts";
import { standingAt } from "./standing.ts";

const LANES = ["overdue", "soon", "day", "later", "closed"] as const;
export type Lane = (typeof LANES)[number];

const HOUR = 3_600_000;
const KEYS = ["tier", "state", "office", "incident", "closed", "view"] as const;
export type BoardFilter = Readonly<Partial<Record<(typeof KEYS)[number], string>>>;

export function readBoardFilter(search: Readonly<Record<string, unknown>>): BoardFilter {
  const read: Record<string, string> = {};
  for (const key of KEYS) {
    const value = search[key];
    if (typeof value === "string" && value !== "") read[key] = value;
  }
  return read;
}

function laneOf(warning: BoardWarning, now: number): Lane {
  if (!warning.open) return "closed";
  const { left } = standingAt(warning, now);
  if (left <= 0) return "overdue";
  if (left <= 4 * HOUR) return "soon";
  return left <= 24 * HOUR ? "day" : "later";
}

/** Closed ones only where they are asked for. */
export function passes(filter: BoardFilter, warning: BoardWarning, now: number): boolean {
  const { tier, state, incident, open } = warning;
  const { holder } = standingAt(warning, now);
  return (
    (open || filter.closed === "yes") &&
    (filter.tier === undefined || filter.tier === tier) &&
    (filter.state === undefined || filter.state === state) &&
    (filter.office === undefined || filter.office === holder?.office) &&
    (filter.incident === undefined || filter.incident === incident)
  );
}

/** In the order of the board, empty lanes left out; within a lane the soonest deadline first, of closed ones the last. */
export function lanesOf<W extends BoardWarning>(
  warnings: readonly W[],
  now: number,
): { readonly lane: Lane; readonly warnings: readonly W[] }[] {
  const byLane = new Map<Lane, W[]>(LANES.map((lane) => [lane, []]));
  for (const warning of warnings) byLane.get(laneOf(warning, now))?.push(warning);
  const order = (a: W, b: W) => (a.deadline < b.deadline ? -1 : a.deadline > b.deadline ? 1 : 0);
  return LANES.flatMap((lane) => {
    const some = byLane.get(lane) ?? [];
    return some.length === 0 ? [] : [{ lane, warnings: lane === "closed" ? some : some.toSorted(order) }];
  });
}

/** Values that there are, for the filters' choices. */
export function choicesOf(warnings: readonly BoardWarning[], now: number) {
  return {
    tier: (["certain", "likely", "possible"] as const satisfies readonly Tier[]).filter((tier) =>
      warnings.some((warning) => warning.tier === tier),
    ),
    state: sorted(warnings.map(({ state }) => state)) as BoardWarning["state"][],
    office: sorted(
      warnings.flatMap((warning) => {
        const { holder } = standingAt(warning, now);
        return holder === undefined ? [] : [holder.office];
      }),
    ),
    incident: sorted(warnings.map(({ incident }) => incident)),
  };
}

function sorted(values: Iterable<string>): string[] {
  return [...new Set(values)].toSorted();
}
