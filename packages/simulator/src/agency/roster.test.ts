import { describe, expect, it } from "vitest";
import { RandomStream } from "../random/stream.ts";
import { makeAgencies, reorganise } from "./operators.ts";
import { Clock, DAY, HOUR, onDuty, shiftOn, worksOn } from "./roster.ts";
import { seatOn } from "./seats.ts";

const clock = new Clock(Date.UTC(2025, 0, 1), 365);
const [agency] = makeAgencies(300, 365, 1.26, RandomStream.seeded(4));

describe("rosters", () => {
  it("put the local calendar on the UTC time line", () => {
    expect(new Date(clock.midnight(0)).toISOString()).toBe("2025-01-01T06:00:00.000Z");
    expect(clock.dayOf(Date.UTC(2025, 0, 1, 5))).toBe(-1);
    expect(clock.weekday(0)).toBe(2);
    expect(clock.weekday(-3)).toBe(6);
  });

  it("hold that who is on duty is in a shift, nights across midnight included", () => {
    for (const { work } of agency!.operators.slice(0, 200)) {
      const shift = shiftOn(work, clock, 40);
      if (shift === undefined) {
        expect(worksOn(work, 40)).toBe(false);
        continue;
      }
      expect(onDuty(work, clock, shift.from)).toBe(true);
      expect(onDuty(work, clock, shift.to - 1)).toBe(true);
      expect(shift.to - shift.from).toBe(work.hours * HOUR);
    }
  });

  it("give leave, swaps, joiners and leavers at about their rates", () => {
    const operators = agency!.operators;
    const steady = operators.filter(({ work }) => work.joined < 0 && work.left > 365);
    expect(steady.length / operators.length).toBeGreaterThan(0.75);
    expect(steady.length).toBeLessThan(operators.length);
    let [days, swapped] = [0, 0];
    for (const { work } of steady) {
      for (let day = 0; day < 365; day++) {
        const shift = shiftOn(work, clock, day);
        if (shift === undefined) continue;
        days++;
        if (shift.from !== clock.midnight(day) + work.start * HOUR) swapped++;
      }
    }
    expect(days / steady.length / 365).toBeGreaterThan(0.54);
    expect(days / steady.length / 365).toBeLessThan(0.64);
    expect(swapped / days).toBeCloseTo(0.02, 2);
  });
});

describe("an agency", () => {
  it("has units with a supervisor each, and an administrator", () => {
    const roles = (role: string) => agency!.operators.filter((each) => each.role === role).length;
    expect(roles("supervisor")).toBe(agency!.units.length);
    expect(roles("administrator")).toBe(1);
    expect(new Set(agency!.operators.map((each) => each.json.id)).size).toBe(300);
  });

  it("has activity as unequal as the real one: the busiest tenth does about half", () => {
    const activity = agency!.operators.map((each) => each.activity).toSorted((a, b) => b - a);
    const all = activity.reduce((a, b) => a + b, 0);
    const top = activity.slice(0, 30).reduce((a, b) => a + b, 0);
    expect(top / all).toBeGreaterThan(0.35);
    expect(top / all).toBeLessThan(0.65);
  });

  it("keeps one session a day and operator", () => {
    const operator = agency!.operators[3]!;
    expect(seatOn(operator, 5)).toBe(seatOn(operator, 5));
    const addresses = new Set(Array.from({ length: 100 }, (_, day) => seatOn(operator, day).address));
    expect(addresses.size).toBeLessThanOrEqual(4);
    expect(addresses.size).toBeGreaterThanOrEqual(2);
  });

  it("moves people in a reorganisation and keeps their ids", () => {
    const [other] = makeAgencies(300, 365, 1.26, RandomStream.seeded(4));
    const before = other!.operators.map((each) => each.json);
    const moved = reorganise(other!, 0.4, RandomStream.seeded(9));
    const changed = other!.operators.filter((each, i) => each.json.unit !== before[i]!.unit);
    expect(changed.length).toBe(moved);
    expect(moved / 300).toBeGreaterThan(0.25);
    expect(other!.operators.map((each) => each.json.id)).toEqual(before.map((json) => json.id));
    expect(DAY).toBe(24 * HOUR);
  });
});
