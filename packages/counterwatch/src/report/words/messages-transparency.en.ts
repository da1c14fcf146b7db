import type { Speech } from "./speech.ts";
import type { FindingClass, Outcome, PurposeClass, TableName } from "../transparency/tables.ts";

/** The part of the catalogue for transparency reports: read by people who have never heard of ε. */
export const englishTransparency = (say: Speech) => ({
  kind: "Transparency report",
  title: (v: { publisher: string | undefined; period: string }) =>
    v.publisher === undefined
      ? `Look-ups of ${v.period}, in public`
      : `${v.publisher}: look-ups of ${v.period}, in public`,
  headline: (v: { low: string; high: string; value: string }) =>
    `${v.value} look-ups were counted, noise included; without it between ${v.low} and ${v.high}.`,
  promise:
    "Noise was added to every figure, once, before anybody saw it. It bounds what this page can tell about any one person or operator: see “What ε means”.",
  periodLabel: "Period",
  period: (v: { first: string; last: string }) => `${v.first} to ${v.last}, UTC`,
  drawnLabel: "Drawn",
  spentLabel: "Privacy spent",
  spent: (v: { epsilon: string; delta: string | undefined }) =>
    v.delta === undefined ? `ε = ${v.epsilon}` : `ε = ${v.epsilon}, δ = ${v.delta}`,
  revisionLabel: "Drawn again",
  revision: (v: { number: number; reason: string }) => `Draw number ${say.number(v.number + 1)}: ${v.reason}`,

  readingTitle: "How to read the figures",
  reading: (v: { cells: number; missed: number }) => [
    "A figure is a count with noise. “From – to” is where the count without noise lies, nineteen times in twenty, by the exact law of the noise.",
    `There are ${say.number(v.cells)} figures, so about ${say.number(v.missed)} of them lie outside their “from – to”. Nobody can know which.`,
    "A figure below zero means few or none. It is left as it was drawn: cutting it off at zero would make all sums too high.",
    "Every line that could be there is there, whether anything happened or not. That a line is printed says nothing.",
    "Figures do not add up to each other’s sums, because each has noise of its own.",
  ],
  tables: {
    total: "All look-ups",
    system: "By record system",
    action: "By action",
    purpose: "By the purpose given",
    "system-action": "By record system and action",
    finding: "Findings by class",
    outcome: "Findings by outcome",
  } satisfies Record<TableName, string> as Record<TableName, string>,
  capped: (v: { perSubject: number; perOperator: number }) =>
    `Each line counts at most ${say.number(v.perSubject)} of one person and ${say.number(v.perOperator)} of one operator.`,
  all: "all",
  purposes: {
    case: "a case",
    reason: "a reason without a case",
    authority: "an authority alone",
    withheld: "given, and masked in the log",
    none: "none",
  } satisfies Record<PurposeClass, string> as Record<PurposeClass, string>,
  findingClasses: {
    rule: "a rule was broken",
    story: "behaviour that honest work does not explain",
    tripwire: "a protected person was looked up",
    decoy: "a planted subject was looked up",
    ledger: "the ledger and the log disagree",
    source: "a log has gaps or is silent",
  } satisfies Record<FindingClass, string> as Record<FindingClass, string>,
  outcomes: {
    explained: "explained by honest work",
    misuse: "misuse",
    unresolved: "closed without an answer",
    open: "no outcome recorded",
  } satisfies Record<Outcome, string> as Record<Outcome, string>,
  noFindings: "Findings were not part of this report.",
  noOutcomes: "How findings ended is not recorded.",
  line: "Line",
  figure: "Figure",
  fromTo: "From – to",
  picture: "On a scale",

  leftOutTitle: "What the counts leave out",
  leftOut: [
    "Whoever is in the log more often than a line may count is counted less. Which look-ups those are is chosen by a secret key, not by who came first. So counts are lower than the log wherever somebody is very active.",
    "The total may count ten times as much of each person and operator. Where the lines of a table come to far less than the total, that is why.",
    "A look-up of three people counts three times. One that names nobody, such as a sign-in, counts once.",
    "Where a log withholds who was looked up, or who looked, all of those count as one person, or as one operator: they might be.",
    "Rows that could not be read, and what no log recorded, are not in the counts. “From – to” knows nothing of them.",
  ],
  meaningTitle: "What ε means",
  meaning: (v: {
    subject: string;
    operator: string;
    oddsSubject: string;
    oddsOperator: string;
    three: string;
  }) => [
    `Suppose somebody already has a guess about one person: “this person was looked up”. By this page their odds can change by a factor of at most ${v.oddsSubject} (e to the power of ε = ${v.subject}), whatever else they know and however they reckon. For one operator the factor is ${v.oddsOperator} (ε = ${v.operator}).`,
    "A factor of 1 would be no change at all. The smaller ε, the more noise, and the less can be learned.",
    `A person here is one identifier in the logs: one plate, one phone. Who has three of them is protected three times less: by a factor of ${v.three}. Reports about one year add up, and so do years.`,
  ],
  delta: (delta: string) =>
    `With Gaussian noise this holds for one identifier except with a chance of ${delta}, which is δ.`,
  limitsTitle: "What this does not protect",
  limits: [
    "Those who have the logs themselves, and whoever they tell.",
    "What is true of many: if most look-ups give no case, this page shows it, and it should.",
  ],
  findingLimit:
    "Findings are counted as they were made. A detector compares people with each other, so one person’s look-ups can change whether another’s become a finding; that is not in ε. ε covers the findings in which a person or an operator is named.",
  checkTitle: "How to check this page",
  check: (v: { json: string; leaf: number; origin: string }) =>
    `The figures are those of ${v.json}. The SHA-256 of that file stands in leaf ${v.leaf} of the ledger ${v.origin}, which was written before this page, together with ε. Whoever has the ledger sees how often noise was drawn and what a year has cost. That the noise was drawn as described must be believed, or audited: its code is public.`,
  law: (v: { gaussian: boolean }): string =>
    v.gaussian
      ? "Noise: discrete Gaussian, drawn exactly (Canonne, Kamath, Steinke 2020)."
      : "Noise: discrete Laplace, drawn exactly (Canonne, Kamath, Steinke 2020).",
  skip: "Skip to the figures",
});
