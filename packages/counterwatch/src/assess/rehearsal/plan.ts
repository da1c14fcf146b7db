/**
 * Which measures to take for a budget. Exposure is an "or" over channels: to close one of two may do nothing, to close both
 * everything. So its reduction is not submodular, and greedy search has no constant-factor guarantee (Nemhauser, Wolsey and
 * Fisher 1978 need it). We search from both ends, by exposure per cost:
 *
 * - forward: take the measure that removes most per cost, until nothing helps or nothing more can be paid;
 * - backward: take all, drop the one whose loss per cost is least, until the budget holds. It sees measures that help only together.
 *
 * and keep the better; without a budget the second alone, for it leaves no more than all measures together. No bound holds in
 * general, for a measure can add exposure (times cut to the day make everybody of that day meet). So the floor that is told is the least
 * that any set left which was tried, whatever it cost. `better` compares exposure first and, where it is equal, bits.
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
  /** The least that any set left which was tried, whatever it cost. */
  readonly floor: number;
}

/**
 * Bits of all relations together that are worth a measure where no tier changes. Rows of strangers alone change some tenths,
 * because how much there was to learn depends on how many are in view.
 */
const BITS = 1;

/** `standing` gives exposure when exactly these measures are taken; it is asked once for each set. */
export async function planMeasures(
  measures: readonly Priced[],
  budget: number,
  standing: (taken: readonly number[]) => Promise<Standing>,
): Promise<Plan> {
  const asked = new Map<string, Standing>();
  const ask = async (taken: readonly number[]): Promise<Standing> => {
    const sorted = taken.toSorted((a, b) => a - b);
    const key = sorted.join();
    let known = asked.get(key);
    if (known === undefined) asked.set(key, (known = await standing(sorted)));
    return known;
  };
  const costOf = (taken: readonly number[]) =>
    taken.reduce((sum, at) => sum + (measures[at] as Priced).cost, 0);
  const everything = measures.map((_, at) => at);

  const back = await backward();
  // What backward search leaves without a budget has nothing idle in it; forward search rarely leaves less, and takes as long again.
  const ahead = Number.isFinite(budget) ? await forward() : [];
  const chosen = better(await ask(back), await ask(ahead)) ? await order(back) : ahead;
  const taken: { id: string; cost: number; exposure: number }[] = [];
  for (const [place, at] of chosen.entries()) {
    const { id, cost } = measures[at] as Priced;
    taken.push({ id, cost, exposure: (await ask(chosen.slice(0, place + 1))).exposure });
  }
  return {
    taken,
    cost: costOf(chosen),
    after: await ask(chosen),
    floor: Math.min(...Array.from(asked.values(), ({ exposure }) => exposure)),
  };

  async function forward(): Promise<number[]> {
    const taken: number[] = [];
    for (;;) {
      const now = await ask(taken);
      const gains: Candidate[] = [];
      for (const at of everything) {
        if (taken.includes(at) || costOf([...taken, at]) > budget) continue;
        const then = await ask([...taken, at]);
        if (better(then, now)) gains.push({ at, gain: gain(now, then) });
      }
      const next = best(gains, measures);
      if (next === undefined) return taken;
      taken.push(next);
    }
  }

  /** The dearest first: of two that do the same, the cheaper stays. */
  async function backward(): Promise<number[]> {
    let taken = everything.toSorted((a, b) => (measures[b] as Priced).cost - (measures[a] as Priced).cost);
    for (const at of taken)
      if (!better(await ask(taken), await ask(without(taken, at)))) taken = without(taken, at);
    while (costOf(taken) > budget) {
      const now = await ask(taken);
      const losses: Candidate[] = [];
      for (const at of taken) losses.push({ at, gain: negated(gain(await ask(without(taken, at)), now)) });
      taken = without(taken, best(losses, measures, true) as number);
    }
    return taken;
  }

  /** The order in which to take the measures of a set: largest step first. */
  async function order(set: readonly number[]): Promise<number[]> {
    const taken: number[] = [];
    while (taken.length < set.length) {
      const now = await ask(taken);
      const gains: Candidate[] = [];
      for (const at of set)
        if (!taken.includes(at)) gains.push({ at, gain: gain(now, await ask([...taken, at])) });
      taken.push(best(gains, measures) as number);
    }
    return taken;
  }
}

function better(a: Standing, b: Standing): boolean {
  if (Math.abs(a.exposure - b.exposure) > 1e-9) return a.exposure < b.exposure;
  return b.bits - a.bits >= BITS - 1e-9;
}

/** Exposure removed, then bits: a measure that changes no tier may still make the intruder's work harder. */
type Gain = readonly [exposure: number, bits: number];

function gain(before: Standing, after: Standing): Gain {
  return [before.exposure - after.exposure, before.bits - after.bits];
}

function negated([exposure, bits]: Gain): Gain {
  return [-exposure, -bits];
}

interface Candidate {
  readonly at: number;
  readonly gain: Gain;
}

/** Most gain per cost; of equals the cheaper, then the first. `loss`: gains are losses, and dropping a costly one is better. */
function best(
  candidates: readonly Candidate[],
  measures: readonly Priced[],
  loss = false,
): number | undefined {
  const rated = candidates.map(({ at, gain: [exposure, bits] }) => {
    const cost = Math.max((measures[at] as Priced).cost, 1e-9);
    return { at, cost, rate: [exposure / cost, bits / cost] as const };
  });
  const [first] = rated.toSorted(
    (a, b) =>
      differs(a.rate[0], b.rate[0]) ||
      differs(a.rate[1], b.rate[1]) ||
      (loss ? b.cost - a.cost : a.cost - b.cost) ||
      a.at - b.at,
  );
  return first?.at;
}

/** Larger first; what differs by rounding alone is equal. */
function differs(a: number, b: number): number {
  return Math.abs(a - b) > 1e-12 ? b - a : 0;
}

function without(taken: readonly number[], at: number): number[] {
  return taken.filter((other) => other !== at);
}
