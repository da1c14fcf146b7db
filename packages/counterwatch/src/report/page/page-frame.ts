/**
 * What every page that Counterwatch writes has around it: one self-contained HTML file that asks nothing of a network, and a
 * Content-Security-Policy that holds it to that. A page brings its style and its script; their hashes are all that may run.
 */
import { createHash } from "node:crypto";
import { fontFaces } from "./font-faces.ts";
import { reveal, shorten } from "./hostile-text.ts";
import { type Html, html, trusted } from "./html.ts";
import type { Messages } from "../words/messages.ts";
import type { ReportFonts } from "../scan/report-input.ts";
import type { Speech } from "../words/speech.ts";
import { cssString, styleSheet } from "./styles.ts";

interface Frame {
  readonly say: Speech;
  readonly words: Messages;
  readonly title: string;
  readonly version: string;
  /** Absent: the system's own fonts. */
  readonly fonts?: ReportFonts | undefined;
  /** Besides the sheet that all pages share. */
  readonly style?: string;
  readonly script?: string;
}

/** Up to and with `<body>`. */
export function pageHead({ say, words, title, version, fonts, style, script }: Frame): Html {
  const shared = styleSheet({
    title: cssString(shorten(reveal(title), 80)),
    page: pageNumber(words.page({ page: "\u0000p", pages: "\u0000n" })),
  });
  const styles = [fonts === undefined ? "" : fontFaces(fonts), shared, style ?? ""].filter(
    (sheet) => sheet !== "",
  );
  const policy = [
    "default-src 'none'",
    `style-src ${styles.map(allow).join(" ")}`,
    ...(script === undefined ? [] : [`script-src ${allow(script)}`]),
    "font-src data:",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return html`<!doctype html>
<html lang="${say.locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex,nofollow,noarchive">
<meta name="generator" content="Counterwatch ${version}">
<title>${shorten(title, 160)}</title>
<link rel="icon" href="data:,">
${styles.map((sheet) => html`<style>${trusted(sheet)}</style>\n`)}</head>
<body>
`;
}

/** The last lines of the file. */
export function pageFoot({ words, version, script }: Pick<Frame, "words" | "version" | "script">): Html {
  const run = script === undefined ? html`` : html`<script>${trusted(script)}</script>\n`;
  return html`<footer><p>${words.footer(version)}</p></footer>\n${run}</body>\n</html>\n`;
}

function allow(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}

/** The page-number sentence as CSS content: strings around `counter(page)` and `counter(pages)`, in the language's order. */
function pageNumber(sentence: string): string {
  // oxlint-disable-next-line no-control-regex -- the marks cannot occur in a message
  const parts = sentence.split(/(\u0000[pn])/);
  return parts
    .filter((part) => part !== "")
    .map((part) =>
      part === "\u0000p" ? "counter(page)" : part === "\u0000n" ? "counter(pages)" : cssString(part),
    )
    .join(" ");
}
