import { expect, it } from "vitest";
import { vulnerabilitiesOf } from "../../../counterwatch/src/app/rehearsal.ts";
import { measureFileSchema, measureId } from "../../../counterwatch/src/assess/rehearsal/measure.ts";
import { SYSTEMS } from "../../../counterwatch/src/model/index.ts";
import type { Rehearsal } from "../../../counterwatch/src/model/rehearsal.ts";
import { measureSpanish, vulnerabilitySpanish } from "./kept-spanish.ts";

it("says every kind of measure in Spanish, with its figures, and leaves what somebody wrote", () => {
  const { measures } = measureFileSchema.parse({
    version: 1,
    measures: [
      ...["site", "seconds", "position"].map((field) => ({ do: "drop-field", system: "calls", field })),
      ...["hour", "day", "week", "month"].flatMap((to) => [
        { do: "coarsen-time", system: "plates", to },
        { do: "aggregate", system: "travel", to },
      ]),
      { do: "coarsen-place", system: "location", metres: 250.5 },
      { do: "retain", system: "cameras", days: 1 },
      { do: "retain", system: "cameras", days: 30 },
      ...["device", "address", "booking"].map((table) => ({
        do: "withhold-table",
        system: "identity",
        table,
      })),
      { do: "second-device" },
      { do: "second-device", relation: "handler-source" },
      { do: "vary-place", relation: "handler-source" },
      { do: "cover-traffic", relation: "handler-source", contacts: 3 },
    ],
  });
  const kinds = new Set(measures.map((measure) => measure.do));
  expect(kinds.size).toBe(9);
  const said = measures.map((measure) => measureSpanish(measureId(measure)));
  expect(said).not.toContain(undefined);
  for (const text of said)
    expect(text).not.toMatch(/\b(?:day|week|month|hour|for|the|table|site|seconds|calls|plates)\b/);
  expect(said).toContain("cámaras: conservar 30 días");
  expect(said).toContain("3 contactos de cobertura para handler-source");
  expect(measureSpanish("tell them to be careful")).toBeUndefined();
});

it("says what a rehearsal finds of each record system in Spanish, and leaves what somebody wrote", () => {
  const vulnerabilities = SYSTEMS.map((system) => ({ system, relation: "handler-source" }));
  const found = vulnerabilitiesOf({ vulnerabilities } as unknown as Rehearsal, {
    owner: "o",
    due: "2026-12-01",
  });
  for (const { vulnerability } of found)
    expect(vulnerabilitySpanish(vulnerability)).toMatch(/^Leído entero, .*handler-source\.$/);
  expect(found).toHaveLength(SYSTEMS.length);
  expect(vulnerabilitySpanish("The door is open.")).toBeUndefined();
});
