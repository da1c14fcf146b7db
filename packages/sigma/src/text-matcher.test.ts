import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "./fold.ts";
import { ANY, DASH, joinParts, ONE, type Part, type Pattern } from "./pattern.ts";
import { textMatcher } from "./text-matcher.ts";

/** The slow and obvious meaning of a pattern. */
function means(pattern: Pattern, text: readonly string[]): boolean {
  const [part, ...rest] = pattern;
  if (part === undefined) return text.length === 0;
  if (part === ANY) return means(rest, text) || (text.length > 0 && means(pattern, text.slice(1)));
  if (part === ONE) return text.length > 0 && means(rest, text.slice(1));
  if (part === DASH) return /^[-/\u2013\u2014\u2015]$/.test(text[0] ?? "") && means(rest, text.slice(1));
  const literal = [...part];
  return literal.every((char, index) => text[index] === char) && means(rest, text.slice(literal.length));
}

const part: fc.Arbitrary<Part> = fc.oneof(
  fc.constantFrom(ANY, ONE, DASH),
  fc.string({ unit: fc.constantFrom("a", "b", "-", "😀"), minLength: 1, maxLength: 3 }),
);

describe("text patterns", () => {
  it("mean what their parts mean", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "-", "/", "😀"), maxLength: 9 });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }).map(joinParts), text, (pattern, value) => {
        expect(textMatcher(pattern, true)(value)).toBe(means(pattern, [...value]));
      }),
      { numRuns: 3000 },
    );
  });

  it("disregard case unless cased", () => {
    expect(textMatcher(["ABC", ANY], false)(fold("abcd"))).toBe(true);
    expect(textMatcher(["ABC", ANY], true)("abcd")).toBe(false);
    expect(textMatcher(["ΣΊΣΥΦΟΣ"], false)(fold("Σίσυφος"))).toBe(true);
  });

  it("take a character outside the basic plane as one", () => {
    expect(textMatcher(["a", ONE, "b"], false)("a😀b")).toBe(true);
    expect(textMatcher([ANY, "a", ONE], false)("xa😀")).toBe(true);
  });

  it("take time linear in the text", () => {
    const pattern = joinParts(Array.from({ length: 20 }, (): Part[] => ["a", ANY, ONE]).flat());
    const matcher = textMatcher([...pattern, "b"], true);
    const time = (length: number) => {
      const text = "a".repeat(length);
      const start = process.cpuUsage().user;
      expect(matcher(text)).toBe(false);
      return (process.cpuUsage().user - start) / 1000;
    };
    time(1000);
    // A backtracking matcher would need longer than the universe has.
    expect(time(100_000)).toBeLessThan(1000);
  });
});

describe("folding", () => {
  it("of a whole is the folding of its parts, which the index relies on", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
        expect(fold(a + b)).toBe(fold(a) + fold(b));
      }),
    );
    expect(fold("ΟΔΟΣ") + fold("Σ")).toBe(fold("ΟΔΟΣΣ"));
    expect(fold("ſ")).toBe("s");
  });
});
