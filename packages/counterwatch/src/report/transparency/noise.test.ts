/** Canonne, Kamath, Steinke (2020), Algorithms 2 and 3, against the laws that they name. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { discreteGaussian, floorRoot } from "./discrete-gaussian.ts";
import { discreteLaplace } from "./discrete-laplace.ts";
import { chiSquareZ, gaussianLaw, kolmogorov, laplaceLaw, type Law, tailZ } from "./exact-law.fixture.ts";
import { halfWidth } from "./noise.ts";
import { rational } from "./rational.ts";
import { seededBits } from "./seeded-bits.fixture.ts";

const DRAWS = 200_000;

function sampleOf(draw: () => bigint): number[] {
  return Array.from({ length: DRAWS }, () => Number(draw()));
}

/** Smallest h beyond which at most this share of the law lies. */
function beyond(law: Law, chance: number): number {
  let inside = law.get(0) ?? 0;
  let h = 0;
  for (; 1 - inside > chance; h++) inside += 2 * (law.get(h + 1) ?? 0);
  return h;
}

/** What is wrong with a sample. Each would be by chance less than once in ten thousand samples, Kolmogorov in a thousand. */
function faults(sample: readonly number[], law: Law): string[] {
  const positive = sample.filter((x) => x > 0).length;
  const negative = sample.filter((x) => x < 0).length;
  const tails = [0.05, 0.001].map((chance) => tailZ(sample, law, beyond(law, chance)));
  return [
    ...(chiSquareZ(sample, law) > 3.7 ? ["chi-square"] : []),
    ...(kolmogorov(sample, law) > 1.95 ? ["kolmogorov"] : []),
    ...(tails.some((z) => Math.abs(z) > 4) ? ["tails"] : []),
    ...(Math.abs(positive - negative) > 4 * Math.sqrt(positive + negative) ? ["symmetry"] : []),
  ];
}

describe("Algorithm 2, discrete Laplace", () => {
  it.each([
    [1n, 1n, 60],
    [1n, 3n, 20],
    [7n, 2n, 200],
    [25n, 1n, 1200],
  ])("of scale %d/%d", (t, s, reach) => {
    const random = seededBits(`laplace ${t}/${s}`);
    expect(
      faults(
        sampleOf(() => discreteLaplace(t, s, random)),
        laplaceLaw(t, s, reach),
      ),
    ).toEqual([]);
  });

  it("gives the numbers that a second implementation (in Python, from the paper) gave for the same bits", () => {
    const random = seededBits("golden");
    expect(
      Array.from({ length: 16 }, () => discreteLaplace(25n, 2n, random)).join(" "),
    ).toMatchInlineSnapshot(`"-11 2 -2 14 -26 11 0 25 -14 -6 -21 -15 5 -22 -9 13"`);
  });

  it("refuses a scale that is none", () => {
    expect(() => discreteLaplace(0n, 1n, seededBits(""))).toThrow(RangeError);
    expect(() => discreteLaplace(1n, 0n, seededBits(""))).toThrow(RangeError);
  });
});

describe("Algorithm 3, discrete Gaussian", () => {
  it.each([
    [1n, 1n, 20],
    [1n, 4n, 10],
    [35n, 3n, 60],
    [400n, 1n, 300],
  ])("of variance %d/%d", (n, d, reach) => {
    const random = seededBits(`gaussian ${n}/${d}`);
    expect(
      faults(
        sampleOf(() => discreteGaussian(n, d, random)),
        gaussianLaw(n, d, reach),
      ),
    ).toEqual([]);
  });

  it("gives the numbers that a second implementation (in Python, from the paper) gave for the same bits", () => {
    const random = seededBits("golden");
    expect(
      Array.from({ length: 16 }, () => discreteGaussian(99n, 2n, random)).join(" "),
    ).toMatchInlineSnapshot(`"-7 1 3 -4 -4 -4 -3 -2 10 10 -4 -1 -5 6 3 2"`);
  });

  it("refuses a variance that is none", () => {
    expect(() => discreteGaussian(0n, 1n, seededBits(""))).toThrow(RangeError);
    expect(() => discreteGaussian(1n, 0n, seededBits(""))).toThrow(RangeError);
  });

  it("knows the roots of whole numbers", () => {
    for (let n = 0n; n < 2000n; n++) {
      const root = floorRoot(n);
      expect(root * root <= n && (root + 1n) * (root + 1n) > n).toBe(true);
    }
    expect(floorRoot((10n ** 40n + 7n) ** 2n - 1n)).toBe(10n ** 40n + 6n);
  });
});

describe("these tests", () => {
  const law = laplaceLaw(7n, 2n, 200);

  it("see a zero that comes twice as often", () => {
    const random = seededBits("double zero");
    const sample = sampleOf(() => {
      for (;;) {
        const size = discreteLaplace(7n, 2n, random);
        // As it would be if "minus zero" did not begin anew.
        if (size !== 0n || random(1n) === 0n || random(1n) === 0n) return size;
      }
    });
    expect(faults(sample, law)).toContain("chi-square");
  });

  it("see a scale that is two in a hundred too small", () => {
    const random = seededBits("narrow");
    const sample = sampleOf(() => discreteLaplace(686n, 200n, random));
    expect(faults(sample, law)).toEqual(expect.arrayContaining(["chi-square", "kolmogorov"]));
  });

  it("see a sign that is not fair", () => {
    const random = seededBits("leaning");
    const lean = (x: bigint) => (x < 0n && random(6n) === 0n ? -x : x);
    expect(
      faults(
        sampleOf(() => lean(discreteLaplace(7n, 2n, random))),
        law,
      ),
    ).toContain("symmetry");
  });

  it("see a range that is cut off", () => {
    const random = seededBits("cut");
    const limit = BigInt(beyond(law, 0.001));
    const sample = sampleOf(() => {
      for (;;) {
        const x = discreteLaplace(7n, 2n, random);
        if (x <= limit && x >= -limit) return x;
      }
    });
    expect(faults(sample, law)).toContain("tails");
  });
});

describe("half-width", () => {
  it.each([
    [1n, 1n, 60],
    [7n, 2n, 200],
    [25n, 1n, 1200],
    [1n, 9n, 20],
  ])("of Laplace noise of scale %d/%d is the smallest that holds 95 %%", (n, d, reach) => {
    expect(halfWidth({ law: "laplace", scale: rational(n, d) })).toBe(
      BigInt(beyond(laplaceLaw(n, d, reach), 0.05)),
    );
  });

  it.each([
    [1n, 1n, 20],
    [35n, 3n, 60],
    [400n, 1n, 300],
    [1n, 90n, 4],
  ])("of Gaussian noise of variance %d/%d is the smallest that holds 95 %%", (n, d, reach) => {
    expect(halfWidth({ law: "gaussian", variance: rational(n, d) })).toBe(
      BigInt(beyond(gaussianLaw(n, d, reach), 0.05)),
    );
  });
});

describe("the path of the noise", () => {
  it.each([
    "random-integers.ts",
    "exponential-coin.ts",
    "discrete-laplace.ts",
    "discrete-gaussian.ts",
    "noise.ts",
    "fixed-point.ts",
    "accounting.ts",
  ])("%s has integers of any size alone", (name) => {
    const code = readFileSync(new URL(name, import.meta.url), "utf8").replaceAll(
      /\/\*[\s\S]*?\*\/|\/\/.*$|"[^"\n]*"|`[^`]*`/gm,
      "",
    );
    expect(code).not.toMatch(/\b(?:Math|Number|parseFloat|parseInt|Float64Array|number)\b/);
    expect(code.match(/(?<![\w.])\d[\d_.]*(?!\w)/g) ?? []).toEqual([]);
  });
});
