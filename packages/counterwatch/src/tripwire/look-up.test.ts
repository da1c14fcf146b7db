import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { packLookup, tellLookup, unpackLookup } from "./look-up.ts";

const event: AccessEvent = {
  id: "e1",
  time: "2025-03-01T12:00:05.000Z",
  source: "city-alpr",
  system: "plates",
  action: "search",
  operator: { id: "op-17", unit: "patrol", role: "officer" },
  subjects: [{ type: "plate", id: `p1_${"ab".repeat(12)}` as never }],
  site: { id: "cam-42" },
  window: { from: "2025-02-28T00:00:00.000Z" },
  purpose: {
    case: "C25-1",
    reason: "seen with ‹plate:0123abcd› and ‹phone:9876fedc›",
    authority: "warrant 881",
  },
};

describe("what is told of a look-up", () => {
  it("is who looked, when, where and with what words, and no pseudonym of anybody", () => {
    const told = tellLookup(event, "plate", false);
    expect(told).toEqual({
      v: 1,
      event: "e1",
      time: "2025-03-01T12:00:05.000Z",
      source: "city-alpr",
      system: "plates",
      action: "search",
      operator: "op-17",
      type: "plate",
      unit: "patrol",
      role: "officer",
      case: "C25-1",
      site: "cam-42",
      from: "2025-02-28T00:00:00.000Z",
      authority: "warrant 881",
      reason: "seen with ‹plate› and ‹phone›",
    });
    expect(JSON.stringify(told)).not.toMatch(/p1_|0123abcd/);
    expect(unpackLookup(packLookup(told, 480))).toEqual(told);
  });

  it("always fits, leaves out what matters least first, and says that it did", () => {
    fc.assert(
      fc.property(
        fc.record({
          id: fc.string({ minLength: 1, maxLength: 900, unit: "grapheme" }),
          operator: fc.string({ minLength: 1, maxLength: 900, unit: "grapheme" }),
          source: fc.string({ minLength: 1, maxLength: 300 }),
          reason: fc.string({ minLength: 1, maxLength: 2000 }),
          case: fc.string({ minLength: 1, maxLength: 100 }),
        }),
        fc.constantFrom(256, 480, 4096),
        ({ id, operator, source, reason, case: number }, room) => {
          const long = {
            ...event,
            id,
            source,
            operator: { id: operator },
            purpose: { case: number, reason },
          };
          const told = tellLookup(long, "plate", true);
          const packed = packLookup(told, room);
          expect(packed.length).toBeLessThanOrEqual(room);
          const read = unpackLookup(packed);
          expect(read).toMatchObject({ v: 1, time: event.time, type: "plate", shown: true });
          if (read!.cut === undefined)
            expect(JSON.stringify(read)).toBe(JSON.stringify(told).replaceAll(STEERING, "\uFFFD"));
          else if (read!.reason !== undefined) throw new Error("the reason goes first");
        },
      ),
    );
  });

  it("steers no terminal, and turns no sentence around", () => {
    const hostile = { ...event, operator: { id: "op\u001b[2J\u202Eevil\n1" } };
    const read = unpackLookup(packLookup(tellLookup(hostile, "plate", false), 480));
    expect(read!.operator).toBe("op\uFFFD[2J\uFFFDevil\uFFFD1");
  });

  it("is read from a custodian that seals anything", () => {
    const told = tellLookup(event, "plate", false);
    for (const bad of [
      bytes({ ...told, v: 2 }),
      bytes({ ...told, identifier: "ABC1234" }),
      bytes({ ...told, operator: "" }),
      bytes({ ...told, time: "yesterday" }),
      bytes([]),
      Uint8Array.of(0xff, 0xfe),
      new Uint8Array(0),
    ])
      expect(unpackLookup(bad)).toBeUndefined();
  });
});

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const STEERING = /[\p{Bidi_Control}]/gu;
