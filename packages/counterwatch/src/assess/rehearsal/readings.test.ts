import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ShownRow } from "../../model/index.ts";
import { assess } from "../assess.ts";
import { GIVEN, REGISTER, rowsOf } from "../shown-rows.fixture.ts";
import { View } from "../view.ts";
import { Ground } from "./ground.ts";
import { keptRows } from "./kept-rows.ts";
import { type Measure, usualMeasures } from "./measure.ts";
import { Readings } from "./readings.ts";
import { otherwise } from "./tradecraft.ts";

const { measures } = usualMeasures(["calls", "finance", "location", "cameras", "travel", "identity"]);
const ORDER = ["vary-place", "cover-traffic", "second-device"];

/** What a set of measures leaves, read row by row with nothing kept. */
function readAnew(rows: readonly ShownRow[], taken: readonly Measure[], ground: Ground): View {
  let left = rows;
  for (const name of ORDER)
    for (const measure of taken)
      if (!("system" in measure) && measure.do === name) left = [...otherwise(left, measure, ground)];
  for (const measure of taken) if ("system" in measure) left = [...keptRows(left, measure, ground.end)];
  const view = new View();
  for (const row of left) view.add(row);
  return view;
}

describe("readings of rows under measures", () => {
  it("say what reading everything anew says, for set after set, idle measures left out", () => {
    const sets = fc.array(fc.subarray(measures), { minLength: 1, maxLength: 4 });
    const law = fc.property(rowsOf("r"), sets, (rows, tried) => {
      const ground = new Ground(REGISTER, rows);
      const readings = new Readings(rows, ground);
      const idle = new Set(measures.filter((measure) => readings.isIdle(measure)));
      for (const taken of [...tried, []]) {
        const view = readings.view(taken.filter((measure) => !idle.has(measure)));
        const { id: _, view: seen, ...kept } = assess(view, REGISTER, GIVEN);
        const { id: __, view: whole, ...anew } = assess(readAnew(rows, taken, ground), REGISTER, GIVEN);
        expect(JSON.stringify(kept)).toBe(JSON.stringify(anew));
        expect(seen.bySystem).toEqual(whole.bySystem);
      }
    });
    fc.assert(law, { numRuns: 200 });
  });
});
