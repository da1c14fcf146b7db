import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draw, drawn, emptyUrn, probabilityOf, probabilityOfNew } from "./pitman-yor.ts";

const parameters = fc.record({
  discount: fc.double({ min: 0, max: 0.99, noNaN: true }),
  concentration: fc.double({ min: 0.01, max: 50, noNaN: true }),
});
const values = fc.array(fc.constantFrom(..."abcdefghij"), { maxLength: 60 });

describe("Pitman-Yor predictive", () => {
  it("adds up to 1 over seen values and a new one, also after old ones were forgotten", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 12 }), parameters, (list, capacity, shape) => {
        const urn = emptyUrn();
        for (const value of list) draw(urn, value, capacity);
        let sum = probabilityOfNew(urn, shape);
        const held = [...drawn(urn)].map(([value]) => value);
        for (const value of held) {
          expect(probabilityOf(urn, value, shape)).toBeGreaterThan(0);
          sum += probabilityOf(urn, value, shape);
        }
        expect(sum).toBeCloseTo(1, 12);
        expect(held.length).toBeLessThanOrEqual(capacity);
      }),
    );
  });

  it("is (nᵢ − d) / (n + θ) for a seen value and (θ + d·K) / (n + θ) for a new one", () => {
    const urn = emptyUrn();
    for (const value of "aaab") draw(urn, value);
    const shape = { discount: 0.5, concentration: 2 };
    expect(probabilityOf(urn, "a", shape)).toBeCloseTo(2.5 / 6, 15);
    expect(probabilityOf(urn, "b", shape)).toBeCloseTo(0.5 / 6, 15);
    expect(probabilityOf(urn, "c", shape)).toBe(0);
    expect(probabilityOfNew(urn, shape)).toBeCloseTo(3 / 6, 15);
  });

  it("expects only new values where nothing was drawn", () => {
    const shape = { discount: 0.3, concentration: 0.5 };
    expect(probabilityOfNew(emptyUrn(), shape)).toBe(1);
    expect(probabilityOfNew(undefined, shape)).toBe(1);
    expect(probabilityOf(undefined, "a", shape)).toBe(0);
  });

  it("forgets the value that was not seen for longest, with all its draws", () => {
    const urn = emptyUrn();
    for (const value of "aaabca") draw(urn, value, 3);
    draw(urn, "d", 3);
    expect([...drawn(urn)].map(([value]) => value)).toEqual(["c", "a", "d"]);
    expect(urn.draws).toBe(6);
  });
});
