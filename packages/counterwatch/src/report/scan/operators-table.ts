import { type Severity, severityRank } from "../../model/index.ts";
import type { OperatorLine } from "./activity.ts";
import { shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import type { PageContext } from "./page-context.ts";
import { severityMark } from "../page/severity-mark.ts";

const MOST_OPERATORS = 300;

/** Every operator's line; sortable where script runs. Listed: those with findings first, then those with most look-ups. */
export function operatorsTable(page: PageContext): Html {
  const { input, words, selection } = page;
  const all = [...input.activity.operators()].toSorted(
    (a, b) => rank(page, b) - rank(page, a) || b.lookups - a.lookups || (a.id < b.id ? -1 : 1),
  );
  const head = html`<section id="operators" aria-labelledby="operators-h"><h2 id="operators-h">${words.operatorsTitle} <span class="count">${page.say.number(input.summary.operators)}</span></h2>\n`;
  if (all.length === 0) {
    return html`${head}<p class="empty">${words.operatorsNone}</p></section>\n`;
  }
  const shown = all.slice(0, MOST_OPERATORS);
  const units = shown.some(({ unit }) => unit !== undefined);
  const notes = [
    words.operatorsNote,
    shown.length < all.length && words.operatorsCut({ shown: shown.length, all: all.length }),
    input.activity.gaps.beyondOperatorCap > 0 && words.operatorsBeyond(input.activity.gaps.beyondOperatorCap),
    shown.some(({ subjects }) => !subjects.exact) && words.subjectsEstimateNote,
  ].filter((note) => note !== false);
  const heads: readonly (readonly [title: string, kind: "n" | "t"])[] = [
    [words.operator, "t"],
    ...(units ? ([[words.unit, "t"]] as const) : []),
    [words.findingsColumn, "n"],
    [words.lookupsColumn, "n"],
    [words.subjectsColumn, "n"],
    [words.activeDaysColumn, "n"],
    [words.withoutPurposeColumn, "n"],
    [words.automatedColumn, "n"],
    [words.firstColumn, "t"],
    [words.lastColumn, "t"],
  ];
  const rows = shown.map((line) => row(page, line, units, selection.flagged.get(line.id)));
  return html`${head}<p class="note">${notes.join(" ")}</p>
<div class="wide" role="region" aria-label="${words.operatorsTitle}" tabindex="0"><table class="plain operators" data-sortable><caption class="vh">${words.operatorsTitle}</caption><thead><tr>${heads.map(([title, kind]) => html`<th scope="col" data-kind="${kind}"${kind === "n" && title !== words.findingsColumn && html` class="n"`}>${title}</th>`)}</tr></thead><tbody>\n${rows}</tbody></table></div></section>\n`;
}

function rank({ selection }: PageContext, { id }: OperatorLine): number {
  const flagged = selection.flagged.get(id);
  return flagged === undefined ? 0 : severityRank(flagged.severity) + 1;
}

function row(
  { say, words }: PageContext,
  line: OperatorLine,
  units: boolean,
  flagged: { findings: number; severity: Severity } | undefined,
): Html {
  const people = line.lookups - line.automated;
  const without = people === 0 ? 0 : line.withoutPurpose / people;
  const automated = line.automated / line.lookups;
  const subjects = say.number(line.subjects.count);
  // Sorted by severity first, then by number.
  const weight = flagged === undefined ? 0 : (severityRank(flagged.severity) + 1) * 1e6 + flagged.findings;
  const findings =
    flagged === undefined
      ? html`<span class="m">${words.noFindings}</span>`
      : html`${severityMark(flagged.severity, words)} ${say.number(flagged.findings)}`;
  return html`<tr><th scope="row">${shorten(line.id, 60)}</th>${units && html`<td>${shorten(line.unit ?? "", 40)}</td>`}<td data-v="${weight}">${findings}</td><td class="n" data-v="${line.lookups}">${say.number(line.lookups)}</td><td class="n" data-v="${line.subjects.count}">${line.subjects.exact ? subjects : words.subjectsEstimate(subjects)}</td><td class="n">${line.activeDays}</td><td class="n" data-v="${round(without)}">${say.percent(without)}</td><td class="n" data-v="${round(automated)}">${say.percent(automated)}</td><td class="t">${say.date(line.first)}</td><td class="t">${say.date(line.last)}</td></tr>\n`;
}

function round(share: number): string {
  return String(Math.round(share * 1e4) / 1e4);
}
