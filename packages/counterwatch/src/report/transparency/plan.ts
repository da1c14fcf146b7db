/** What a report will hold and cost, worked out before anything is counted: nothing in it hangs on the log. */
import { CounterwatchError } from "../../model/index.ts";
import { type Cost, lossOf, noiseOf } from "./accounting.ts";
import { halfWidth, isTooWide, type Noise } from "./noise.ts";
import type { TransparencyPolicy } from "./policy.ts";
import { over, type Rational, rational, readDecimal } from "./rational.ts";
import { type Marks, TABLES, type TableName } from "./tables.ts";

/** The total counts so many times as much of one person as the other tables: what clipping hides shows in it. */
const TOTAL_FACTOR = 10;
const REPORTS_A_YEAR = rational(4n);

export interface PlannedTable {
  readonly table: TableName;
  readonly of: Marks["of"];
  readonly cells: readonly string[];
  readonly perSubject: number;
  readonly perOperator: number;
  readonly noise: Noise;
  /** The truth is at most so far away, nineteen times in twenty. */
  readonly halfWidth: bigint;
}

export interface Plan {
  readonly cost: Cost;
  readonly delta: Rational;
  /** ε for one person, and for one operator. */
  readonly loss: { readonly subject: Rational; readonly operator: Rational };
  readonly budget: { readonly epsilon: Rational; readonly delta: Rational };
  readonly tables: readonly PlannedTable[];
}

export interface PlanRequest {
  readonly policy: TransparencyPolicy;
  /** As written; undefined: a quarter of the year's budget. */
  readonly epsilon: string | undefined;
  /** Whether findings are counted. */
  readonly findings: boolean;
  /** Whether it is known how findings ended. */
  readonly outcomes: boolean;
}

/** Throws `config` where the numbers do not go together, `usage` where `epsilon` is no number above 0. */
export function makePlan({ policy, epsilon, findings, outcomes }: PlanRequest): Plan {
  const budget = {
    epsilon: written(policy.epsilonPerYear),
    delta: written(policy.deltaPerYear ?? 0),
  };
  const cost = costOf(policy, budget, epsilon);
  const names: TableName[] = ["total", "system", "action", "purpose"];
  if (policy.crossTable === true) names.push("system-action");
  if (findings) names.push("finding");
  if (findings && outcomes) names.push("outcome");
  const parts = names.map((table) => ({ table, ...capsOf(table, policy) }));
  const counted = parts.map(({ table, perSubject, perOperator }) => ({
    cells: BigInt(TABLES[table].cells.length),
    perSubject: BigInt(perSubject),
    perOperator: BigInt(perOperator),
  }));
  const noise = noiseOf(cost, counted);
  const tables = parts.map(({ table, perSubject, perOperator }, at) => {
    const { of, cells } = TABLES[table];
    const own = noise[at] as Noise;
    if (isTooWide(own)) throw tooWide(table);
    return { table, of, cells, perSubject, perOperator, noise: own, halfWidth: halfWidth(own) };
  });
  const delta = cost.mechanism === "laplace" ? rational(0n) : cost.delta;
  return { cost, delta, loss: lossOf(cost, counted), budget, tables };
}

function costOf(policy: TransparencyPolicy, budget: Plan["budget"], asked: string | undefined): Cost {
  const epsilon = asked === undefined ? over(budget.epsilon, REPORTS_A_YEAR) : readDecimal(asked);
  if (epsilon === undefined || epsilon.n === 0n)
    throw new CounterwatchError("usage", "ε is a decimal number above 0", { remedy: "Write --epsilon 0.5." });
  if (policy.mechanism !== "gaussian") return { mechanism: "laplace", epsilon };
  if (budget.delta.n === 0n)
    throw new CounterwatchError("config", "Gaussian noise needs a δ", {
      remedy: "Write transparency.deltaPerYear, e.g. 0.000001, or take mechanism: laplace.",
    });
  const delta = over(budget.delta, REPORTS_A_YEAR);
  if (delta.n * 100n > delta.d)
    throw new CounterwatchError("config", "a δ above 0.04 a year protects nobody", {
      remedy: "Write a transparency.deltaPerYear far below one in the number of people in the logs.",
    });
  try {
    return requireAccountable({ mechanism: "gaussian", epsilon, delta });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new CounterwatchError("config", "this ε is too small for Gaussian noise", {
      remedy: "Raise --epsilon or transparency.epsilonPerYear.",
      cause,
    });
  }
}

function requireAccountable(cost: Cost): Cost {
  noiseOf(cost, []);
  return cost;
}

function capsOf(table: TableName, policy: TransparencyPolicy): { perSubject: number; perOperator: number } {
  if (TABLES[table].of === "findings")
    return { perSubject: policy.findingsPerSubject ?? 1, perOperator: policy.findingsPerOperator ?? 2 };
  const factor = table === "total" ? TOTAL_FACTOR : 1;
  return { perSubject: (policy.perSubject ?? 5) * factor, perOperator: (policy.perOperator ?? 20) * factor };
}

/** A number of YAML is binary; what was written is the decimal of twelve places next to it. */
function written(value: number): Rational {
  return readDecimal(value.toFixed(12)) ?? rational(0n);
}

function tooWide(table: TableName): CounterwatchError {
  return new CounterwatchError("config", `the noise of the table "${table}" would drown any count`, {
    remedy: "Lower perSubject, perOperator or the number of tables, or raise ε.",
  });
}
