import { describe, expect, it } from "vitest";
import { CounterwatchError, SYSTEMS } from "../../model/index.ts";
import { measureFileSchema, measureId, usualMeasures } from "./measure.ts";
import { readMeasureFile } from "./measure-file.ts";

function refused(text: string): CounterwatchError {
  try {
    readMeasureFile(text, "measures.yaml");
  } catch (error) {
    if (error instanceof CounterwatchError) return error;
  }
  throw new Error("not refused");
}

describe("a list of measures", () => {
  it("is read with what was left out", () => {
    const text =
      "version: 1\nbudget: 10\nmeasures:\n  - { do: drop-field, system: calls, field: site, cost: 3 }\n  - do: second-device\n    relation: handler-source\n";
    const read = readMeasureFile(text, "measures.yaml");
    expect(read.weights).toEqual({ certain: 1, likely: 0.7, possible: 0.2 });
    expect(read.measures.map(measureId)).toEqual(["calls: drop site", "second device for handler-source"]);
    expect(read.measures[1]).toMatchObject({ cost: 1 });
  });

  it("says where it is wrong", () => {
    expect(
      refused("version: 1\nmeasures:\n  - { do: drop-field, system: phones, field: site }\n"),
    ).toMatchObject({
      code: "format-damaged",
      place: { file: "measures.yaml", line: 3 },
    });
    expect(refused("version: 1\nbudgets: 2\nmeasures: [{ do: second-device }]\n")).toMatchObject({
      place: { line: 2, column: 1 },
    });
    expect(refused("version: 1\nmeasures: [{ do: hide }]\n").place.line).toBe(2);
    expect(refused("version: 1\nmeasures: [\n").message).toContain("not valid YAML");
    expect(refused("").message).toContain("version");
  });

  it("that nobody wrote tries every measure on what was read, each with a name of its own", () => {
    const usual = usualMeasures(SYSTEMS);
    expect(measureFileSchema.parse(usual)).toEqual(usual);
    expect(new Set(usual.measures.map(measureId)).size).toBe(usual.measures.length);
  });
});
