import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accessEventSchema } from "../model/index.ts";
import { at, lookUp } from "./lookups.fixture.ts";
import { eventOf, markOf } from "./mark.ts";
import { marksIn } from "./marks.ts";
import {
  addEvidence,
  addMark,
  addSitting,
  DAY,
  HOUR,
  idsOf,
  openRun,
  type Run,
  traceEvidence,
} from "./run.ts";

function opened(): Run {
  return openRun("fixation", "op", "u", ["s"], at(0));
}

function lookedAt(run: Run, time: number): void {
  addMark(run, markOf(lookUp({ operator: "op", subject: "s", at: time }), time));
}

describe("a run", () => {
  it("counts sittings, occasions eight hours apart and the days they fell on", () => {
    const run = opened();
    for (const hours of [0, 1, 5, 12, 13, 40, 100]) {
      addSitting(run, at(0, 8) + hours * HOUR, 0);
      lookedAt(run, at(0, 8) + hours * HOUR);
    }
    expect(run).toMatchObject({
      sittings: 7,
      occasions: 3,
      days: 3,
      lookups: 7,
      last: at(0, 8) + 100 * HOUR,
    });
  });

  it("lists every look-up once, in order, however many there are, in few marks", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (count) => {
        const run = opened();
        const times = Array.from({ length: count }, (_, i) => at(0) + i * DAY);
        for (const time of times) {
          lookedAt(run, time);
          lookedAt(run, time);
        }
        expect(run.lookups).toBe(count);
        expect(idsOf(run)).toEqual(
          times.map((time) => lookUp({ operator: "op", subject: "s", at: time }).id),
        );
        const marks = marksIn(run.marks);
        expect(marks.length).toBeLessThanOrEqual(200);
        expect(marks[0]?.time).toBe(times[0]);
        expect(marks[marks.length - 1]?.time).toBe(times[count - 1]);
      }),
    );
  });

  it("saves up no innocence: evidence against a run never takes it below nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true })), (nats) => {
        const run = opened();
        for (const one of nats) {
          const before = run.score;
          addEvidence(run, one);
          expect(run.score).toBeGreaterThanOrEqual(0);
          if (one >= 0) expect(run.score).toBeCloseTo(before + one, 12);
        }
      }),
    );
  });

  it("traces its evidence in bounded memory, times rising, the first and the latest kept", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (count) => {
        const run = opened();
        for (let i = 0; i < count; i++) {
          run.score = i;
          traceEvidence(run, at(i));
        }
        const trace = run.trace as number[];
        const times = trace.filter((_, i) => i % 2 === 0);
        expect(trace.length % 2).toBe(0);
        expect(trace.length).toBeLessThanOrEqual(200);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(trace.slice(0, 2)).toEqual([at(0), 0]);
        expect(trace.slice(-2)).toEqual([at(count - 1), count - 1]);
      }),
    );
  });
});

describe("a mark", () => {
  it("becomes the event again that it came from, as far as a reader needs it", () => {
    const event = lookUp({
      operator: "op",
      unit: "u",
      subject: ["s", "t"],
      at: at(3),
      case: "25-1234",
      reason: "robbery",
      site: { id: "cam", lat: 19.4, lon: -99.1 },
      from: at(2),
      address: "10.0.0.1",
      system: "cameras",
    });
    expect(eventOf(markOf(event, at(3)))).toEqual(event);
    const bare = lookUp({ operator: "op", at: at(3) });
    expect(eventOf(markOf(bare, at(3)))).toEqual(bare);
    expect(accessEventSchema.safeParse(eventOf(markOf(event, at(3)))).success).toBe(true);
  });
});
