import { createHash, hkdfSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, hex } from "../encoding.ts";
import { BatchKeys, epochInfo, tripwireKeys } from "./keys.ts";

const NAME = { custodian: "city-a-alpr", agency: "agency-7", epoch: 3, canonical: 1 };
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe("tripwire keys", () => {
  it("are HKDF-SHA-256 as node:crypto computes it (RFC 5869)", () => {
    fc.assert(
      fc.property(bytes(64), bytes(32), (output, publicKey) => {
        const info = epochInfo(NAME);
        const expected = hkdfSync("sha256", output, new Uint8Array(0), concat(info, publicKey), 64);
        const keys = tripwireKeys(output, info, publicKey);
        expect(hex(concat(keys.tag, keys.seal))).toBe(hex(new Uint8Array(expected)));
      }),
      { numRuns: 20 },
    );
  });

  it("make tags and sealing keys as written down, apart for each batch and occurrence", () => {
    fc.assert(
      fc.property(bytes(64), bytes(16), fc.nat(70_000), (output, salt, occurrence) => {
        const keys = tripwireKeys(output, epochInfo(NAME), new Uint8Array(32));
        const j = Buffer.alloc(4);
        j.writeUInt32BE(occurrence);
        const sha = (key: Uint8Array) => createHash("sha256").update(key).update(salt).update(j).digest();
        const batch = new BatchKeys(salt);
        expect(hex(batch.tag(keys, occurrence))).toBe(hex(sha(keys.tag).subarray(0, 16)));
        expect(hex(batch.sealingKey(keys, occurrence))).toBe(hex(sha(keys.seal)));
        expect(hex(batch.tag(keys, occurrence + 1))).not.toBe(hex(batch.tag(keys, occurrence)));
      }),
    );
  });

  it("depend on every part of the epoch's name and on its key", () => {
    const output = new Uint8Array(64).fill(1);
    const key = (name: Partial<typeof NAME>, publicKey = new Uint8Array(32)) =>
      hex(tripwireKeys(output, epochInfo({ ...NAME, ...name }), publicKey).tag);
    const all = [
      key({}),
      key({ custodian: "city-b-alpr" }),
      key({ agency: "agency-8" }),
      key({ epoch: 4 }),
      key({ canonical: 2 }),
      key({}, new Uint8Array(32).fill(1)),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it.each([
    { agency: "" },
    { agency: "A" },
    { custodian: "a\nb" },
    { epoch: 0 },
    { epoch: 1.5 },
    { canonical: 0 },
  ])("refuse the name %j", (part) => {
    expect(() => epochInfo({ ...NAME, ...part })).toThrow(expect.objectContaining({ code: "usage" }));
  });
});
