import { describe, expect, it } from "vitest";
import { secondWord, threefry } from "./threefry.ts";

describe("Random123 known answers, threefry2x32, 20 rounds", () => {
  it.each([
    [0, 0, 0, 0, 0x6b200159, 0x99ba4efe],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
    [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xc4923a9c, 0x483df7a0],
  ])("key %i %i counter %i %i", (key0, key1, counter0, counter1, first, second) => {
    expect(threefry(key0, key1, counter0, counter1)).toBe(first);
    expect(secondWord()).toBe(second);
  });
});
