import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../canonical-json.ts";
import { fromUtf8, utf8 } from "../encoding.ts";
import { checkCommitment, commit, decodeLeaf, encodeLeaf, type Leaf } from "./leaf.ts";

const code = (code: string) => expect.objectContaining({ code });
const LEAF: Leaf = {
  kind: "event",
  source: "city-a-alpr",
  sequence: 7,
  time: "2026-03-01T12:00:05.000Z",
  commitment: "ab".repeat(32),
};
const salt = new Uint8Array(32).fill(9);

describe("a leaf", () => {
  it("is one canonical JSON object", () => {
    expect(fromUtf8(encodeLeaf({ ...LEAF, statement: { rows: 2, b: null } }))).toBe(
      `{"commitment":"${"ab".repeat(32)}","kind":"event","sequence":7,"source":"city-a-alpr","statement":{"b":null,"rows":2},"time":"2026-03-01T12:00:05.000Z","v":1}`,
    );
    expect(decodeLeaf(encodeLeaf(LEAF))).toEqual(LEAF);
  });

  it("comes back as it was, and no other bytes mean it", () => {
    const leaf = fc.record(
      {
        kind: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
        source: fc
          .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
          .filter((each) => !/\p{Cc}/u.test(each)),
        sequence: fc.maxSafeNat(),
        time: fc
          .date({ noInvalidDate: true, min: new Date(0), max: new Date("9999-01-01") })
          .map((each) => each.toISOString()),
        commitment: fc.stringMatching(/^[0-9a-f]{64}$/),
        statement: fc.jsonValue().map((each): unknown => JSON.parse(JSON.stringify(each))),
      },
      { requiredKeys: ["kind", "source", "sequence", "time"] },
    );
    fc.assert(
      fc.property(leaf, fc.nat(), fc.integer({ min: 1, max: 255 }), (leaf, at, change) => {
        const entry = encodeLeaf(leaf);
        expect(decodeLeaf(entry)).toEqual(leaf);
        const other = entry.with(at % entry.length, (entry[at % entry.length] as number) ^ change);
        let decoded: Leaf | undefined;
        try {
          decoded = decodeLeaf(other);
        } catch (cause) {
          expect(cause).toMatchObject({ name: "EvidenceError" });
        }
        if (decoded !== undefined) expect(encodeLeaf(decoded)).toEqual(other);
      }),
    );
  });

  it.each([
    ["white space", `${fromUtf8(encodeLeaf(LEAF))} `],
    ["another order of keys", `{"v":1,${fromUtf8(encodeLeaf(LEAF)).slice(1).replace(',"v":1', "")}`],
    ["a repeated key", fromUtf8(encodeLeaf(LEAF)).replace('"kind"', '"kind":"x","kind"')],
    ["an unknown field", canonicalJson({ ...LEAF, v: 1, person: "x" })],
    ["another version", canonicalJson({ ...LEAF, v: 2 })],
    ["no version", canonicalJson({ ...LEAF })],
    ["no source", canonicalJson({ ...LEAF, v: 1, source: "" })],
    ["a source with control characters", canonicalJson({ ...LEAF, v: 1, source: "a\u0007" })],
    ["a kind in capitals", canonicalJson({ ...LEAF, v: 1, kind: "Event" })],
    ["a negative sequence", canonicalJson({ ...LEAF, v: 1, sequence: -1 })],
    ["a fractional sequence", canonicalJson({ ...LEAF, v: 1, sequence: 1.5 })],
    ["a local time", canonicalJson({ ...LEAF, v: 1, time: "2026-03-01T12:00:05+01:00" })],
    ["a time that is none", canonicalJson({ ...LEAF, v: 1, time: "2026-13-01T12:00:05Z" })],
    ["a short commitment", canonicalJson({ ...LEAF, v: 1, commitment: "ab" })],
    ["a list", "[]"],
    ["null", "null"],
    ["nothing", ""],
    ["endless nesting", "[".repeat(60_000)],
    ["deep nesting", `${"[".repeat(30_000)}${"]".repeat(30_000)}`],
  ])("refuses %s", (_, text) => {
    expect(() => decodeLeaf(utf8(text))).toThrow(code("malformed"));
  });

  it("refuses to be written otherwise", () => {
    expect(() => encodeLeaf({ ...LEAF, kind: "" })).toThrow(code("usage"));
    expect(() => encodeLeaf({ ...LEAF, statement: () => 1 })).toThrow(code("usage"));
    expect(() => encodeLeaf({ ...LEAF, statement: "x".repeat(70_000) })).toThrow(code("limit"));
    expect(() => decodeLeaf(new Uint8Array(70_000))).toThrow(code("limit"));
  });
});

describe("a commitment", () => {
  it("is SHA-256 over domain, salt and canonical body", () => {
    const oracle = createHash("sha256")
      .update("counterwatch/leaf/v1\n")
      .update(salt)
      .update('{"a":1,"b":[true]}')
      .digest("hex");
    expect(commit(salt, { b: [true], a: 1 })).toBe(oracle);
  });

  it("opens with its salt and body, and with no other", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.jsonValue(),
        fc.nat({ max: 255 }),
        (salt, value, bit) => {
          const body: unknown = JSON.parse(JSON.stringify(value));
          const leaf = { ...LEAF, commitment: commit(salt, body) };
          checkCommitment(leaf, salt, body);
          const other = salt.with(bit >> 3, (salt[bit >> 3] as number) ^ (1 << (bit & 7)));
          expect(() => checkCommitment(leaf, other, body)).toThrow(code("commitment"));
          expect(() => checkCommitment(leaf, salt, [body])).toThrow(code("commitment"));
        },
      ),
    );
    const { commitment: _, ...open } = LEAF;
    expect(() => checkCommitment(open, salt, {})).toThrow(code("commitment"));
    expect(() => commit(new Uint8Array(16), {})).toThrow(code("usage"));
  });
});
