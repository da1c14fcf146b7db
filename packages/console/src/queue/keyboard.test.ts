import { describe, expect, it } from "vitest";
import { COMMANDS, commandOf, keysOf, type Stroke } from "./keyboard.ts";

const stroke = (key: string, more: Partial<Stroke> = {}) =>
  commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, focus: "other", ...more });

describe("keys of the queue", () => {
  it("each command has a key, and each key one command", () => {
    const keys = COMMANDS.flatMap(keysOf);
    for (const command of COMMANDS) expect(keysOf(command), command).not.toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("are those of the design: j k x a c / ?", () => {
    expect(["j", "k", "x", "a", "c", "/", "?"].map((key) => stroke(key))).toEqual([
      "next",
      "previous",
      "select",
      "take",
      "close",
      "search",
      "help",
    ]);
  });

  it("letters are letters while somebody writes, and the browser keeps its own keys", () => {
    for (const key of ["j", "a", "c", "/", "?", "Enter"])
      expect(stroke(key, { focus: "writes" })).toBeUndefined();
    expect(stroke("Escape", { focus: "writes" })).toBe("escape");
    expect(stroke("a", { ctrlKey: true })).toBeUndefined();
    expect(stroke("c", { metaKey: true })).toBeUndefined();
  });

  it("a focused button keeps Enter and the arrows", () => {
    expect(stroke("Enter", { focus: "acts" })).toBeUndefined();
    expect(stroke("ArrowDown", { focus: "acts" })).toBeUndefined();
    expect(stroke("j", { focus: "acts" })).toBe("next");
  });
});
