import type { ReportFonts } from "../scan/report-input.ts";

/** The range of the fonts' latin subset; other scripts fall back to the system's fonts. */
const LATIN =
  "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD";

/** The two families, embedded: the page asks nothing of any server. */
export function fontFaces({ text, mono }: ReportFonts): string {
  return face("Inter Variable", text, "100 900") + face("JetBrains Mono Variable", mono, "100 800");
}

function face(family: string, bytes: Uint8Array, weights: string): string {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  return `@font-face{font-family:"${family}";font-style:normal;font-display:block;font-weight:${weights};src:url(data:font/woff2;base64,${data}) format("woff2");unicode-range:${LATIN}}\n`;
}
