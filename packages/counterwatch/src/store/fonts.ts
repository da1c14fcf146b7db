import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { ReportFonts } from "../report/report-input.ts";

const FILES = {
  text: "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  mono: "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
} as const;

/** The report's two fonts out of their packages (SIL Open Font Licence 1.1). Rejects where the packages are not installed. */
export async function readReportFonts(): Promise<ReportFonts> {
  const { resolve } = createRequire(import.meta.url);
  const [text, mono] = await Promise.all([readFile(resolve(FILES.text)), readFile(resolve(FILES.mono))]);
  return { text, mono };
}
