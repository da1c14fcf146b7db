import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { ReportFonts } from "../report/scan/report-input.ts";

const require = createRequire(import.meta.url);

/** The report's two fonts out of their packages (SIL Open Font Licence 1.1). Rejects where the packages are not installed. */
export async function readReportFonts(): Promise<ReportFonts> {
  const [text, mono] = await Promise.all([
    readFile(require.resolve("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2")),
    readFile(
      require.resolve("@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2"),
    ),
  ]);
  return { text, mono };
}
