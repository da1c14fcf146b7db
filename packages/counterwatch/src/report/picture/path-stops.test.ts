import { describe, expect, it } from "vitest";
import { shadeOf, sitesOf, stopsOf } from "./path-stops.ts";

const at = (site: string, time: number) => ({ site, lat: 0, lon: 0, time });

describe("stops of a path", () => {
  it("are one where rows at a site follow each other, and another one where the path comes back", () => {
    const path = [at("a", 1), at("a", 2), at("b", 3), at("a", 4)];
    const stops = stopsOf(path, ({ time }) => (time === 3 ? "26-1" : undefined));
    expect(stops.map(({ site, time, case: name }) => [site, time, name])).toEqual([
      ["a", 1, undefined],
      ["b", 3, "26-1"],
      ["a", 4, undefined],
    ]);
    expect(sitesOf(stops).map(({ point, numbers }) => [point.site, numbers])).toEqual([
      ["a", [1, 3]],
      ["b", [2]],
    ]);
  });

  it("make legs that grow stronger with time", () => {
    expect([0, 1, 2, 3].map((index) => shadeOf(index, 5))).toEqual([0, 1, 2, 3]);
    expect(shadeOf(0, 1)).toBe(0);
  });
});
