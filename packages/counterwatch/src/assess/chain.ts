/**
 * The tier of a pair, the smallest set of rows that alone gives it, and since when the intruder had such a set.
 *
 * Smallest is meant as an officer needs it: evidence is taken from the strongest down until the tier is reached, then
 * each piece is dropped without which it still is. No piece of the result can be left out (it need not be the least in number:
 * that is a knapsack, and an officer reads three rows as well as two).
 */
import type { Tier } from "../model/index.ts";
import type { Evidence } from "./pair-evidence.ts";
import { EVEN_NATS, type EvidenceForm, ReferenceTally, strengthOf } from "./reference.ts";

export interface Finding {
  readonly tier: Tier;
  readonly chain: readonly ChainRow[];
  /** Milliseconds; infinite where nobody knows. */
  readonly known: number;
}

interface ChainRow {
  readonly row: number;
  readonly nats: number;
}

/**
 * `evidence` is in the order in which it became known. `seen` is the first shown row that names either of the two, which alone
 * makes the relation possible.
 */
export function judge(
  evidence: readonly Evidence[],
  seen: { row: number; known: number } | undefined,
): Finding {
  const direct = evidence.find(({ what }) => what.form === "direct");
  if (direct !== undefined)
    return { tier: "certain", chain: rowsOf([{ ...direct, nats: 1 }], EVEN_NATS), known: direct.known };
  const tally = new ReferenceTally();
  const at = evidence.findIndex(({ what }) => tally.add(what).isLikely);
  if (at >= 0) {
    const pieces = smallest(evidence);
    return {
      tier: "likely",
      chain: rowsOf(pieces, talliedNats(pieces)),
      known: (evidence[at] as Evidence).known,
    };
  }
  if (seen === undefined) return { tier: "none", chain: [], known: Number.POSITIVE_INFINITY };
  return { tier: "possible", chain: [{ row: seen.row, nats: 0 }], known: seen.known };
}

interface Weighed extends Evidence {
  readonly nats: number;
}

function smallest(evidence: readonly Evidence[]): Weighed[] {
  const taken: Weighed[] = [];
  const tally = new ReferenceTally();
  for (const piece of weighed(evidence)) {
    taken.push(piece);
    if (tally.add(piece.what).isLikely) break;
  }
  for (let i = taken.length - 1; i >= 0; i--)
    if (talliedNats(taken.toSpliced(i, 1)) >= EVEN_NATS) taken.splice(i, 1);
  return taken;
}

function talliedNats(pieces: readonly Evidence[]): number {
  const tally = new ReferenceTally();
  for (const { what } of pieces) tally.add(what);
  return tally.total;
}

/** Strongest first. Of several meetings at a place the strongest counts as the first one there. */
function weighed(evidence: readonly Evidence[]): Weighed[] {
  const alone = evidence.map((piece) => ({ ...piece, nats: strengthOf(piece.what, false) }));
  const places = new Set<number>();
  return alone
    .toSorted((a, b) => b.nats - a.nats)
    .map((piece) => {
      const again = wasHere(piece.what, places);
      return again ? { ...piece, nats: strengthOf(piece.what, true) } : piece;
    })
    .toSorted((a, b) => b.nats - a.nats);
}

function wasHere(what: EvidenceForm, places: Set<number>): boolean {
  if (what.form !== "meeting") return false;
  const known = places.has(what.place);
  places.add(what.place);
  return known;
}

/**
 * What the pieces tell together, shared out: to each piece by what it would tell alone, to its rows in equal parts, since neither tells
 * anything without the other. A row in two pieces adds up.
 */
function rowsOf(pieces: readonly Weighed[], total: number): ChainRow[] {
  const alone = pieces.reduce((sum, piece) => sum + piece.nats, 0);
  const nats = new Map<number, number>();
  for (const piece of pieces) {
    const share = total * (alone > 0 ? piece.nats / alone : 1 / pieces.length);
    for (const row of piece.rows) nats.set(row, (nats.get(row) ?? 0) + share / piece.rows.length);
  }
  return [...nats].map(([row, nats]) => ({ row, nats }));
}
