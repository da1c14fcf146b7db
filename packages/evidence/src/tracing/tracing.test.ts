import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leakOf, STRATEGIES, type Strategy, simulationRandom } from "../../bench/collusion.js";
import { drawWord, type Leakers, makeCode, readCode, TRACING_SLOTS, wordFromHex, wordToHex } from "./code.ts";
import { commitExport } from "./commitment.ts";
import { scoreLeak, singleDecoyLnP } from "./score.ts";

const LEVELS: readonly Leakers[] = [1, 2, 3];
const NAMES = Object.keys(STRATEGIES) as Strategy[];
const ALPHA = 1e-3;

function world(seed: number, level: Leakers, exports: number) {
  const random = simulationRandom(seed);
  const code = makeCode(level, random.bytes);
  const words = Array.from({ length: exports }, () => drawWord(code, random.bytes));
  return { random, code, words };
}

describe("a tracing code (Tardos 2003)", () => {
  it("has 96, 512 and 2,048 slots; half the decoys in each export", () => {
    for (const level of LEVELS) {
      const { code, words } = world(level, level, 200);
      expect(code.biases.length).toBe(TRACING_SLOTS[level]);
      const carried = words.reduce((sum, word) => sum + word.reduce((a, b) => a + b, 0), 0);
      const share = carried / (200 * TRACING_SLOTS[level]);
      expect(share).toBeGreaterThan(0.46);
      expect(share).toBeLessThan(0.54);
    }
  });

  it("draws each slot with its own bias", () => {
    const { code, words } = world(5, 3, 2000);
    // Sum of squared standard scores over 2,048 slots: chi-square with 2,048 degrees, standard deviation 64.
    let chi = 0;
    for (const [slot, bias] of code.biases.entries()) {
      const p = bias / 2 ** 32;
      const held = words.reduce((sum, word) => sum + (word[slot] as number), 0);
      chi += (held - 2000 * p) ** 2 / (2000 * p * (1 - p));
    }
    expect(Math.abs(chi - 2048)).toBeLessThan(5 * 64);
    const sorted = [...code.biases].sort((a, b) => a - b).map((bias) => bias / 2 ** 32);
    expect(sorted[0]).toBeGreaterThanOrEqual(0.01);
    expect(sorted.at(-1)).toBeLessThanOrEqual(0.99);
    // A quarter of the mass of the cut arcsine law lies below 0.184; the standard deviation of the quartile is 0.010.
    expect(sorted[512]).toBeGreaterThan(0.144);
    expect(sorted[512]).toBeLessThan(0.224);
  });

  it("words are written and read back (property)", () => {
    const { code } = world(1, 1, 1);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 96, maxLength: 96, max: 1 }), (word) => {
        const text = wordToHex(word);
        expect(text).toMatch(/^[0-9a-f]{24}$/);
        expect(wordFromHex(code, text)).toEqual(word);
      }),
    );
    for (const bad of ["", "0".repeat(23), "0".repeat(25), `${"0".repeat(23)}g`])
      expect(() => wordFromHex(code, bad)).toThrow(expect.objectContaining({ code: "malformed" }));
    expect(readCode(1, [...code.biases])).toEqual(code);
    for (const bad of [
      [],
      [...code.biases].fill(0),
      [...code.biases].fill(2 ** 32),
      [...code.biases].fill(0.5),
    ])
      expect(() => readCode(1, bad)).toThrow(expect.objectContaining({ code: "malformed" }));
  });

  it("a commitment changes with every part of what it says", () => {
    const body = { code: "c", export: 1, word: "w", file: "f" };
    const salt = new Uint8Array(32).fill(1);
    const all = [
      commitExport(salt, body),
      commitExport(new Uint8Array(32), body),
      ...Object.keys(body).map((key) => commitExport(salt, { ...body, [key]: key === "export" ? 2 : "x" })),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(() => commitExport(new Uint8Array(31), body)).toThrow(expect.objectContaining({ code: "usage" }));
  });
});

describe("the bound (Chernoff 1952, Bonferroni)", () => {
  it("is above the exact chance at every score, for a code with one bias (binomial tail)", () => {
    const { code } = world(2, 1, 1);
    const present = new Uint8Array(96).fill(1).fill(0, 40);
    // ln C(40, k) / 2^40 summed from the top.
    let tail = 0;
    let choose = 1;
    for (let matches = 40; matches >= 0; matches--) {
      tail += choose / 2 ** 40;
      choose = (choose * matches) / (41 - matches);
      const word = new Uint8Array(96).fill(1, 0, matches);
      const [verdict] = scoreLeak(code, [word], present, { alpha: ALPHA, exports: 1 });
      expect(Math.exp(verdict?.lnP as number)).toBeGreaterThanOrEqual(tail * 0.999_999_999);
      // And not wasteful: within 2·(number of trials) of the truth.
      expect(verdict?.lnP as number).toBeLessThan(Math.log(tail) + Math.log(80));
    }
  });

  it("falls as the score rises, and an empty leak accuses nobody", () => {
    const { code, words } = world(3, 3, 50);
    const present = leakOf(words.slice(0, 3), "union", () => 0.5);
    const verdicts = scoreLeak(code, words, present, { alpha: ALPHA, exports: 50 });
    const sorted = [...verdicts].sort((a, b) => a.score - b.score);
    for (let at = 1; at < sorted.length; at++)
      expect(sorted[at]?.lnP as number).toBeLessThanOrEqual(sorted[at - 1]?.lnP as number);
    for (const verdict of scoreLeak(code, words, new Uint8Array(2048), { alpha: ALPHA, exports: 50 }))
      expect(verdict).toEqual({ score: 0, lnP: 0, accused: false });
  });

  it("refuses words of another code, and an alpha that is none", () => {
    const { code, words } = world(4, 1, 2);
    const usage = expect.objectContaining({ code: "usage" });
    const present = new Uint8Array(96);
    expect(() => scoreLeak(code, [new Uint8Array(95)], present, { alpha: ALPHA, exports: 1 })).toThrow(usage);
    expect(() => scoreLeak(code, words, new Uint8Array(97), { alpha: ALPHA, exports: 2 })).toThrow(usage);
    expect(() => scoreLeak(code, words, present, { alpha: ALPHA, exports: 1 })).toThrow(usage);
    for (const alpha of [0, 1, -1, Number.NaN])
      expect(() => scoreLeak(code, words, present, { alpha, exports: 2 })).toThrow(usage);
  });

  it("a single decoy: the share of the pool that stands in the leak", () => {
    expect(singleDecoyLnP(1, 10_000)).toBeCloseTo(Math.log(1e-4));
    expect(singleDecoyLnP(20_000, 10_000)).toBe(0);
    expect(singleDecoyLnP(0, 10)).toBe(Number.NEGATIVE_INFINITY);
    expect(() => singleDecoyLnP(1, 0)).toThrow(expect.objectContaining({ code: "usage" }));
  });
});

/** Shares of `trials` in which at least one leaker and every leaker is accused, and how often anyone else is. */
function run(
  level: Leakers,
  leakers: number,
  strategy: Strategy,
  trials: number,
  exports: number,
  seed: number,
) {
  const { random, code } = world(seed, level, 0);
  let one = 0;
  let innocents = 0;
  for (let trial = 0; trial < trials; trial++) {
    const words = Array.from({ length: exports }, () => drawWord(code, random.bytes));
    const present = leakOf(words.slice(0, leakers), strategy, random.number);
    const verdicts = scoreLeak(code, words, present, { alpha: ALPHA, exports });
    if (verdicts.slice(0, leakers).some(({ accused }) => accused)) one += 1;
    if (verdicts.slice(leakers).some(({ accused }) => accused)) innocents += 1;
  }
  return { found: one / trials, innocents };
}

describe("collusion", () => {
  it.each(NAMES)("%s: each code finds as many leakers as it was made for, among 100 exports", (strategy) => {
    for (const level of LEVELS) {
      const { found } = run(level, level, strategy, 40, 100, level);
      expect(found, `${level} leakers`).toBeGreaterThanOrEqual(0.95);
    }
  });

  it("accuses an innocent at most as often as stated, whatever the coalition does and however large it is", () => {
    // With the bound met exactly, 1,500 trials at 10^-3 give 1.5 on average and more than 8 once in 20,000 runs.
    let innocents = 0;
    let trials = 0;
    for (const level of LEVELS)
      for (const strategy of NAMES)
        for (const leakers of [level, 8]) {
          innocents += run(level, leakers, strategy, 50, 60, 100 * level + leakers).innocents;
          trials += 50;
        }
    expect(trials).toBe(1500);
    expect(innocents).toBeLessThanOrEqual(8);
  });

  it("would be caught accusing innocents if the bound were dropped", () => {
    // The same rule at alpha = 0.9 per export: innocents are accused in nearly every trial, so the count above can fail.
    const { random, code } = world(9, 2, 0);
    let innocents = 0;
    for (let trial = 0; trial < 50; trial++) {
      const words = Array.from({ length: 60 }, () => drawWord(code, random.bytes));
      const present = leakOf(words.slice(0, 2), "union", random.number);
      const verdicts = scoreLeak(code, words, present, { alpha: 0.9, exports: 60 });
      if (verdicts.slice(2).some(({ lnP }) => lnP <= Math.log(0.9))) innocents += 1;
    }
    expect(innocents).toBeGreaterThan(40);
  });
});
