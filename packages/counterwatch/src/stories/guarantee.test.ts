import { describe, expect, it } from "vitest";
import { emptyGuarantee, spells, suspension, watch, type GuaranteeState } from "./guarantee.ts";
import { Random } from "./random.fixture.ts";
import { DAY } from "./run.ts";

const LEARNING = 28;
const GROUPS = ["a", "b", "c"];

interface World {
  readonly days: number;
  /** Chance that a sitting takes its matter to the reference strength. */
  readonly rate: (group: string, day: number, operator: number) => number;
  /** Of each group: sittings a day, and operators. */
  readonly sittings?: number;
  readonly operators?: number;
}

function world(seed: number, { days, rate, sittings = 40, operators = 20 }: World): GuaranteeState {
  const random = new Random(seed);
  const state = emptyGuarantee();
  for (let day = 0; day < days; day++) {
    for (const group of GROUPS) {
      for (let i = 0; i < sittings; i++) {
        const operator = random.below(operators);
        const time = day * DAY + (i + random.unit()) * (DAY / (sittings + 1));
        watch(
          state,
          group,
          `${group}-${operator}`,
          time,
          random.chance(rate(group, day, operator)),
          day < LEARNING,
        );
      }
    }
  }
  return state;
}

function tripled(group: string, day: number): number {
  return group === "b" && day >= 100 ? 0.03 : 0.01;
}

function restless(group: string, day: number, operator: number): number {
  return group === "b" && operator === 0 && day >= 100 ? 0.9 : 0.01;
}

function sixfold(group: string, day: number): number {
  return group === "b" && day >= 60 ? 0.018 : 0.003;
}

/** A large group whose rate rises sixfold at the end of its second month. */
function reorganised(seed: number, days: number): GuaranteeState {
  return world(seed, { days, rate: sixfold, sittings: 1000, operators: 200 });
}

describe("the guarantee of a peer group", () => {
  it("is suspended in at most a few per cent of a year's stationary runs", () => {
    const runs = 60;
    let suspended = 0;
    for (let seed = 0; seed < runs; seed++) {
      suspended += new Set(spells(world(seed, { days: 365, rate: () => 0.01 })).map(({ group }) => group))
        .size;
    }
    expect(suspended / (runs * GROUPS.length)).toBeLessThanOrEqual(0.03);
  });

  it("stands while groups differ from each other, as long as each is like its own past", () => {
    const rates: Record<string, number> = { a: 0.004, b: 0.01, c: 0.025 };
    let suspended = 0;
    for (let seed = 0; seed < 20; seed++) {
      suspended += spells(world(seed, { days: 240, rate: (group) => rates[group] as number })).length;
    }
    expect(suspended).toBeLessThanOrEqual(3);
  });

  it("is suspended within weeks of a large group's rate rising sixfold, and for that group only", () => {
    for (let seed = 0; seed < 3; seed++) {
      const found = spells(reorganised(seed, 100));
      expect(found.every(({ group }) => group === "b")).toBe(true);
      const day = (found[0]?.from as number) / DAY;
      expect(day).toBeGreaterThanOrEqual(60);
      expect(day).toBeLessThan(60 + 21);
    }
  });

  it("is suspended within weeks of a group's rate rising threefold", () => {
    let suspended = 0;
    for (let seed = 0; seed < 6; seed++) {
      const found = spells(world(seed, { days: 135, rate: tripled, sittings: 80, operators: 60 }));
      if (found.some(({ group, from }) => group === "b" && from >= 100 * DAY)) suspended++;
    }
    expect(suspended).toBeGreaterThanOrEqual(5);
  });

  it("weighs claims of a suspended group less by how much more often it reaches the reference, others as before", () => {
    const state = reorganised(1, 80);
    expect(spells(state)).toMatchObject([{ group: "b", to: undefined }]);
    expect(suspension(state, "b")).toBeGreaterThan(1.2);
    expect(suspension(state, "b")).toBeLessThan(10);
    expect(suspension(state, "a")).toBe(1);
    expect(suspension(state, "unseen")).toBe(1);
  });

  it("learns anew and ends the spell", () => {
    const [first] = spells(reorganised(1, 110));
    expect(first?.to).toBeGreaterThan(first?.from as number);
  });

  it("is not suspended again by a rate that it has learnt", () => {
    expect(spells(reorganised(1, 190))).toHaveLength(1);
  });

  it("is not suspended by one restless operator", () => {
    for (let seed = 0; seed < 10; seed++) {
      expect(spells(world(seed, { days: 200, rate: restless }))).toEqual([]);
    }
  });

  it("is not suspended before there is something to guarantee", () => {
    const state = world(3, { days: LEARNING, rate: (_group, day) => (day > 14 ? 0.1 : 0.001) });
    expect(spells(state)).toEqual([]);
  });
});
