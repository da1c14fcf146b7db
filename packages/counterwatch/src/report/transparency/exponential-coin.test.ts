/** Canonne, Kamath, Steinke (2020), Algorithm 1: exact chances of exp(−γ). */
import { describe, expect, it } from "vitest";
import { exponentialCoin } from "./exponential-coin.ts";
import { bernoulli, type RandomBits, uniformBelow } from "./random-integers.ts";
import { seededBits } from "./seeded-bits.fixture.ts";

const THROWS = 200_000;

function share(throwOne: () => boolean): number {
  let fell = 0;
  for (let n = 0; n < THROWS; n++) if (throwOne()) fell += 1;
  return fell / THROWS;
}

/** Standard deviations off. */
function off(seen: number, chance: number): number {
  return (seen - chance) / Math.sqrt((chance * (1 - chance)) / THROWS);
}

/** The bits of a text, first one first; throws where there are no more. */
function spelled(bits: string): RandomBits {
  let at = 0;
  return (count) => {
    const part = bits.slice(at, at + Number(count));
    if (part.length < Number(count)) throw new Error("no bits are left");
    at += Number(count);
    return BigInt(`0b${part}`);
  };
}

describe("exponentialCoin", () => {
  it.each([
    [1n, 100n],
    [1n, 3n],
    [1n, 2n],
    [99n, 100n],
    [1n, 1n],
    [101n, 100n],
    [5n, 2n],
    [4n, 1n],
    [22n, 3n],
  ])("falls true with exp(−%d/%d)", (n, d) => {
    const random = seededBits(`coin ${n}/${d}`);
    expect(
      Math.abs(
        off(
          share(() => exponentialCoin(n, d, random)),
          Math.exp(-Number(n) / Number(d)),
        ),
      ),
    ).toBeLessThan(4);
  });

  it("is always true at 0 and ends soon where γ is enormous", () => {
    const random = seededBits("edges");
    expect(share(() => exponentialCoin(0n, 7n, random))).toBe(1);
    expect(exponentialCoin(10n ** 30n, 3n, random)).toBe(false);
  });

  it("follows Algorithm 1 by hand", () => {
    // γ = 1/2. Coins of chance 1/2, 1/4, 1/6: true where the uniform number is 0. "0" is true, "01" is 1 of 4 and false: K = 2, even.
    expect(exponentialCoin(1n, 2n, spelled("001"))).toBe(false);
    // "1" is false at once: K = 1, odd.
    expect(exponentialCoin(1n, 2n, spelled("1"))).toBe(true);
    // "0", "00", then of 6: "111" is 7 and drawn anew, "101" is 5 and false: K = 3, odd.
    expect(exponentialCoin(1n, 2n, spelled("000111101"))).toBe(true);
  });

  it("refuses what is no exponent", () => {
    const random = seededBits("refused");
    expect(() => exponentialCoin(-1n, 2n, random)).toThrow(RangeError);
    expect(() => exponentialCoin(1n, 0n, random)).toThrow(RangeError);
  });
});

describe("uniformBelow", () => {
  it.each([2n, 3n, 5n, 100n])("takes each number below %d equally often", (n) => {
    const random = seededBits(`below ${n}`);
    const counts = new Map<bigint, number>();
    for (let draw = 0; draw < THROWS; draw++) {
      const value = uniformBelow(n, random);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect(counts.size).toBe(Number(n));
    for (const count of counts.values())
      expect(Math.abs(off(count / THROWS, 1 / Number(n)))).toBeLessThan(4.5);
  });

  it("draws numbers of a thousand bits", () => {
    const random = seededBits("long");
    const limit = 2n ** 1000n + 1n;
    const drawn = Array.from({ length: 100 }, () => uniformBelow(limit, random));
    expect(drawn.every((value) => value >= 0n && value < limit)).toBe(true);
    expect(drawn.some((value) => value > limit / 2n)).toBe(true);
  });

  it("refuses arguments out of range and a broken source, and gives no value", () => {
    const random = seededBits("refused");
    expect(() => uniformBelow(0n, random)).toThrow(RangeError);
    expect(() => bernoulli(3n, 2n, random)).toThrow(RangeError);
    expect(() => bernoulli(-1n, 2n, random)).toThrow(RangeError);
    expect(() => uniformBelow(6n, () => 8n)).toThrow(RangeError);
    expect(() => uniformBelow(6n, () => -1n)).toThrow(RangeError);
    expect(() =>
      uniformBelow(6n, () => {
        throw new Error("no entropy");
      }),
    ).toThrow("no entropy");
  });
});
