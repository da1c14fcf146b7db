import type { ExplainedFinding, Summary } from "../model/index.ts";
import type { Calibration } from "../stories/calibration.ts";
import type { Reading } from "./reading.ts";
import type { Settings } from "./settings.ts";

export interface SummaryParts {
  readonly reading: Reading;
  readonly settings: Settings;
  readonly findings: readonly ExplainedFinding[];
  /** What detectors could not check, one sentence each. */
  readonly notChecked: readonly string[];
  readonly seconds: number;
  readonly calibration: Calibration | undefined;
}

export function summarise({
  reading,
  settings,
  findings,
  notChecked,
  seconds,
  calibration,
}: SummaryParts): Summary {
  const { account, tallies } = reading;
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
    budget: calibration?.budget ?? null,
    guarantee: {
      ...guaranteeOf(calibration),
      ...(calibration && { tails: calibration.tails.map((tail) => ({ ...tail })) }),
    },
    findings: Object.fromEntries(Object.entries(byDetector).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    seconds: Math.round(seconds * 1000) / 1000,
    period: tallies.period,
    sources: account.sources.map((tally) => ({ ...tally, files: [...tally.files] })),
    notChecked: [...ofTheRun(settings), ...account.notes(), ...ofTheEvents(reading), ...notChecked],
  };
}

function guaranteeOf(calibration: Calibration | undefined): Summary["guarantee"] {
  if (calibration === undefined) {
    return { state: "none", since: null, note: "Rules only: no false-alert budget is kept in this run." };
  }
  const { learning, learningUntil, spells, budget } = calibration;
  const open = spells.filter(({ to }) => to === null);
  if (learning) {
    return {
      state: "learning",
      since: null,
      note: `Learning until ${learningUntil?.slice(0, 10) ?? "there are events"}; rules only.`,
    };
  }
  const [first] = open;
  if (first !== undefined) {
    const groups = open.map(({ group }) => (group === "" ? "all operators" : group)).join(", ");
    return {
      state: "suspended",
      since: first.from,
      note: `Guarantee suspended for ${groups} since ${first.from.slice(0, 10)}.`,
    };
  }
  return {
    state: "kept",
    since: learningUntil,
    note: `At most ${budget} false alerts expected from stories since ${learningUntil?.slice(0, 10)}.`,
  };
}

function ofTheRun({ key }: Settings): string[] {
  const sentences: string[] = [];
  if (key === undefined) sentences.push(KEYLESS);
  return sentences;
}

const KEYLESS =
  "No site key was given, so a random one was used for this run alone: pseudonyms of this run cannot be compared with another run’s.";

function ofTheEvents({ tallies }: Reading): string[] {
  const sentences: string[] = [];
  if (!tallies.exact) {
    sentences.push(
      "There are so many different operators or subjects that their number is an estimate (within 0.2 %).",
    );
  }
  return sentences;
}
