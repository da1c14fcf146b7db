import { shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import { cardWeight, findingCard, LEAST_CARD } from "./finding-card.ts";
import { detectorTitle, language, type PageContext } from "./page-context.ts";
import { resultSentence } from "./result-sentence.ts";
import { partiesText, partyName } from "./parties.ts";
import { type FindingGroup, type LesserLine, Parties, type Selection, severitiesOf } from "./selection.ts";
import { severityMark } from "../page/severity-mark.ts";
import { axisLabels, dayColumns } from "../page/strip.ts";

/** No card is given more, so that one finding cannot take a short report's whole room. */
const MOST_FOR_CARD = 60_000;
/** What a line is expected to take. */
const LINE = 420;

/**
 * The findings section in pieces: groups of cards by operator, then one line each for the others. It keeps to `room`
 * bytes whatever the log holds: what does not fit is counted and left to the findings file.
 */
export function* findingList(page: PageContext, room: number): Generator<Html> {
  const { words, selection } = page;
  yield html`<section id="findings" aria-labelledby="findings-h"><h2 id="findings-h">${words.findingsTitle} <span class="count">${page.say.number(selection.total)}</span></h2>\n`;
  if (selection.total === 0) {
    yield html`<p class="empty">${resultSentence(page)}</p></section>\n`;
    return;
  }
  yield html`<p class="note">${words.findingsOrder}</p>\n${filterBar(page)}`;
  const beyond = new Beyond(selection.beyond);
  const lines =
    selection.lesser.length + selection.groups.reduce((sum, { lesser }) => sum + lesser.length, 0);
  const forLines = Math.min(room * 0.4, LINE * lines);
  let left = room - forLines;
  let linesLeft = forLines;
  let weights = selection.groups.reduce(
    (sum, { cards }) => sum + cards.reduce((all, card) => all + cardWeight(card), 0),
    0,
  );
  for (const [index, group] of selection.groups.entries()) {
    if (left < LEAST_CARD) {
      for (const { finding } of group.cards) beyond.add(finding, 1);
      for (const line of group.lesser) beyond.add(line.finding, line.findings);
      continue;
    }
    const head = groupHead(page, group, `o${index}`);
    left -= head.html.size;
    yield head.html;
    for (const held of group.cards) {
      // The urgent ones come first and get somewhat more than an equal share of what is left.
      const weight = cardWeight(held);
      const share = Math.min(MOST_FOR_CARD, Math.max(LEAST_CARD, (1.3 * left * weight) / weights));
      weights -= weight;
      if (left < LEAST_CARD) {
        beyond.add(held.finding, 1);
        continue;
      }
      const card = findingCard(page, held, head.band, share);
      left -= card.size;
      yield card;
    }
    if (group.lesser.length > 0) {
      const table = lesserTable(page, group.lesser, "own", linesLeft, beyond);
      linesLeft -= table.size;
      yield table;
    }
    yield html`</div>\n`;
  }
  if (selection.lesser.length > 0) {
    const parties = partiesText(page, new Parties(selection.lesser.map(({ finding }) => finding)));
    yield html`<div class="group all"><h3 id="lesser-h">${words.linesTitle(parties)}</h3><p class="note">${words.linesNote}</p>\n${lesserTable(page, selection.lesser, "all", linesLeft, beyond)}</div>\n`;
  }
  yield html`${beyondNote(page, beyond)}</section>\n`;
}

/** Counts what the page leaves to the findings file, beginning with what the selection left. */
class Beyond {
  findings: number;
  readonly parties: Parties;
  readonly byDetector: Map<string, number>;

  constructor({ findings, parties, byDetector }: Selection["beyond"]) {
    this.findings = findings;
    this.parties = parties;
    this.byDetector = new Map(byDetector);
  }

  add(finding: { operator: string; detector: string }, findings: number): void {
    const { detector } = finding;
    this.findings += findings;
    this.parties.add(finding);
    this.byDetector.set(detector, (this.byDetector.get(detector) ?? 0) + findings);
  }
}

function filterBar({ words, say, selection }: PageContext): Html {
  const toggles = severitiesOf(selection).map(
    (severity) =>
      html`<button type="button" aria-pressed="true" data-severity="${severity}">${severityMark(severity, words)} ${say.number(selection.bySeverity[severity])}</button>`,
  );
  return html`<div class="filter" role="search" hidden><label for="filter">${words.filterLabel}</label><input id="filter" type="search" autocomplete="off" spellcheck="false"><div class="toggles" role="group" aria-label="${words.filterSeverity}">${toggles}</div><button type="button" id="open-all" aria-pressed="false" data-open="${words.openAll}" data-close="${words.closeAll}">${words.openAll}</button><p id="shown" role="status" data-text="${words.filterShown({ shown: "{shown}", all: "{all}" })}"></p></div>\n`;
}

function groupHead(
  { axis, input, say, words, selection }: PageContext,
  { operator, source }: FindingGroup,
  id: string,
): { html: Html; band: string | undefined } {
  const line = source === undefined ? input.activity.operator(operator) : undefined;
  const flagged =
    source === undefined ? selection.flagged.get(operator) : selection.flaggedSources.get(source);
  const facts: string[] = [words.findings(flagged?.findings ?? 0)];
  let strip: Html | undefined;
  if (line !== undefined) {
    const people = line.lookups - line.automated;
    for (const place of [line.unit, line.role]) if (place !== undefined) facts.unshift(shorten(place, 60));
    facts.push(words.lookups(line.lookups));
    facts.push(
      line.subjects.exact ? words.subjects(line.subjects.count) : words.aboutSubjects(line.subjects.count),
    );
    facts.push(words.activeDays(line.activeDays));
    if (people > 0) facts.push(words.operatorWithout(say.percent(line.withoutPurpose / people)));
    if (line.automated > 0) facts.push(words.operatorAutomated(say.percent(line.automated / line.lookups)));
    if (axis !== undefined) {
      const columns = columnsFor(selection.groups.length);
      const { svg, label } = dayColumns(axis, line.days, { label: words.operatorLane, id, columns });
      strip = html`<div class="lane own"><span class="lane-name" aria-hidden="true">${label}</span>${svg}${axisLabels()}</div>`;
    }
  }
  return {
    html: html`<div class="group"><header><p class="kicker">${source === undefined ? words.operator : words.source}</p><h3 id="${id}-h">${shorten(source ?? operator, 120)}</h3><p class="facts">${facts.join(" · ")}</p>${strip}</header>\n`,
    band: strip === undefined ? undefined : id,
  };
}

/** A strip for each of five hundred operators must be coarser than one for each of five. */
function columnsFor(operators: number): number {
  return operators > 150 ? 60 : operators > 40 ? 120 : 360;
}

function lesserTable(
  page: PageContext,
  lines: readonly LesserLine[],
  whose: "own" | "all",
  room: number,
  beyond: Beyond,
): Html {
  const { words } = page;
  const rows: Html[] = [];
  let left = room;
  for (const line of lines) {
    const row = lesserRow(page, line, whose);
    left -= row.size;
    if (left < 0) beyond.add(line.finding, line.findings);
    else rows.push(row);
  }
  if (rows.length === 0) return html``;
  return html`<table class="lesser"><caption class="${whose === "all" ? "vh" : ""}">${words.linesCaption}</caption><thead><tr><th scope="col">${words.severityLabel}</th>${whose === "all" && html`<th scope="col">${words.operator}</th>`}<th scope="col">${words.findingColumn}</th><th scope="col" class="n">${words.lookupsColumn}</th><th scope="col">${words.periodColumn}</th></tr></thead><tbody>\n${rows}</tbody></table>\n`;
}

function lesserRow(
  page: PageContext,
  { finding, findings, lookups, since, time }: LesserLine,
  whose: "own" | "all",
): Html {
  const { words, say } = page;
  const like = findings > 1 && html` <span class="m">${words.like(findings - 1)}</span>`;
  const operator = whose === "all" && html`<th scope="row">${shorten(partyName(page, finding), 60)}</th>`;
  return html`<tr data-s="${finding.severity}"><td>${severityMark(finding.severity, words)}</td>${operator}<td class="said"><b>${shorten(detectorTitle(page, finding.detector), 90)}</b> <span${language(page)}>${shorten(finding.explanation, 300)}</span>${like}</td><td class="n">${say.number(lookups)}</td><td class="period">${spanDates(page, since, time)}</td></tr>\n`;
}

function spanDates({ say }: PageContext, since: string, time: string): Html {
  const from = say.date(Date.parse(since));
  const to = say.date(Date.parse(time));
  return from === to ? html`${from}` : html`${from} – ${to}`;
}

function beyondNote(page: PageContext, { findings, parties, byDetector }: Beyond): Html {
  const { input, words } = page;
  if (findings === 0) return html``;
  const detectors = [...byDetector]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 12)
    .map(([detector, count]) =>
      words.detectorCount({ title: shorten(detectorTitle(page, detector), 80), count }),
    );
  return html`<p class="beyond">${words.beyondPage({ findings, parties: partiesText(page, parties), file: input.findingsFile, detectors: page.say.list(detectors) })}</p>`;
}
