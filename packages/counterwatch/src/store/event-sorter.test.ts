import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { orderEvents } from "../stream/event-order.ts";
import { FileEventSorter } from "./event-sorter.ts";

function event(second: number, operator: string): AccessEvent {
  return {
    id: `${operator}:${second}`,
    time: new Date(Date.UTC(2025, 0, 1, 0, 0, second)).toISOString(),
    source: "log",
    system: "plates",
    action: "search",
    operator: { id: operator, unit: "Señalización ü" },
  };
}

const drawn = fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.constantFrom("a", "b")), {
  maxLength: 200,
});

describe("FileEventSorter", () => {
  it("gives back what it was given, in order, from memory and from disk alike", () => {
    fc.assert(
      fc.property(drawn, fc.integer({ min: 1, max: 60 }), (pairs, piece) => {
        const events = pairs.map(([second, operator]) => event(second, operator));
        const sorter = new FileEventSorter(piece);
        for (const one of events) sorter.add(one);
        const sorted = [...sorter.sorted()];
        sorter.close();
        const whole = new FileEventSorter(1000);
        for (const one of events.toReversed()) whole.add(one);
        expect(sorted).toEqual([...whole.sorted()]);
        expect(sorted.map(({ time }) => time)).toEqual(events.map(({ time }) => time).toSorted());
      }),
      { numRuns: 60 },
    );
  });
});

function through(events: readonly AccessEvent[]) {
  const released: AccessEvent[] = [];
  const order = orderEvents(
    3_600_000,
    (one) => released.push(one),
    () => new FileEventSorter(700),
  );
  for (const one of events) order.see(one);
  for (const _ of order.end());
  return { released, order };
}

describe("orderEvents", () => {
  const forward = Array.from({ length: 5000 }, (_, i) => event(i * 40, "a"));

  it("turns a log that is written newest first, and says so", () => {
    const { released, order } = through(forward.toReversed());
    expect(order.reversed).toBe(true);
    expect(order.late).toBe(0);
    expect(released).toEqual(forward);
  });

  it("streams a log that runs forward", () => {
    const { released, order } = through(forward);
    expect(order.reversed).toBe(false);
    expect(released).toEqual(forward);
  });

  it("gives the same for an empty log and for a short one", () => {
    expect(through([]).released).toEqual([]);
    expect(through(forward.slice(0, 3).toReversed()).released).toEqual(forward.slice(0, 3));
  });
});
