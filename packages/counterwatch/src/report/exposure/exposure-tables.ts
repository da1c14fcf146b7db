import { TIERS } from "../../model/index.ts";
import { type AssessmentContext, minute, tierMark } from "./assessment-context.ts";
import { type Html, html } from "../page/html.ts";
import { pageSection } from "../page/page-section.ts";

/** Beyond these the JSON file is the place to look: a page of a hundred thousand rows opens nowhere. */
const MOST_RELATIONS = 4000;
const MOST_PEOPLE = 2000;

export function relationsTable(page: AssessmentContext): Html {
  const { words, say, relations } = page;
  const rows = relations
    .slice(0, MOST_RELATIONS)
    .map(
      ({ from, to, relation, tier, upper, rank, effectiveSet, bits, knownSince }) =>
        html`<tr><th scope="row"><code>${from}</code> · <code>${to}</code></th><td>${relation}</td><td>${tierMark(tier, page)}</td><td>${upper === tier ? "" : words.tier[upper]}</td><td>${words.rank[rank]}</td><td>${words.setSize[effectiveSet]}</td><td class="n">${say.number(bits)}</td><td class="t">${minute(say, knownSince)}</td></tr>\n`,
    );
  const heads = [
    words.pair,
    words.relation,
    words.tierColumn,
    words.upperColumn,
    words.rankColumn,
    words.setColumn,
    words.bitsColumn,
    words.knownColumn,
  ];
  const more = relations.length - rows.length;
  const body =
    rows.length === 0
      ? html`<p class="empty">${words.noRelations}</p>`
      : html`${table(heads, 6, rows)}${more > 0 && html`<p class="note">${words.moreRelations(more)}</p>`}`;
  return pageSection("relations", words.relationsTitle, body);
}

/** Whoever is in view, worst first; of the others nothing is known. */
export function peopleTable(page: AssessmentContext): Html {
  const { words, say, input } = page;
  const yes = (is: boolean) => (is ? words.yes : "");
  const rows = input.assessment.people
    .filter(({ tier, recordsShown, movement }) => tier !== "none" || recordsShown || movement)
    .toSorted((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) || (a.member < b.member ? -1 : 1))
    .slice(0, MOST_PEOPLE)
    .map(
      ({ member, tier, upper, recordsShown, movement, knownSince }) =>
        html`<tr><th scope="row"><code>${member}</code></th><td>${tierMark(tier, page)}</td><td>${upper === tier ? "" : words.tier[upper]}</td><td>${yes(recordsShown)}</td><td>${yes(movement)}</td><td class="t">${minute(say, knownSince)}</td></tr>\n`,
    );
  const heads = [
    words.person,
    words.tierColumn,
    words.upperColumn,
    words.recordsShown,
    words.movement,
    words.knownColumn,
  ];
  const body = rows.length === 0 ? html`<p class="empty">${words.noPeople}</p>` : table(heads, -1, rows);
  return pageSection("people", words.peopleTitle, body);
}

/** `figures`: the column of numbers. */
export function table(heads: readonly string[], figures: number, rows: readonly Html[]): Html {
  return html`<div class="wide" tabindex="0"><table class="plain"><thead><tr>${heads.map((head, at) => html`<th scope="col"${at === figures && html` class="n"`}>${head}</th>`)}</tr></thead><tbody>\n${rows}</tbody></table></div>`;
}
