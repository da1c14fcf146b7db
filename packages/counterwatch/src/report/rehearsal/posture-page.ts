/** The posture as a page and on a terminal, in the same sentences. */
import type { Posture, Shortcoming } from "../../assess/posture.ts";
import type { System, Vector } from "../../model/index.ts";
import { reveal, shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import { type Messages, messagesFor } from "../words/messages.ts";
import { pageFoot, pageHead } from "../page/page-frame.ts";
import type { ReportFonts } from "../scan/report-input.ts";
import { type Locale, Speech } from "../words/speech.ts";
import { wrap } from "../page/terminal-text.ts";

export interface PostureInput {
  readonly posture: Posture;
  readonly locale: Locale;
  readonly zone: string;
  readonly version: string;
  readonly fonts?: ReportFonts | undefined;
}

interface Page {
  readonly posture: Posture;
  readonly say: Speech;
  readonly all: Messages;
  readonly words: Messages["posture"];
}

function open({ posture, locale, zone }: PostureInput): Page {
  const say = new Speech(locale, zone);
  const all = messagesFor(say);
  return { posture, say, all, words: all.posture };
}

export function posturePage(input: PostureInput): string {
  const page = open(input);
  const { posture, say, all, words } = page;
  const { version, fonts } = input;
  const parts = [
    pageHead({ say, words: all, title: words.title, version, fonts }),
    html`<header><p class="brand"><b>${all.wordmark}</b> ${words.kind}</p>
<h1>${words.title}</h1>
<dl class="facts-list"><dt>${all.readAt}</dt><dd>${say.minute(Date.parse(posture.at))}</dd><dt>${all.zone}</dt><dd>${say.zone}</dd></dl>
<p class="result">${words.headline(posture.shortcomings.length)}</p></header>\n<main id="not-checked">\n`,
    section("short", words.shortcomingsTitle, shortcomings(page)),
    section("vectors", words.coverageTitle, coverage(page)),
    section("sources", words.sourcesTitle, sources(page)),
    section("items", words.itemsTitle, items(page)),
    section("ledger", words.ledgerTitle, html`<p>${ledgerSentence(page)}</p>`),
    section("authority", words.authorityTitle, html`${authority(page).map((line) => html`<p>${line}</p>`)}`),
    html`</main>\n`,
    pageFoot({ words: all, version }),
  ];
  return parts.map(({ markup }) => markup).join("");
}

/** All shortcomings, then what is open: an inspector reads it from the top. */
export function postureText(input: PostureInput, { width: columns }: { readonly width: number }): string {
  const page = open(input);
  const { posture, words, say } = page;
  const width = Math.max(40, columns);
  const lines = [
    words.headline(posture.shortcomings.length),
    ...posture.shortcomings.flatMap((each) => hanging(`- ${sentence(page, each)}`, width)),
    "",
    ...posture.items
      .filter(({ state }) => state !== "closed")
      .flatMap(({ vulnerability, owner, due, overdue, state, id }) =>
        hanging(
          `${id.slice(0, 9)}  ${overdue ? words.overdue : words.itemState[state]} · ${owner} · ${say.date(Date.parse(due))} · ${vulnerability}`,
          width,
        ),
      ),
    `${words.ledgerTitle}: ${ledgerSentence(page)}`,
    ...authority(page),
    rehearsedSentence(page),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function hanging(text: string, width: number): string[] {
  return wrap(reveal(text), width - 2, 3).map((line, at) => (at === 0 ? line : `  ${line}`));
}

function sentence({ words, all, say }: Page, { what, about = "" }: Shortcoming): string {
  if (what === "vector-uncovered") return words.shortcoming[what](all.rehearsal.vector[about as Vector]);
  if (what === "rehearsal-old") return words.shortcoming[what](say.day(Date.parse(about)));
  return words.shortcoming[what](about);
}

function shortcomings(page: Page): Html {
  const items = page.posture.shortcomings.map((each) => html`<li>${shorten(sentence(page, each), 300)}</li>`);
  return items.length === 0 ? html`<p class="empty">${page.words.headline(0)}</p>` : html`<ul>${items}</ul>`;
}

function coverage({ posture, all, words }: Page): Html {
  const names = (systems: readonly System[]) =>
    systems.length === 0 ? all.rehearsal.nothing : systems.map((system) => all.system[system]).join(", ");
  const rows = posture.vectors.map(
    ({ vector, covered, uncovered }) =>
      html`<tr><th scope="row">${all.rehearsal.vector[vector]}</th><td>${names(covered)}</td><td>${names(uncovered)}</td></tr>\n`,
  );
  return table([all.rehearsal.vectorColumn, words.coveredColumn, words.uncoveredColumn], rows);
}

function sources({ posture, say, all, words }: Page): Html {
  if (posture.sources.length === 0) return html`<p class="empty">${words.noSources}</p>`;
  const rows = posture.sources.map(
    ({ source, system, state, heard }) =>
      html`<tr><th scope="row">${shorten(source, 80)}</th><td>${system === undefined ? words.unknownSystem : all.system[system]}</td><td>${words.state[state]}</td><td class="t">${heard === undefined ? "" : say.minute(Date.parse(heard))}</td></tr>\n`,
  );
  return table([words.sourceColumn, words.systemColumn, words.stateColumn, words.heardColumn], rows);
}

function items(page: Page): Html {
  const { posture, say, words } = page;
  const last = html`<p class="note">${rehearsedSentence(page)}</p>`;
  if (posture.items.length === 0) return html`<p class="empty">${words.noItems}</p>${last}`;
  const rows = posture.items.map(
    ({ vulnerability, owner, state, overdue, due, reason, id }) =>
      html`<tr><th scope="row">${shorten(vulnerability, 300)}<span class="about">${id}${reason !== undefined && ` · ${reason}`}</span></th><td>${overdue ? html`<b>${words.overdue}</b>` : words.itemState[state]}</td><td>${owner}</td><td class="t">${say.date(Date.parse(due))}</td></tr>\n`,
  );
  return html`${last}${table([words.itemColumn, words.stateColumn, words.ownerColumn, words.dueColumn], rows)}`;
}

function ledgerSentence({ posture: { ledger }, words }: Page): string {
  return ledger === undefined ? words.noLedger : words.ledger(ledger);
}

function authority({ posture: { authority: named }, words }: Page): string[] {
  if (named === undefined) return [words.nobody];
  const line = named.line.length === 0 ? [] : [words.line(named.line)];
  return [...line, ...named.incidents.map((each) => words.decides(each))];
}

function rehearsedSentence({ posture: { rehearsed }, say, words }: Page): string {
  return rehearsed === undefined ? words.neverRehearsed : words.rehearsed(say.day(Date.parse(rehearsed)));
}

function section(id: string, title: string, body: Html): Html {
  return html`<section aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2>\n${body}</section>\n`;
}

function table(heads: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="wide" tabindex="0"><table class="plain"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>\n${rows}</tbody></table></div>`;
}
