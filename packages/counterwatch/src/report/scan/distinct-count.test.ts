import { describe, expect, it } from "vitest";
import { DistinctCount } from "./distinct-count.ts";
import { samplePseudonym } from "./sample-numbers.fixture.ts";

describe("distinct count", () => {
  it("is exact up to its size, whatever the order and the repeats", () => {
    const count = new DistinctCount(64);
    for (let round = 0; round < 3; round += 1)
      for (let i = 0; i < 64; i += 1) count.add(samplePseudonym(`s${(i * 37) % 64}`));
    expect(count.count).toBe(64);
    expect(count.exact).toBe(true);
  });

  it("says that it estimates as soon as it does", () => {
    const count = new DistinctCount(64);
    for (let i = 0; i < 65; i += 1) count.add(samplePseudonym(`s${i}`));
    expect(count.exact).toBe(false);
  });

  it("estimates without bias: mean error under 2 % and spread near 1/√(k − 2) over 200 runs", () => {
    const errors: number[] = [];
    for (let run = 0; run < 200; run += 1) {
      const count = new DistinctCount(64);
      for (let i = 0; i < 600; i += 1) count.add(samplePseudonym(`${run}/${i}`));
      errors.push(count.count / 600 - 1);
    }
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const spread = Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / errors.length);
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(spread).toBeLessThan(1.25 / Math.sqrt(62));
  });
});
