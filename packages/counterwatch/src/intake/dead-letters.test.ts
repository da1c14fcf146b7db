import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskRow, maskShape, safeName, showHeader } from "./dead-letters.ts";

describe("dead letters", () => {
  it("show the shape of a cell and nothing of its content", () => {
    expect(maskShape("ABC-1234 Núñez, +52 (55) 警")).toBe("AAA-9999 Aaaaa, +99 (99) a");
    expect(maskShape("½ ٣ 🚗 ‹plate:0a1b2c3d›")).toBe("9 9 ? ?aaaaa:9a9a9a9a?");
    expect(maskShape("x".repeat(500))).toBe(`${"a".repeat(200)}…`);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(maskShape(text)).not.toMatch(/[b-zB-Z0-8]/);
        expect(maskShape(text)).toMatch(/^[\x20-\x7e\t\r\n]*…?$/);
      }),
      { numRuns: 2000 },
    );
  });

  it("name columns, but never by a value that stands where a name should", () => {
    expect(maskRow(["Name", "License Plate", "4155552671", ""], ["Ann", "ABC1234", "x", "y", "z"])).toEqual({
      Name: "Aaa",
      "License Plate": "AAA9999",
      "column 3": "a",
      "column 4": "a",
      "column 5": "a",
    });
    expect(maskRow([], { user: "ann", ABC1234: { deep: [1, "QRX"] }, "a@b.org": null })).toEqual({
      user: "aaa",
      "column 2": '{"aaaa":[9,"AAA"]}',
      "column 3": "aaaa",
    });
    expect(safeName("Total Networks Searched", 2)).toBe("Total Networks Searched");
    expect(safeName("AUDIT_TYPE", 0)).toBe("AUDIT_TYPE");
  });

  it("hold no more of a row than is of use", () => {
    const wide = Array.from({ length: 500 }, (_, index) => `cell ${index}`);
    expect(Object.keys(maskRow([], wide))).toHaveLength(64);
    expect(Object.keys(maskRow([], Object.fromEntries(wide.map((cell) => [cell, cell]))))).toHaveLength(64);
  });

  it("show a header only where no name in it looks like a value", () => {
    expect(showHeader([" Colour", "Shape "])).toEqual(["Colour", "Shape"]);
    expect(showHeader(["Colour", "ABC1234"])).toBeUndefined();
    expect(showHeader(["Colour", "jane@example.org"])).toBeUndefined();
    expect(showHeader(["", " "])).toBeUndefined();
  });
});
