import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Standing } from "../../model/index.ts";
import { type Priced, planMeasures } from "./plan.ts";

const NOBODY = { certain: 0, likely: 0, possible: 0, none: 0 };

/**
 * An agency in which each relation is exposed by channels, any one of which suffices, and each measure closes channels:
 * the shape for which greedy search alone is blind.
 */
interface Agency {
  readonly relations: readonly (readonly number[])[];
  readonly measures: readonly (Priced & { readonly closes: readonly number[] })[];
}

function standing({ relations, measures }: Agency, taken: readonly number[]): Standing {
  const closed = new Set(taken.flatMap((at) => measures[at]?.closes ?? []));
  const open = relations.map((channels) => channels.filter((channel) => !closed.has(channel)).length);
  return {
    exposure: open.filter((count) => count > 0).length,
    bits: open.reduce((sum, count) => sum + count, 0),
    tiers: NOBODY,
    byRelation: {},
  };
}

function plan(agency: Agency, budget = Number.POSITIVE_INFINITY) {
  return planMeasures(agency.measures, budget, async (taken) => standing(agency, taken));
}

const agencies = fc.record({
  relations: fc.array(fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 6,
  }),
  measures: fc.array(
    fc.record({
      id: fc.string(),
      cost: fc.integer({ min: 0, max: 9 }),
      closes: fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

/** The first measure takes two away, the second adds two. */
async function unevenly(taken: readonly number[]): Promise<Standing> {
  const exposure = (taken.includes(0) ? 1 : 3) + (taken.includes(1) ? 2 : 0);
  return { exposure, bits: 0, tiers: NOBODY, byRelation: {} };
}

async function slightly(taken: readonly number[]): Promise<Standing> {
  return { exposure: 1, bits: 9 - 0.9 * taken.length, tiers: NOBODY, byRelation: {} };
}

describe("a plan of measures", () => {
  it("closes two channels that help only together", async () => {
    const agency = {
      relations: [[0, 1]],
      measures: [
        { id: "a", cost: 1, closes: [0] },
        { id: "b", cost: 1, closes: [1] },
        { id: "idle", cost: 1, closes: [3] },
      ],
    };
    const { taken, after, floor } = await plan(agency);
    expect(taken.map(({ id }) => id).toSorted()).toEqual(["a", "b"]);
    expect([after.exposure, floor]).toEqual([0, 0]);
  });

  it("takes the cheaper of two that do the same", async () => {
    const agency = {
      relations: [[0], [0]],
      measures: [
        { id: "dear", cost: 5, closes: [0] },
        { id: "cheap", cost: 2, closes: [0] },
      ],
    };
    expect((await plan(agency)).taken).toEqual([{ id: "cheap", cost: 2, exposure: 0 }]);
  });

  it("takes no measure that adds exposure, and tells as floor the least that any tried set left", async () => {
    const measures = [
      { id: "helps", cost: 3, closes: [] },
      { id: "harms", cost: 1, closes: [] },
    ];
    expect(await planMeasures(measures, Number.POSITIVE_INFINITY, unevenly)).toMatchObject({
      taken: [{ id: "helps", exposure: 1 }],
      floor: 1,
    });
    // What money cannot buy here is still told.
    expect(await planMeasures(measures, 2, unevenly)).toMatchObject({
      taken: [],
      after: { exposure: 3 },
      floor: 1,
    });
  });

  it("takes none for less than one bit", async () => {
    expect((await planMeasures([{ id: "idle", cost: 0 }], Number.POSITIVE_INFINITY, slightly)).taken).toEqual(
      [],
    );
  });

  it("stays within the budget, never leaves less than the floor, never makes it worse", async () => {
    await fc.assert(
      fc.asyncProperty(agencies, fc.integer({ min: 0, max: 20 }), async (agency, budget) => {
        const { cost, after, floor, taken } = await plan(agency, budget);
        expect(cost).toBeLessThanOrEqual(budget);
        expect(cost).toBe(taken.reduce((sum, step) => sum + step.cost, 0));
        expect(after.exposure).toBeGreaterThanOrEqual(floor);
        expect(after.exposure).toBeLessThanOrEqual(standing(agency, []).exposure);
        expect(new Set(taken).size).toBe(taken.length);
      }),
      { numRuns: 1000 },
    );
  });

  it("without a budget reaches the floor, with nothing in it that could be left out", async () => {
    await fc.assert(
      fc.asyncProperty(agencies, async (agency) => {
        const { after, floor } = await plan(agency);
        expect(after.exposure).toBe(floor);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves at most one more than the best of all sets in nine of ten small agencies", async () => {
    let near = 0;
    const all = fc.sample(fc.tuple(agencies, fc.integer({ min: 0, max: 20 })), { numRuns: 400, seed: 7 });
    for (const [agency, budget] of all) {
      const sets = Array.from({ length: 1 << agency.measures.length }, (_, bits) =>
        agency.measures.map((_, at) => at).filter((at) => bits & (1 << at)),
      ).filter((set) => set.reduce((sum, at) => sum + (agency.measures[at]?.cost ?? 0), 0) <= budget);
      const least = Math.min(...sets.map((set) => standing(agency, set).exposure));
      if ((await plan(agency, budget)).after.exposure <= least + 1) near++;
    }
    expect(near / all.length).toBeGreaterThan(0.9);
  });
});
