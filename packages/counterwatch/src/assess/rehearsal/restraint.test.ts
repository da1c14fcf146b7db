/** DESIGN section 8, as far as a rehearsal goes: what it can be asked and what it can say. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CounterwatchError,
  type Rehearsal,
  rehearsalSchema,
  type ShownRow,
  SYSTEMS,
  VECTORS,
} from "../../model/index.ts";
import type { PseudonymousRegister } from "../register-view.ts";
import { at, pseudonym, REGISTER, rowsOf, STRANGERS } from "../shown-rows.fixture.ts";
import { type Measure, type MeasureFile, measureId, usualMeasures } from "./measure.ts";
import { rehearse } from "./rehearse.ts";

const CASES = { numRuns: 1000 };
/** The views are of one week, so a month's retention would change nothing: a day's does. */
const USUAL = usualMeasures(["calls", "finance", "location", "cameras", "travel", "identity"]);
const MEASURES: MeasureFile = {
  ...USUAL,
  measures: [
    ...USUAL.measures.map((each): Measure => (each.do === "retain" ? { ...each, days: 1 } : each)),
    { do: "drop-field", system: "location", field: "site", cost: 1 },
    { do: "drop-field", system: "cameras", field: "site", cost: 2 },
  ],
};
/** Each choice of measures multiplies the assessments; a few of them reach every path. */
const files = fc
  .subarray(MEASURES.measures, { minLength: 2, maxLength: 4 })
  .map((measures): MeasureFile => ({ ...MEASURES, measures }));

function rehearsed(rows: readonly ShownRow[], file: MeasureFile, register = REGISTER): Promise<Rehearsal> {
  return rehearse({ rows, register, file, rehearsed: at(5000), pause: async () => {} });
}

describe("a rehearsal", () => {
  it("is the same byte for byte under any renaming of people and things outside the register", async () => {
    const things = ["t1", "t2", "t3"];
    const permuted = fc.shuffledSubarray(STRANGERS, { minLength: STRANGERS.length });
    let [changed, planned] = [0, 0];
    const law = fc.asyncProperty(rowsOf("r"), permuted, files, async (rows, names, file) => {
      const renamed = new Map<string, string>([
        ...STRANGERS.map((name, n): [string, string] => [pseudonym(name), pseudonym(names[n] as string)]),
        ...things.map((name): [string, string] => [pseudonym(name), pseudonym(`other ${name}`)]),
      ]);
      const text = JSON.stringify(rows).replaceAll(/p1_[0-9a-f]{24}/g, (name) => renamed.get(name) ?? name);
      const found = await rehearsed(rows, file);
      if (found.measures.some(({ removes, removesBits }) => removes !== 0 || removesBits !== 0)) changed++;
      if (found.plan.steps.length > 0) planned++;
      expect(JSON.stringify(await rehearsed(JSON.parse(text) as ShownRow[], file))).toBe(
        JSON.stringify(found),
      );
    });
    await fc.assert(law, CASES);
    // A law that had met no measure with an effect, and no plan, would say nothing.
    expect(changed).toBeGreaterThan(200);
    expect(planned).toBeGreaterThan(20);
  });

  it("holds no string but kinds of relations, systems, measures and its own words: no person, row, place or look-up", async () => {
    const words = new Set<string>([
      ...SYSTEMS,
      ...VECTORS,
      ...MEASURES.measures.map(measureId),
      ...REGISTER.relations.map(({ kind }) => kind),
      ...SYSTEMS.flatMap((system) => REGISTER.relations.map(({ kind }) => `${system}/${kind}`)),
      "custodian",
      "agency",
      REGISTER.id,
    ]);
    const law = fc.asyncProperty(rowsOf("r", 24), files, async (rows, file) => {
      const found = await rehearsed(rows, file);
      rehearsalSchema.parse(found);
      for (const text of stringsOf(found))
        if (!words.has(text)) expect(text).toMatch(/^(\d{4}-\d\d-\d\dT[\d:.]{12}Z|[0-9a-f]{24})$/);
      for (const { byRelation } of [
        found.before,
        found.plan.after,
        ...found.systems.map(({ alone }) => alone),
      ])
        expect(Object.keys(byRelation).every((kind) => words.has(kind))).toBe(true);
    });
    await fc.assert(law, CASES);
  });

  it("cannot be asked about a relation of anybody who is not registered, with rows or without", async () => {
    const stranger = fc.constantFrom("Eve", "", "ann", pseudonym("u"));
    const law = fc.asyncProperty(rowsOf("r", 4), stranger, fc.boolean(), async (rows, eve, turned) => {
      const relation = turned
        ? { from: eve, to: "Ann", kind: "meets" }
        : { from: "Ann", to: eve, kind: "meets" };
      await refuses(rows, { ...REGISTER, relations: [...REGISTER.relations, relation] });
    });
    await fc.assert(law, CASES);
    await refuses([], { ...REGISTER, relations: [{ from: "Ann", to: "Ann", kind: "meets" }] });
  });
});

async function refuses(rows: readonly ShownRow[], register: PseudonymousRegister): Promise<void> {
  const refused = await rehearsed(rows, MEASURES, register).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(CounterwatchError);
  expect((refused as CounterwatchError).code).toBe("register");
  expect((refused as CounterwatchError).message).not.toMatch(/p1_|Eve/);
}

function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) yield* stringsOf(inner);
}
