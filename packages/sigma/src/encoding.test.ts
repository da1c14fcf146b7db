import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64Offsets, utf16beBytes, utf16leBytes, utf8Bytes } from "./encoding.ts";

describe("base64offset", () => {
  it("gives the three forms of the specification's example", () => {
    expect(base64Offsets("foobar")).toEqual(["Zm9vYmFy", "Zvb2Jhc", "mb29iYX"]);
  });

  it("gives exactly what stands in every longer text", () => {
    const bytes = fc.string({ unit: fc.constantFrom("a", "é", "\0", "z"), minLength: 3 });
    fc.assert(
      fc.property(bytes, bytes, bytes, (before, text, after) => {
        const encoded = Buffer.from(before + text + after, "latin1").toString("base64");
        const piece = base64Offsets(text)[before.length % 3] ?? "";
        expect(encoded.slice(4 * Math.floor(before.length / 3))).toContain(piece);
        expect(piece.length).toBeGreaterThanOrEqual(Math.floor((8 * text.length) / 6) - 1);
      }),
    );
  });
});

describe("character encodings", () => {
  it("are those of the specification's examples", () => {
    expect([...utf16leBytes("cmd")].map((char) => char.charCodeAt(0))).toEqual([0x63, 0, 0x6d, 0, 0x64, 0]);
    expect([...utf16beBytes("cmd")].map((char) => char.charCodeAt(0))).toEqual([0, 0x63, 0, 0x6d, 0, 0x64]);
    expect(utf8Bytes("é")).toBe("\u00c3\u00a9");
    expect(utf16leBytes("é€")).toBe("\u00e9\u0000\u00ac\u0020");
  });
});
