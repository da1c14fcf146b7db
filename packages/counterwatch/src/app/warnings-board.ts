/** The board of warnings as a file. */
import { warningBoard } from "../report/warnings/warning-board.ts";
import { readReportFonts } from "../store/fonts.ts";
import { writeDurably } from "../store/tripwire-files.ts";
import type { Settings } from "./settings.ts";
import type { WarningBoard } from "./warnings.ts";

/** Readable by its owner alone, whole or not at all. Throws `unwritable`. */
export async function writeWarningBoard(
  path: string,
  board: WarningBoard,
  { lang = "en", zone = "UTC" }: Pick<Settings, "lang" | "zone">,
  version: string,
): Promise<void> {
  const fonts = await readReportFonts();
  writeDurably(path, warningBoard({ ...board, locale: lang, zone, version, fonts }));
}
