import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, fromUtf8, hex, utf8 } from "../encoding.ts";
import { aesGcm } from "../node/aes-gcm.ts";
import { BatchMatcher, batchBytes, batchRoot, makeBatch, readBatch } from "./batch.ts";
import { EpochKey } from "./epoch-key.ts";
import { group, NAME, plate, randomFrom } from "./tripwire.fixture.ts";

const SHAPE = { size: 32, payload: 100 };
const key = new EpochKey(group, randomFrom(1)(32), NAME);
const names = Array.from({ length: 12 }, (_, at) => `PLT${1000 + at}`);
const keysOf = (name: string) => key.keysOf(plate(name));
const refused = (code: string) => expect.objectContaining({ code });

function make(looked: readonly string[], seed = 1, shape = SHAPE) {
  const lookups = looked.map((name, at) => ({ keys: keysOf(name), payload: utf8(`${at} of ${name}`) }));
  return makeBatch(
    { ...shape, epoch: 1, number: 7, time: 1_700_000_000_000, lookups },
    randomFrom(seed),
    aesGcm,
  );
}

function found(bytes: Uint8Array, members: readonly string[]) {
  const matcher = new BatchMatcher(readBatch(bytes, SHAPE), aesGcm);
  return members
    .flatMap((name) => [...matcher.matches(keysOf(name))])
    .map(({ payload }) => (payload === undefined ? "damaged" : fromUtf8(payload)))
    .sort();
}

describe("a batch", () => {
  it("shows an agency exactly the look-ups of its members", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...names), { maxLength: 32 }),
        fc.uniqueArray(fc.constantFrom(...names)),
        fc.nat(),
        (looked, members, seed) => {
          const expected = looked.flatMap((name, at) => (members.includes(name) ? [`${at} of ${name}`] : []));
          expect(found(make(looked, seed), members)).toEqual(expected.sort());
        },
      ),
    );
  });

  it("has one size whatever is in it, and no two equal tags or ciphertexts, even of one subject with one payload", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 32 }), fc.nat(), (count, seed) => {
        const lookups = Array.from({ length: count }, () => ({
          keys: keysOf("PLT1000"),
          payload: utf8("same"),
        }));
        const bytes = makeBatch(
          { ...SHAPE, epoch: 1, number: 7, time: 0, lookups },
          randomFrom(seed),
          aesGcm,
        );
        expect(bytes.length).toBe(batchBytes(SHAPE));
        const { entries } = readBatch(bytes, SHAPE);
        expect(new Set(entries.map(({ tag }) => hex(tag))).size).toBe(32);
        expect(new Set(entries.map(({ sealed }) => hex(sealed))).size).toBe(32);
      }),
    );
  });

  it("shuffles: where a look-up stands says nothing about when it was made", () => {
    const places = zeros(8);
    for (let seed = 0; seed < 800; seed++) {
      const shape = { size: 8, payload: 64 };
      const batch = readBatch(make(["PLT1000"], seed, shape), shape);
      const open = batch.entries.findIndex(({ tag, sealed }) => {
        const alone = { ...batch, entries: [{ tag, sealed }] };
        return [...new BatchMatcher(alone, aesGcm).matches(keysOf("PLT1000"))].length === 1;
      });
      places[open]! += 1;
    }
    // 800 draws over eight places: chi-square with 7 degrees of freedom, passed by chance once in 10,000 at 29.9.
    expect(places.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)).toBeLessThan(29.9);
  });

  it("never becomes larger: what does not fit must wait", () => {
    expect(() => make(Array.from({ length: 33 }, () => "PLT1000"))).toThrow(refused("quota"));
    const lookups = [{ keys: keysOf("PLT1000"), payload: new Uint8Array(101) }];
    const plan = { ...SHAPE, epoch: 1, number: 1, time: 0, lookups };
    expect(() => makeBatch(plan, randomFrom(1), aesGcm)).toThrow(refused("usage"));
    for (const shape of [{ size: 0 }, { size: 65_537 }, { payload: 63 }, { payload: 4097 }])
      expect(() => makeBatch({ ...plan, lookups: [], ...shape }, randomFrom(1), aesGcm)).toThrow(
        refused("usage"),
      );
  });

  it("carries what its header says", () => {
    const { epoch, number, time } = readBatch(make([]), SHAPE);
    expect({ epoch, number, time }).toEqual({ epoch: 1, number: 7, time: 1_700_000_000_000 });
  });

  it("is refused at any other length, beginning or size", () => {
    const bytes = make(["PLT1000"]);
    for (const bad of [
      bytes.slice(1),
      concat(bytes, Uint8Array.of(0)),
      bytes.map((byte, at) => (at === 0 ? byte ^ 1 : byte)),
    ])
      expect(() => readBatch(bad, SHAPE)).toThrow(refused("malformed"));
    for (const at of [8, 39, 40, 47])
      expect(() =>
        readBatch(
          bytes.map((byte, index) => (index === at ? byte ^ 0x80 : byte)),
          SHAPE,
        ),
      ).toThrow(expect.objectContaining({ code: expect.stringMatching(/malformed|limit/) }));
    expect(() => readBatch(bytes, { ...SHAPE, size: 31 })).toThrow(refused("malformed"));
  });

  it("opens for nobody once a byte of it has changed, and says so where the tag still matches", () => {
    const bytes = make(["PLT1000"]);
    const results = new Set<string>();
    for (let at = 0; at < bytes.length; at += 5) {
      const changed = bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
      try {
        const [text = "nothing"] = found(changed, ["PLT1000"]);
        results.add(text);
      } catch (error) {
        results.add((error as { code: string }).code);
      }
    }
    expect([...results].sort()).toEqual(["0 of PLT1000", "damaged", "limit", "malformed", "nothing"]);
    // The header is sealed in: another number, epoch or tick opens nothing.
    expect(
      found(
        bytes.map((byte, at) => (at === 23 ? byte ^ 1 : byte)),
        ["PLT1000"],
      ),
    ).toEqual(["damaged"]);
  });

  it("has the tree hash of RFC 6962 section 2.1 over header and entries", () => {
    for (const size of [1, 2, 3, 4, 7, 8, 31, 32]) {
      const shape = { size, payload: 64 };
      const bytes = make([], size, shape);
      const step = 16 + 2 + 64 + 16;
      const leaves = [bytes.subarray(0, 64)];
      for (let at = 64; at < bytes.length; at += step) leaves.push(bytes.subarray(at, at + step));
      expect(hex(batchRoot(bytes, shape))).toBe(treeHash(leaves).toString("hex"));
    }
  });
});

const zeros = (length: number): number[] => Array.from({ length }, () => 0);
const sha = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

/** As RFC 6962 section 2.1 writes it. */
function treeHash(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves;
  if (leaves.length === 1) return sha(Uint8Array.of(0), only!);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha(Uint8Array.of(1), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}
