import { describe, expect, it } from "vitest";
import { counted, shortList } from "./sentences.ts";

describe("words of a sentence", () => {
  it("count in the singular and the plural, thousands apart", () => {
    expect([0, 1, 2, 12_345].map((n) => counted(n, "look-up"))).toEqual([
      "0 look-ups",
      "1 look-up",
      "2 look-ups",
      "12,345 look-ups",
    ]);
  });

  it("list what there is, and how many more", () => {
    expect(shortList([], 2)).toBe("");
    expect(shortList(["a"], 2)).toBe("a");
    expect(shortList(["a", "b"], 2)).toBe("a and b");
    expect(shortList(["a", "b", "c"], 3)).toBe("a, b and c");
    expect(shortList(["a", "b", "c", "d"], 2)).toBe("a, b and 2 more");
  });
});
