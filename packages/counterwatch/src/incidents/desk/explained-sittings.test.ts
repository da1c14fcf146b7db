import { describe, expect, it } from "vitest";
import type { AccessEvent, Pseudonym } from "../../model/index.ts";
import { explainSittings } from "./explained-sittings.ts";

const SUBJECT = `p1_${"a".repeat(24)}` as Pseudonym;
const OTHER = `p1_${"b".repeat(24)}` as Pseudonym;
const DAY = 1440;

/** `minute` since 1 March. */
function row(minute: number, operator: string, more: Partial<AccessEvent> = {}) {
  return {
    leaf: minute,
    received: "2026-04-01T00:00:00.000Z",
    event: {
      id: `e-${minute}`,
      time: new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString(),
      source: "alpr",
      system: "plates",
      action: "search",
      operator: { id: operator, unit: "patrol" },
      subjects: [{ type: "plate", id: SUBJECT }],
      ...more,
    } as AccessEvent,
  };
}

describe("what spoke for a sitting", () => {
  it("is nothing where no case, colleague or reason is there, and look-ups near each other are one sitting", () => {
    const rows = [row(0, "op-1"), row(20, "op-1"), row(49, "op-1"), row(DAY, "op-1")];
    expect(explainSittings(rows, []).map(({ by, explained, lookups }) => [by, explained, lookups])).toEqual([
      ["nothing", false, 3],
      ["nothing", false, 1],
    ]);
  });

  it("is a reason in words, which explains nothing by itself, unless it fits everything", () => {
    const rows = [
      row(0, "op-1", { purpose: { reason: "asked by the desk sergeant" } }),
      row(DAY, "op-1", { purpose: { reason: "investigation" } }),
    ];
    expect(explainSittings(rows, []).map(({ by, explained, reason }) => [by, explained, reason])).toEqual([
      ["reason", false, "asked by the desk sergeant"],
      ["nothing", false, "investigation"],
    ]);
  });

  it("is a colleague who looked before, not one who looks later or looked long ago", () => {
    const rows = [row(40 * DAY, "op-1"), row(60 * DAY, "op-1")];
    const around = [row(5 * DAY, "op-2"), row(45 * DAY, "op-3"), row(61 * DAY, "op-4")];
    expect(explainSittings(rows, around).map(({ by, colleagues }) => [by, colleagues])).toEqual([
      ["nothing", 0],
      ["colleague", 1],
    ]);
  });

  it("is the case with who else works it on this subject", () => {
    const cased = { purpose: { case: "C26-1234" } };
    const rows = [row(DAY, "op-1", cased), row(3 * DAY, "op-9", { purpose: { case: "C26-777" } })];
    const around = [
      row(0, "op-2", cased),
      row(10, "op-2", { ...cased, subjects: [{ type: "plate", id: OTHER }] }),
    ];
    expect(
      explainSittings(rows, around).map((sitting) => [sitting.by, sitting.case, sitting.explained]),
    ).toEqual([
      ["team-case", "26-1234", true],
      ["own-case", "26-777", true],
    ]);
  });

  it("takes places where there are no subjects, and the same whatever order the rows come in", () => {
    const rows = [0, 5, 9].map((minute) =>
      row(minute, "op-1", { subjects: [], site: { id: minute < 9 ? "cam-1" : "cam-2", lat: 1, lon: 1 } }),
    );
    const told = explainSittings(rows, []);
    expect(told.map(({ site, lookups, subject }) => [site, lookups, subject])).toEqual([
      ["cam-1", 2, undefined],
      ["cam-2", 1, undefined],
    ]);
    expect(explainSittings(rows.toReversed(), rows)).toEqual(told);
  });
});
