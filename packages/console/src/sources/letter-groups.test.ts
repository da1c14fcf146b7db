import { describe, expect, it } from "vitest";
import type { ShownLetter } from "../api/watch-api.ts";
import { groupLetters } from "./letter-groups.ts";

const letter = (ordinal: number, reason: ShownLetter["reason"], column?: string): ShownLetter => ({
  file: "city",
  line: ordinal,
  ordinal,
  source: "city",
  reason,
  ...(column !== undefined && { column }),
  message: "",
  row: {},
  request: "r",
});

describe("rows that could not be read", () => {
  it("stand together by reason and column, the latest first", () => {
    const letters = [
      letter(9, "time-unreadable", "when"),
      letter(8, "not-json"),
      letter(7, "time-unreadable", "when"),
      letter(6, "time-unreadable", "until"),
    ];
    expect(
      groupLetters(letters).map(({ reason, column, letters: group }) => [
        reason,
        column,
        group.map(({ ordinal }) => ordinal),
      ]),
    ).toEqual([
      ["time-unreadable", "when", [9, 7]],
      ["not-json", undefined, [8]],
      ["time-unreadable", "until", [6]],
    ]);
    expect(groupLetters([])).toEqual([]);
  });
});
