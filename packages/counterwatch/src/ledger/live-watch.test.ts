import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { LiveWatch, type LiveWatchState } from "./live-watch.ts";

const START = Date.UTC(2025, 2, 1, 8);
const MINUTE = 60_000;

function event(source: string, id: string, at: number): AccessEvent {
  return {
    id,
    time: new Date(at).toISOString(),
    source,
    system: "plates",
    action: "search",
    operator: { id: "op-1" },
  };
}

function newWatch(state?: LiveWatchState, unread = 0): LiveWatch {
  return new LiveWatch(
    { heartbeats: new Map([["city", 15 * MINUTE]]), lateness: 0, unread: () => unread },
    state,
  );
}

const found = (watch: LiveWatch) =>
  [...watch.findings()].map(({ finding, events }) => ({ ...finding, events: [...events()] }));

describe("a source that is silent", () => {
  it("is told by its own rows, each silence for itself", () => {
    const watch = newWatch();
    for (const [number, minute] of [0, 10, 40, 50, 90].entries())
      watch.see(event("city", `n${number}`, START + minute * MINUTE));
    watch.see(event("other", "x1", START + 500 * MINUTE));
    const told = found(watch);
    expect(told.map(({ detector, since, events }) => [detector, since, events])).toEqual([
      ["source/silence", "2025-03-01T08:10:00.000Z", ["n1", "n2"]],
      ["source/silence", "2025-03-01T08:50:00.000Z", ["n3", "n4"]],
    ]);
    expect(told[0]?.explanation).toBe(
      "Source city was silent for longer than its heartbeat of 15 min: for 30 min from 2025-03-01 08:10:00 UTC to 2025-03-01 08:40:00 UTC.",
    );
  });

  it("is told by our clock while it lasts, once, and ends when the source speaks", () => {
    const watch = newWatch();
    watch.see(event("city", "n1", START));
    expect(watch.quiet(START)).toBe(false);
    expect(watch.quiet(START + 15 * MINUTE)).toBe(false);
    expect(watch.quiet(START + 16 * MINUTE)).toBe(true);
    expect(watch.quiet(START + 60 * MINUTE)).toBe(false);
    const [lasting] = found(watch);
    expect(lasting).toMatchObject({
      lookups: 1,
      time: "2025-03-01T08:15:00.000Z",
      explanation: "Source city has said nothing since 2025-03-01 08:00:00 UTC. Its heartbeat is 15 min.",
    });
    watch.see(event("city", "n2", START + 62 * MINUTE));
    const [ended, ...more] = found(watch);
    expect(more).toEqual([]);
    expect(ended).toMatchObject({ id: lasting?.id, lookups: 2, evidence: { length: "1 h 2 min" } });
    // Without our clock the rows say the same.
    const later = newWatch();
    later.see(event("city", "n1", START));
    later.see(event("city", "n2", START + 62 * MINUTE));
    expect(found(later)).toEqual([ended]);
  });

  it("is not taken for silent while we were away, nor where its rows come late", () => {
    const watch = newWatch();
    watch.see(event("city", "n1", START));
    const woke = START + 24 * 60 * MINUTE;
    expect(watch.quiet(woke)).toBe(false);
    expect(watch.quiet(woke + 10 * MINUTE)).toBe(false);
    watch.see(event("city", "n2", START + MINUTE));
    expect(watch.quiet(woke + 20 * MINUTE)).toBe(false);
    expect(watch.quiet(woke + 34 * MINUTE)).toBe(false);
    expect(watch.quiet(woke + 36 * MINUTE)).toBe(true);
    watch.see(event("city", "n3", START + 2 * MINUTE));
    expect(found(watch)).toMatchObject([{ lookups: 2, explanation: expect.stringMatching(/leave no gap/) }]);
  });

  it("is told under the same name by the process after this one, and ends there", () => {
    const first = newWatch();
    first.see(event("city", "n1", START));
    first.quiet(START);
    first.quiet(START + 20 * MINUTE);
    const [lasting] = found(first);
    const second = newWatch();
    second.remember([{ source: "city", after: "n1" }]);
    second.see(event("city", "n1", START));
    expect(found(second)).toEqual([]);
    expect(second.quiet(START + 30 * MINUTE)).toBe(false);
    expect(second.quiet(START + 50 * MINUTE)).toBe(true);
    expect(found(second)).toEqual([lasting]);
    const third = newWatch();
    third.remember([{ source: "city", after: "n1" }]);
    third.see(event("city", "n1", START));
    third.see(event("city", "n2", START + MINUTE));
    expect(found(third)).toMatchObject([{ id: lasting?.id, lookups: 2 }]);
    expect(newWatch().notWatched()).toEqual([
      "Source “city” has a declared heartbeat, and nothing has come from it yet.",
    ]);
  });
});

const rows = (numbers: readonly number[], prefix = "a:") =>
  numbers.map((number) => event("alpr", `${prefix}${number}`, START + number * 1000));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

describe("numbers that are missing", () => {
  it("are told when enough came behind them, and stay told", () => {
    const watch = newWatch();
    for (const each of rows([...range(1, 300), ...range(310, 509)])) watch.see(each);
    expect(found(watch)).toEqual([]);
    for (const each of rows(range(509, 511))) watch.see(each);
    expect(found(watch)).toMatchObject([
      {
        detector: "source/gap",
        severity: "high",
        events: ["a:299", "a:310"],
        evidence: { missing: 10, from: 300, to: 309 },
      },
    ]);
  });

  it("are not told where they come in another order, were rejected, or were made up by us", () => {
    const late = newWatch();
    for (const each of rows([...range(1, 300), ...range(310, 400), ...range(300, 310), ...range(400, 900)]))
      late.see(each);
    expect(found(late)).toEqual([]);
    const rejected = newWatch(undefined, 10);
    for (const each of rows([...range(1, 300), ...range(310, 900)])) rejected.see(each);
    expect(found(rejected)).toEqual([]);
    for (const prefix of ["alpr:0123456789abcdef:", "alpr:0123456789ab-4096:"]) {
      const counted = newWatch();
      for (const each of rows([...range(1, 300), ...range(310, 900)], prefix)) counted.see(each);
      expect(found(counted)).toEqual([]);
    }
    const scattered = newWatch();
    for (const each of rows(range(1, 3000).map((number) => number * 3))) scattered.see(each);
    expect(found(scattered)).toEqual([]);
  });
});

const stretch = (ids: (at: number) => string, turn: number) =>
  Array.from({ length: 600 }, (_, at) => event("alpr", ids(at), START + (at < turn ? at : at - 40) * MINUTE));

describe("time that runs backwards", () => {
  it("is told where numbers go on across it, the log's own or those of one file", () => {
    for (const ids of [
      (at: number) => `a:${at}`,
      (at: number) => `alpr:0123456789ab-${at - (at % 50)}00:${(at % 50) + 1}`,
    ]) {
      const watch = newWatch();
      for (const each of stretch(ids, 300)) watch.see(each);
      expect(found(watch)).toMatchObject([{ detector: "source/clock", evidence: { back: "39 min" } }]);
    }
  });

  it("is nothing where an older log came behind a newer one", () => {
    const watch = newWatch();
    for (const each of stretch(
      (at) => `alpr:${at < 300 ? "0123456789abcdef" : "fedcba9876543210"}:${at}`,
      300,
    ))
      watch.see(each);
    expect(found(watch)).toEqual([]);
  });
});

it("finds the same whenever it is written down and goes on", () => {
  const anything = fc.record({
    number: fc.integer({ min: 1, max: 700 }),
    minute: fc.integer({ min: 0, max: 2000 }),
  });
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 60 }), fc.nat(1000), fc.nat(1000), (steps, one, two) => {
      const events = [
        ...Array.from({ length: 450 }, (_, at) =>
          event("city", `c:${at * (at > 220 ? 1 : 2)}`, START + at * MINUTE),
        ),
        ...steps.map(({ number, minute }) => event("city", `c:${number}`, START + minute * MINUTE)),
      ];
      const whole = newWatch();
      let parted = newWatch();
      for (const [at, each] of events.entries()) {
        whole.see(each);
        if (at === one || at === two) parted = newWatch(structuredClone(parted.snapshot()));
        parted.see(each);
      }
      expect(found(parted)).toEqual(found(whole));
    }),
    { numRuns: 40 },
  );
});
