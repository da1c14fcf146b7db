/** A rehearsal as one page: what a thief would learn, by vector and system, and the plan that leaves least. */
import { type Measure, measureId } from "../../assess/rehearsal/measure.ts";
import { type Rehearsal, type Standing, TIERS, type TierCounts } from "../../model/index.ts";
import { type Html, html } from "../page/html.ts";
import { type Messages, messagesFor } from "../words/messages.ts";
import { pageFoot, pageHead } from "../page/page-frame.ts";
import { pageSection } from "../page/page-section.ts";
import type { ReportFonts } from "../scan/report-input.ts";
import { Speech, type Locale } from "../words/speech.ts";

export interface RehearsalInput {
  readonly rehearsal: Rehearsal;
  readonly measures: readonly Measure[];
  /** The register lay in the open; nothing becomes an open item. */
  readonly exercise: boolean;
  readonly locale: Locale;
  readonly zone: string;
  readonly version: string;
  readonly fonts?: ReportFonts | undefined;
}

interface Page {
  readonly rehearsal: Rehearsal;
  readonly exercise: boolean;
  readonly say: Speech;
  readonly all: Messages;
  readonly words: Messages["rehearsal"];
  /** The measure in the reader's words, by its id. */
  readonly named: ReadonlyMap<string, string>;
}

export function rehearsalPage(input: RehearsalInput): string {
  const { rehearsal, measures, exercise, locale, zone, version, fonts } = input;
  const say = new Speech(locale, zone);
  const all = messagesFor(say);
  const words = all.rehearsal;
  const named = measureNames(measures, all);
  const page = { rehearsal, exercise, say, all, words, named };
  const title = words.title(rehearsal.systems.map(({ system }) => all.system[system]));
  const parts = [
    pageHead({ say, words: all, title, version, fonts, style: STYLE }),
    opening(page, title),
    contents(page),
    html`<main>\n`,
    vectors(page),
    systems(page),
    relations(page),
    effects(page),
    plan(page),
    vulnerabilities(page),
    pageSection(
      "assumed",
      words.assumedTitle,
      html`<ul class="assumed">${words.assumed.map((line) => html`<li>${line}</li>`)}</ul>`,
    ),
    html`</main>\n`,
    pageFoot({ words: all, version }),
  ];
  return parts.map(({ markup }) => markup).join("");
}

/** Each measure in the reader's words, by its id. */
export function measureNames(measures: readonly Measure[], all: Messages): Map<string, string> {
  return new Map(
    measures.map((measure) => [
      measureId(measure),
      `${"system" in measure ? `${all.system[measure.system]}: ` : ""}${all.rehearsal.measure(measure)}`,
    ]),
  );
}

function opening({ rehearsal, exercise, say, all, words }: Page, title: string): Html {
  const { tiers, exposure } = rehearsal.before;
  const { plan: chosen } = rehearsal;
  return html`<header><p class="brand"><b>${all.wordmark}</b> ${words.kind}</p>
<h1>${title}</h1>
<dl class="facts-list"><dt>${all.readAt}</dt><dd>${say.minute(Date.parse(rehearsal.rehearsed))}</dd><dt>${all.zone}</dt><dd>${say.zone}</dd></dl>
${exercise && html`<p class="wrong exercise"><b>${words.exercise}</b></p>`}
<p class="result">${words.headline({ relations: count(tiers), ...tiers })}</p>
<p class="result">${chosen.steps.length === 0 ? words.noPlan : words.planHeadline({ measures: chosen.steps.length, before: say.figure(exposure), after: say.figure(chosen.after.exposure), floor: say.figure(chosen.floor) })}</p>
<p class="leads">${words.notSafe} <b>${words.handle}</b></p></header>\n`;
}

function contents({ all, words }: Page): Html {
  const links = [
    ["vectors", words.vectorsTitle],
    ["systems", words.systemsTitle],
    ["relations", words.relationsTitle],
    ["measures", words.measuresTitle],
    ["plan", words.planTitle],
    ["open", words.openTitle],
    ["assumed", words.assumedTitle],
  ] as const;
  return html`<nav aria-labelledby="contents-h"><div><h2 id="contents-h">${all.contents}</h2><ul>${links.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></div></nav>\n`;
}

function vectors({ rehearsal, all, words }: Page): Html {
  const names = (systems: readonly (keyof Messages["system"])[]) =>
    systems.length === 0
      ? html`<span class="m">${words.nothing}</span>`
      : systems.map((each) => all.system[each]).join(", ");
  const rows = rehearsal.vectors.map(
    ({ vector, assessed, notAssessed }) =>
      html`<tr><th scope="row">${words.vector[vector]}</th><td>${names(assessed)}</td><td>${names(notAssessed)}</td></tr>\n`,
  );
  return pageSection(
    "vectors",
    words.vectorsTitle,
    table([words.vectorColumn, words.assessedColumn, words.notAssessedColumn], 3, rows),
  );
}

function systems({ rehearsal, say, all, words }: Page): Html {
  const whole = Math.max(1, count(rehearsal.before.tiers));
  const line = (
    name: string,
    detail: readonly [rows: string, period: string, people: string],
    standing: Standing,
  ) =>
    html`<tr><th scope="row">${name}</th><td class="n">${detail[0]}</td><td class="t">${detail[1]}</td><td class="n">${detail[2]}</td><td class="tiers">${tierBar(standing.tiers, whole)}</td>${TIERS.map((tier) => html`<td class="n">${say.number(standing.tiers[tier])}</td>`)}</tr>\n`;
  const rows = rehearsal.systems.map(({ system, rows: read, from, to, people, alone }) =>
    line(all.system[system], [say.number(read), span(say, from, to), say.number(people)], alone),
  );
  rows.push(line(words.together, ["", "", ""], rehearsal.before));
  const body =
    rehearsal.systems.length === 0
      ? html`<p class="empty">${words.noRows}</p>`
      : html`<p class="note">${words.systemsNote}</p>${table([words.systemColumn, words.rowsColumn, words.periodColumn, words.peopleColumn, "", ...TIERS.map((tier) => all.assessment.tier[tier])], [1, 3, 5, 6, 7, 8], rows)}`;
  return pageSection("systems", words.systemsTitle, body);
}

function relations({ rehearsal, say, all, words }: Page): Html {
  const rows = Object.entries(rehearsal.before.byRelation).map(
    ([relation, tiers]) =>
      html`<tr><th scope="row">${relation}</th><td class="tiers">${tierBar(tiers, Math.max(1, count(tiers)))}</td>${TIERS.map((tier) => html`<td class="n">${say.number(tiers[tier])}</td>`)}</tr>\n`,
  );
  const heads = [words.relationColumn, "", ...TIERS.map((tier) => all.assessment.tier[tier])];
  return pageSection("relations", words.relationsTitle, table(heads, [2, 3, 4, 5], rows));
}

function effects({ rehearsal, say, words, named }: Page): Html {
  const top = Math.max(...rehearsal.measures.map(({ removes }) => removes), 1e-9);
  const rows = rehearsal.measures.map(
    ({ id, by, cost, removes, removesBits }) =>
      html`<tr><th scope="row">${named.get(id) ?? id}</th><td>${words.by[by]}</td><td class="n">${say.figure(cost)}</td><td class="tiers"><svg class="bar" aria-hidden="true"><rect width="${percent(Math.max(0, removes) / top)}" height="100%" class="bar-events"/></svg></td><td class="n">${say.number(removes)}</td><td class="n">${say.number(removesBits)}</td></tr>\n`,
  );
  const heads = [
    words.measureColumn,
    words.byColumn,
    words.costColumn,
    "",
    words.removesColumn,
    words.bitsColumn,
  ];
  return pageSection(
    "measures",
    words.measuresTitle,
    html`<p class="note">${words.weightsNote(weights(rehearsal, say))} ${words.measuresNote}</p>${table(heads, [2, 4, 5], rows)}`,
  );
}

function plan({ rehearsal, say, words, named }: Page): Html {
  const { before, plan: chosen } = rehearsal;
  const top = Math.max(before.exposure, 1e-9);
  const left = (exposure: number) =>
    html`<td class="tiers"><svg class="bar" aria-hidden="true"><rect width="${percent(exposure / top)}" height="100%" class="left"/></svg></td><td class="n">${say.figure(exposure)}</td>`;
  const rows = [
    html`<tr><td class="n"></td><th scope="row">${words.before}</th><td class="n"></td>${left(before.exposure)}</tr>\n`,
    ...chosen.steps.map(
      ({ id, cost, exposure }, at) =>
        html`<tr><td class="n">${at + 1}</td><th scope="row">${named.get(id) ?? id}</th><td class="n">${say.figure(cost)}</td>${left(exposure)}</tr>\n`,
    ),
  ];
  const spent =
    chosen.budget === undefined
      ? words.planCost(say.figure(chosen.cost))
      : words.planBudget({ cost: say.figure(chosen.cost), budget: say.figure(chosen.budget) });
  const heads = [words.stepColumn, words.measureColumn, words.costColumn, "", words.leftColumn];
  const note = words.planNote({
    floor: say.figure(chosen.floor),
    assessments: say.number(chosen.assessments),
  });
  const body =
    chosen.steps.length === 0 ? html`<p class="empty">${words.noPlan}</p>` : table(heads, [0, 2, 4], rows);
  return pageSection("plan", words.planTitle, html`<p class="note">${spent} ${note}</p>${body}`);
}

function vulnerabilities({ rehearsal, exercise, all, words }: Page): Html {
  const items = rehearsal.vulnerabilities.map(
    ({ system, relation, certain, likely }) =>
      html`<li>${words.vulnerability({ system: all.system[system], relation, certain, likely })}</li>`,
  );
  const body =
    items.length === 0
      ? html`<p class="empty">${words.noneOpen}</p>`
      : html`${!exercise && html`<p class="note">${words.openNote}</p>`}<ul class="assumed">${items}</ul>`;
  return pageSection("open", words.openTitle, body);
}

/** `numbers` are the columns of figures. */
function table(heads: readonly string[], numbers: number | readonly number[], rows: readonly Html[]): Html {
  const figures = typeof numbers === "number" ? [] : numbers;
  return html`<div class="wide" tabindex="0"><table class="plain"><thead><tr>${heads.map((head, at) => (head === "" ? html`<td></td>` : html`<th scope="col"${figures.includes(at) && html` class="n"`}>${head}</th>`))}</tr></thead><tbody>\n${rows}</tbody></table></div>`;
}

/** Certain, likely and possible side by side: darker is worse. The figures stand beside it. */
function tierBar(tiers: TierCounts, whole: number): Html {
  let at = 0;
  const bars = TIERS.filter((tier) => tier !== "none" && tiers[tier] > 0).map((tier) => {
    const from = at;
    at += tiers[tier] / whole;
    return html`<rect x="${percent(from)}" width="${percent(at - from)}" height="100%" class="tier-${tier}"/>`;
  });
  return html`<svg class="bar" aria-hidden="true">${bars}</svg>`;
}

function weights({ weights: { certain, likely, possible } }: Rehearsal, say: Speech) {
  return { certain: say.figure(certain), likely: say.figure(likely), possible: say.figure(possible) };
}

function span(say: Speech, from: string | undefined, to: string | undefined): string {
  if (from === undefined || to === undefined) return "";
  return `${say.date(Date.parse(from))} – ${say.date(Date.parse(to))}`;
}

function count(tiers: TierCounts): number {
  return TIERS.reduce((sum, tier) => sum + tiers[tier], 0);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}

const STYLE = `
.exercise{margin-top:16px}
thead td{border-top:0}
td.tiers{width:22%;min-width:96px;vertical-align:middle}
td.tiers .bar{margin:0;height:12px}
.tier-certain{fill:var(--critical)}
.tier-likely{fill:var(--high)}
.tier-possible{fill:var(--medium)}
.left{fill:var(--unexplained)}
.assumed{margin:12px 0 0;padding:0;list-style:none}
.assumed li{padding:8px 0;border-top:1px solid var(--rule)}
@media (forced-colors:active){.tier-certain,.tier-likely,.tier-possible,.left{fill:CanvasText;stroke:Canvas}}`;
