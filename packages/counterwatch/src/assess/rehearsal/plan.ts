/**
 * Which measures to take for a budget. Exposure is an "or" over channels: to close one of two may do nothing, to close both
 * everything. So its reduction is not submodular, and greedy search has no constant-factor guarantee (Nemhauser, Wolsey and
 * Fisher 1978 need it). We search from both ends, by exposure per cost:
 *
 * - forward: take the measure that removes most per cost, until nothing helps or nothing more can be paid;
 * - backward: take all, drop the one whose loss per cost is least, until the budget holds. It sees measures that help only together.
 *
 * and keep the better. The bound that always holds is the floor, exposure with every measure taken: no plan leaves less, as long
 * as no measure adds exposure. `better` compares exposure first and, where it is equal, bits.
 */
import type { Standing } from "../../model/index.ts";

export interface Priced {
  readonly id: string;
  readonly cost: number;
}

export interface Plan {
  readonly taken: readonly { readonly id: string; readonly cost: number; readonly exposure: number }[];
  readonly cost: number;
  readonly after: Standing;
  readonly floor: number;
}

/** Bits of all relations together that count as a difference; less is rounding. */
const BITS = 0.05;

/** `standing` gives exposure when exactly these measures are taken; it is asked once for each set. */
export function planMeasures(
  measures: readonly Priced[],
  budget: number,
  standing: (taken: readonly number[]) => Standing,
): Plan {
  const asked = new Map<string, Standing>();
  const ask = (taken: readonly number[]): Standing => {
    const sorted = taken.toSorted((a, b) => a - b);
    const key = sorted.join();
    let known = asked.get(key);
    if (known === undefined) asked.set(key, (known = standing(sorted)));
    return known;
  };
  const costOf = (taken: readonly number[]) =>
    taken.reduce((sum, at) => sum + (measures[at] as Priced).cost, 0);
  const everything = measures.map((_, at) => at);

  const ahead = forward();
  const back = backward();
  const chosen = better(ask(back), ask(ahead)) ? order(back) : ahead;
  return {
    taken: chosen.map((at, place) => {
      const { id, cost } = measures[at] as Priced;
      return { id, cost, exposure: ask(chosen.slice(0, place + 1)).exposure };
    }),
    cost: costOf(chosen),
    after: ask(chosen),
    floor: ask(everything).exposure,
  };

  function forward(): number[] {
    const taken: number[] = [];
    for (;;) {
      const now = ask(taken);
      const open = everything.filter(
        (at) => !taken.includes(at) && costOf([...taken, at]) <= budget && better(ask([...taken, at]), now),
      );
      const next = best(open, (at) => gain(now, ask([...taken, at])), measures);
      if (next === undefined) return taken;
      taken.push(next);
    }
  }

  /** The dearest first: of two that do the same, the cheaper stays. */
  function backward(): number[] {
    let taken = everything.toSorted((a, b) => (measures[b] as Priced).cost - (measures[a] as Priced).cost);
    for (const at of taken) if (!better(ask(taken), ask(without(taken, at)))) taken = without(taken, at);
    while (costOf(taken) > budget) {
      const now = ask(taken);
      const drop = best(taken, (at) => negated(gain(ask(without(taken, at)), now)), measures, true);
      taken = without(taken, drop as number);
    }
    return taken;
  }

  /** The order in which to take the measures of a set: largest step first. */
  function order(set: readonly number[]): number[] {
    const taken: number[] = [];
    while (taken.length < set.length) {
      const now = ask(taken);
      const open = set.filter((at) => !taken.includes(at));
      taken.push(best(open, (at) => gain(now, ask([...taken, at])), measures) as number);
    }
    return taken;
  }
}

function better(a: Standing, b: Standing): boolean {
  if (Math.abs(a.exposure - b.exposure) > 1e-9) return a.exposure < b.exposure;
  return a.bits < b.bits - BITS;
}

/** Exposure removed, then bits: a measure that changes no tier may still make the intruder's work harder. */
type Gain = readonly [exposure: number, bits: number];

function gain(before: Standing, after: Standing): Gain {
  return [before.exposure - after.exposure, before.bits - after.bits];
}

function negated([exposure, bits]: Gain): Gain {
  return [-exposure, -bits];
}

/** Most gain per cost; of equals the cheaper, then the first. `loss`: gains are losses, and dropping a costly one is better. */
function best(
  open: readonly number[],
  gainOf: (at: number) => Gain,
  measures: readonly Priced[],
  loss = false,
): number | undefined {
  let found: { at: number; gain: Gain; cost: number } | undefined;
  for (const at of open) {
    const cost = Math.max((measures[at] as Priced).cost, 1e-9);
    const [exposure, bits] = gainOf(at);
    const rate: Gain = [exposure / cost, bits / cost];
    const sign = loss ? -1 : 1;
    if (
      found === undefined ||
      rate[0] > found.gain[0] + 1e-12 ||
      (Math.abs(rate[0] - found.gain[0]) <= 1e-12 &&
        (rate[1] > found.gain[1] + 1e-12 ||
          (Math.abs(rate[1] - found.gain[1]) <= 1e-12 && sign * (found.cost - cost) > 0)))
    )
      found = { at, gain: rate, cost };
  }
  return found?.at;
}

function without(taken: readonly number[], at: number): number[] {
  return taken.filter((other) => other !== at);
}
