/**
 * Where an operator stands among colleagues for the quantity that a finding is about. A distribution never names a colleague, and
 * is not drawn over fewer than five of them: over two or three it would tell what one of them did.
 */

/**
 * `repeats`: days on which one subject was looked up, the most of any subject. `uncased`: percent of look-ups without a case. `night`:
 * percent of look-ups at night. `subjects`: different subjects. `lookups`: look-ups.
 */
export const PEER_QUANTITIES = ["repeats", "uncased", "night", "subjects", "lookups"] as const;
export type PeerQuantity = (typeof PEER_QUANTITIES)[number];

/** Colleagues without whom nothing is drawn. */
export const FEWEST_COLLEAGUES = 5;
/** A share of fewer look-ups than these is chance. */
export const FEWEST_LOOKUPS = 10;

/** Who is compared, over which look-ups. Automated ones are left out. */
export interface PeerQuestion {
  readonly quantity: PeerQuantity;
  readonly operator: string;
  readonly systems: readonly string[];
  /** Undefined: whatever unit. */
  readonly unit: string | undefined;
  /** Event time at or after, and before; RFC 3339. */
  readonly from: string;
  readonly until: string;
  /** Hours of UTC that are night at the desk, as two digits each. */
  readonly nightHours: readonly string[];
}

/** So many operators have this value. */
export interface PeerCount {
  readonly value: number;
  readonly operators: number;
  /** It is the one operator whom the question is about. */
  readonly own: boolean;
}

interface PeerBin {
  /** Whole numbers, both included. */
  readonly from: number;
  readonly to: number;
  /** Colleagues; the operator is not among them. */
  readonly colleagues: number;
}

export interface PeerDistribution {
  readonly colleagues: number;
  /** Undefined: no such look-up of the operator, or too few for a share. */
  readonly own: number | undefined;
  /** Empty where there are too few colleagues. */
  readonly bins: readonly PeerBin[];
  readonly quantiles: { readonly [name in (typeof QUANTILES)[number][0]]: number } | undefined;
  /** Colleagues whose value is below the operator's. */
  readonly below: number | undefined;
}

const QUANTILES = [
  ["quarter", 0.25],
  ["half", 0.5],
  ["threeQuarters", 0.75],
  ["nineTenths", 0.9],
  ["most", 1],
] as const;
const MOST_BINS = 20;

/** The quantity that findings of a detector are about. */
export function quantityOf(detector: string): PeerQuantity {
  const [, name = ""] = detector.split("/");
  if (/hours/.test(name)) return "night";
  if (/bulk|many|probed|enumerat/.test(name)) return "subjects";
  if (/purpose|unbacked|^case-|reason|authori/.test(name)) return "uncased";
  if (/^(fixation|linked-pair|ring|pursuit|contact|laundering)/.test(name)) return "repeats";
  return "lookups";
}

export function distributionOf(counts: readonly PeerCount[]): PeerDistribution {
  const own = counts.find((count) => count.own)?.value;
  const others = counts.filter((count) => !count.own).toSorted((a, b) => a.value - b.value);
  const colleagues = others.reduce((sum, { operators }) => sum + operators, 0);
  if (colleagues < FEWEST_COLLEAGUES)
    return { colleagues, own, bins: [], quantiles: undefined, below: undefined };
  const quantiles = Object.fromEntries(
    QUANTILES.map(([name, share]) => [name, valueAt(others, Math.ceil(share * colleagues))]),
  ) as PeerDistribution["quantiles"];
  return {
    colleagues,
    own,
    bins: binsOf(others, own),
    quantiles,
    below: own === undefined ? undefined : othersBelow(others, own),
  };
}

/** The value of the colleague at this place (from 1), least first. */
function valueAt(sorted: readonly PeerCount[], place: number): number {
  let passed = 0;
  for (const { value, operators } of sorted) {
    passed += operators;
    if (passed >= place) return value;
  }
  return sorted.at(-1)?.value ?? 0;
}

function othersBelow(sorted: readonly PeerCount[], own: number): number {
  return sorted.reduce((sum, { value, operators }) => sum + (value < own ? operators : 0), 0);
}

/** Equal whole-number bins from the least to the most, the operator's own value within them. */
function binsOf(others: readonly PeerCount[], own: number | undefined): PeerBin[] {
  const values = [...others.map(({ value }) => value), ...(own === undefined ? [] : [own])];
  const least = Math.min(...values);
  const width = Math.max(1, Math.ceil((Math.max(...values) - least + 1) / MOST_BINS));
  const bins: { from: number; to: number; colleagues: number }[] = [];
  for (let from = least; from <= Math.max(...values); from += width)
    bins.push({ from, to: from + width - 1, colleagues: 0 });
  for (const { value, operators } of others)
    (bins[Math.floor((value - least) / width)] as { colleagues: number }).colleagues += operators;
  return bins;
}
