import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessEvent, Pseudonym } from "../model/index.ts";
import { Tallies } from "./tallies.ts";

function pseudonym(index: number): Pseudonym {
  return `p1_${createHash("sha256").update(String(index)).digest("hex").slice(0, 24)}` as Pseudonym;
}

const look = fc.record({
  operator: fc.integer({ min: 0, max: 30 }),
  minute: fc.integer({ min: 0, max: 60 * 24 * 40 }),
  subjects: fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 3 }),
});

describe("Tallies", () => {
  it("agrees with plain sets on operators, subjects, days and period", () => {
    fc.assert(
      fc.property(fc.array(look, { minLength: 1, maxLength: 300 }), (looks) => {
        const tallies = new Tallies();
        const times = looks.map(({ minute }) => new Date(Date.UTC(2025, 0, 1, 0, minute)).toISOString());
        looks.forEach(({ operator, subjects }, index) => {
          const event: AccessEvent = {
            id: `t:${index}`,
            time: times[index]!,
            source: "t",
            system: "plates",
            action: "search",
            operator: { id: `op-${operator}` },
            subjects: subjects.map((subject) => ({ type: "plate", id: pseudonym(subject) })),
          };
          tallies.see(event);
        });
        expect(tallies.events).toBe(looks.length);
        expect(tallies.operators).toBe(new Set(looks.map(({ operator }) => operator)).size);
        expect(tallies.subjects).toBe(new Set(looks.flatMap(({ subjects }) => subjects)).size);
        expect(tallies.days).toBe(new Set(times.map((time) => time.slice(0, 10))).size);
        expect(tallies.period).toEqual({ from: times.toSorted()[0], to: times.toSorted().at(-1) });
        expect(tallies.exact).toBe(true);
      }),
    );
  });

  it("counts neither a mask as an operator nor a fragment as a subject", () => {
    const tallies = new Tallies();
    const base = {
      time: "2025-03-01T12:00:00.000Z",
      source: "t",
      system: "plates",
      action: "search",
    } as const;
    tallies.see({
      ...base,
      id: "1",
      operator: { id: "***", withheld: true },
      subjects: [{ type: "plate", withheld: true }],
    });
    tallies.see({
      ...base,
      id: "2",
      operator: { id: "op" },
      automated: true,
      subjects: [{ type: "plate", id: pseudonym(1), partial: true }],
    });
    expect(tallies).toMatchObject({ events: 2, operators: 1, subjects: 0, days: 1 });
  });
});
