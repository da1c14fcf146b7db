import { createHash } from "node:crypto";
import { budgetKept } from "./budget-kept.ts";
import { deadLetters } from "./dead-letters.ts";
import { findingList } from "./finding-list.ts";
import { fontFaces } from "./font-faces.ts";
import { guaranteeNotice } from "./guarantee-state.ts";
import { heatMap } from "./heat-map.ts";
import { reveal, shorten } from "./hostile-text.ts";
import { type Html, html, trusted } from "./html.ts";
import { method } from "./method.ts";
import { gapSentences, notChecked } from "./not-checked.ts";
import { operatorsTable } from "./operators-table.ts";
import { openPage, type PageContext } from "./page-context.ts";
import { reading } from "./reading.ts";
import type { ReportInput } from "./report-input.ts";
import { resultSentence } from "./result-sentence.ts";
import { SCRIPT } from "./script.ts";
import { markDefinitions } from "./severity-mark.ts";
import { cssString, styleSheet } from "./styles.ts";

/** What the file may take in bytes; the findings get what everything else leaves. */
const WHOLE_FILE = 1_960_000;

/**
 * The report as one self-contained HTML file, in pieces: nothing in it asks anything of a network, and a
 * Content-Security-Policy holds it to that. Pure: the same input gives the same bytes. Under two megabytes, always.
 */
export function* renderReport(input: ReportInput): Generator<string> {
  const page = openPage(input);
  const opening = [head(page), header(page), contents(page), html`<main>\n`, reading(page)];
  const closing = [
    notChecked(page),
    operatorsTable(page),
    heatMap(page),
    budgetKept(page),
    method(page),
    deadLetters(page),
    html`</main>\n<footer><p>${page.words.footer(input.version)}</p></footer>\n<script>${trusted(SCRIPT)}</script>\n</body>\n</html>\n`,
  ];
  const taken = [...opening, ...closing].reduce((sum, part) => sum + part.size, 0);
  for (const part of opening) yield part.markup;
  for (const part of findingList(page, WHOLE_FILE - taken)) yield part.markup;
  for (const part of closing) yield part.markup;
}

function head({ input, words, say }: PageContext): Html {
  const style = styleSheet({
    title: cssString(shorten(reveal(input.title), 80)),
    page: pageNumber(words.page({ page: "\u0000p", pages: "\u0000n" })),
  });
  const fonts = input.fonts === undefined ? "" : fontFaces(input.fonts);
  const styles = fonts === "" ? [style] : [fonts, style];
  const policy = [
    "default-src 'none'",
    `style-src ${styles.map(allow).join(" ")}`,
    `script-src ${allow(SCRIPT)}`,
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
<meta name="generator" content="Counterwatch ${input.version}">
<title>${shorten(input.title, 160)}</title>
<link rel="icon" href="data:,">
${styles.map((sheet) => html`<style>${trusted(sheet)}</style>\n`)}</head>
<body>
`;
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

function header(page: PageContext): Html {
  const { input, words, say, axis } = page;
  const { period, sources } = input.summary;
  const when = period === null ? words.periodNone : say.days(Date.parse(period.from), Date.parse(period.to));
  const names = sources.slice(0, 6).map(({ source }) => shorten(source, 60));
  const gaps = gapSentences(page).length;
  const more = sources.length > 6 && ` ${words.andMore(sources.length - 6)}`;
  return html`<a class="skip" href="#findings">${words.skip}</a>
${markDefinitions()}${axis?.definitions()}
<header><p class="brand"><b>${words.wordmark}</b> ${words.kind}</p>
<h1>${shorten(input.title, 200)}</h1>
<dl class="facts-list"><dt>${words.period}</dt><dd>${when}</dd><dt>${words.sourcesLabel}</dt><dd>${names.join(", ")}${more}</dd><dt>${words.readAt}</dt><dd>${say.minute(Date.parse(input.generatedAt))}</dd><dt>${words.zone}</dt><dd>${say.zone}</dd></dl>
<p class="result">${resultSentence(page)}</p>
<p class="unchecked">${gaps === 0 ? words.notCheckedNothing : html`<a href="#not-checked">${words.notCheckedCount(gaps)}</a>`}</p>
${guaranteeNotice(page)}<p class="leads"><b>${words.leads}</b> ${words.leadsMeaning}</p></header>
`;
}

function contents({ input, words }: PageContext): Html {
  const links: readonly (readonly [id: string, title: string])[] = [
    ["read", words.readTitle],
    ["findings", words.findingsTitle],
    ["not-checked", words.notCheckedTitle],
    ["operators", words.operatorsTitle],
    ["hours", words.hoursTitle],
    ...(input.calibration === undefined ? [] : ([["budget", words.budgetTitle]] as const)),
    ["method", words.methodTitle],
    ["dead-letters", words.appendixTitle],
  ];
  return html`<nav aria-labelledby="contents-h"><div><h2 id="contents-h">${words.contents}</h2><ul>${links.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></div></nav>\n`;
}
