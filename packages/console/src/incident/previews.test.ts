import { describe, expect, it } from "vitest";
import type { DeskFinding, Incident, Severity } from "../api/shapes.ts";
import { afterMerge, afterSplit, maySplit, newIncidentId } from "./previews.ts";

const finding = (id: string, severity: Severity) => ({ id, severity, explanation: id }) as DeskFinding;
const incident = (id: string, owner?: string) => ({ id, owner }) as Incident;
const FINDINGS = [finding("f-1", "low"), finding("f-2", "critical"), finding("f-3", "high")];

describe("how incidents would stand", () => {
  it("after a split: what was chosen is in a new one that nobody is on", () => {
    const { stays, goes } = afterSplit(incident("i1_a", "ana"), FINDINGS, new Set(["f-2"]));
    expect(stays).toMatchObject({ id: "i1_a", severity: "high", owner: "ana" });
    expect(goes).toMatchObject({ id: undefined, severity: "critical", owner: undefined });
    expect([stays, goes].map(({ findings }) => findings.length)).toEqual([2, 1]);
  });

  it("after merging: everything is in the other one, and nothing is left here", () => {
    const { stays, goes } = afterMerge(incident("i1_a"), FINDINGS, incident("i1_b", "rosa"), [
      finding("f-9", "medium"),
    ]);
    expect(stays.findings).toEqual([]);
    expect(goes).toMatchObject({ id: "i1_b", severity: "critical", owner: "rosa" });
    expect(goes.findings.map(({ id }) => id)).toEqual(["f-9", "f-1", "f-2", "f-3"]);
  });

  it("a split takes something and leaves something", () => {
    expect([[], ["f-1"], ["f-1", "f-2", "f-3"]].map((ids) => maySplit(FINDINGS, new Set(ids)))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("a new incident has an id as the server wants it", () => {
    expect(newIncidentId((bytes) => bytes.fill(171))).toBe(`i1_${"ab".repeat(12)}`);
  });
});
