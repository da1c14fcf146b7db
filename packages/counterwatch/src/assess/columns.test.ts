import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ascending, integers, radixOrder } from "./columns.ts";
import { PseudonymTable } from "./pseudonym-table.ts";
import { pseudonym } from "./shown-rows.fixture.ts";

describe("an order by radix", () => {
  it.each([100, 9000])("is the stable order by key, of %i", (length) => {
    const keys = fc.array(fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 0xffffffff })), {
      minLength: length,
      maxLength: length,
      size: "max",
    });
    const law = fc.property(keys, (all) => {
      const key = Uint32Array.from(all);
      const expected = [...ascending(length)].toSorted((a, b) => (key[a] as number) - (key[b] as number));
      expect([...radixOrder(key, ascending(length))]).toEqual(expected);
    });
    fc.assert(law, { numRuns: 20 });
  });
});

describe("a column", () => {
  it("keeps what was pushed, through growth", () => {
    const column = integers();
    for (let value = 0; value < 5000; value++) column.push(-value);
    expect(column.length).toBe(5000);
    expect([...column.values.subarray(0, 5000)]).toEqual(
      Array.from({ length: 5000 }, (_, value) => 0 - value),
    );
  });
});

describe("a table of pseudonyms", () => {
  it("numbers each once, in order of arrival, and finds no other", () => {
    const table = new PseudonymTable();
    const all = Array.from({ length: 5000 }, (_, number) => pseudonym(`person ${number}`));
    expect(all.map((each) => table.enter(each))).toEqual(all.map((_, number) => number));
    expect(all.map((each) => table.enter(each))).toEqual(all.map((_, number) => number));
    expect(all.map((each) => table.find(each))).toEqual(all.map((_, number) => number));
    expect(table.find(pseudonym("nobody"))).toBeUndefined();
    expect(table.size).toBe(5000);
  });
});
