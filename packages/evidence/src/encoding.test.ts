import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  base64,
  equalBytes,
  fromBase64,
  fromDecimal,
  fromHex,
  fromUint64,
  fromUtf8,
  hex,
  uint64,
  utf8,
} from "./encoding.ts";

const code = (code: string) => expect.objectContaining({ code });
const bytes = fc.uint8Array({ maxLength: 300 });

describe("text forms of bytes", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(bytes, (each) => {
        expect(fromHex(hex(each))).toEqual(each);
        expect(fromBase64(base64(each))).toEqual(each);
        expect(hex(each)).toBe(Buffer.from(each).toString("hex"));
        expect(base64(each)).toBe(Buffer.from(each).toString("base64"));
      }),
    );
    expect(fromBase64(base64(new Uint8Array(10_000).fill(7)))).toHaveLength(10_000);
  });

  it("have one spelling each", () => {
    for (const text of ["AA", "AA=", "AB==", " AAA=", "AAA=\n", "A", "AAA-", "AA==AA==", "====", "é"])
      expect(() => fromBase64(text)).toThrow(code("malformed"));
    for (const text of ["A", "AA", "0g", "0x", " 00"]) expect(() => fromHex(text)).toThrow(code("malformed"));
    for (const text of ["", "00", "01", "-1", "+1", "1.0", "1e3", " 1", "1\n", "9007199254740992", "٣"])
      expect(() => fromDecimal(text)).toThrow(code("malformed"));
    expect(fromDecimal("9007199254740991")).toBe(Number.MAX_SAFE_INTEGER);
  });

  it("refuse what is not text", () => {
    expect(() => utf8("\ud800")).toThrow(code("usage"));
    for (const bad of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82]])
      expect(() => fromUtf8(Uint8Array.from(bad))).toThrow(code("malformed"));
    expect(fromUtf8(utf8("\ufeffé€😀"))).toBe("\ufeffé€😀");
  });
});

it("numbers of eight bytes", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      expect(fromUint64(uint64(value))).toBe(value);
    }),
  );
  expect(() => uint64(-1)).toThrow(code("usage"));
  expect(() => uint64(0.5)).toThrow(code("usage"));
  expect(() => fromUint64(new Uint8Array(8).fill(0xff))).toThrow(code("limit"));
  expect(() => fromUint64(new Uint8Array(8), 1)).toThrow(code("malformed"));
});

it("equality is of every byte and of the length", () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
      expect(equalBytes(a, a.slice())).toBe(true);
    }),
  );
});
