/** The assessment on a terminal: at most 20 lines, in the words of the page, the worst relations by name. */
import {
  type AssessmentInput,
  firstKnown,
  gapCount,
  minute,
  openAssessment,
  TIER_MARKS,
  unseenSentences,
} from "./assessment-context.ts";
import { reveal } from "../page/hostile-text.ts";
import { type Screen, severityLabel } from "../scan/terminal.ts";
import { clip, columnsOf, wrap } from "../page/terminal-text.ts";

const MOST_LINES = 20;
const MOST_RELATIONS = 10;

export function renderAssessmentText(input: AssessmentInput, screen: Screen): string {
  const page = openAssessment(input);
  const { say, words, relations, counts, upper } = page;
  const { assessment, exercise } = input;
  const labels = words.terminal;
  const width = Math.max(40, screen.width);
  const gutter =
    2 +
    Math.max(
      ...[labels.incident, labels.view, labels.found, labels.notSeen, labels.report, labels.next].map(
        columnsOf,
      ),
    );
  const told = (label: string, text: string, most: number) =>
    wrap(reveal(text), width - gutter, most).map(
      (line, at) => (at === 0 ? pad(label, gutter) : " ".repeat(gutter)) + line,
    );
  const since = firstKnown(page);
  const unseen = unseenSentences(page);
  const gaps = gapCount(page);
  const urgent = counts.certain + counts.likely > 0;
  const worse = upper.certain !== counts.certain || upper.likely !== counts.likely;
  const notSeen = [
    ...(gaps === 0 ? [words.noGaps] : []),
    ...unseen.slice(0, 1).map(({ text }) => text),
    ...(unseen.length > 1 ? [labels.moreGaps(unseen.length - 1)] : []),
    ...(worse ? [words.upperChanges(upper)] : []),
  ].join(" ");
  const path = reveal(screen.reportPath);
  const top = [
    ...(exercise ? told("", words.exercise, 2) : []),
    ...told(labels.incident, `${assessment.incident} · ${words.version(assessment.register.version)}`, 1),
    ...told(labels.view, words.viewSum(assessment.view), 1),
    ...told(
      labels.found,
      [
        words.headline({ certain: counts.certain, likely: counts.likely, relations: relations.length }),
        ...(since === undefined ? [] : [words.since(`${minute(say, since)} (${say.zone})`)]),
      ].join(" "),
      3,
    ),
  ];
  const bottom = [
    ...told(labels.notSeen, notSeen, 4),
    pad(labels.report, gutter) + (screen.colour ? `\u001b[36m${path}\u001b[0m` : path),
    ...told(labels.next, urgent ? labels.nextWarn : gaps > 0 ? labels.nextGaps : labels.nextNone, 2),
  ];
  const room = Math.min(MOST_RELATIONS, MOST_LINES - top.length - bottom.length - 1);
  const shown = relations.filter(({ tier }) => tier !== "none").slice(0, room);
  const wordWidth = Math.max(0, ...shown.map(({ tier }) => columnsOf(words.tier[tier])));
  const lines = shown.map(({ from, to, relation, tier, bits, knownSince }) => {
    const rest = `  ${reveal(from)} · ${reveal(to)}  ${reveal(relation)}  ${say.number(bits)} ${words.bitsColumn.toLowerCase()}  ${minute(say, knownSince)}`;
    return (
      severityLabel(TIER_MARKS[tier], words.tier[tier], screen.colour, wordWidth) +
      clip(rest, width - 2 - wordWidth)
    );
  });
  const more = relations.length - counts.none - shown.length;
  const middle = more > 0 && shown.length > 0 ? [...lines, `  ${labels.more(more)}`] : lines;
  return [...top, ...middle, ...bottom].map((line) => `${line}\n`).join("");
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columnsOf(text)));
}
