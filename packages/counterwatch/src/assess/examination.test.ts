import fc from "fast-check";
import { expect, it } from "vitest";
import { examine } from "./examination.ts";
import { rosterOf } from "./register-view.ts";
import { REGISTER, rowsOf } from "./shown-rows.fixture.ts";
import { sightOf } from "./sight.ts";
import { View } from "./view.ts";

it("a probability of one half, or the first place among everyone and those not in view, is at least likely", () => {
  let met = 0;
  const law = fc.property(rowsOf("r", 60), (rows) => {
    const view = new View();
    for (const row of rows) view.add(row);
    const sight = sightOf(view, rosterOf(REGISTER, view.pseudonyms), new Map());
    for (const { found, standing } of examine(sight, view)) {
      expect(standing.probability).toBeGreaterThanOrEqual(0);
      expect(standing.probability).toBeLessThanOrEqual(1);
      if (standing.probability < 0.5 && standing.rank !== 1) continue;
      met += 1;
      expect(["certain", "likely"]).toContain(found.tier);
    }
  });
  fc.assert(law, { numRuns: 1000 });
  expect(met).toBeGreaterThan(20);
});
