import type { Severity } from "../../model/index.ts";
import { reveal, shorten } from "../page/hostile-text.ts";
import { type Messages, messagesFor } from "../words/messages.ts";
import { gapSentences } from "./not-checked.ts";
import type { ReportInput } from "./report-input.ts";
import { partyName } from "./parties.ts";
import { resultSentence } from "./result-sentence.ts";
import { byUrgency, selectFindings, type Selection } from "./selection.ts";
import { Speech } from "../words/speech.ts";
import { clip, columnsOf, wrap } from "../page/terminal-text.ts";

const MOST_LINES = 20;
const MOST_FINDINGS = 8;

export interface Screen {
  /** Columns; what is narrower than 40 is treated as 40. */
  readonly width: number;
  readonly colour: boolean;
  /** Where the report was written, as the user can open it. */
  readonly reportPath: string;
}

const MARKS: Readonly<Record<Severity, string>> = { low: "○", medium: "◐", high: "●", critical: "■" };
const COLOURS: Readonly<Record<Severity | "path", string>> = {
  low: "90",
  medium: "33",
  high: "31",
  critical: "1;31",
  path: "36",
};

/** The shape with its word, `● high`; the word filled up to `columns`. */
export function severityLabel(severity: Severity, word: string, colour: boolean, columns = 0): string {
  const label = `${MARKS[severity]} ${pad(word, columns)}`;
  return colour ? `\u001b[${COLOURS[severity]}m${label}\u001b[0m` : label;
}

/**
 * The summary for the terminal, at most 20 lines, each ended by a line feed: what was read, what was found, where the report
 * is, what to do next; in the words of the report. Values of the log reach the terminal only with their control characters
 * made visible.
 */
export function renderTerminal(input: ReportInput, screen: Screen): string {
  const width = Math.max(40, screen.width);
  const say = new Speech(input.locale, input.zone);
  const words = messagesFor(say);
  const selection = selectFindings(input.findings, {
    cards: MOST_FINDINGS,
    lines: MOST_FINDINGS,
    lowCards: MOST_FINDINGS,
  });
  const page = { input, say, words, selection };
  const path = reveal(screen.reportPath);
  const gutter = 2 + Math.max(...labels(words).map((label) => columnsOf(label)));
  const told = (label: string, text: string, most: number) =>
    wrap(reveal(text), width - gutter, most).map(
      (line, i) => (i === 0 ? pad(label, gutter) : " ".repeat(gutter)) + line,
    );

  const { rows, events, duplicates, deadLetters } = input.summary;
  const difference = Math.abs(rows - events - duplicates - deadLetters);
  const gaps = gapSentences(page);
  const top = [
    ...told(words.terminalRead, words.readSum({ rows, events, duplicates, deadLetters }), 3),
    ...(difference === 0 ? [] : told("", words.readDoesNotAdd(difference), 3)),
    ...told(words.terminalPeriod, period(page), 1),
    ...told(words.terminalFound, resultSentence(page), 3),
  ];
  const bottom = [
    ...told(
      words.terminalNotChecked,
      gaps[0] === undefined
        ? words.terminalNothingUnchecked
        : words.terminalUnchecked({ count: gaps.length, first: gaps[0] }),
      2,
    ),
    // A path is never cut or broken: it is there to be copied.
    pad(words.terminalReport, gutter) + (screen.colour ? `\u001b[${COLOURS.path}m${path}\u001b[0m` : path),
    ...told(words.terminalNext, next(page), 2),
  ];
  const room = Math.min(MOST_FINDINGS, MOST_LINES - top.length - bottom.length - 1);
  const middle = findingLines(page, width, room, screen.colour);
  return [...top, ...middle, ...bottom].map((line) => `${line}\n`).join("");
}

interface Told {
  readonly input: ReportInput;
  readonly say: Speech;
  readonly words: Messages;
  readonly selection: Selection;
}

function findingLines(
  { selection, words }: Told,
  width: number,
  room: number,
  colour: boolean,
): readonly string[] {
  const urgent = [
    ...selection.groups.flatMap(({ cards, lesser }) => [...cards, ...lesser]),
    ...selection.lesser,
  ]
    .map(({ finding }) => finding)
    .toSorted(byUrgency)
    .slice(0, room);
  const wordWidth = Math.max(0, ...urgent.map(({ severity }) => columnsOf(words.severity[severity])));
  const names = urgent.map((finding) => shorten(reveal(partyName({ words }, finding)), 20));
  const nameWidth = Math.max(0, ...names.map(columnsOf));
  const lines = urgent.map(({ severity, explanation }, i) => {
    const rest = `  ${pad(names[i] ?? "", nameWidth)}  ${reveal(explanation)}`;
    const label = severityLabel(severity, words.severity[severity], colour, wordWidth);
    return label + clip(rest, width - 2 - wordWidth);
  });
  const more = selection.total - urgent.length;
  return more > 0 && urgent.length > 0 ? [...lines, `  ${words.terminalMore(more)}`] : lines;
}

function period({ input, say, words }: Told): string {
  const { period, operators } = input.summary;
  if (period === null) return words.periodNone;
  const days = say.days(Date.parse(period.from), Date.parse(period.to));
  return `${days} (${say.zone}) · ${words.operators(operators)} · ${words.sources(input.summary.sources.length)}`;
}

function next({ input, words, selection }: Told): string {
  if (input.summary.rows > 0 && input.summary.events === 0)
    return words.terminalRepair(input.deadLettersFile);
  const first = selection.groups[0]?.cards[0]?.finding ?? selection.lesser[0]?.finding;
  if (first === undefined) return words.terminalKeep;
  return `${words.terminalBegin(shorten(partyName({ words }, first), 40))} ${words.leads}`;
}

function labels(words: Messages): readonly string[] {
  return [
    words.terminalRead,
    words.terminalPeriod,
    words.terminalFound,
    words.terminalNotChecked,
    words.terminalReport,
    words.terminalNext,
  ];
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columnsOf(text)));
}
