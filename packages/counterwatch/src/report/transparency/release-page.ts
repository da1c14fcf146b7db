/** A report as one page for people who have never heard of ε. The same draw gives the same bytes. */
import { createHash } from "node:crypto";
import type { Action, System } from "../../model/index.ts";
import { type Html, html } from "../page/html.ts";
import { type Messages, messagesFor } from "../words/messages.ts";
import { pageFoot, pageHead } from "../page/page-frame.ts";
import { pageSection } from "../page/page-section.ts";
import type { ReportFonts } from "../scan/report-input.ts";
import { type Locale, Speech } from "../words/speech.ts";
import { type Release, type ReleaseTable, releaseText } from "./release.ts";
import type { FindingClass, Outcome, PurposeClass } from "./tables.ts";

export interface ReleasePageInput {
  readonly release: Release;
  /** Of the ledger, with the hash of the release. */
  readonly leaf: number;
  /** Name of the ledger. */
  readonly origin: string;
  /** Name of the file with the release itself. */
  readonly json: string;
  readonly locale: Locale;
  readonly fonts?: ReportFonts | undefined;
}

interface Page extends ReleasePageInput {
  readonly say: Speech;
  readonly all: Messages;
  readonly words: Messages["transparency"];
}

const DAY = 86_400_000;

export function releasePage(input: ReleasePageInput): string {
  const say = new Speech(input.locale, "UTC");
  const all = messagesFor(say);
  const words = all.transparency;
  const page = { ...input, say, all, words };
  const { release, fonts } = input;
  const title = words.title({ publisher: release.publisher, period: release.period.name });
  const named = new Set(release.tables.map(({ table }) => table));
  const parts = [
    pageHead({ say, words: all, title, version: release.program, fonts, style: STYLE }),
    opening(page, title),
    html`<main>\n`,
    pageSection("reading", words.readingTitle, paragraphs(readingOf(page))),
    ...release.tables.map((table) => figures(page, table)),
    ...(named.has("finding") ? [] : [html`<p class="empty">${words.noFindings}</p>\n`]),
    ...(named.has("finding") && !named.has("outcome")
      ? [html`<p class="empty">${words.noOutcomes}</p>\n`]
      : []),
    pageSection("left-out", words.leftOutTitle, paragraphs(words.leftOut)),
    pageSection("epsilon", words.meaningTitle, paragraphs(meaningOf(page))),
    pageSection(
      "limits",
      words.limitsTitle,
      paragraphs([...words.limits, ...(named.has("finding") ? [words.findingLimit] : [])]),
    ),
    pageSection("check", words.checkTitle, check(page)),
    html`</main>\n`,
    pageFoot({ words: all, version: release.program }),
  ];
  return parts.map(({ markup }) => markup).join("");
}

function opening({ release, say, all, words }: Page, title: string): Html {
  const { period, drawn, epsilon, mechanism, delta, revision, reason } = release;
  const total = release.tables.find(({ table }) => table === "total")?.cells[0];
  const span = { first: say.day(Date.parse(period.from)), last: say.day(Date.parse(period.to) - DAY) };
  const spent = words.spent({ epsilon, delta: mechanism === "gaussian" ? delta : undefined });
  const again =
    revision > 0 &&
    html`<dt>${words.revisionLabel}</dt><dd>${words.revision({ number: revision, reason: reason ?? "" })}</dd>`;
  return html`<a class="skip" href="#total">${words.skip}</a>
<header><p class="brand"><b>${all.wordmark}</b> ${words.kind}</p>
<h1>${title}</h1>
<dl class="facts-list"><dt>${words.periodLabel}</dt><dd>${words.period(span)}</dd><dt>${words.drawnLabel}</dt><dd>${say.minute(Date.parse(drawn))}</dd><dt>${words.spentLabel}</dt><dd>${spent}</dd>${again}</dl>
${total !== undefined && html`<p class="result">${words.headline({ value: signed(say, total.value), low: signed(say, total.low), high: signed(say, total.high) })}</p>`}
<p class="leads">${words.promise}</p></header>\n`;
}

function readingOf({ release, words }: Page): readonly string[] {
  const cells = release.tables.reduce((sum, table) => sum + table.cells.length, 0);
  return words.reading({ cells, missed: Math.round(cells / 20) });
}

function meaningOf({ release, say, words }: Page): readonly string[] {
  const { epsilonSubject: subject, epsilonOperator: operator, mechanism, delta } = release;
  // Rounded up: the page says "at most".
  const odds = (epsilon: number) => say.number(Math.ceil(Math.exp(epsilon) * 10) / 10);
  const meaning = words.meaning({
    subject,
    operator,
    oddsSubject: odds(Number(subject)),
    oddsOperator: odds(Number(operator)),
    three: odds(3 * Number(subject)),
  });
  return mechanism === "gaussian" ? [...meaning, words.delta(delta)] : meaning;
}

function figures(page: Page, table: ReleaseTable): Html {
  const { say, words } = page;
  const { perSubject, perOperator, cells } = table;
  const least = Math.min(0, ...cells.map(({ low }) => low));
  const most = Math.max(0, ...cells.map(({ high }) => high));
  const place = (value: number) => `${((100 * (value - least)) / Math.max(1, most - least)).toFixed(2)}%`;
  const zero = place(0);
  const rows = cells.map(
    ({ cell, value, low, high }) =>
      html`<tr><th scope="row">${labelOf(page, table, cell)}</th><td class="n">${signed(say, value)}</td><td class="n span">${signed(say, low)} – ${signed(say, high)}</td><td class="picture"><svg class="strip" aria-hidden="true"><line class="zero" x1="${zero}" x2="${zero}" y1="0" y2="100%"/><line class="within" x1="${place(low)}" x2="${place(high)}" y1="50%" y2="50%"/><circle class="drawn" cx="${place(value)}" cy="50%" r="3"/></svg></td></tr>\n`,
  );
  const head = html`<thead><tr><th scope="col">${words.line}</th><th scope="col" class="n">${words.figure}</th><th scope="col" class="n">${words.fromTo}</th><th scope="col" class="picture"><span class="vh">${words.picture}</span></th></tr></thead>`;
  return pageSection(
    table.table,
    words.tables[table.table],
    html`<p class="note">${words.capped({ perSubject, perOperator })}</p>\n<table class="plain figures"><caption class="vh">${words.tables[table.table]}</caption>${head}<tbody>\n${rows}</tbody></table>\n`,
  );
}

function labelOf({ all, words }: Page, { table }: ReleaseTable, cell: string): string {
  switch (table) {
    case "total":
      return words.all;
    case "system":
      return all.system[cell as System];
    case "action":
      return all.action[cell as Action];
    case "purpose":
      return words.purposes[cell as PurposeClass];
    case "finding":
      return words.findingClasses[cell as FindingClass];
    case "outcome":
      return words.outcomes[cell as Outcome];
    default: {
      const [system, action] = cell.split("/");
      return `${all.system[system as System]} · ${all.action[action as Action]}`;
    }
  }
}

function check({ release, leaf, origin, json, words }: Page): Html {
  const hash = createHash("sha256").update(releaseText(release)).digest("hex");
  return html`<p>${words.check({ json, leaf, origin })}</p>\n<p><code>${hash}</code></p>\n<p>${words.law({ gaussian: release.mechanism === "gaussian" })}</p>\n`;
}

/** With a minus sign that is one. */
function signed(say: Speech, value: number): string {
  return value < 0 ? `\u2212${say.number(-value)}` : say.number(value);
}

function paragraphs(texts: readonly string[]): Html {
  return html`${texts.map((text) => html`<p>${text}</p>\n`)}`;
}

const STYLE = `
main section>p:not(.note){margin-top:8px}
.figures{margin-top:12px;table-layout:fixed}
.figures th:first-child{width:32%}
.figures td.n,.figures thead .n{width:104px;white-space:nowrap}
.figures td.span,.figures thead .n+.n{width:184px}
.figures td.span{color:var(--muted)}
.figures td.picture{vertical-align:middle;padding-left:24px}
.figures .strip{height:16px;overflow:visible}
.zero{stroke:var(--rule-strong);stroke-width:1px}
.within{stroke:var(--heat-2);stroke-width:4px}
.drawn{fill:var(--text)}
@media (max-width:720px){
.figures .picture{display:none}
.figures th:first-child{width:auto}
.figures td.n,.figures thead .n{width:72px}
.figures td.span,.figures thead .n+.n{width:128px}
}
@media print{.within,.drawn{print-color-adjust:exact;-webkit-print-color-adjust:exact}.figures{break-inside:auto}}
@media (forced-colors:active){.within{stroke:CanvasText}.drawn{fill:CanvasText}}`;
