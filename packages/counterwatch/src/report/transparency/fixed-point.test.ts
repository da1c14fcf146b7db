import { describe, expect, it } from "vitest";
import { expMinus, lnAbove, ONE } from "./fixed-point.ts";
import { isAbove, rational, sum } from "./rational.ts";

/** Digits after the point, as tables have them. */
const E_MINUS_1 = "36787944117144232159552377016146086744581113103176";
const E_MINUS_HALF = "60653065971263342360379953499118045344191813548718";
const LN_2 = "69314718055994530941723212145817656807550013436025";
const LN_10 = "230258509299404568401799145468436420760110148862877";

const close = (a: bigint, b: bigint) => (a > b ? a - b : b - a) < 1n << 56n;

function digits(units: bigint, places: bigint): string {
  return `${(units * 10n ** places) / ONE}`;
}

describe("fixed point", () => {
  it("knows exp(−1), exp(−1/2) and their products to fifty places", () => {
    expect(digits(expMinus(rational(1n)), 50n)).toBe(E_MINUS_1);
    expect(digits(expMinus(rational(1n, 2n)), 50n)).toBe(E_MINUS_HALF);
    expect(
      close(expMinus(rational(37n, 10n)), (expMinus(rational(3n)) * expMinus(rational(7n, 10n))) / ONE),
    ).toBe(true);
    expect(expMinus(rational(0n))).toBe(ONE);
    expect(expMinus(rational(201n))).toBe(0n);
  });

  it("never gives a logarithm that is too small, and hardly one too large", () => {
    for (const [x, whole, places] of [
      [2n, 0n, LN_2],
      [10n, 2n, LN_10.slice(1)],
    ] as const) {
      const known = rational(whole * 10n ** 50n + BigInt(places), 10n ** 50n);
      expect(isAbove(lnAbove(rational(x)), known)).toBe(true);
      expect(isAbove(sum([known, rational(1n, 10n ** 49n)]), lnAbove(rational(x)))).toBe(true);
    }
    const { n, d } = lnAbove(rational(1_000_000n));
    expect(Number((n << 40n) / d) / 2 ** 40).toBeCloseTo(Math.log(1e6), 10);
  });
});
