import { describe, expect, it } from "vitest";
import { clientClass } from "./client.ts";
import { isGeneric, isPlaceholder } from "./reason.ts";

describe("reasons that people gave in a real audit", () => {
  it.each(["test", "Test.", ".", "-", "u", "xxx", "xxxx", "asdf", "1234", "N/A", "none", "000", "..."])(
    "%s is a placeholder",
    (text) => {
      expect(isPlaceholder(text)).toBe(true);
    },
  );

  it.each([
    "cc",
    "tt",
    "64",
    "db",
    "dui",
    "bmv",
    "024",
    "36714",
    ".stolen",
    "test plate",
    "xxxxxxxx",
    "u of i",
    "isp",
    "80 subject",
    "‹plate:0a1b2c3d›",
  ])("%s is none", (text) => {
    expect(isPlaceholder(text)).toBe(false);
  });

  it.each([
    "investigation",
    "INV",
    "Investigative+",
    "police business",
    "follow up",
    "ongoing investigation",
    "‹plate:0a1b2c3d›",
    "vehicle search",
    "LE use only",
  ])("%s names no matter", (text) => {
    expect(isGeneric(text)).toBe(true);
  });

  it.each([
    "robbery inv",
    "suspect vehicle",
    "wanted",
    "missing person",
    "Property Crime",
    "UUV",
    "ro 64",
    "",
    ". ",
  ])("%s does, or is empty", (text) => {
    expect(isGeneric(text)).toBe(false);
  });
});

describe("client classes", () => {
  it.each([
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Safari/537.36",
      "chrome",
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/129.0 Safari/537.36 Edg/129.0",
      "edge",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1",
      "ios",
    ],
    ["Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/129.0 Mobile Safari/537.36", "android"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "firefox"],
    ["python-requests/2.32.3", "script"],
    ["curl/8.5.0", "script"],
    ["Mozilla/5.0 HeadlessChrome/129.0", "script"],
    ["fususONE", "fususone"],
    ["XProtect Smart Client 2024 R1", "xprotect smart client"],
    ["Web", "web"],
  ])("%s is %s", (text, expected) => {
    expect(clientClass(text)).toBe(expected);
  });
});
