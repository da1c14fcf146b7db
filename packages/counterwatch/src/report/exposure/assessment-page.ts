/**
 * What an incident exposed, as one self-contained page: what was found, and just as large what was not seen; then the two times of
 * every row, the relations, and for each that must be warned of the rows that told. Pure: the same input gives the same bytes.
 */
import { TIERS } from "../../model/index.ts";
import {
  type AssessmentContext,
  type AssessmentInput,
  firstKnown,
  gapCount,
  minute,
  openAssessment,
  tierMark,
  unseenSentences,
} from "./assessment-context.ts";
import { ASSESSMENT_STYLE } from "./assessment-styles.ts";
import { exposureCards } from "./exposure-cards.ts";
import { peopleTable, relationsTable } from "./exposure-tables.ts";
import { exposureTimeline } from "./exposure-timeline.ts";
import { shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import { pageFoot, pageHead } from "../page/page-frame.ts";
import { pageSection } from "../page/page-section.ts";
import { markDefinitions } from "../page/severity-mark.ts";

export type { AssessmentInput } from "./assessment-context.ts";

export function renderAssessment(input: AssessmentInput): string {
  const page = openAssessment(input);
  const { say, all } = page;
  const { version, fonts, assessment } = input;
  const title = assessment.incident;
  const parts = [
    pageHead({ say, words: all, title, version, fonts, style: ASSESSMENT_STYLE }),
    markDefinitions(),
    opening(page),
    contents(page),
    html`<main>\n`,
    tiers(page),
    notSeen(page),
    exposureTimeline(page),
    relationsTable(page),
    exposureCards(page),
    peopleTable(page),
    method(page),
    html`</main>\n`,
    pageFoot({ words: all, version }),
  ];
  return parts.map(({ markup }) => markup).join("");
}

function opening(page: AssessmentContext): Html {
  const { input, say, all, words, counts, upper } = page;
  const { assessment, exercise } = input;
  const { view, register, incident, assessed, relations } = assessment;
  const since = firstKnown(page);
  const systems = Object.entries(view.bySystem).map(
    ([system, count]) => `${all.system[system as keyof typeof all.system]} ${say.number(count)}`,
  );
  const shown =
    view.from === undefined || view.to === undefined
      ? ""
      : html`<dt>${words.shownFrom}</dt><dd>${say.days(Date.parse(view.from), Date.parse(view.to))}</dd>`;
  const gaps = gapCount(page);
  const worse = upper.certain !== counts.certain || upper.likely !== counts.likely;
  return html`<header><p class="brand"><b>${all.wordmark}</b> ${words.kind}</p>
<h1>${shorten(incident, 200)}</h1>
<dl class="facts-list"><dt>${words.assessed}</dt><dd>${minute(say, assessed)} (${say.zone})</dd><dt>${words.registerVersion}</dt><dd><code>${register.id.slice(0, 8)}</code> ${words.version(register.version)}</dd><dt>${words.inView}</dt><dd>${words.viewSum(view)}</dd>${systems.length > 0 && html`<dt>${words.bySystem}</dt><dd>${systems.join(" · ")}</dd>`}${shown}</dl>
${exercise && html`<p class="wrong exercise"><b>${words.exercise}</b></p>`}
<p class="result">${words.headline({ certain: counts.certain, likely: counts.likely, relations: relations.length })}${since !== undefined && ` ${words.since(minute(say, since))}`}</p>
<p class="result unseen">${gaps === 0 ? words.noGaps : html`<a href="#not-checked">${words.gapsFirst(gaps)}</a>`}${worse && ` ${words.upperChanges(upper)}`}</p>
<p class="leads">${counts.certain + counts.likely > 0 && html`<b>${words.warnFirst}</b> `}${words.handle}</p></header>\n`;
}

function contents({ all, words }: AssessmentContext): Html {
  const links: readonly (readonly [id: string, title: string])[] = [
    ["tiers", words.tiersTitle],
    ["not-checked", words.notSeenTitle],
    ["relations", words.relationsTitle],
    ["chains", words.cardsTitle],
    ["people", words.peopleTitle],
    ["method", words.methodTitle],
  ];
  return html`<nav aria-labelledby="contents-h"><div><h2 id="contents-h">${all.contents}</h2><ul>${links.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></div></nav>\n`;
}

function tiers(page: AssessmentContext): Html {
  const { say, words, counts, upper } = page;
  const items = TIERS.map(
    (tier) =>
      html`<li>${tierMark(tier, page)}<b class="figure">${say.number(counts[tier])}</b>${upper[tier] > counts[tier] && html`<span class="m">${words.upper(say.number(upper[tier]))}</span>`}<span class="meaning">${words.tierMeaning[tier]}</span></li>\n`,
  );
  return pageSection("tiers", words.tiersTitle, html`<ul class="tier-list">${items}</ul>`);
}

/** Named as in the other report, so that the shared style holds. */
function notSeen(page: AssessmentContext): Html {
  const { words } = page;
  const items = unseenSentences(page).map(
    ({ text, detail }) =>
      html`<li>${text}${detail !== undefined && html` <span lang="en">${detail}</span>`}</li>\n`,
  );
  const opening =
    gapCount(page) === 0
      ? html`<p class="empty">${words.noGaps}</p>`
      : html`<p class="note">${words.notSeenNote}</p>`;
  const body = html`${opening}${items.length > 0 && html`<ul>${items}</ul>`}`;
  return pageSection("not-checked", words.notSeenTitle, body);
}

function method({ words }: AssessmentContext): Html {
  return pageSection("method", words.methodTitle, html`${words.method.map((text) => html`<p>${text}</p>`)}`);
}
