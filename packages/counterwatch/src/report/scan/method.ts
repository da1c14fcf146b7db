import { severityRank } from "../../model/index.ts";
import { shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import { language, type PageContext } from "./page-context.ts";
import { severityMark } from "../page/severity-mark.ts";

/** How this report came about, in one page, and which checks ran. */
export function method(page: PageContext): Html {
  const { words, say } = page;
  const paragraphs = [
    words.methodRows,
    words.methodPseudonyms,
    words.methodRules,
    ...(page.input.calibration === undefined ? [] : [words.methodStories]),
    words.methodSeverity,
    words.methodTimes,
    words.methodDoes,
    ...(say.locale === "en" ? [] : [words.methodLanguage]),
  ];
  return html`<section id="method" aria-labelledby="method-h"><h2 id="method-h">${words.methodTitle}</h2>
${paragraphs.map((text) => html`<p>${text}</p>\n`)}${guarantee(page)}${checks(page)}</section>\n`;
}

function guarantee({ input, words }: PageContext): Html {
  const { budget, guarantee } = input.summary;
  if (budget === null) return html``;
  const state = guarantee.state === "kept" && html` ${words.stateKept(budget)}`;
  return html`<p><b>${words.guarantee}.</b>${state} ${guarantee.note}</p>\n`;
}

function checks(page: PageContext): Html {
  const { input, words, selection, say } = page;
  const all = [...input.ruleInfo].toSorted(
    ([a, one], [b, two]) =>
      (selection.byDetector.get(b) ?? 0) - (selection.byDetector.get(a) ?? 0) ||
      severityRank(two.level) - severityRank(one.level) ||
      (a < b ? -1 : 1),
  );
  const head = html`<h3>${words.checksTitle} <span class="count">${all.length}</span></h3>`;
  if (all.length === 0) return html`${head}<p class="empty">${words.checksNone}</p>`;
  const rows = all
    .slice(0, 400)
    .map(
      ([detector, info]) =>
        html`<tr><th scope="row"${language(page, detector)}>${shorten(info.title, 160)}<span class="about">${shorten(info.description, 400)}</span><code>${shorten(detector, 80)}</code></th><td>${severityMark(info.level, words)}</td><td class="n">${say.number(selection.byDetector.get(detector) ?? 0)}</td></tr>\n`,
    );
  return html`${head}<table class="plain checks"><caption class="vh">${words.checksCaption}</caption><thead><tr><th scope="col">${words.check}</th><th scope="col">${words.severityLabel}</th><th scope="col" class="n">${words.findingsColumn}</th></tr></thead><tbody>\n${rows}</tbody></table>\n`;
}
