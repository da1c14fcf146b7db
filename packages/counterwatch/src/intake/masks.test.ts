import { describe, expect, it } from "vitest";
import { createMaskTest, hasMaskedWord, isBlank } from "./masks.ts";

describe("masks and blanks", () => {
  const isMask = createMaskTest(["<gone>", "n.v."]);

  it.each([
    "***",
    "**",
    "###",
    "REDACTED",
    "[REDACTED]",
    "(redacted)",
    "*redacted*",
    "[withheld by law]",
    "Withheld",
    "XXXX",
    "xxxxxxx",
    "•••",
    "████",
    " *** ",
    "<gone>",
    "N.V.",
  ])("%s is a mask", (text) => {
    expect(isMask(text)).toBe(true);
    expect(isBlank(text)).toBe(false);
  });

  it.each([
    "",
    "*",
    "#",
    "x",
    "XX",
    "n/a",
    "-",
    "ABC1234",
    "QZ*****",
    "robbery",
    "redactedly yours",
    "exxx",
    "sealed lips, open case with much more to say",
  ])("%s is none", (text) => {
    expect(isMask(text)).toBe(false);
  });

  it.each(["", " ", "\t", "-", "--", "N/A", "n/a", "NA", "null", "(null)", "—", "\u00a0", "UNDEFINED"])(
    "%s is blank",
    (text) => {
      expect(isBlank(text)).toBe(true);
    },
  );

  it.each(["0", "none", "no", "nab", "-1", "unknown", "(nullable)", "HG"])("%s is not blank", (text) => {
    expect(isBlank(text)).toBe(false);
  });

  it("sees single masked words in a text", () => {
    expect(hasMaskedWord("xxxxxxxx investigation")).toBe(true);
    expect(hasMaskedWord("stolen ***")).toBe(true);
    expect(hasMaskedWord("xx large")).toBe(false);
    expect(hasMaskedWord("investigation*")).toBe(false);
    expect(hasMaskedWord("exxxon")).toBe(false);
  });
});
