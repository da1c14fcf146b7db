import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalise } from "../intake/canonical.ts";
import { type DecoyPlace, DecoyRanges } from "./exports-ranges.ts";

const KEY = new Uint8Array(32).fill(7);
const none = () => 0;
const refused = expect.objectContaining({ code: "config" });

function order(key: Uint8Array): string[] {
  const ranges = new DecoyRanges("phone", ["+52 55 5550 ####"], "MX", key);
  return Array.from({ length: 96 }, (_, slot) => ranges.canonical({ use: "slot", leakers: 1, slot }, none));
}

function levels(pattern: string) {
  return new DecoyRanges("account", [pattern], undefined, KEY).levels;
}

function make(type: "plate" | "imei" | "phone", ...patterns: string[]) {
  return () => new DecoyRanges(type, patterns, "MX", KEY);
}

describe("decoy ranges", () => {
  it("lead from each place to its own number and back (property)", () => {
    const ranges = new DecoyRanges("plate", ["ZX@ ####", "99-##-YY"], "MX", KEY);
    expect(ranges.size).toBe(26 * 10_000 + 100);
    const slot = fc
      .constantFrom(1 as const, 2 as const, 3 as const)
      .chain((leakers) =>
        fc
          .nat({ 1: 95, 2: 511, 3: 2047 }[leakers])
          .map((number): DecoyPlace => ({ use: "slot", leakers, slot: number })),
      );
    const single = fc.nat(ranges.singles - 1).map((number): DecoyPlace => ({ use: "single", number }));
    fc.assert(
      fc.property(fc.oneof(slot, single), (place) => {
        const canonical = ranges.canonical(place, none);
        expect(ranges.placeOf(canonical)).toEqual(place);
        expect(canonicalise("plate", ranges.written(place, none))?.value).toBe(canonical);
      }),
    );
  });

  it("are a permutation: a small range is used up exactly once", () => {
    const ranges = new DecoyRanges("account", ["A###"], undefined, KEY);
    expect(ranges.levels).toEqual([1, 2]);
    const seen = new Set<string>();
    for (const [leakers, slots] of [
      [1, 96],
      [2, 512],
    ] as const)
      for (let slot = 0; slot < slots; slot++)
        seen.add(ranges.canonical({ use: "slot", leakers, slot }, none));
    for (let number = 0; number < ranges.singles; number++)
      seen.add(ranges.canonical({ use: "single", number }, none));
    const rest = 1000 - 608 - ranges.singles;
    for (let at = 0; at < rest; at++) seen.add(ranges.canonical({ use: "counterpart" }, () => at));
    expect(seen.size).toBe(1000);
    for (const identifier of seen) expect(ranges.placeOf(identifier)).toBeDefined();
    expect(ranges.placeOf("B000")).toBeUndefined();
  });

  it("are in another order under another key", () => {
    expect(order(KEY)).toEqual(order(KEY));
    const other = order(new Uint8Array(32));
    expect(order(KEY).filter((each, at) => each === other[at]).length).toBeLessThan(3);
    expect(new Set(order(KEY)).size).toBe(96);
    expect(order(KEY)[0]).toMatch(/^\+52555550\d{4}$/);
  });

  it("say which codes they have room for", () => {
    expect(levels("A##")).toEqual([]);
    expect(levels("A###")).toEqual([1, 2]);
    expect(levels("A####")).toEqual([1, 2, 3]);
  });

  it("refuse what is no range", () => {
    expect(make("plate", "ABC123")).toThrow(refused);
    expect(make("plate", "#")).toThrow(refused);
    expect(make("plate", "AB*###")).toThrow(refused);
    expect(make("plate", "ZX####", "ZX1###")).toThrow(refused);
    expect(make("plate", "Z@####", "ZX-## 99")).toThrow(refused);
    // Fourteen digits get a check digit that depends on all of them.
    expect(make("imei", "3520990017####")).toThrow(refused);
    expect(make("plate", "ZX####", "ZY####")).not.toThrow();
  });
});
