import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  DARK,
  DARK_CONTRAST,
  LIGHT,
  LIGHT_CONTRAST,
  printPalette,
} from "../../../counterwatch/src/report/page/palette.ts";

it("the console has the report's colours", () => {
  const sheet = readFileSync(new URL("palette.css", import.meta.url), "utf8");
  const blocks = [...sheet.matchAll(/:root \{([^}]*)\}/g)].map(([, body]) =>
    (body ?? "")
      .replaceAll(/\s*([:;])\s*/g, "$1")
      .trim()
      .replace(/;$/, ""),
  );
  expect(blocks).toEqual([
    `color-scheme:light dark;${printPalette(LIGHT)}`,
    printPalette(DARK),
    printPalette(LIGHT_CONTRAST),
    printPalette(DARK_CONTRAST),
  ]);
});
