import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  DARK,
  DARK_CONTRAST,
  LIGHT,
  LIGHT_CONTRAST,
  printPalette,
} from "../../../counterwatch/src/report/page/palette.ts";

/** Of the sheet: each name with what it is in the light and in the dark. */
function colours(block: string): [name: string, light: string, dark: string][] {
  return [
    ...block.matchAll(/(--[\w-]+): (?:light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)|([^;]+));/g),
  ].map(([, name = "", light, dark, both = ""]) => [name, light ?? both, dark ?? both]);
}

function read(palette: string): [name: string, colour: string][] {
  return palette.split(";").map((line) => line.split(":") as [name: string, colour: string]);
}

function expected(light: string, dark: string): [string, string, string][] {
  const inTheDark = new Map(read(dark));
  return read(light).map(([name, colour]) => [name, colour, inTheDark.get(name) ?? ""]);
}

it("the console has the report's colours", () => {
  const sheet = readFileSync(new URL("palette.css", import.meta.url), "utf8");
  const [usual = "", contrast = ""] = [...sheet.matchAll(/:root \{([^}]*)\}/g)].map(([, body]) => body);
  expect(colours(usual)).toEqual(expected(printPalette(LIGHT), printPalette(DARK)));
  expect(colours(contrast)).toEqual(expected(printPalette(LIGHT_CONTRAST), printPalette(DARK_CONTRAST)));
});
