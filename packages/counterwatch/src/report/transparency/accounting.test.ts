/** Dwork, McSherry, Nissim, Smith (2006); Bun, Steinke (2016), Lemma 1.7 and Proposition 1.3; Canonne, Kamath, Steinke (2020), Theorem 4. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cost, concentrated, leftAfter, lossOf, noiseOf } from "./accounting.ts";
import { makePlan, type PlanRequest } from "./plan.ts";
import { isAbove, type Rational, rational, readDecimal, roundedUp, sum, times } from "./rational.ts";
import { TABLES } from "./tables.ts";

const number = ({ n, d }: Rational) => Number((n << 60n) / d) / 2 ** 60;
const part = (cells: bigint, perSubject: bigint, perOperator: bigint) => ({ cells, perSubject, perOperator });
const TABLES_OF_TWO = [part(9n, 5n, 20n), part(4n, 2n, 1n)];

describe("Laplace noise", () => {
  it("costs a person and an operator together what was asked: C/scale a cell, over all cells of all tables", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.bigInt(1n, 99n), fc.bigInt(1n, 50n), fc.bigInt(1n, 50n)), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.bigInt(1n, 1000n),
        (shapes, thousandths) => {
          const tables = shapes.map(([cells, subject, operator]) => part(cells, subject, operator));
          const epsilon = rational(thousandths, 100n);
          const noise = noiseOf({ mechanism: "laplace", epsilon }, tables);
          const spent = (capOf: (table: (typeof tables)[number]) => bigint) =>
            sum(
              noise.map((each, at) => {
                if (each.law !== "laplace") throw new Error("another law");
                const { cells } = tables[at]!;
                return times(rational(cells * capOf(tables[at]!)), rational(each.scale.d, each.scale.n));
              }),
            );
          const loss = lossOf({ mechanism: "laplace", epsilon }, tables);
          expect(spent(({ perSubject }) => perSubject)).toEqual(loss.subject);
          expect(spent(({ perOperator }) => perOperator)).toEqual(loss.operator);
          expect(
            spent(({ perSubject, perOperator }) => (perSubject > perOperator ? perSubject : perOperator)),
          ).toEqual(epsilon);
          expect(isAbove(loss.subject, epsilon) || isAbove(loss.operator, epsilon)).toBe(false);
        },
      ),
    );
  });
});

describe("Gaussian noise", () => {
  it.each([
    [1, "0.000001"],
    [0.1, "0.00001"],
    [8, "0.000000001"],
  ])("of ε %d, δ %s spends the largest ρ that Proposition 1.3 allows, to nine digits", (epsilon, delta) => {
    const rho = number(concentrated(readDecimal(String(epsilon))!, readDecimal(delta)!));
    const back = rho + 2 * Math.sqrt(rho * Math.log(1 / Number(delta)));
    expect(back).toBeLessThanOrEqual(epsilon);
    expect(back / epsilon).toBeGreaterThan(1 - 1e-6);
  });

  it("adds up to that ρ: C²/(2σ²) a cell", () => {
    const cost: Cost = { mechanism: "gaussian", epsilon: rational(2n), delta: readDecimal("0.000001")! };
    const noise = noiseOf(cost, TABLES_OF_TWO);
    const spent = sum(
      noise.map((each, at) => {
        if (each.law !== "gaussian") throw new Error("another law");
        const cap = [20n, 2n][at]!;
        const { cells } = TABLES_OF_TWO[at]!;
        return times(rational(cells * cap * cap, 2n), rational(each.variance.d, each.variance.n));
      }),
    );
    expect(spent).toEqual(concentrated(cost.epsilon, cost.delta));
    const { subject, operator } = lossOf(cost, TABLES_OF_TWO);
    expect(number(subject)).toBeLessThan(number(operator));
    expect(number(operator)).toBeLessThan(2);
  });

  it("refuses what cannot be accounted for", () => {
    expect(() => concentrated(readDecimal("0.0000001")!, readDecimal("0.000001")!)).toThrow(RangeError);
  });
});

const spent = (epsilon: string, delta = "0") => ({
  epsilon: readDecimal(epsilon)!,
  delta: readDecimal(delta)!,
});

describe("budget", () => {
  it("adds up exactly, to the last place", () => {
    expect(leftAfter(spent("1"), [spent("0.3"), spent("0.3"), spent("0.3")], spent("0.1"))).toEqual(
      spent("0"),
    );
    expect(leftAfter(spent("1"), [spent("0.9")], spent("0.100000000001"))).toBeUndefined();
    expect(
      leftAfter(spent("1", "0.1"), [spent("0", "0.1")], spent("0.1", "0.000000000000001")),
    ).toBeUndefined();
  });

  it("reads and writes decimals without loss, and rounds up where it must", () => {
    expect(roundedUp(readDecimal("0.250")!, 15n)).toBe("0.25");
    expect(roundedUp(rational(1n, 3n), 4n)).toBe("0.3334");
    expect(roundedUp(rational(7n), 4n)).toBe("7");
    for (const text of ["", "-1", "1e3", "1.", ".5", "NaN", "1.0000000000000001"])
      expect(readDecimal(text)).toBeUndefined();
  });
});

describe("plan", () => {
  const request: PlanRequest = {
    policy: { epsilonPerYear: 4 },
    epsilon: undefined,
    findings: true,
    outcomes: true,
  };
  const codeOf = (change: Partial<PlanRequest>) => {
    try {
      makePlan({ ...request, ...change });
      return undefined;
    } catch (error) {
      return (error as { code?: string }).code;
    }
  };

  it("takes a quarter of the year's budget, and all cells of its tables whatever is in the log", () => {
    const plan = makePlan(request);
    expect(plan.cost.epsilon).toEqual(rational(1n));
    expect(plan.tables.map(({ table, cells }) => [table, cells.length])).toEqual([
      ["total", 1],
      ["system", 9],
      ["action", TABLES.action.cells.length],
      ["purpose", 5],
      ["finding", 6],
      ["outcome", 4],
    ]);
    expect(plan.tables[0]!.noise).toEqual({ law: "laplace", scale: rational(1n * 200n * 6n) });
    expect(makePlan({ ...request, findings: false }).tables).toHaveLength(4);
  });

  it("takes a number of YAML for the decimal that was written", () => {
    const { budget } = makePlan({ ...request, policy: { epsilonPerYear: 0.3, deltaPerYear: 1e-12 } });
    expect(budget).toEqual({ epsilon: rational(3n, 10n), delta: rational(1n, 10n ** 12n) });
  });

  it("refuses numbers that do not go together", () => {
    expect(codeOf({ epsilon: "0" })).toBe("usage");
    expect(codeOf({ epsilon: "a lot" })).toBe("usage");
    expect(codeOf({ policy: { epsilonPerYear: 4, mechanism: "gaussian" } })).toBe("config");
    expect(codeOf({ policy: { epsilonPerYear: 4, mechanism: "gaussian", deltaPerYear: 0.5 } })).toBe(
      "config",
    );
    expect(
      codeOf({ policy: { epsilonPerYear: 4, mechanism: "gaussian", deltaPerYear: 1e-7 } }),
    ).toBeUndefined();
    expect(codeOf({ policy: { epsilonPerYear: 0.01, perOperator: 6000 } })).toBe("config");
  });
});
