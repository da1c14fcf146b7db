import type { Calibration } from "./calibration.ts";
import { learningSentence, spellSentence } from "./guarantee-state.ts";
import { type Html, html } from "../page/html.ts";
import { honestScores } from "./honest-scores.ts";
import type { PageContext } from "./page-context.ts";
import { peerGroups } from "./peer-groups.ts";

const DAY = 86_400_000;
const MOST_SPELLS = 50;

/** How the alert budget was kept: what it allows, what was used, how honest work scores, and for whom nothing is promised. */
export function budgetKept(page: PageContext): Html {
  const { input, words } = page;
  const { calibration } = input;
  if (calibration === undefined) return html``;
  return html`<section id="budget" aria-labelledby="budget-h"><h2 id="budget-h">${words.budgetTitle}</h2>
${spells(page, calibration)}${learning(page, calibration)}${used(page, calibration)}${honestScores(page, calibration.matters)}${peerGroups(page, calibration)}</section>\n`;
}

function spells(page: PageContext, { spells: all, learning: still }: Calibration): Html {
  const { words } = page;
  if (all.length === 0) return still ? html`` : html`<p class="kept">${words.keptEverywhere}</p>\n`;
  const order = all.toSorted((a, b) => Number(a.to !== null) - Number(b.to !== null));
  const items = order
    .slice(0, MOST_SPELLS)
    .map(
      (spell) => html`<li${spell.to === null && html` class="open"`}>${spellSentence(page, spell)}</li>\n`,
    );
  const more = all.length > MOST_SPELLS && html`<li>${words.andMore(all.length - MOST_SPELLS)}</li>`;
  return html`<ul class="spells">\n${items}${more}</ul><p class="note">${words.suspendedMeaning}</p>\n`;
}

function learning(page: PageContext, { learning: still, learningUntil, budget }: Calibration): Html {
  const { say, words } = page;
  if (still) {
    return html`<p><b>${learningSentence(page, learningUntil)}</b> ${words.learningWhy(budget)}</p>\n`;
  }
  if (learningUntil === null) return html``;
  return html`<p>${words.learntUntil(say.day(Date.parse(learningUntil)))}</p>\n`;
}

/** The budget in words, and alerts against it as two zero-based bars. */
function used({ input, say, words }: PageContext, calibration: Calibration): Html {
  const { perDay, learningUntil, matters, learning: still } = calibration;
  const { period } = input.summary;
  if (still || period === null) return html`<p>${words.budgetMeans(budgetOf(calibration))}</p>\n`;
  const from = Math.max(Date.parse(period.from), learningUntil === null ? 0 : Date.parse(learningUntil));
  const days = Math.max(0, (Date.parse(period.to) - from) / DAY);
  const allowed = perDay * days;
  const alerts = matters.reduce((sum, story) => sum + story.alerts, 0);
  const top = Math.max(allowed, alerts, 1e-9);
  const bar = (count: number, y: number, name: string, label: string) => {
    const width = (count / top) * 42;
    return html`<rect y="${y}" width="${width.toFixed(1)}%" height="14" class="${name}"/><text x="${width.toFixed(1)}%" dx="8" y="${y + 11}">${label}</text>`;
  };
  const verdict =
    alerts > allowed ? words.budgetAbove : alerts === 0 ? words.budgetUnused : words.budgetWithin;
  return html`<p>${words.budgetMeans(budgetOf(calibration))} ${words.budgetAllowed({ allowed: say.figure(allowed), days: Math.round(days) })}</p>
<svg class="used" height="40" aria-hidden="true">${bar(allowed, 0, "bar-allowed", words.barAllowed(say.figure(allowed)))}${bar(alerts, 22, "bar-alerts", words.barAlerts(alerts))}</svg>
<p>${words.budgetUsed({ alerts, allowed: say.figure(allowed) })} ${verdict}</p>\n`;
}

/** `4/month` taken apart; a budget in another form is given for a month of 30 days. */
function budgetOf({ budget, perDay }: Calibration): { budget: string; count: number; unit: Unit } {
  const [, count, unit] = /^([\d.]+)\/(day|week|month|year)$/.exec(budget) ?? [];
  if (unit === undefined) return { budget, count: perDay * 30, unit: "month" };
  return { budget, count: Number(count), unit: unit as Unit };
}

type Unit = "day" | "week" | "month" | "year";
