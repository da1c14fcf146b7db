import { describe, expect, it } from "vitest";
import type { AccessEvent, Finding, Pseudonym } from "../../model/index.ts";
import { Incident } from "./incident.ts";
import { incidentGaps } from "./incident-gaps.ts";

const A = "p1_0000000000000000000000aa" as Pseudonym;
const B = "p1_0000000000000000000000bb" as Pseudonym;

function finding(more: Partial<Finding> = {}): Finding {
  return {
    id: "f-1",
    time: "2025-03-03T00:00:00.000Z",
    since: "2025-03-01T00:00:00.000Z",
    detector: "story/fixation",
    severity: "high",
    operator: "op-1",
    subjects: [A],
    lookups: 2,
    events: ["log:1", "log:2"],
    explanation: "Looked twice.",
    evidence: {},
    ...more,
  };
}

function lookUp(id: string, more: Partial<AccessEvent> = {}): AccessEvent {
  return {
    id,
    time: "2025-03-02T10:00:00.000Z",
    source: "log",
    system: "plates",
    action: "search",
    operator: { id: "op-1" },
    subjects: [{ type: "plate", id: A }],
    ...more,
  };
}

const seen = (records: Readonly<Record<string, number>>, rejected = 0, rejectedOf?: ReadonlySet<string>) => ({
  records: new Map(Object.entries(records)),
  rejected,
  rejectedOf,
});

describe("an incident", () => {
  it("knows a look-up by its finding at the earliest possible time, and better by the log", () => {
    const incident = new Incident();
    incident.addFinding(finding());
    incident.addFinding(
      finding({ id: "f-2", since: "2025-02-01T00:00:00.000Z", events: ["log:2"], subjects: [B] }),
    );
    expect(incident.lookups.get("log:1")).toMatchObject({
      time: "2025-03-01T00:00:00.000Z",
      exact: false,
      subjects: [A],
    });
    expect(incident.lookups.get("log:2")).toMatchObject({
      time: "2025-02-01T00:00:00.000Z",
      subjects: [A, B],
    });
    incident.describe(lookUp("log:2", { result: { rows: 7 } }));
    incident.describe(lookUp("log:3"));
    expect(incident.lookups.get("log:2")).toMatchObject({
      time: "2025-03-02T10:00:00.000Z",
      exact: true,
      rows: 7,
    });
    expect([...incident.lookups.keys()]).toEqual(["log:1", "log:2"]);
    // A finding that comes later knows no better.
    incident.addFinding(finding({ id: "f-3", since: "2024-01-01T00:00:00.000Z", events: ["log:2"] }));
    expect(incident.lookups.get("log:2")?.time).toBe("2025-03-02T10:00:00.000Z");
  });

  it("has one name, whatever the order of its look-ups", () => {
    const [one, other] = [new Incident(), new Incident()];
    for (const id of ["log:1", "log:2", "log:3"]) one.addLookUp(lookUp(id));
    for (const id of ["log:3", "log:1", "log:2"]) other.addLookUp(lookUp(id));
    expect(one.name()).toBe(other.name());
    other.addLookUp(lookUp("log:4"));
    expect(one.name()).not.toBe(other.name());
  });

  it("takes holes of the log for gaps where they touch its time, never for look-ups", () => {
    const incident = new Incident();
    incident.addLookUp(lookUp("log:1"));
    for (const [id, since, time] of [
      ["touching", "2025-03-02T00:00:00.000Z", "2025-03-02T12:00:00.000Z"],
      ["before", "2025-01-01T00:00:00.000Z", "2025-01-02T00:00:00.000Z"],
    ] as const)
      incident.addFinding(
        finding({ id, detector: "source/gap", since, time, events: ["log:77"], explanation: `Hole ${id}.` }),
      );
    expect(incident.lookups.size).toBe(1);
    expect(incidentGaps(incident, seen({ "log:1": 1 }))).toEqual([
      { what: "log-gap", lookups: 0, explanation: "Hole touching." },
    ]);
  });
});

describe("gaps", () => {
  it("are look-ups without rows, with fewer rows, and rows that could not be read, with whom they could be about", () => {
    const incident = new Incident();
    incident.addLookUp(lookUp("none"));
    incident.addLookUp(
      lookUp("fewer", { result: { rows: 5 }, subjects: [{ type: "plate", id: B }], system: "calls" }),
    );
    incident.addLookUp(lookUp("whole", { result: { rows: 2 } }));
    expect(incidentGaps(incident, seen({ fewer: 3, whole: 2 }, 4, new Set(["whole"])))).toEqual([
      {
        what: "rows-missing",
        lookups: 1,
        subjects: [A],
        systems: ["plates"],
        explanation: "The rows that 1 of 3 look-ups showed are not there.",
      },
      {
        what: "fewer-rows",
        lookups: 1,
        subjects: [B],
        systems: ["calls"],
        explanation: "1 look-ups showed 2 rows more than are there.",
      },
      {
        what: "rows-rejected",
        lookups: 1,
        subjects: [A],
        systems: ["plates"],
        explanation: "4 rows could not be read; the dead letters say why.",
      },
    ]);
  });

  it.each([
    ["a fragment", { subjects: [{ type: "plate", id: A, partial: true }] }],
    [
      "a withheld subject",
      {
        subjects: [
          { type: "plate", withheld: true },
          { type: "plate", id: A },
        ],
      },
    ],
    ["no subject", { subjects: undefined }],
  ] as const)("could be about anybody after a look-up of %s", (_, more) => {
    const incident = new Incident();
    incident.addLookUp(lookUp("none", more as Partial<AccessEvent>));
    const [gap] = incidentGaps(incident, seen({}));
    expect(gap).toMatchObject({ what: "rows-missing", systems: ["plates"] });
    expect(gap).not.toHaveProperty("subjects");
  });

  it.each([
    ["refused", { result: { outcome: "denied" } }],
    ["failed", { result: { outcome: "failure" } }],
    ["empty", { result: { rows: 0 } }],
    ["a sign-in", { action: "sign-in" }],
  ] as const)("are none where a look-up was %s", (_, more) => {
    const incident = new Incident();
    incident.addLookUp(lookUp("nothing", more as Partial<AccessEvent>));
    expect(incidentGaps(incident, seen({}))).toEqual([]);
  });

  it("of rows that nobody can place could be about anybody", () => {
    const incident = new Incident();
    incident.addLookUp(lookUp("whole"));
    expect(incidentGaps(incident, seen({ whole: 1 }, 2))).toEqual([
      {
        what: "rows-rejected",
        lookups: 0,
        explanation: "2 rows could not be read; the dead letters say why.",
      },
    ]);
  });
});
