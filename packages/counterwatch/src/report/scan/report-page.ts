import { budgetKept } from "./budget-kept.ts";
import { deadLetters } from "./dead-letters.ts";
import { findingList } from "./finding-list.ts";
import { guaranteeNotice } from "./guarantee-state.ts";
import { heatMap } from "./heat-map.ts";
import { shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import { method } from "./method.ts";
import { gapSentences, notChecked } from "./not-checked.ts";
import { operatorsTable } from "./operators-table.ts";
import { openPage, type PageContext } from "./page-context.ts";
import { pageFoot, pageHead } from "../page/page-frame.ts";
import { reading } from "./reading.ts";
import type { ReportInput } from "./report-input.ts";
import { resultSentence } from "./result-sentence.ts";
import { SCRIPT } from "./script.ts";
import { markDefinitions } from "../page/severity-mark.ts";

/** What the file may take in bytes; the findings get what everything else leaves. */
const WHOLE_FILE = 1_960_000;

/**
 * The report as one file, in pieces. Pure: the same input gives the same bytes. Under two megabytes, always.
 */
export function* renderReport(input: ReportInput): Generator<string> {
  const page = openPage(input);
  const { say, words } = page;
  const { title, version, fonts } = input;
  const frame = { say, words, title, version, fonts, script: SCRIPT };
  const opening = [pageHead(frame), header(page), contents(page), html`<main>\n`, reading(page)];
  const closing = [
    notChecked(page),
    operatorsTable(page),
    heatMap(page),
    budgetKept(page),
    method(page),
    deadLetters(page),
    html`</main>\n`,
    pageFoot(frame),
  ];
  const taken = [...opening, ...closing].reduce((sum, part) => sum + part.size, 0);
  for (const part of opening) yield part.markup;
  for (const part of findingList(page, WHOLE_FILE - taken)) yield part.markup;
  for (const part of closing) yield part.markup;
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
