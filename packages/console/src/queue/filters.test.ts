import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFindingQuery } from "../../../counterwatch/src/incidents/desk/finding-query.ts";
import {
  askedOf,
  countOf,
  FIELDS,
  type Filters,
  isUsual,
  readAddress,
  readChoice,
  readSearch,
  set,
  toggle,
  USUAL,
  writeSearch,
} from "./filters.ts";

const value = fc.constantFrom("op-1", "op-2", "story/fixation", "tripwire", "rule/purpose-absent");
const side = fc.constantFrom("only" as const, "not" as const);
const openField = fc.constantFrom("detector" as const, "operator" as const, "owner" as const);
const presses = fc.array(fc.tuple(openField, value, side), { maxLength: 12 });
const press = (all: readonly (readonly [(typeof FIELDS)[number], string, "only" | "not"])[]) =>
  all.reduce<Filters>((filters, [field, each, on]) => toggle(filters, field, each, on), {});

describe("filters in the address", () => {
  it("read what the server reads: a minus leaves a value out", () => {
    expect(readChoice("high,-low,,-")).toEqual({ only: ["high"], not: ["low"] });
    const search = askedOf({ severity: "high,-low", q: "plate", id: "f1_x" } as Filters);
    const query = parseFindingQuery(search);
    expect(query.severity).toEqual({ only: ["high"], not: ["low"] });
    expect(query.words).toEqual(["plate"]);
  });

  it("are understood by the server whatever is pressed, as they were meant", () => {
    fc.assert(
      fc.property(presses, (all) => {
        const filters = press(all);
        const query = parseFindingQuery(askedOf(filters));
        for (const field of ["detector", "operator", "owner"] as const)
          expect(query[field]).toEqual(readChoice(filters[field]));
      }),
    );
  });

  it("survive the address bar", () => {
    fc.assert(
      fc.property(presses, fc.string(), (all, q) => {
        const filters = set(press(all), "q", q);
        expect(readAddress(readSearch(writeSearch(filters)))).toEqual(filters);
      }),
    );
    expect(writeSearch({ severity: "high,-low", detector: "story/ring" })).toBe(
      "?severity=high,-low&detector=story/ring",
    );
  });

  it("a value stands on one side at most, and pressed twice on none", () => {
    fc.assert(
      fc.property(presses, openField, value, side, (all, field, each, on) => {
        const before = press(all);
        const after = toggle(before, field, each, on);
        const { only, not } = readChoice(after[field]);
        expect(only.filter((one) => not.includes(one))).toEqual([]);
        if (!readChoice(before[field])[on].includes(each))
          expect(readChoice(toggle(after, field, each, on)[field])[on]).not.toContain(each);
      }),
    );
  });

  it("count what passes, and whether anything was chosen", () => {
    const severity = [
      { value: "low", count: 5 },
      { value: "high", count: 2 },
      { value: "critical", count: 1 },
    ];
    expect(countOf({ severity }, {})).toBe(8);
    expect(countOf({ severity }, { severity: "-low" })).toBe(3);
    expect(countOf({ severity }, { severity: "high" })).toBe(2);
    expect(isUsual({ ...USUAL, sort: "time" })).toBe(true);
    expect(isUsual({ ...USUAL, q: "x" })).toBe(false);
  });

  it("leave out what is not theirs", () => {
    expect(readAddress({ severity: "low", nonsense: "1", id: "f1_a", q: 7 })).toEqual({
      severity: "low",
      id: "f1_a",
    });
  });
});
