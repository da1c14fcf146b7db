import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut, reveal, shorten } from "./hostile-text.ts";

describe("reveal", () => {
  it.each([
    ["terminal escape", "\u001b[31mred", "[U+001B][31mred"],
    ["right-to-left override", "user\u202egpj.exe", "user[U+202E]gpj.exe"],
    ["isolates", "\u2066a\u2069", "[U+2066]a[U+2069]"],
    ["zero width", "op\u200b-17", "op[U+200B]-17"],
    ["soft hyphen", "co\u00adop", "co[U+00AD]op"],
    ["byte-order mark", "\ufeffA", "[U+FEFF]A"],
    ["tags", "a\u{e0041}", "a[U+E0041]"],
    ["lone surrogate", "a\ud800b", "a[U+D800]b"],
    ["NUL", "\u0000", "[U+0000]"],
    ["line ends", "a\r\nb\nc\rd\te", "a↵b↵c↵d⇥e"],
    ["line separator", "a\u2028b", "a[U+2028]b"],
  ])("shows %s", (_, hostile, shown) => {
    expect(reveal(hostile)).toBe(shown);
  });

  it.each(["Müller, José", "平和", "שלום", "“quoted” – 30 %", "naïve café", "🚓"])(
    "leaves %s alone",
    (text) => {
      expect(reveal(text)).toBe(text);
    },
  );

  it("leaves no character that cannot be seen, and is the same the second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = reveal(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(reveal(shown)).toBe(shown);
      }),
    );
  });
});

describe("cut", () => {
  it("accounts for every character and never parts a surrogate pair", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), fc.nat(40), (text, limit, keep) => {
        const { head, rest, dropped } = cut(text, limit, keep);
        expect(head.length + rest.length + dropped).toBe(text.length);
        expect(text.startsWith(head + rest)).toBe(true);
        expect(head).not.toMatch(/\p{Surrogate}/u);
        expect(head + rest).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});

describe("shorten", () => {
  it("keeps to its limit and says that it left something out", () => {
    expect(shorten("abcdef", 6)).toBe("abcdef");
    expect(shorten("abcdefg", 6)).toBe("abcde…");
    expect(shorten("abcd🚓g", 6)).toBe("abcd…");
  });
});
