import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PSEUDONYM_PATTERN, SUBJECT_TYPES } from "../model/index.ts";
import { createPseudonymiser } from "./pseudonymiser.ts";

describe("pseudonyms (RFC 2104 HMAC with SHA-256)", () => {
  it("are HMAC-SHA-256 over type, NUL and canonical form, cut to 96 bits, for keys and texts of any length", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 130 }),
        fc.constantFrom(...SUBJECT_TYPES, "operator" as const),
        fc.string({ unit: "grapheme", maxLength: 600 }),
        (key, type, text) => {
          const expected = createHmac("sha256", key)
            .update(`${type}\0${text}`, "utf8")
            .digest("hex")
            .slice(0, 24);
          expect(createPseudonymiser(key)(type, text)).toBe(`p1_${expected}`);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("keep the types apart, and the keys", () => {
    const first = createPseudonymiser(new Uint8Array(32).fill(1));
    const second = createPseudonymiser(new Uint8Array(32).fill(2));
    expect(first("phone", "123")).toMatch(PSEUDONYM_PATTERN);
    expect(first("phone", "123")).not.toBe(first("account", "123"));
    expect(first("phone", "123")).not.toBe(second("phone", "123"));
  });

  it("do not depend on what was asked before, even after a text longer than the buffer", () => {
    const pseudonym = createPseudonymiser(new Uint8Array(16).fill(3));
    const before = pseudonym("plate", "ABC1234");
    pseudonym("plate", "Ü".repeat(5000));
    expect(pseudonym("plate", "ABC1234")).toBe(before);
  });

  it("refuse a key that could be guessed", () => {
    expect(() => createPseudonymiser(new Uint8Array(15))).toThrow(RangeError);
  });
});
