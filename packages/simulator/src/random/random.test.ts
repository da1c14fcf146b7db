import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Permutation } from "./permutation.ts";
import { RandomStream } from "./stream.ts";
import { QuantileTable, WeightTable } from "./tables.ts";

const draws = (stream: RandomStream) => Array.from({ length: 5 }, () => stream.next());
const mean = (draw: () => number) => Array.from({ length: 40_000 }, draw).reduce((a, b) => a + b, 0) / 40_000;

describe("RandomStream", () => {
  it("forks that bear different names or numbers draw different numbers, and the same ones again", () => {
    const root = RandomStream.seeded(7);
    expect(draws(root.fork("a"))).toEqual(draws(RandomStream.seeded(7).fork("a")));
    expect(draws(root.fork("a"))).not.toEqual(draws(root.fork("b")));
    expect(draws(root.fork("a", 1))).not.toEqual(draws(root.fork("a", 2)));
  });

  it("draws without state do not depend on the draws before, nor equal them", () => {
    const stream = RandomStream.seeded("x");
    const before = stream.at(3, 4);
    const next = Array.from({ length: 100 }, () => stream.next());
    expect(stream.at(3, 4)).toBe(before);
    const stateless = Array.from({ length: 100 }, (_, i) => stream.at(i));
    expect(next.filter((draw) => stateless.includes(draw))).toEqual([]);
  });

  it("has the means it should: uniform, normal, Poisson small and large", () => {
    const stream = RandomStream.seeded(1);
    expect(mean(() => stream.next())).toBeCloseTo(0.5, 2);
    expect(mean(() => stream.normal())).toBeCloseTo(0, 1);
    expect(mean(() => stream.normal() ** 2)).toBeCloseTo(1, 1);
    expect(Math.abs(mean(() => stream.poisson(2.5)) - 2.5)).toBeLessThan(0.04);
    expect(Math.abs(mean(() => stream.poisson(75)) - 75)).toBeLessThan(0.25);
  });
});

describe("Permutation", () => {
  it("is a bijection that its inverse undoes, for any size and key", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer(), fc.integer(), (size, key0, key1) => {
        const permutation = new Permutation(size, key0, key1);
        const dealt = Array.from({ length: size }, (_, i) => permutation.forward(i));
        expect(new Set(dealt).size).toBe(size);
        expect(
          dealt.every((value, i) => value >= 0 && value < size && permutation.inverse(value) === i),
        ).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe("tables", () => {
  it("draw in proportion to their weights", () => {
    const stream = RandomStream.seeded(2);
    const table = new WeightTable([1, 0, 3]);
    const counts = [0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[table.draw(stream)]!++;
    expect(counts[1]).toBe(0);
    expect(counts[2]! / counts[0]!).toBeCloseTo(3, 0);
  });

  it("return the quantiles that they were given", () => {
    const stream = RandomStream.seeded(3);
    const table = new QuantileTable([
      [0, 1],
      [0.5, 10],
      [0.9, 50],
      [1, 1000],
    ]);
    const draws = Array.from({ length: 20_000 }, () => table.draw(stream)).toSorted((a, b) => a - b);
    expect(draws[10_000]! / 10).toBeCloseTo(1, 1);
    expect(draws[18_000]! / 50).toBeCloseTo(1, 1);
    expect(draws[0]!).toBeGreaterThanOrEqual(1);
    expect(draws.at(-1)!).toBeLessThanOrEqual(1000);
  });
});
