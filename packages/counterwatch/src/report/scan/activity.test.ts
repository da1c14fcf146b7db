import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../../model/index.ts";
import { Activity } from "./activity.ts";
import { numbers, samplePseudonym } from "./sample-numbers.fixture.ts";
import { sampleEvent } from "./sample-report.fixture.ts";

function event(time: string, more: Partial<AccessEvent> = {}): AccessEvent {
  return {
    id: time,
    time,
    source: "s",
    system: "plates",
    action: "search",
    operator: { id: "op-1" },
    ...more,
  };
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

describe("activity", () => {
  it("begins empty", () => {
    const activity = new Activity();
    expect(activity.span).toBeUndefined();
    expect(activity.hours).toHaveLength(168);
    expect([...activity.operators()]).toEqual([]);
  });

  it("counts hours and weekdays in the zone, people apart from machines", () => {
    const activity = new Activity({ zone: "America/New_York" });
    activity.see(event("2025-03-03T04:59:59.000Z"));
    activity.see(event("2025-03-03T05:00:00.000Z"));
    activity.see(event("2025-03-03T05:00:00.000Z", { automated: true }));
    expect(activity.hours[6 * 24 + 23]).toBe(1);
    expect(activity.hours[0]).toBe(1);
    expect(activity.automated).toBe(1);
    expect(activity.days.map(([, lookups]) => lookups)).toEqual([1, 2]);
  });

  it("takes a withheld purpose for a purpose, and an empty one for none", () => {
    const activity = new Activity();
    activity.see(event("2025-03-03T10:00:00.000Z", { purpose: { withheld: ["case"] } }));
    activity.see(event("2025-03-03T10:00:00.000Z", { purpose: { reason: "x" } }));
    activity.see(event("2025-03-03T10:00:00.000Z", { purpose: {} }));
    activity.see(event("2025-03-03T10:00:00.000Z"));
    expect(activity.operator("op-1")?.withoutPurpose).toBe(2);
    expect(activity.withoutPurpose).toBe(2);
    expect(activity.gaps.purposeWithheld).toBe(1);
  });

  it("tells withheld, partial and absent subjects apart, and counts the named ones once", () => {
    const activity = new Activity();
    const id = samplePseudonym("a");
    activity.see(
      event("2025-03-03T10:00:00.000Z", {
        subjects: [
          { type: "plate", id },
          { type: "plate", withheld: true },
        ],
      }),
    );
    activity.see(event("2025-03-03T10:00:00.000Z", { subjects: [{ type: "plate", id }] }));
    activity.see(event("2025-03-03T10:00:00.000Z", { subjects: [{ type: "plate", withheld: true }] }));
    activity.see(event("2025-03-03T10:00:00.000Z", { subjects: [{ type: "plate", id, partial: true }] }));
    activity.see(event("2025-03-03T10:00:00.000Z"));
    expect(activity.operator("op-1")?.subjects.count).toBe(1);
    expect(activity.gaps).toMatchObject({ subjectWithheld: 1, subjectPartial: 1, subjectAbsent: 1 });
  });

  it("counts beyond the cap of operators, but gives them no line", () => {
    const activity = new Activity({ operatorCap: 2 });
    for (const id of ["a", "b", "c", "c"])
      activity.see(event("2025-03-03T10:00:00.000Z", { operator: { id } }));
    expect(activity.lookups).toBe(4);
    expect(activity.operatorCount).toBe(2);
    expect(activity.gaps.beyondOperatorCap).toBe(2);
  });

  it("adds up: hours, days, actions and operators all give the number of look-ups", () => {
    const activity = new Activity({ zone: "Asia/Kathmandu" });
    const random = numbers(7);
    for (let i = 0; i < 3000; i += 1) activity.see(sampleEvent(random, i, 40, 30));
    expect(sum(activity.hours) + activity.automated).toBe(3000);
    expect(sum(activity.days.map(([, lookups]) => lookups))).toBe(3000);
    expect(sum(activity.counts.map(({ lookups }) => lookups))).toBe(3000);
    expect(sum([...activity.operators()].map(({ lookups }) => lookups))).toBe(3000);
    for (const line of activity.operators()) {
      expect(sum([...line.days].map(([, lookups]) => lookups))).toBe(line.lookups);
      expect(line.first).toBeLessThanOrEqual(line.last);
    }
  });

  it("holds 20,000 operators with 30 active days each in less than 100 MB", () => {
    const before = process.memoryUsage();
    const activity = new Activity();
    const start = Date.parse("2025-01-01T12:00:00.000Z");
    const times = Array.from({ length: 30 }, (_, i) => new Date(start + i * 12 * 86_400_000).toISOString());
    const subjects = Array.from({ length: 500 }, (_, i) => samplePseudonym(`s${i}`));
    for (let i = 0; i < 30; i += 1)
      for (let operator = 0; operator < 20_000; operator += 1) {
        const id = subjects[(operator * 7 + i * 13) % 500];
        activity.see(
          event(times[i] ?? "", {
            operator: { id: `op-${operator}` },
            subjects: id === undefined ? [] : [{ type: "plate", id }],
          }),
        );
      }
    const after = process.memoryUsage();
    const held = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
    expect(activity.operatorCount).toBe(20_000);
    expect(activity.lookups).toBe(600_000);
    expect(held / 2 ** 20).toBeLessThan(100);
  });
});
