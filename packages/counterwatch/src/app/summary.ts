import type { ExplainedFinding, Summary } from "../model/index.ts";
import type { Reading } from "./reading.ts";
import type { Settings } from "./settings.ts";

export interface SummaryParts {
  readonly reading: Reading;
  readonly settings: Settings;
  readonly findings: readonly ExplainedFinding[];
  /** What detectors could not check, one sentence each. */
  readonly notChecked: readonly string[];
  readonly seconds: number;
}

export function summarise({ reading, settings, findings, notChecked, seconds }: SummaryParts): Summary {
  const { account, tallies } = reading;
  const { from, to } = tallies;
  const byDetector: Record<string, number> = {};
  for (const { finding } of findings) byDetector[finding.detector] = (byDetector[finding.detector] ?? 0) + 1;
  return {
    rows: account.rows,
    events: account.events,
    duplicates: account.duplicates,
    deadLetters: account.deadLetters,
    rejectedByReason: { ...account.rejectedByReason },
    operators: tallies.operators,
    subjects: tallies.subjects,
    days: tallies.days,
    budget: settings.budget ?? null,
    guarantee: { state: "none", since: null, note: "Rules only: no false-alert budget is kept in this run." },
    findings: Object.fromEntries(Object.entries(byDetector).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    seconds: Math.round(seconds * 1000) / 1000,
    period: from === undefined || to === undefined ? null : { from, to },
    sources: account.sources.map((tally) => ({ ...tally, files: [...tally.files] })),
    notChecked: [...ofTheRun(settings), ...account.notes(), ...ofTheEvents(reading), ...notChecked],
  };
}

function ofTheRun({ key, budget }: Settings): string[] {
  const sentences: string[] = [];
  if (key === undefined) sentences.push(KEYLESS);
  if (budget !== undefined) {
    sentences.push(
      `The budget of ${budget} had no effect: it governs stories, and this run checked rules only. Slow, patient tracking within a good-looking purpose was not looked for.`,
    );
  }
  return sentences;
}

const KEYLESS =
  "No site key was given, so a random one was used for this run alone: pseudonyms of this run cannot be compared with another run’s.";

function ofTheEvents({ tallies }: Reading): string[] {
  const sentences: string[] = [];
  if (tallies.outOfOrder > 0) {
    sentences.push(
      `${tallies.outOfOrder} look-ups come more than 30 minutes after a later one in the log: what the rules remember of earlier look-ups is incomplete for them.`,
    );
  }
  if (!tallies.exact) {
    sentences.push(
      "There are so many different operators or subjects that their number is an estimate (within 0.2 %).",
    );
  }
  return sentences;
}
