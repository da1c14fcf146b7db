import { describe, expect, it } from "vitest";
import { CounterwatchError } from "../model/index.ts";
import { failureOf } from "./failure.ts";

describe("failureOf", () => {
  it("says what, where and what to do", () => {
    const error = new CounterwatchError("mapping", "the column is missing", {
      place: { file: "map.yaml", line: 3, column: 7 },
      remedy: "Add it.",
    });
    expect(failureOf(error)).toEqual({
      text: "counterwatch: map.yaml:3:7: the column is missing\n  Add it.\n",
      exitCode: 3,
    });
  });

  it.each([
    ["usage", 2],
    ["config", 2],
    ["refused", 2],
    ["format-unknown", 3],
    ["key-file", 3],
    ["rule", 3],
    ["not-found", 3],
    ["evidence", 4],
    ["unwritable", 5],
    ["unavailable", 5],
    ["internal", 70],
  ] as const)("leaves with the code of the contract: %s", (code, exitCode) => {
    expect(failureOf(new CounterwatchError(code, "x")).exitCode).toBe(exitCode);
  });

  it("shows where a crash came from, but not the value it choked on", () => {
    const crashes = [
      () => JSON.parse("ZQX7741 is no JSON"),
      () => {
        throw new TypeError("ZQX7741\n    at ZQX7741 (/ZQX7741:1:1)\nZQX7741");
      },
      () => {
        throw Object.assign(new Error("ZQX7741"), { name: "ZQX7741", code: "ZQX7741" });
      },
      () => {
        // oxlint-disable-next-line no-throw-literal
        throw "ZQX7741";
      },
    ];
    for (const crash of crashes) {
      try {
        crash();
      } catch (error) {
        const { text, exitCode } = failureOf(error);
        expect(exitCode).toBe(70);
        expect(text).toContain("internal error");
        expect(text).not.toContain("ZQX7741");
      }
    }
    expect.assertions(crashes.length * 3);
  });
});
