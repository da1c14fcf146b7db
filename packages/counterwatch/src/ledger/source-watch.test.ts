import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { NumberLine } from "./number-line.ts";
import { sourceFindings, sourcesNotWatched } from "./source-findings.ts";
import { SourceWatch } from "./source-watch.ts";

const START = Date.parse("2025-03-01T00:00:00.000Z");
const MINUTE = 60_000;

function event(number: number, at: number, id = `city:${String(number).padStart(6, "0")}`): AccessEvent {
  const time = new Date(START + at).toISOString();
  return { id, time, source: "city", system: "plates", action: "search", operator: { id: "op-1" } };
}

/** One row a minute. */
const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => event(from + at, (from + at) * MINUTE));

function found(
  files: readonly (readonly AccessEvent[])[],
  {
    heartbeat,
    deadLetters = 0,
    duplicates = 0,
  }: { heartbeat?: number; deadLetters?: number; duplicates?: number } = {},
) {
  const watch = new SourceWatch({
    heartbeats: new Map(heartbeat === undefined ? [] : [["city", heartbeat]]),
    lateness: 60 * MINUTE,
  });
  for (const [at, file] of files.entries()) {
    watch.opened(`file-${at}`, "own-lines");
    for (const each of file) watch.see(each);
  }
  watch.end();
  return [...sourceFindings(watch, { deadLetters, duplicates })].map(({ finding, events }) => ({
    ...finding,
    events: [...events()],
  }));
}

describe("numbers of a log's own", () => {
  it("that are missing are a finding with the rows on both sides", () => {
    const [gap, ...more] = found([[...rows(1, 400), ...rows(412, 800)]]);
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      detector: "source/gap",
      severity: "high",
      events: ["city:000399", "city:000412"],
      lookups: 2,
      evidence: { missing: 12, gaps: [{ from: 400, to: 411, missing: 12 }] },
    });
    expect(gap?.explanation).toContain("12 of 799 numbers are missing");
  });

  it("say nothing where rows were rejected, where they are no sequence, or too few", () => {
    const whole = [...rows(1, 400), ...rows(412, 800)];
    expect(found([whole], { deadLetters: 12 })).toEqual([]);
    expect(found([whole], { deadLetters: 11 })).toHaveLength(1);
    expect(found([rows(1, 900).filter((_, at) => at % 3 > 0)])).toEqual([]);
    expect(found([[...rows(1, 50), ...rows(60, 100)]])).toEqual([]);
    // Ordinals of ours skip rejected and repeated rows.
    const ordinals = whole.map((each, at) => ({ ...each, id: `own-lines:${at < 399 ? at + 1 : at + 13}` }));
    expect(found([ordinals], { duplicates: 12 })).toEqual([]);
  });

  it("may come in any order and twice, over any files", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(60).keys()], { minLength: 1 }), (numbers) => {
        const line = new NumberLine();
        for (const number of [...numbers, ...numbers]) line.see({ number, id: String(number), time: "" });
        const seen = line.stretches?.flatMap(({ first, last }) =>
          Array.from({ length: last.number - first.number + 1 }, (_, at) => first.number + at),
        );
        expect(seen).toEqual(numbers.toSorted((a, b) => a - b));
        expect(line.seen).toBe(numbers.length);
        for (const [at, { first }] of (line.stretches ?? []).entries())
          if (at > 0) expect(first.number - (line.stretches?.[at - 1]?.last.number ?? 0)).toBeGreaterThan(1);
      }),
    );
  });
});

describe("a heartbeat that was declared", () => {
  it("and was not kept is a finding, whichever way the log is written; a late row ends a silence", () => {
    const silent = [...rows(1, 300), ...rows(450, 600)];
    for (const log of [silent, silent.toReversed()]) {
      const silence = found([log], { heartbeat: 60 * MINUTE }).find(
        ({ detector }) => detector === "source/silence",
      );
      expect(silence).toMatchObject({ events: ["city:000299", "city:000450"], evidence: { silences: 1 } });
      expect(silence?.explanation).toContain("2 h 31 min");
    }
    const late = [400, 350].map((minute) => event(9000 + minute, minute * MINUTE));
    expect(found([[...silent, ...late]], { heartbeat: 60 * MINUTE })).toMatchObject([]);
    expect(found([silent]).map(({ detector }) => detector)).toEqual(["source/gap"]);
  });

  it("of a source without a row is said", () => {
    const watch = new SourceWatch({ heartbeats: new Map([["town", MINUTE]]), lateness: MINUTE });
    watch.see(event(1, 0));
    watch.end();
    expect(sourcesNotWatched(watch)).toEqual([expect.stringContaining("“town”")]);
  });
});

/** The clock is set back after 199 rows. */
const set = (back: number) => [
  ...rows(1, 200),
  ...rows(200, 900).map((each, at) => ({ ...each, time: event(0, (200 + at) * MINUTE - back).time })),
];

describe("time that runs backwards", () => {
  it("is a finding where rows go on from an earlier time", () => {
    expect(found([set(5 * 60 * MINUTE)])).toMatchObject([
      { detector: "source/clock", severity: "medium", events: ["city:000199", "city:000200"] },
    ]);
    // By ten days, because the log's own numbers go on.
    expect(found([set(14_400 * MINUTE)])).toMatchObject([{ detector: "source/clock" }]);
  });

  it("is none within the lateness, for single late rows, newest first, in no order, or between files", () => {
    expect(found([set(59 * MINUTE)])).toEqual([]);
    const single = rows(1, 900);
    single.splice(500, 0, event(10_000, 10 * MINUTE, "x"));
    expect(found([single])).toEqual([]);
    expect(found([rows(1, 900).toReversed()])).toEqual([]);
    expect(
      found([
        rows(1, 900).map((each, at) => ({ ...each, time: event(0, ((at * 7919) % 900) * MINUTE).time })),
      ]),
    ).toEqual([]);
    expect(found([rows(400, 900), rows(1, 400)])).toEqual([]);
    // Months joined into one file out of order, with nothing but our own ordinals.
    const joined = [...rows(44_640, 45_000), ...rows(1, 400)].map((each, at) => ({
      ...each,
      id: `own-lines:${at + 1}`,
    }));
    expect(found([joined])).toEqual([]);
  });
});
