import { canonicalJson, encodeLeaf } from "@counterwatch/evidence";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { eventTag, eventText, leafSource } from "./event-body.ts";

const EVENT: AccessEvent = {
  id: "city:000123",
  time: "2025-03-01T12:00:05.000Z",
  source: "city",
  system: "plates",
  action: "search",
  operator: { id: "op-17" },
  purpose: { reason: "robbery" },
};
const KEY = "0".repeat(64);

function tag(change: Partial<AccessEvent>, key = KEY, byContent = false): string {
  return eventTag(key, { ...EVENT, ...change }, byContent).toString("hex");
}

describe("the text of a look-up (RFC 8785)", () => {
  it("is the canonical JSON of what the look-up says", () => {
    const text = fc.string({ unit: "grapheme" });
    const events = fc.record(
      {
        id: text,
        time: text,
        purpose: fc.record({ reason: text, case: text }),
        rows: fc.integer(),
        lat: fc.double({ noNaN: true, noDefaultInfinity: true }),
        list: fc.array(fc.dictionary(text, fc.boolean())),
      },
      { requiredKeys: ["id"] },
    );
    fc.assert(
      fc.property(events, (event) => {
        const read = JSON.parse(JSON.stringify(event)) as unknown;
        expect(eventText(event as unknown as AccessEvent)).toBe(canonicalJson(read));
      }),
    );
  });

  it("leaves absent members out and replaces lone surrogates, which no ledger could take", () => {
    const hostile = { ...EVENT, site: undefined, purpose: { reason: "a\ud800b \\ud800" } };
    const text = eventText(hostile);
    expect(JSON.parse(text)).toMatchObject({ purpose: { reason: "a\ufffdb \\ud800" } });
    expect(text).not.toContain("site");
    expect(canonicalJson(JSON.parse(text))).toBe(text);
  });
});

describe("the tag of a look-up", () => {
  it("differs with source, id, time, system and action, and with the key", () => {
    const tags = [
      tag({}),
      tag({ id: "city:000124" }),
      tag({ source: "town" }),
      tag({ time: "2025-03-01T12:00:06.000Z" }),
      tag({ system: "calls" }),
      tag({ action: "view" }),
      tag({}, "1".repeat(64)),
    ];
    expect(new Set(tags).size).toBe(tags.length);
    expect(tag({ purpose: { reason: "redacted otherwise" } })).toBe(tag({}));
    expect(tag({})).toHaveLength(32);
  });

  it("is by content where the id is a count of rows", () => {
    const said = tag({}, KEY, true);
    expect(tag({ id: "city:9", automated: true }, KEY, true)).toBe(said);
    expect(tag({ purpose: { reason: "theft" } }, KEY, true)).not.toBe(said);
  });
});

describe("the source of a leaf", () => {
  it("can be carried by a leaf, whatever a log calls it; different ones stay different", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (source) => {
        const leaf = { kind: "event", source: leafSource(source), sequence: 0, time: EVENT.time };
        expect(encodeLeaf(leaf).length).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
    expect(leafSource("city-a-alpr")).toBe("city-a-alpr");
    expect(leafSource("a\n")).not.toBe(leafSource("a\t"));
    expect(leafSource("x".repeat(300))).not.toBe(leafSource("x".repeat(301)));
  });
});
