import { describe, expect, it } from "vitest";
import type { CityLookup } from "./demo-city.ts";
import { DemoStream } from "./demo-stream.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-11-28T07:15:00Z");
const WAITS = NOW - 20 * MINUTE;
const BEGINS = WAITS - 15 * DAY;

function begin(times: readonly number[], sources: readonly string[] = []) {
  const sent: string[][] = [];
  const weeks: number[] = [];
  const ending = new AbortController();
  const lookups: CityLookup[] = times.map((at, index) => ({
    source: sources[index] ?? "plates",
    at,
    line: new Date(at).toISOString(),
  }));
  const stream: DemoStream = new DemoStream(
    { lookups, beginsAt: BEGINS, waitsAt: WAITS, hiddenOperator: "op" },
    {
      send: async (source, body) => void sent.push([source, ...body.trimEnd().split("\n")]),
      week: async () => void weeks.push((stream.clock - BEGINS) / DAY),
      now: () => NOW,
      signal: ending.signal,
    },
  );
  return { stream, sent, weeks, ending, lines: lookups.map(({ line }) => line) };
}

const linesOf = (sent: readonly string[][]) => sent.flatMap(([, ...lines]) => lines);

describe("the demo's stream", () => {
  const times = [
    BEGINS + HOUR,
    BEGINS + 2 * HOUR,
    BEGINS + 3 * DAY,
    WAITS - MINUTE,
    WAITS + MINUTE,
    WAITS + 12 * MINUTE,
    NOW - 1,
  ];

  it("reads the past by days, waits until somebody watches, and catches up with the present", async () => {
    const { stream, sent, weeks, lines } = begin(times);
    const running = stream.run();
    await stream.waiting;
    expect(stream).toMatchObject({ phase: "waiting", loaded: 1, clock: WAITS });
    expect(sent).toEqual([
      ["plates", lines[0], lines[1]],
      ["plates", lines[2]],
      ["plates", lines[3]],
    ]);
    expect(weeks).toEqual([7, 14, 15]);
    stream.watch();
    await running;
    expect(linesOf(sent)).toEqual(lines);
    expect(stream).toMatchObject({ phase: "now", clock: NOW });
  });

  it("has each source send in its turn, in the order in which the look-ups happened", async () => {
    const sources = ["plates", "plates", "calls", "plates"];
    const { stream, sent, ending, lines } = begin(
      [1, 2, 3, 4].map((n) => BEGINS + n * HOUR),
      sources,
    );
    const running = stream.run();
    await stream.waiting;
    ending.abort();
    await running;
    expect(sent).toEqual([
      ["plates", lines[0], lines[1]],
      ["calls", lines[2]],
      ["plates", lines[3]],
    ]);
  });

  it("ends where it is when it is asked to, watched or not", async () => {
    const { stream, sent, ending, lines } = begin(times);
    const running = stream.run();
    await stream.waiting;
    ending.abort();
    await running;
    expect(linesOf(sent)).toEqual(lines.slice(0, 4));
  });

  it("does not swallow a server that refuses", async () => {
    const stream = new DemoStream(
      {
        lookups: [{ source: "plates", at: BEGINS, line: "x" }],
        beginsAt: BEGINS,
        waitsAt: WAITS,
        hiddenOperator: "op",
      },
      {
        send: () => Promise.reject(new Error("503")),
        week: async () => {},
        now: () => NOW,
        signal: new AbortController().signal,
      },
    );
    await expect(stream.run()).rejects.toThrow("503");
    expect(stream.phase).toBe("past");
  });
});
