import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanOf, Random } from "./random.fixture.ts";
import { DAY } from "./run.ts";
import {
  asStrong,
  type Claim,
  countReached,
  countSitting,
  emptyTail,
  honestRatePerDay,
  learningDays,
  propensity,
  raise,
  strength,
  type TailState,
} from "./tail.ts";

const WEEKLY = 1 / 7;

function tailAfter(days: number, claims: readonly Partial<Claim>[] = []): TailState {
  const tail = emptyTail();
  tail.since = 0;
  tail.now = days * DAY;
  for (const [i, claim] of claims.entries()) {
    raise(tail, { story: "fixation", matter: `m${i}`, operator: `op-${i}`, group: "a", score: 5, ...claim });
  }
  return tail;
}

/** Others' matters with scores of an exponential tail. */
function others(count: number, seed = 1): Partial<Claim>[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => ({
    operator: `other-${i % 50}`,
    score: 2 + 1.5 * random.exponential(),
  }));
}

const claims = fc.array(
  fc.record({
    matter: fc.nat(30),
    operator: fc.nat(5),
    score: fc.integer({ min: 0, max: 40 }).map((n) => n / 2),
  }),
  { maxLength: 120 },
);

describe("ranks", () => {
  it("hold every matter once, with its highest score, in falling order", () => {
    fc.assert(
      fc.property(claims, (list) => {
        const tail = emptyTail();
        const highest = new Map<string, number>();
        for (const { matter, operator, score } of list) {
          raise(tail, { story: "ring", matter: `m${matter}`, operator: `op-${operator}`, group: "a", score });
          highest.set(`m${matter}`, Math.max(score, highest.get(`m${matter}`) ?? 0));
        }
        const peaks = tail.stories.get("ring")?.peaks ?? [];
        const scores = peaks.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        expect(new Set(peaks.map(({ matter }) => matter)).size).toBe(peaks.length);
        for (const { matter, score } of peaks) expect(score).toBe(highest.get(matter));
        const weakest = Math.min(...scores, Number.POSITIVE_INFINITY);
        for (const [matter, score] of highest) {
          if (score > weakest) expect(peaks.some((peak) => peak.matter === matter)).toBe(true);
        }
      }),
    );
  });

  it("keep the strongest of any number of matters, in bounded memory", () => {
    const random = new Random(2);
    const scores = Array.from({ length: 20_000 }, () => 2 + 10 * random.unit());
    const { peaks, byMatter } = tailAfter(
      100,
      scores.map((score) => ({ score })),
    ).stories.get("fixation") as {
      peaks: { score: number }[];
      byMatter: Map<string, unknown>;
    };
    expect(peaks.length).toBeLessThan(5000);
    expect(byMatter.size).toBe(peaks.length);
    expect(peaks.map(({ score }) => score)).toEqual(scores.toSorted((a, b) => b - a).slice(0, peaks.length));
  });
});

describe("strength", () => {
  it("rises with the score, and is nothing for a score of nothing", () => {
    const tail = tailAfter(60, others(300));
    let last = Number.POSITIVE_INFINITY;
    expect(strength(tail, "fixation", 0)).toBe(Number.POSITIVE_INFINITY);
    for (let score = 2; score < 40; score += 0.25) {
      const now = strength(tail, "fixation", score);
      expect(now).toBeLessThanOrEqual(last);
      expect(now).toBeGreaterThan(0);
      last = now;
    }
  });

  it("follows the log: what every second matter reaches is twice as frequent as what every fourth does", () => {
    const scores = others(1000, 4)
      .map(({ score }) => score as number)
      .toSorted((a, b) => b - a);
    const tail = tailAfter(60, others(1000, 4));
    const [half, quarter] = [
      strength(tail, "fixation", scores[499] as number),
      strength(tail, "fixation", scores[249] as number),
    ];
    expect(half / quarter).toBeCloseTo(2, 1);
  });

  it("does not let an operator raise the bar for itself while others have set it", () => {
    const mine = Array.from({ length: 3 }, (_, i) => ({ matter: `mine-${i}`, operator: "op", score: 20 }));
    const [without, withMine] = [tailAfter(60, others(500)), tailAfter(60, [...others(500), ...mine])];
    const [before, after] = [without, withMine].map((tail) => strength(tail, "fixation", 12, "op"));
    expect((after as number) / (before as number)).toBeLessThan(3);
  });

  // Known: the exponential tail is drawn through the operator's own matters too. Thirty of them at 20 nats make a claim
  // of 19 nats look as common as the 24th of all, where without them it would be hundreds of times rarer.
  it("does not let an operator raise the bar for itself by a flood of matters", () => {
    const mine = Array.from({ length: 30 }, (_, i) => ({ matter: `mine-${i}`, operator: "op", score: 20 }));
    const [without, withMine] = [tailAfter(60, others(500)), tailAfter(60, [...others(500), ...mine])];
    const [before, after] = [without, withMine].map((tail) => strength(tail, "fixation", 19, "op"));
    expect((after as number) / (before as number)).toBeLessThan(3);
  });

  // Known, for the same reason: whoever is alone in a story is never rarer than once in the log.
  it("grows without bound for the only operator of a story, as for one among many", () => {
    const alone = tailAfter(60, [{ story: "off-hours", operator: "op", score: 15 }]);
    const empty = tailAfter(60);
    expect(strength(alone, "off-hours", 15, "op")).toBeLessThan(2 * strength(empty, "off-hours", 15, "op"));
  });
});

describe("honest rate of claims as strong", () => {
  it("is unknown before a day of data, and allows nothing before the learning period is over", () => {
    expect(honestRatePerDay(tailAfter(0.9), "op", 1)).toBe(Number.POSITIVE_INFINITY);
    for (const perDay of [1, WEEKLY, 1 / 30]) {
      const days = learningDays(perDay);
      expect(honestRatePerDay(tailAfter(Math.max(1, days - 0.01)), "op", 1)).toBeGreaterThanOrEqual(
        perDay * 0.99,
      );
      expect(honestRatePerDay(tailAfter(days + 0.01), "op", 1)).toBeLessThanOrEqual(perDay);
    }
  });

  it("counts others' matters, one's own never, and a matter once whichever story tells it", () => {
    const strong = { score: 30, operator: "b", matter: "x" };
    expect(asStrong(tailAfter(60, [strong]), 10, "a", 9)).toEqual(["b"]);
    expect(asStrong(tailAfter(60, [strong]), 10, "b", 9)).toEqual([]);
    expect(asStrong(tailAfter(60, [strong, { ...strong, story: "ring" }]), 10, "a", 9)).toEqual(["b"]);
    expect(asStrong(tailAfter(60, [strong, { ...strong, matter: "y" }]), 10, "a", 9)).toEqual(["b", "b"]);
    expect(asStrong(tailAfter(60, [strong, { ...strong, matter: "y" }]), 10, "a", 1)).toEqual(["b"]);
  });

  it("rises with every other operator as strong, but one restless operator cannot close the scale to all", () => {
    const many = Array.from({ length: 200 }, (_, i) => ({ operator: `op-${i}`, score: 10 + i / 100 }));
    const one = many.map((claim) => ({ ...claim, operator: "restless" }));
    const limit = 1000;
    const rates = [0, 1, 10, 200].map((n) => honestRatePerDay(tailAfter(60, many.slice(0, n)), "op", limit));
    for (let i = 1; i < rates.length; i++) expect(rates[i]).toBeGreaterThan(rates[i - 1] as number);
    expect(honestRatePerDay(tailAfter(60, one), "op", limit)).toBeLessThan(rates[2] as number);
  });

  it("stops counting beyond enough, and says nothing else for it: neither now nor later", () => {
    const amount = fc.double({ min: -1, max: 20, noNaN: true });
    fc.assert(
      fc.property(claims, amount, amount, (list, limit, enough) => {
        const told = list.map(({ matter, operator, score }, i) => ({
          story: i % 2 === 0 ? "ring" : "fixation",
          matter: `m${matter}`,
          operator: `op-${operator}`,
          score,
        }));
        const [whole, cut] = [tailAfter(60, told), tailAfter(60, told)];
        const rate = honestRatePerDay(whole, "op-1", limit);
        const bounded = honestRatePerDay(cut, "op-1", limit, enough);
        if (rate <= enough) expect(bounded).toBe(rate);
        else expect(bounded).toBeGreaterThan(enough);
        expect(cut).toEqual(whole);
      }),
    );
  });
});

describe("propensity", () => {
  it("is 1 where nothing is known, rises with what was reached, and stays within bounds", () => {
    expect(propensity(emptyTail(), { story: "fixation", group: "a" })).toBe(1);
    const tail = emptyTail();
    for (let i = 0; i < 5000; i++) countSitting(tail, `op-${i % 50}`, i % 2 === 0 ? "a" : "b");
    for (let i = 0; i < 50; i++) countReached(tail, i % 2 === 0 ? "a" : "b");
    let last = propensity(tail, { story: "fixation", group: "b" });
    expect(last).toBeGreaterThan(0.5);
    expect(last).toBeLessThan(2);
    for (let i = 0; i < 3000; i++) {
      countReached(tail, "b");
      const now = propensity(tail, { story: "fixation", group: "b" });
      if (i < 20) expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
    const [least, most] = ["a", "b"].map((group) => propensity(tail, { story: "fixation", group }));
    expect(most).toBeLessThanOrEqual(10);
    expect(most).toBeGreaterThan(1.5);
    expect(least).toBeGreaterThanOrEqual(0.1);
    expect(least).toBeLessThan(0.5);
  });

  it("does not take a camera room's rounds for chances to fixate on somebody, nor weigh paths over places", () => {
    const tail = emptyTail();
    for (let i = 0; i < 1000; i++) {
      countSitting(tail, "office", "a");
      countSitting(tail, "camera", "b", i % 100 === 0);
    }
    for (let i = 0; i < 20; i++) countReached(tail, "a");
    expect(propensity(tail, { story: "fixation", group: "b" })).toBeGreaterThan(0.9);
    expect(propensity(tail, { story: "following", group: "a" })).toBe(1);
    expect([tail.operators.size, tail.groups.get("b")?.members]).toEqual([2, 1]);
  });
});

type Draw = (random: Random) => number;

const DRAWS: Record<string, Draw> = {
  exponential: (random) => 2 + 1.5 * random.exponential(),
  "discrete, with ties": (random) => 2 + Math.min(random.poisson(2), 6),
  "heavy-tailed": (random) => Math.min(1e5, 2 / (1 - random.unit()) ** 0.7),
};

/**
 * Honest matters of three stories, drawn alike for all time. A matter that reaches the reference strength is counted
 * before it is weighed: as those of others are weighed with theirs counted, so must the new one be. (Counted after, the
 * same worlds spend 110 % of the budget instead of 75 %.) Claims that pass, as a part of the budget.
 */
function spent(
  seed: number,
  draw: readonly Draw[],
  activity: (random: Random) => { sittings: number; matters: number },
): number {
  const random = new Random(seed);
  const tail = emptyTail();
  tail.since = 0;
  const staff = Array.from({ length: 30 }, () => activity(random));
  const [sittings, matters] = [
    staff.map((one) => one.sittings),
    staff.map((one) => one.sittings * one.matters),
  ];
  let [passed, matter] = [0, 0];
  const days = 90;
  for (let day = 0; day < days; day++) {
    tail.now = (day + 1) * DAY;
    for (let i = 0; i < 90; i++) {
      const who = random.weighted(sittings);
      countSitting(tail, `op-${who}`, `unit-${who % 3}`);
    }
    for (const [i, story] of ["fixation", "ring", "bulk"].entries()) {
      for (let left = random.poisson(1); left > 0; left--) {
        const who = random.weighted(matters);
        const [operator, group] = [`op-${who}`, `unit-${who % 3}`];
        const score = (draw[i] as Draw)(random);
        raise(tail, { story, matter: `m${matter++}`, operator, group, score });
        const weighed = (): number =>
          strength(tail, story, score, operator) * propensity(tail, { story, group });
        if (weighed() <= 16 * WEEKLY) countReached(tail, group);
        if (honestRatePerDay(tail, operator, weighed()) <= WEEKLY) passed++;
      }
    }
  }
  return passed / (WEEKLY * days);
}

describe("the budget is kept in expectation", () => {
  const equal = { sittings: 1, matters: 1 };
  it.each<[string, readonly Draw[], (random: Random) => { sittings: number; matters: number }]>([
    ...Object.entries(DRAWS).map(
      ([name, draw]): [string, readonly Draw[], () => { sittings: number; matters: number }] => [
        `${name} scores`,
        [draw, draw, draw],
        () => equal,
      ],
    ),
    ["stories that differ", Object.values(DRAWS), () => equal],
    [
      "operators of unequal activity",
      Object.values(DRAWS),
      (random) => ({ sittings: Math.exp(random.normal()), matters: 1 }),
    ],
    [
      "operators whose work is unequally strange",
      Object.values(DRAWS),
      (random) => ({ sittings: 1, matters: Math.exp(random.normal()) }),
    ],
  ])("%s", (_name, draw, activity) => {
    const { mean, error } = meanOf(Array.from({ length: 16 }, (_, seed) => spent(seed, draw, activity)));
    expect(mean - 3 * error).toBeLessThanOrEqual(1);
    expect(mean).toBeGreaterThan(0.2);
  });
});
