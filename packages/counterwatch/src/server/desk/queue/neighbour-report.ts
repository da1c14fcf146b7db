/** Colleagues who looked at a subject of a finding: never those whom the reader may not read about. */
import type { Account } from "../../../incidents/desk/case.ts";
import type { StoredEvent } from "../../../incidents/desk/desk-store.ts";
import { isOwn } from "../../../incidents/desk/incident-fold.ts";
import type { Span } from "../../../incidents/desk/look-up-store.ts";
import { caseName } from "../../../stories/case-name.ts";

const MOST_NEIGHBOURS = 20;
const MOST_CASES = 3;

interface Neighbour {
  readonly operator: string;
  readonly unit: string | undefined;
  readonly lookups: number;
  /** RFC 3339. */
  readonly first: string;
  readonly last: string;
  /** Cases that their look-ups of the subject name, at most three. */
  readonly cases: readonly string[];
}

export interface NeighbourReport extends Span {
  readonly subject: string;
  readonly neighbours: readonly Neighbour[];
  /** Colleagues beyond those that are listed. */
  readonly more: number;
  /** Colleagues whom the reader may not read about: themselves, or a system that they administer. */
  readonly withheld: number;
}

export function neighboursOf(
  events: readonly StoredEvent[],
  account: Account,
): Pick<NeighbourReport, "neighbours" | "more" | "withheld"> {
  const found = new Map<string, Neighbour>();
  const withheld = new Set<string>();
  for (const { event } of events) {
    const { id, unit } = event.operator;
    if (isOwn({ operators: [id] }, account, [event.source])) {
      withheld.add(id);
      continue;
    }
    const known = found.get(id);
    const name = caseName(event);
    const cases = new Set([...(known?.cases ?? []), ...(name === undefined ? [] : [name])]);
    found.set(id, {
      operator: id,
      unit,
      lookups: (known?.lookups ?? 0) + 1,
      first: known === undefined || event.time < known.first ? event.time : known.first,
      last: known === undefined || event.time > known.last ? event.time : known.last,
      cases: [...cases].slice(0, MOST_CASES),
    });
  }
  const all = [...found.values()].toSorted(
    (a, b) => b.lookups - a.lookups || (a.operator < b.operator ? -1 : 1),
  );
  return {
    neighbours: all.slice(0, MOST_NEIGHBOURS),
    more: Math.max(0, all.length - MOST_NEIGHBOURS),
    withheld: withheld.size,
  };
}
