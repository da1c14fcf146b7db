/** Warnings as one page, by clock: overdue first; who answers for each, what was tried. */
import type { ListedWarning } from "../../incidents/warnings/warning-list.ts";
import { type Html, html } from "../page/html.ts";
import { messagesFor } from "../words/messages.ts";
import { pageFoot, pageHead } from "../page/page-frame.ts";
import type { ReportFonts } from "../scan/report-input.ts";
import { markDefinitions, severityMark } from "../page/severity-mark.ts";
import { Speech, type Locale } from "../words/speech.ts";
import { byOf, whatOf } from "../words/said-step.ts";
import { clockOf, moment, standingOf, type WarningSpeech, whyOf } from "./warning-sentences.ts";

/** Of each section: about a megabyte. */
const MOST_CARDS = 500;

export interface WarningBoardInput {
  /** By clock, closed ones last. */
  readonly warnings: readonly ListedWarning[];
  /** Milliseconds. */
  readonly now: number;
  /** Id of the register. */
  readonly register: string;
  readonly locale: Locale;
  readonly zone: string;
  readonly version: string;
  readonly fonts?: ReportFonts | undefined;
}

export function warningBoard({
  warnings,
  now,
  register,
  locale,
  zone,
  version,
  fonts,
}: WarningBoardInput): string {
  const say = new Speech(locale, zone);
  const all = messagesFor(say);
  const words = all.warnings;
  const speech = { say, words: all, now };
  const open = warnings.filter((each) => each.open);
  const closed = warnings.filter((each) => !each.open);
  const overdue = open.filter((each) => each.overdue).length;
  const drafts = open.filter(({ state }) => state === "draft").length;
  const at = new Date(now).toISOString();
  const parts = [
    pageHead({ say, words: all, title: words.title, version, fonts, style: STYLE }),
    markDefinitions(),
    html`<header><p class="brand"><b>${all.wordmark}</b> ${words.kind}</p>
<h1>${words.title}</h1>
<dl class="facts-list"><dt>${words.asOf}</dt><dd>${moment(at, speech)}</dd><dt>${words.register}</dt><dd><code>${register.slice(0, 8)}</code></dd></dl>
<p class="result">${open.length === 0 ? words.none : words.headline({ open: open.length, overdue })}</p>
${drafts > 0 && html`<p class="unchecked">${words.drafts(drafts)}</p>`}<p class="leads"><b>${words.handle}</b></p></header>
<main>\n`,
    section("open", words.openTitle, open, speech, words.none),
    ...(closed.length === 0 ? [] : [section("closed", words.closedTitle, closed, speech, "")]),
    html`<section id="not-checked" aria-labelledby="limits-h"><h2 id="limits-h">${words.limitsTitle}</h2><ul>${words.limits.map((line) => html`<li>${line}</li>`)}</ul></section>\n</main>\n`,
    pageFoot({ words: all, version }),
  ];
  return parts.map(({ markup }) => markup).join("");
}

function section(
  id: string,
  title: string,
  warnings: readonly ListedWarning[],
  speech: WarningSpeech,
  empty: string,
): Html {
  const body =
    warnings.length === 0
      ? html`<p class="empty">${empty}</p>`
      : warnings.slice(0, MOST_CARDS).map((warning) => card(warning, speech));
  const more = warnings.length - MOST_CARDS;
  const beyond = more > 0 && html`<p class="beyond">${speech.words.warnings.beyond(more)}</p>`;
  return html`<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2>${body}${beyond}</section>\n`;
}

function card(warning: ListedWarning, speech: WarningSpeech): Html {
  const { words } = speech;
  const own = words.warnings;
  const clock = clockOf(warning, speech);
  const facts = [
    own.incident(warning),
    own.learned({ since: moment(warning.since, speech), opened: moment(warning.opened, speech) }),
    ...(warning.basis.knownSince === undefined
      ? []
      : [own.knownSince(moment(warning.basis.knownSince, speech))]),
  ];
  return html`<article class="warning" aria-labelledby="${warning.id}"><p class="clock${warning.overdue && " over"}">${severityMark(warning.urgency, words)}${clock !== undefined && html`<b>${clock}</b>`}</p>
<div><h3 id="${warning.id}">${warning.person} <span class="count">${own.state[warning.state]}</span></h3>
${warning.open && elapsed(warning, speech.now)}<p>${whyOf(warning, speech)}.</p><p>${standingOf(warning, speech).join(" ")}</p><p class="note">${facts.join(" ")} <code>${warning.id}</code></p>
${history(warning, speech)}</div></article>\n`;
}

/** How much of the time is used up; the figure beside it says the same. */
function elapsed({ since, deadline, overdue }: ListedWarning, now: number): Html {
  const from = Date.parse(since);
  const share = Math.min(1, Math.max(0, (now - from) / (Date.parse(deadline) - from)));
  return html`<svg class="bar used-up${overdue && " over"}" aria-hidden="true"><rect width="${(share * 100).toFixed(2)}%" height="100%"/></svg>`;
}

function history({ history: steps }: ListedWarning, speech: WarningSpeech): Html {
  const own = speech.words.warnings;
  const heads = [own.happenedColumn(speech.say.zone), own.recordedColumn, own.stepColumn, own.byColumn];
  const rows = steps.map(({ at, step }) => {
    const happened = "happened" in step ? step.happened : step.do === "escalated" ? step.since : at;
    const times = [happened, at].map(
      (time, column) =>
        html`<td class="t" data-head="${heads[column]}">${speech.say.minute(Date.parse(time))}</td>`,
    );
    return html`<tr>${times}<td>${whatOf(step, speech)}</td><td>${byOf(step, speech)}</td></tr>\n`;
  });
  return html`<details><summary>${own.history(steps.length)}</summary><table class="plain steps"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></details>`;
}

const STYLE = `
.warning{display:grid;grid-template-columns:136px minmax(0,1fr);column-gap:16px;margin-top:16px;padding-top:12px;border-top:1px solid var(--rule);break-inside:avoid}
.warning h3{overflow-wrap:anywhere}
.warning h3 .count{font-size:13px}
.warning p{margin-top:4px;max-width:72ch}
.warning .clock{margin:0;font-size:13px}
.warning .clock b{display:block;margin-top:4px}
.clock.over b{color:var(--critical)}
.steps{margin-top:4px}
.steps td:nth-child(3){overflow-wrap:anywhere}
.steps td:nth-child(4){min-width:96px}
.used-up{height:4px;margin:4px 0 0;max-width:480px}
.used-up rect{fill:var(--heat-3)}
.used-up.over rect{fill:var(--critical)}
@media (max-width:720px){.warning{display:block}.warning .clock{display:flex;gap:0 12px;margin-bottom:4px}.warning .clock b{margin:0}
.steps,.steps tbody{display:block}.steps thead{display:none}
.steps tr{display:flex;flex-wrap:wrap;gap:0 12px;padding:6px 0;border-top:1px solid var(--rule)}
.steps td{border:0;padding:0}.steps td:nth-child(n+3){flex-basis:100%}
.steps td:empty{display:none}.steps td[data-head]::before{content:attr(data-head) " ";font-family:"Inter Variable",sans-serif;color:var(--muted)}}
@media (forced-colors:active){.used-up rect{fill:CanvasText}}`;
