import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ExplainedFinding, findingSchema, SEVERITIES, severityRank } from "../model/index.ts";
import { byUrgency, findingLine } from "./finding-lines.ts";

const explained = fc
  .record({
    id: fc.string({ minLength: 1 }),
    time: fc
      .date({ min: new Date(0), max: new Date(2e12), noInvalidDate: true })
      .map((date) => date.toISOString()),
    severity: fc.constantFrom(...SEVERITIES),
    explanation: fc.string({ minLength: 1, unit: "binary" }),
    // Evidence has keys of our own making, and no schema lets this one through.
    evidence: fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      fc.jsonValue(),
    ),
    ids: fc.array(fc.string({ unit: "binary" }), { maxLength: 20 }),
    repeat: fc.constantFrom(1, 1, 1, 500),
  })
  .map(({ ids, repeat, ...rest }) => {
    const all = Array.from({ length: repeat }, () => ids).flat();
    const finding: ExplainedFinding = {
      finding: { ...rest, since: rest.time, detector: "rule/x", operator: "op", subjects: [], lookups: 1 },
      events: () => all,
      rows: [],
    };
    return { finding, all };
  });

describe("findings.jsonl", () => {
  it("is one line a finding that reads back as it was, however many look-ups it names", () => {
    fc.assert(
      fc.property(explained, ({ finding, all }) => {
        const text = [...findingLine(finding)].join("");
        expect(text.indexOf("\n")).toBe(text.length - 1);
        const read = findingSchema.parse(JSON.parse(text));
        // JSON has no -0.
        expect(read).toEqual(JSON.parse(JSON.stringify({ ...finding.finding, events: all })));
      }),
    );
  });

  it("goes from critical to low, and from old to new within", () => {
    fc.assert(
      fc.property(fc.array(explained, { maxLength: 30 }), (list) => {
        const sorted = list.map(({ finding }) => finding).toSorted(byUrgency);
        for (const [index, { finding: next }] of sorted.entries()) {
          const previous = sorted[index - 1]?.finding;
          if (previous === undefined) continue;
          const fall = severityRank(previous.severity) - severityRank(next.severity);
          expect(fall).toBeGreaterThanOrEqual(0);
          if (fall === 0) expect(previous.time <= next.time).toBe(true);
        }
      }),
    );
  });
});
