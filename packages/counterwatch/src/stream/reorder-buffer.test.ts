import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { ReorderBuffer } from "./reorder-buffer.ts";

const START = Date.parse("2025-03-01T00:00:00.000Z");

function event(minute: number, operator: string): AccessEvent {
  return {
    id: `${operator}:${minute}`,
    time: new Date(START + minute * 60_000).toISOString(),
    source: "log",
    system: "plates",
    action: "search",
    operator: { id: operator },
  };
}

function through(events: readonly AccessEvent[], lateness: number, capacity?: number) {
  const released: AccessEvent[] = [];
  const buffer = new ReorderBuffer({
    lateness: lateness * 60_000,
    ...(capacity === undefined ? {} : { capacity }),
    release: (one) => released.push(one),
  });
  for (const one of events) buffer.see(one);
  buffer.flush();
  return { released, buffer };
}

const minutes = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.constantFrom("a", "b", "c")), {
  maxLength: 120,
});

describe("ReorderBuffer", () => {
  it("releases every event exactly once, whatever the order and the lateness", () => {
    fc.assert(
      fc.property(minutes, fc.integer({ min: 0, max: 600 }), (drawn, lateness) => {
        const events = drawn.map(([minute, operator]) => event(minute, operator));
        const { released, buffer } = through(events, lateness);
        expect(released.map(({ id }) => id).toSorted()).toEqual(events.map(({ id }) => id).toSorted());
        expect(released.filter(({ late }) => late)).toHaveLength(buffer.late);
      }),
    );
  });

  it("gives one order for every order of arrival within the lateness", () => {
    fc.assert(
      fc.property(minutes, fc.infiniteStream(fc.nat()), (drawn, random) => {
        const events = drawn.map(([minute, operator]) => event(minute, operator));
        const shuffled = events
          .map((one) => ({ one, key: random.next().value as number }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const [first, second] = [through(events, 501), through(shuffled, 501)];
        expect(first.buffer.late).toBe(0);
        expect(first.released).toEqual(second.released);
        const times = first.released.map(({ time }) => time);
        expect(times).toEqual(times.toSorted());
      }),
    );
  });

  it("marks what comes behind the watermark, and lets it through at once", () => {
    const { released, buffer } = through(
      [event(0, "a"), event(100, "a"), event(200, "a"), event(10, "b")],
      30,
    );
    expect(buffer.late).toBe(1);
    expect(released.map(({ id, late }) => [id, late ?? false])).toEqual([
      ["a:0", false],
      ["a:100", false],
      ["b:10", true],
      ["a:200", false],
    ]);
  });

  it("holds no more than its capacity, and counts what that let go early", () => {
    const events = Array.from({ length: 50 }, (_, i) => event(i, "a"));
    const { released, buffer } = through(events, 1000, 10);
    expect(buffer.crowded).toBe(40);
    expect(released).toEqual(events);
  });
});
