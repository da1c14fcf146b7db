/**
 * From what a report may cost in privacy to how much noise each table gets.
 *
 * What is protected: one person (all mentions of one subject in the period) and one operator (all rows by one account). One of them more
 * or less changes each cell of a table by at most what clipping allows it (clipping.ts): perSubject, perOperator. C is the larger.
 * A person can be in every cell of every table, so all of them add up (sequential composition); nothing is gained by tables being
 * about other columns, and no cell is excused by being disjoint from others.
 *
 * Laplace, pure ε: T tables share ε equally, and so do the m cells of one: scale = m·C·T/ε (Dwork, McSherry, Nissim, Smith 2006, on
 * integers by discrete-laplace.ts).
 * Gaussian: each cell costs C²/(2σ²) of ρ (Canonne, Kamath, Steinke 2020, Theorem 4), ρ adds up (Bun, Steinke 2016, Lemma 1.7), so
 * σ² = m·C²·T/(2ρ). ρ-zCDP is (ρ + 2√(ρ·ln(1/δ)), δ)-DP (Bun, Steinke 2016, Proposition 1.3); solved for ρ:
 *   √ρ = √(L + ε) − √L = ε / (√(L + ε) + √L),  L = ln(1/δ),
 * where both roots and L are rounded up, so that ρ is never too large.
 * Limits: who reads several reports of a year learns at most the sum of their ε, with the sum of their δ (basic composition; for
 * Gaussian noise the truth is less). Years add up as well. Whoever has k identifiers in the logs is protected k times less.
 */
import { floorRoot } from "./discrete-gaussian.ts";
import { lnAbove } from "./fixed-point.ts";
import type { Noise } from "./noise.ts";
import { isAbove, over, type Rational, rational, sum, times } from "./rational.ts";

export type Cost =
  | { readonly mechanism: "laplace"; readonly epsilon: Rational }
  | { readonly mechanism: "gaussian"; readonly epsilon: Rational; readonly delta: Rational };

/** How much of one person and of one operator a cell of a table can count. */
interface Caps {
  readonly perSubject: bigint;
  readonly perOperator: bigint;
}

interface Part extends Caps {
  readonly cells: bigint;
}

/** ρ as a multiple of this, rounded down, so that the sampler's integers stay small. */
const GRAIN = 10n ** 12n;

/** Of the noise of each cell, table by table. */
export function noiseOf(cost: Cost, tables: readonly Part[]): Noise[] {
  const count = BigInt(tables.length);
  if (cost.mechanism === "laplace")
    return tables.map((table) => ({
      law: "laplace",
      scale: over(rational(table.cells * larger(table) * count), cost.epsilon),
    }));
  const twice = times(rational(2n), concentrated(cost.epsilon, cost.delta));
  return tables.map((table) => ({
    law: "gaussian",
    variance: over(rational(table.cells * larger(table) ** 2n * count), twice),
  }));
}

/** The ρ that is at most (ε, δ), see above. Throws RangeError where nothing is left of it. */
export function concentrated(epsilon: Rational, delta: Rational): Rational {
  const ln = lnAbove(rational(delta.d, delta.n));
  const root = over(epsilon, sum([rootAbove(sum([ln, epsilon])), rootAbove(ln)]));
  const rho = rational((root.n * root.n * GRAIN) / (root.d * root.d), GRAIN);
  if (rho.n === 0n) throw new RangeError("this is less privacy loss than can be accounted for");
  return rho;
}

/** The ε that noise of a cost leaves to a person and to an operator: at most the cost's; less for whose caps are the smaller ones. */
export function lossOf(cost: Cost, tables: readonly Part[]): { subject: Rational; operator: Rational } {
  const loss = (cap: (table: Part) => bigint): Rational => {
    const shares = tables.map((table) => rational(cap(table), larger(table)));
    const count = rational(BigInt(tables.length));
    if (cost.mechanism === "laplace") return times(over(cost.epsilon, count), sum(shares));
    const rho = over(concentrated(cost.epsilon, cost.delta), count);
    return converted(times(rho, sum(shares.map((share) => times(share, share)))), cost.delta);
  };
  return { subject: loss(({ perSubject }) => perSubject), operator: loss(({ perOperator }) => perOperator) };
}

/** At least ρ + 2√(ρ·ln(1/δ)), by less than 2^−60. */
function converted(rho: Rational, delta: Rational): Rational {
  const ln = lnAbove(rational(delta.d, delta.n));
  return sum([rho, times(rational(2n), rootAbove(times(rho, ln)))]);
}

function larger({ perSubject, perOperator }: Caps): bigint {
  return perSubject > perOperator ? perSubject : perOperator;
}

/** At least √x, by less than 2^−64. */
function rootAbove({ n, d }: Rational): Rational {
  const units = 1n << 64n;
  return rational(floorRoot((n * units * units) / d) + 1n, units);
}

export interface Spent {
  readonly epsilon: Rational;
  readonly delta: Rational;
}

/** What is left of a budget; undefined where `asked` goes beyond it. */
export function leftAfter(budget: Spent, spent: readonly Spent[], asked: Spent): Spent | undefined {
  const after = [...spent, asked];
  const epsilon = sum(after.map((each) => each.epsilon));
  const delta = sum(after.map((each) => each.delta));
  // Who asks for no δ is not refused because of it: Laplace noise after Gaussian, with the δ used up or no longer allowed.
  const beyond = asked.delta.n > 0n && isAbove(delta, budget.delta);
  if (beyond || isAbove(epsilon, budget.epsilon)) return undefined;
  return {
    epsilon: sum([budget.epsilon, rational(-epsilon.n, epsilon.d)]),
    delta: sum([budget.delta, rational(-delta.n, delta.d)]),
  };
}
