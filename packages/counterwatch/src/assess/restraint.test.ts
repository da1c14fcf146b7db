/** DESIGN section 8, as far as an assessment goes: what it can be asked, what it can say, and that it does not take back. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assessmentSchema,
  CounterwatchError,
  RANKS,
  type ShownRow,
  SET_SIZES,
  SYSTEMS,
  TIERS,
} from "../model/index.ts";
import { ROW_KINDS } from "../model/shown-row.ts";
import { ATTACKERS } from "./attackers.ts";
import {
  assessRows,
  GIVEN,
  LOOKUPS,
  party,
  pseudonym,
  REGISTER,
  rowsOf,
  STRANGERS,
} from "./shown-rows.fixture.ts";

const rank = (tier: string): number => -TIERS.indexOf(tier as "none");
const CASES = { numRuns: 1000 };

describe("an assessment", () => {
  it("is the same byte for byte under any renaming of people outside the register and any order of rows", () => {
    const things = ["t1", "t2", "t3"];
    const permuted = fc.shuffledSubarray(STRANGERS, { minLength: STRANGERS.length });
    const law = fc.property(rowsOf("r"), permuted, fc.infiniteStream(fc.nat()), (rows, names, keys) => {
      const renamed = new Map<string, string>([
        ...STRANGERS.map((name, at): [string, string] => [pseudonym(name), pseudonym(names[at] as string)]),
        ...things.map((name): [string, string] => [pseudonym(name), pseudonym(`other ${name}`)]),
      ]);
      const text = JSON.stringify(rows).replaceAll(/p1_[0-9a-f]{24}/g, (name) => renamed.get(name) ?? name);
      const shuffled = (JSON.parse(text) as ShownRow[])
        .map((row) => ({ row, key: keys.next().value as number }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ row }) => row);
      expect(JSON.stringify(assessRows(shuffled))).toBe(JSON.stringify(assessRows(rows)));
    });
    fc.assert(law, CASES);
  });

  it("never lowers a tier when rows are added, of a relation or of a person, and never learns later", () => {
    const met = { certain: 0, likely: 0, possible: 0, none: 0 };
    const law = fc.property(rowsOf("r"), rowsOf("added"), (rows, added) => {
      const [before, after] = [assessRows(rows), assessRows([...rows, ...added])];
      const all = (assessment: typeof before) => [...assessment.relations, ...assessment.people];
      for (const [index, earlier] of all(before).entries()) {
        const later = all(after)[index] as typeof earlier;
        met[earlier.tier] += 1;
        expect(rank(later.tier)).toBeGreaterThanOrEqual(rank(earlier.tier));
        expect(rank(later.upper)).toBeGreaterThanOrEqual(rank(earlier.upper));
        if (later.tier === earlier.tier && earlier.knownSince !== undefined)
          expect((later.knownSince ?? "9") <= earlier.knownSince).toBe(true);
      }
    });
    fc.assert(law, CASES);
    // A law that had met no tier but one would say nothing.
    expect(met.certain).toBeGreaterThan(100);
    expect(met.likely).toBeGreaterThan(100);
    expect(met.possible).toBeGreaterThan(100);
    expect(met.none).toBeGreaterThan(0);
  });

  it("holds no string but of the register, of rows and look-ups, and of its own words", () => {
    const words = new Set<string>([
      ...TIERS,
      ...RANKS,
      ...SET_SIZES,
      ...SYSTEMS,
      ...ROW_KINDS,
      ...ATTACKERS.map(({ name }) => name),
      ...REGISTER.relations.flatMap(({ from, to, kind }) => [from, to, kind]),
      REGISTER.id,
      GIVEN.incident,
      ...LOOKUPS,
    ]);
    const law = fc.property(rowsOf("r"), (rows) => {
      const assessment = assessRows(rows);
      assessmentSchema.parse(assessment);
      const ids = new Set(rows.map(({ id }) => id));
      for (const text of stringsOf(assessment)) {
        if (words.has(text) || ids.has(text)) continue;
        expect(text).toMatch(/^(\d{4}-\d\d-\d\dT[\d:.]{12}Z|a1_[0-9a-f]{24})$/);
      }
      expect(Object.keys(assessment.view.bySystem).every((system) => words.has(system))).toBe(true);
    });
    fc.assert(law, CASES);
  });

  it("speaks of the register's relations and people only, whatever the rows show", () => {
    const law = fc.property(rowsOf("r"), (rows) => {
      const { relations, people } = assessRows(rows);
      expect(relations.map(({ from, to }) => [from, to])).toEqual(
        REGISTER.relations.map(({ from, to }) => [from, to]),
      );
      expect(people.map(({ member }) => member)).toEqual(REGISTER.people.map(({ member }) => member));
    });
    fc.assert(law, CASES);
  });

  it("cannot be asked about anybody who is not registered, nor about one person, nor twice about the same", () => {
    const stranger = fc.constantFrom("Eve", "", "ann", pseudonym("u"));
    const law = fc.property(rowsOf("r", 5), stranger, fc.boolean(), (rows, eve, turned) => {
      const relation = turned
        ? { from: eve, to: "Ann", kind: "meets" }
        : { from: "Ann", to: eve, kind: "meets" };
      refuses(() => assessRows(rows, { ...REGISTER, relations: [...REGISTER.relations, relation] }));
    });
    fc.assert(law, CASES);
    refuses(() => assessRows([], { ...REGISTER, relations: [{ from: "Ann", to: "Ann", kind: "meets" }] }));
    refuses(() =>
      assessRows([], { ...REGISTER, people: [...REGISTER.people, { member: "Ann", parties: [party("u")] }] }),
    );
  });

  it("makes the same id again, and another one for other rows", () => {
    const law = fc.property(rowsOf("r", 12), rowsOf("added", 3), (rows, added) => {
      expect(assessRows(rows).id).toBe(assessRows(rows).id);
      if (added.length > 0) expect(assessRows([...rows, ...added]).id).not.toBe(assessRows(rows).id);
    });
    fc.assert(law, { numRuns: 200 });
    expect(assessRows([], REGISTER, { ...GIVEN, incident: "incident-2" }).id).not.toBe(assessRows([]).id);
  });
});

function refuses(act: () => unknown): void {
  let refused: unknown;
  try {
    act();
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(CounterwatchError);
  expect((refused as CounterwatchError).code).toBe("register");
  expect((refused as CounterwatchError).message).not.toMatch(/p1_/);
}

function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) yield* stringsOf(inner);
}
