import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEvidence } from "./evidence.ts";
import { sittingsOf } from "./sittings.ts";

const MINUTE = 60_000;

type Row = Parameters<typeof sittingsOf>[0][number];

function row(minute: number, about: { subject?: string; site?: string }): Row {
  const { subject, site } = about;
  return {
    event: {
      time: new Date(minute * MINUTE).toISOString(),
      operator: { id: "op-1" },
      ...(subject && { subjects: [{ type: "plate", id: subject }] }),
      ...(site && { site: { id: site } }),
    },
  } as unknown as Row;
}

describe("sittings", () => {
  it("count look-ups of one subject less than half an hour apart once", () => {
    expect(sittingsOf([0, 29, 58, 88].map((minute) => row(minute, { subject: "p" })))).toEqual([
      { from: 0, to: 58 * MINUTE, lookups: 3 },
      { from: 88 * MINUTE, to: 88 * MINUTE, lookups: 1 },
    ]);
  });

  it("are one for each place where the look-ups name nobody, however quickly it went", () => {
    const path = Array.from({ length: 7 }, (_, at) => row(at, { site: `cam-${at}` }));
    expect(sittingsOf(path)).toHaveLength(7);
    expect(sittingsOf([row(0, { site: "a" }), row(1, { site: "b" }), row(2, { site: "a" })])).toEqual([
      { from: 0, to: 2 * MINUTE, lookups: 2 },
      { from: MINUTE, to: MINUTE, lookups: 1 },
    ]);
  });

  it("lose no look-up and do not depend on order", () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }));
    fc.assert(
      fc.property(minutes, (drawn) => {
        const all = drawn.map((minute) => row(minute, { subject: "p" }));
        const sittings = sittingsOf(all);
        expect(sittings.reduce((sum, { lookups }) => sum + lookups, 0)).toBe(all.length);
        expect(sittingsOf(all.toReversed())).toEqual(sittings);
        for (const [at, { from }] of sittings.entries())
          if (at > 0) expect(from - (sittings[at - 1]?.to ?? 0)).toBeGreaterThanOrEqual(30 * MINUTE);
      }),
    );
  });
});

describe("evidence", () => {
  it("draws an account in order of time, and lists the rest", () => {
    const read = readEvidence({
      account: [
        { time: "2026-01-02T00:00:00.000Z", nats: 2 },
        { time: "2026-01-01T00:00:00.000Z", nats: 1 },
      ],
      alertNats: 7.5,
      share: 0.123456,
      why: "no case",
    });
    expect(read.account.map(({ nats }) => nats)).toEqual([1, 2]);
    expect(read.alertNats).toBe(7.5);
    expect(read.rest).toEqual([
      ["alertNats", "7.5"],
      ["share", "0.1235"],
      ["why", "no case"],
    ]);
  });

  it("draws nothing of an account with a hole, and cuts what is long", () => {
    const read = readEvidence({ account: [{ time: "never", nats: 1 }], long: "x".repeat(1000) });
    expect(read.account).toEqual([]);
    expect(read.rest.map(([name]) => name)).toEqual(["account", "long"]);
    expect(read.rest[1]?.[1].length).toBe(401);
  });

  it("whatever a detector writes is read", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (evidence) => {
        for (const [, value] of readEvidence(evidence).rest) expect(typeof value).toBe("string");
      }),
    );
  });
});
