import type { Exposure, ExposureLink } from "../../model/index.ts";
import { type AssessmentContext, minute, tierMark } from "./assessment-context.ts";
import { table } from "./exposure-tables.ts";
import { type Html, html } from "../page/html.ts";
import { pageSection } from "../page/page-section.ts";

/** A card is about 2 kB: so many keep the page under a megabyte. */
const MOST_CARDS = 300;
/** Rows of one card; a smallest chain is seldom longer than ten. */
const MOST_ROWS = 40;

/** One card each for what must be warned of, with the rows that told. */
export function exposureCards(page: AssessmentContext): Html {
  const { words, relations } = page;
  const urgent = relations.filter(({ tier }) => tier === "certain" || tier === "likely");
  const more = urgent.length - MOST_CARDS;
  const body =
    urgent.length === 0
      ? html`<p class="empty">${words.noCards}</p>`
      : html`<p class="note">${words.chainNote}</p>${urgent.slice(0, MOST_CARDS).map((exposure) => card(page, exposure))}${more > 0 && html`<p class="note">${words.moreCards(more)}</p>`}`;
  return pageSection("chains", words.cardsTitle, body);
}

function card(
  page: AssessmentContext,
  { from, to, relation, tier, bits, attacker, knownSince, chain }: Exposure,
): Html {
  const { say, words } = page;
  const facts = [
    relation,
    `${say.number(bits)} ${words.bitsColumn.toLowerCase()}`,
    ...(knownSince === undefined ? [] : [`${words.knownColumn.toLowerCase()} ${minute(say, knownSince)}`]),
  ];
  const columns = words.chainColumns;
  const heads = [
    columns.happened,
    columns.shown,
    columns.kind,
    columns.system,
    columns.row,
    columns.lookup,
    columns.bits,
  ];
  const rows = chain.slice(0, MOST_ROWS).map((link) => chainRow(page, link));
  return html`<article class="finding exposure"><header>${tierMark(tier, page)}<h3><code>${from}</code> · <code>${to}</code></h3></header>
<p class="facts">${facts.join(" · ")}</p>
${attacker !== undefined && html`<p class="facts">${words.attacker(attacker)}</p>`}${table(heads, 6, rows)}</article>\n`;
}

function chainRow({ say, all, words }: AssessmentContext, link: ExposureLink): Html {
  const { row, lookup, system, kind, happened, shown, bits } = link;
  return html`<tr><td class="t">${minute(say, happened)}</td><td class="t">${minute(say, shown)}</td><td>${words.rowKind[kind]}</td><td>${all.system[system]}</td><td class="w"><code>${row}</code></td><td class="w"><code>${lookup ?? ""}</code></td><td class="n">${say.number(bits)}</td></tr>\n`;
}
