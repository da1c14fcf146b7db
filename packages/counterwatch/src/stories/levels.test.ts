import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyLevels, Levels, levelsReached, tailChecks } from "./levels.ts";
import { meanOf, Random } from "./random.fixture.ts";

const DAYS = 150;
const PER_DAY = 1 / 7;

/** e-values of one honest world; `strengthOf` draws the strength of each sitting that matters (rate per day). */
function world(seed: number, sittingsOf: (random: Random, day: number) => number[]): number {
  const random = new Random(seed);
  const levels = new Levels(emptyLevels());
  let sum = 0;
  let sittings = 0;
  for (let day = 0; day < DAYS; day++) {
    for (const strength of sittingsOf(random, day)) {
      sum += levels.settle(levelsReached(strength, PER_DAY), "unit");
      sittings++;
    }
  }
  return sum / sittings;
}

describe("levelsReached", () => {
  it("reaches no fewer levels the stronger the claim, and all of them in the end", () => {
    const strength = fc.double({ min: 1e-6, max: 100, noNaN: true });
    fc.assert(
      fc.property(strength, strength, (a, b) => {
        const [weak, strong] = [
          levelsReached(Math.max(a, b), PER_DAY),
          levelsReached(Math.min(a, b), PER_DAY),
        ];
        expect(weak & ~strong).toBe(0);
      }),
    );
    expect(levelsReached(Number.POSITIVE_INFINITY, PER_DAY)).toBe(0);
    expect(levelsReached(0, PER_DAY)).toBe(2 ** emptyLevels().reached.length - 1);
  });
});

describe("e-value of a sitting", () => {
  it("is never negative, and nothing where no level is newly reached", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 15 }), { maxLength: 600 }), (bits) => {
        const levels = new Levels(emptyLevels());
        for (const one of bits) {
          const e = levels.settle(one, "unit");
          expect(e).toBeGreaterThanOrEqual(0);
          if (one === 0) expect(e).toBe(0);
        }
        expect(levels.state.sittings).toBe(bits.length);
      }),
    );
  });

  it.each([
    [
      "independent sittings",
      (random: Random) => Array.from({ length: 40 }, () => 40 * PER_DAY * random.unit() ** 0.5),
    ],
    [
      "discrete strengths with ties at the levels",
      (random: Random) =>
        Array.from(
          { length: 40 },
          () => (random.pick([64, 64, 200, 200, 200, 16, 4, 1]) as number) * PER_DAY,
        ),
    ],
    [
      "bursts: days of many strong sittings, then none for weeks",
      (random: Random) => {
        const hot = random.chance(0.03);
        return Array.from({ length: hot ? 200 : 30 }, () =>
          random.chance(hot ? 0.5 : 0.02) ? PER_DAY : 1000,
        );
      },
    ],
  ])("has E[e] ≤ 1 under %s", (_name, sittingsOf) => {
    const { mean, error } = meanOf(Array.from({ length: 60 }, (_, seed) => world(seed, sittingsOf)));
    expect(mean - 3 * error).toBeLessThanOrEqual(1);
    expect(mean).toBeGreaterThan(0.01);
  });

  it("goes on from a snapshot exactly as it would have gone on without", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1200 }), fc.nat(1000), (cut, seed) => {
        const random = new Random(seed);
        const bits = Array.from({ length: 1300 }, () => (random.chance(0.1) ? random.below(16) : 0));
        const whole = new Levels(emptyLevels());
        const evidence = bits.map((one) => whole.settle(one, "unit"));
        const before = new Levels(emptyLevels());
        for (const one of bits.slice(0, cut)) before.settle(one, "unit");
        const after = new Levels(structuredClone(before.state));
        expect(bits.slice(cut).map((one) => after.settle(one, "unit"))).toEqual(evidence.slice(cut));
      }),
      { numRuns: 30 },
    );
  });
});

describe("tails by peer group", () => {
  it("tell how many sittings a group had, how many reached each level, and the bound that was promised", () => {
    const random = new Random(5);
    const levels = new Levels(emptyLevels());
    for (let i = 0; i < 20_000; i++) levels.settle(random.chance(0.01) ? 1 : 0, i % 4 === 0 ? "a" : "b");
    const [first, second] = ["a", "b"].map((group) =>
      tailChecks(levels.state).find((check) => check.group === group),
    );
    expect([first?.trials, second?.trials]).toEqual([5000, 15_000]);
    for (const check of [first, second]) {
      const observed = (check?.exceeded ?? 0) / (check?.trials ?? 1);
      expect(observed).toBeGreaterThan(0.006);
      expect(check?.nominal).toBeGreaterThan(observed);
    }
  });
});
