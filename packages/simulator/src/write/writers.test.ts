import { describe, expect, it } from "vitest";
import { readOrganizationAudit } from "../read/organization-audit.ts";
import { measureBaseRates } from "../score/base-rates.ts";
import { simulate } from "../world/simulate.ts";
import { jsonLines } from "./json-lines.ts";
import { organizationAudit } from "./organization-audit.ts";

const world = simulate({ operators: 100, days: 40, seed: 9, campaigns: ["obsession"], prevalence: 0.02 });

describe("JSON Lines", () => {
  it("is one parseable line an event", () => {
    const lines = [...jsonLines(world)];
    expect(lines.every((line) => line.endsWith("}\n") && line.indexOf("\n") === line.length - 1)).toBe(true);
    expect(lines.map((line) => JSON.parse(line))).toEqual([...world]);
  });
});

describe("organization audit", () => {
  it("has the vendor's columns of each era", () => {
    expect([...organizationAudit([], "2025-07")][0]!.split(", ").length).toBe(13);
    expect([...organizationAudit([])][0]!.split(", ").length).toBe(14);
    expect([...organizationAudit([])][0]!.startsWith("ID, Name, Org Name, Total Networks Searched")).toBe(
      true,
    );
  });

  it("reads back as the same look-ups, to the second", () => {
    const events = [...world].filter((event) => event.system === "plates" && event.action === "search");
    const { events: read, skipped } = readOrganizationAudit([...organizationAudit(world)].join(""));
    expect(skipped).toBe(0);
    expect(read.length).toBe(events.length);
    const byId = new Map(read.map((event) => [event.id, event]));
    for (const event of events) {
      const back = byId.get(event.id)!;
      expect(back.time.slice(0, 19)).toBe(event.time.slice(0, 19));
      expect(back.operator.id).toBe(event.operator.id);
      expect(back.subjects?.[0]?.id).toBe(event.subjects?.[0]?.id);
      expect(back.purpose?.case).toBe(event.purpose?.case);
      expect(back.purpose?.reason).toBe(event.purpose?.reason);
    }
    const [before, after] = [measureBaseRates(events), measureBaseRates(read)];
    expect(after.pairs).toBe(before.pairs);
    expect(after.caseField).toBe(before.caseField);
  });

  it("reads quoted cells, two lines in a cell, an older era, and refuses other tables", () => {
    const text =
      'Name, Total Networks Searched,Time Frame,License Plate,Case #,Filters,Reason,Search Time\n"Doe, ""J""",3,"a\nb",abc123,25-1,,"x, y","1/31/2025, 12:08:36 AM UTC"\nOther,,,,,,,never\n';
    const { events, skipped } = readOrganizationAudit(text);
    expect(skipped).toBe(1);
    expect(events).toEqual([
      {
        id: "organization-audit:1",
        time: "2025-01-31T00:08:36.000Z",
        source: "organization-audit",
        system: "plates",
        action: "search",
        operator: { id: 'Doe, "J"' },
        subjects: [{ type: "plate", id: "ABC123" }],
        purpose: { reason: "x, y", case: "25-1" },
      },
    ]);
    expect(() => readOrganizationAudit("a,b\n1,2\n")).toThrow(/not an organization audit/);
  });
});
