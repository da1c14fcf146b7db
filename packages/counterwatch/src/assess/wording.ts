/** What was found, in the words and buckets of an assessment: numbers become ids, milliseconds instants, ranks and sets buckets. */
import {
  type Assessment,
  type Exposure,
  type ExposureLink,
  RANKS,
  SET_SIZES,
  SYSTEMS,
  type System,
} from "../model/index.ts";
import type { Finding } from "./chain.ts";
import type { Sight } from "./sight.ts";
import type { Standing } from "./standing.ts";
import { kindOf, systemOf, type View } from "./view.ts";

const LN2 = Math.log(2);

export function exposureOf(
  sight: Sight,
  { from, to, kind }: { from: string; to: string; kind: string },
  { tier, chain, known }: Finding,
  upper: Exposure["upper"],
  { rank, effectiveSet, bits, attacker, whole }: Standing,
): Exposure {
  return {
    from,
    to,
    relation: kind,
    tier,
    upper,
    rank: RANKS[rankBucket(rank)] as Exposure["rank"],
    effectiveSet: SET_SIZES[setBucket(effectiveSet)] as Exposure["effectiveSet"],
    bits: tenth(tier === "certain" ? Math.max(bits, whole) : bits),
    ...(attacker !== undefined && { attacker }),
    chain: chain.map(({ row, nats }) => linkOf(sight, row, nats)),
    ...instantField("knownSince", known),
  };
}

function linkOf({ columns, shownAt, lookupOf, idOf }: Sight, row: number, nats: number): ExposureLink {
  const form = columns.forms[row] as number;
  const lookup = lookupOf(row);
  return {
    row: idOf(row),
    ...(lookup !== undefined && { lookup }),
    system: systemOf(form),
    kind: kindOf(form),
    ...instantField("happened", columns.times[row] as number),
    ...instantField("shown", shownAt(row)),
    bits: tenth(nats / LN2),
  };
}

export function viewOf(
  { columns, rows, shownAt }: Sight,
  view: View,
  given: { readonly rejected: number; readonly lookups?: ReadonlyMap<string, string> },
): Assessment["view"] {
  const counts = new Uint32Array(SYSTEMS.length);
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    counts[SYSTEMS.indexOf(systemOf(columns.forms[row] as number))]! += 1;
    const shown = shownAt(row);
    if (!Number.isFinite(shown)) continue;
    if (shown < from) from = shown;
    if (shown > to) to = shown;
  }
  const lookups = new Set([...view.lookupNames, ...(given.lookups?.keys() ?? [])]);
  const bySystem: Partial<Record<System, number>> = {};
  for (const [index, system] of SYSTEMS.entries())
    if (counts[index] !== 0) bySystem[system] = counts[index] as number;
  return {
    lookups: lookups.size,
    rows: rows.length,
    rejected: given.rejected,
    bySystem,
    ...instantField("from", from),
    ...instantField("to", to),
  };
}

export function instantField<K extends string>(name: K, ms: number): { [key in K]?: string } {
  return (Number.isFinite(ms) ? { [name]: new Date(ms).toISOString() } : {}) as { [key in K]?: string };
}

/** Index in `RANKS` of a place counted from 1; undefined: not in view. */
function rankBucket(rank: number | undefined): number {
  return rank === undefined ? 4 : rank <= 1 ? 0 : rank <= 5 ? 1 : rank <= 20 ? 2 : 3;
}

/** Index in `SET_SIZES`. */
function setBucket(size: number): number {
  return size < 1.5 ? 0 : size <= 5 ? 1 : size <= 20 ? 2 : size <= 100 ? 3 : 4;
}

/** To 0.1, and never −0. */
function tenth(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}
