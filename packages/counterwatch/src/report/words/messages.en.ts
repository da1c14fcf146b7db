import type { Severity } from "../../model/index.ts";
import { englishAssessment } from "./messages-assessment.en.ts";
import { englishPosture } from "./messages-posture.en.ts";
import { englishRehearsal } from "./messages-rehearsal.en.ts";
import { englishStories } from "./messages-stories.en.ts";
import { englishTransparency } from "./messages-transparency.en.ts";
import { englishNotices } from "./messages-notices.en.ts";
import { englishWarnings } from "./messages-warnings.en.ts";
import { actionNames, subjectNames, systemNames } from "./names.en.ts";
import type { Speech } from "./speech.ts";
import { rejection } from "./rejection.en.ts";

/**
 * The words of the report and of the terminal summary. Every entry is a whole sentence or a whole label: a sentence is never
 * put together from pieces by the caller, so that each language can order it as it must.
 */
export const english = (say: Speech) => ({
  severity: {
    low: "low",
    medium: "medium",
    high: "high",
    critical: "critical",
  } satisfies Record<Severity, string> as Record<Severity, string>,
  severityCount: (severity: Severity, count: number) => `${say.number(count)}\u00a0${severity}`,
  system: systemNames,
  action: actionNames,
  subject: subjectNames,

  leads: "Leads, not verdicts.",
  leadsMeaning:
    "A finding names look-ups that ask for an explanation. Many have a good one. Ask for it before you draw a conclusion.",

  findings: (count: number) => say.plural(count, { one: "# finding", other: "# findings" }),
  lookups: (count: number) => say.plural(count, { one: "# look-up", other: "# look-ups" }),
  subjects: (count: number) => say.plural(count, { one: "# subject", other: "# subjects" }),
  aboutSubjects: (count: number) => `about ${say.plural(count, { one: "# subject", other: "# subjects" })}`,
  operators: (count: number) => say.plural(count, { one: "# operator", other: "# operators" }),
  activeDays: (count: number) => say.plural(count, { one: "# active day", other: "# active days" }),
  events: (count: number) => say.plural(count, { one: "# event", other: "# events" }),
  duplicates: (count: number) => say.plural(count, { one: "# duplicate", other: "# duplicates" }),
  deadLetters: (count: number) => say.plural(count, { one: "# dead letter", other: "# dead letters" }),
  sources: (count: number) => say.plural(count, { one: "# source", other: "# sources" }),

  result: (v: {
    lookups: number;
    operators: number;
    days: number;
    findings: number;
    flagged: number;
    flaggedSources: number;
    severities: string;
  }) =>
    `In ${say.plural(v.lookups, { one: "# look-up", other: "# look-ups" })} by ${say.plural(v.operators, { one: "# operator", other: "# operators" })} on ${say.plural(v.days, { one: "# day", other: "# days" })}, ${say.plural(v.findings, { one: "one finding asks", other: "# findings ask" })} for an explanation: ${v.severities}. ${v.flagged === 0 ? "" : say.plural(v.flagged, { one: "One operator is concerned.", other: "# operators are concerned." })}${v.flagged === 0 || v.flaggedSources === 0 ? "" : " "}${v.flaggedSources === 0 ? "" : say.plural(v.flaggedSources, { one: "One source is concerned.", other: "# sources are concerned." })}`,
  nothing: (v: { lookups: number; operators: number; checks: number }) =>
    `Nothing to review. ${say.plural(v.checks, { one: "# check", other: "# checks" })} read ${say.plural(v.lookups, { one: "# look-up", other: "# look-ups" })} by ${say.plural(v.operators, { one: "# operator", other: "# operators" })}, and none of them asks for an explanation.`,
  nothingRead: (v: { rows: number; file: string }) =>
    `Nothing was read. None of ${say.plural(v.rows, { one: "# row", other: "# rows" })} could be taken as a look-up. The reasons are in the appendix and in ${v.file}; most often the format or the mapping is the wrong one.`,
  nothingGiven: "Nothing was read: the log has no rows.",

  wordmark: "Counterwatch",
  kind: "Review of access logs",
  contents: "Contents",
  skip: "Skip to the findings",
  period: "Period",
  periodNone: "no events",
  sourcesLabel: "Sources",
  readAt: "Read at",
  zone: "Times are in",

  readTitle: "What was read",
  readSum: (v: { rows: number; events: number; duplicates: number; deadLetters: number }) =>
    `${say.plural(v.rows, { one: "# row", other: "# rows" })} = ${say.plural(v.events, { one: "# event", other: "# events" })} + ${say.plural(v.duplicates, { one: "# duplicate", other: "# duplicates" })} + ${say.plural(v.deadLetters, { one: "# dead letter", other: "# dead letters" })}`,
  readAdds: "Every row is accounted for.",
  readDoesNotAdd: (difference: number) =>
    `This does not add up: ${say.plural(difference, { one: "# row is", other: "# rows are" })} unaccounted for. Do not rely on this report, and report the defect.`,
  duplicateMeaning:
    "A duplicate is a row that another file, or another line, had already given; it is counted once.",
  deadLetterMeaning: (file: string) =>
    `A dead letter is a row that could not be taken as a look-up. It was not checked. All are in ${file}.`,
  bySource: "Rows by source",
  source: "Source",
  sourceNamed: (name: string) => `source ${name}`,
  readTables: "By source, record system and action",
  total: "Total",
  rowsLabel: "Rows",
  eventsLabel: "Events",
  duplicatesLabel: "Duplicates",
  deadLettersLabel: "Dead letters",
  perDayTitle: "Look-ups by day",
  perDayNote: (v: { max: string; on: string; empty: number }) =>
    v.empty === 0
      ? `At most ${v.max}, on ${v.on}. Every day from the first to the last has some.`
      : `At most ${v.max}, on ${v.on}. ${say.plural(v.empty, { one: "# day in between has none.", other: "# days in between have none." })}`,
  longestSilence: (v: { days: number; from: string; to: string }) =>
    `The longest silence is ${say.plural(v.days, { one: "# day", other: "# days" })}, from ${v.from} to ${v.to}: ask whether the log is whole.`,
  byAction: "Look-ups by record system and action",
  systemLabel: "Record system",
  actionLabel: "Action",

  findingsTitle: "Findings",
  findingsOrder:
    "By operator, most urgent first. The marks say how urgent a look is, not how guilty anybody is.",
  filterLabel: "Filter by operator, subject, site, case or words",
  filterSeverity: "Severity",
  filterShown: (v: { shown: string; all: string }) => `${v.shown} of ${v.all} shown`,
  openAll: "Open all details",
  closeAll: "Close all details",
  operator: "Operator",
  operatorWithout: (share: string) => `${share} without any purpose`,
  operatorAutomated: (share: string) => `${share} automated`,
  operatorLane: (v: { max: number; days: number }) =>
    v.days === 1
      ? `All look-ups of this operator by day, at most ${say.number(v.max)}`
      : `All look-ups of this operator, ${say.number(v.days)} days to a column, at most ${say.number(v.max)}`,
  oneMoment: (v: { lookups: number; at: string }) =>
    `${say.plural(v.lookups, { one: "# look-up", other: "# look-ups" })}, ${v.at}`,
  between: (v: { lookups: number; from: string; to: string }) =>
    `${say.plural(v.lookups, { one: "# look-up", other: "# look-ups" })} from ${v.from} on; enough for a finding at ${v.to}`,
  rowsCaption: "The look-ups of this finding",
  rowsMore: (count: number) => say.plural(count, { one: "# more look-up", other: "# more look-ups" }),
  rowsCut: (v: { shown: number; all: number; file: string }) =>
    `${say.number(v.shown)} of ${say.plural(v.all, { one: "# look-up", other: "# look-ups" })} are on this page, the first and the last ones. The ids of all are in ${v.file}.`,
  rowsBetween: (v: { count: number; file: string }) =>
    `${say.plural(v.count, { one: "# look-up in between is", other: "# look-ups in between are" })} given by id in ${v.file}.`,
  rowsNone: (file: string) => `The ids of the look-ups are in ${file}.`,
  when: "Time",
  actionColumn: "Action",
  subjectColumn: "Subject",
  siteColumn: "Site",
  windowColumn: "Window",
  purposeColumn: "Purpose",
  networks: (count: number) => say.plural(count, { one: "# network", other: "# networks" }),
  denied: "denied",
  failed: "failed",
  automatedMark: "automated",
  lateMark: "arrived late",
  windowLast: (length: string) => `${length} before`,
  windowUntil: (v: { length: string; to: string }) => `${v.length} to ${v.to}`,
  windowFrom: (from: string) => `from ${from}`,
  windowTo: (to: string) => `to ${to}`,
  subjectWithheld: (type: string) => `${type}, withheld by the log`,
  subjectPartial: (type: string) => `part of a ${type}`,
  andMore: (count: number) => `and ${say.number(count)} more`,
  noPurpose: "none given",
  caseLabel: (value: string) => `case ${value}`,
  quoted: (value: string) => `“${value}”`,
  withheldCase: "case withheld",
  withheldReason: "reason withheld",
  withheldAuthority: "authority withheld",
  more: (count: number) => say.plural(count, { one: "# more character", other: "# more characters" }),
  dropped: (count: number) =>
    `[${say.plural(count, { one: "# character", other: "# characters" })} left out here]`,
  innocentTitle: "Why this may be innocent",
  innocentNone: "The rule names no innocent reason. Ask for one all the same.",
  evidenceTitle: "Score and evidence",
  detectorLabel: "Found by",
  findingId: "Finding",
  severityLabel: "Severity",
  subjectsLabel: "Subjects",
  linesCaption: "Further findings",
  linesNote:
    "Low ones, and those for which the page has no room to show the rows. One line for each operator and check; like findings are counted together.",
  linesTitle: (parties: string) => `Findings in one line each: ${parties}`,
  like: (count: number) => say.plural(count, { one: "and # like it", other: "and # like it" }),
  findingColumn: "Finding",
  lookupsColumn: "Look-ups",
  periodColumn: "Period",
  beyondPage: (v: { findings: number; parties: string; file: string; detectors: string }) =>
    `${say.plural(v.findings, { one: "# further finding", other: "# further findings" })} on ${v.parties} ${say.plural(v.findings, { one: "is", other: "are" })} not on this page, which stays under two megabytes. By check: ${v.detectors}. All are in ${v.file}.`,
  detectorCount: (v: { title: string; count: number }) => `${v.title} (${say.number(v.count)})`,

  operatorsTitle: "Operators",
  operatorsNone: "No look-up was read.",
  operatorsNote:
    "What each account did in the whole log. A high number is work, not wrong-doing: compare within one unit.",
  operatorsCut: (v: { shown: number; all: number }) =>
    `${say.number(v.shown)} of ${say.plural(v.all, { one: "# operator is", other: "# operators are" })} listed: those with findings first, then those with most look-ups.`,
  operatorsBeyond: (count: number) =>
    `${say.plural(count, { one: "# look-up", other: "# look-ups" })} by further operators are counted everywhere on this page but in this table.`,
  unit: "Unit",
  subjectsColumn: "Subjects",
  subjectsEstimate: (value: string) => `≈${value}`,
  subjectsEstimateNote: "≈ marks an estimate above 256 subjects, within about 6 %.",
  activeDaysColumn: "Active days",
  withoutPurposeColumn: "Without purpose",
  automatedColumn: "Automated",
  firstColumn: "First",
  lastColumn: "Last",
  findingsColumn: "Findings",
  noFindings: "none",

  hoursTitle: "Hours and weekdays",
  hoursNote: (v: { busiest: string; weekday: string; hour: string; zone: string }) =>
    `Look-ups by people. The busiest hour is ${v.weekday} ${v.hour}, with ${v.busiest}. Hours are in ${v.zone}.`,
  hoursAutomated: (count: number) =>
    say.plural(count, {
      one: "# automated look-up is left out here.",
      other: "# automated look-ups are left out here.",
    }),
  hoursNone: "No look-up by a person was read.",
  hoursTable: "The same as a table",
  hoursCaption: "Look-ups by people, by hour and weekday",
  hoursScale: (v: { max: string }) => `From none (blank) to ${v.max} (darkest), in equal steps.`,
  hour: "Hour",
  weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  weekdaysShort: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],

  notCheckedTitle: "What was not checked, and why",
  notCheckedCount: (count: number) =>
    say.plural(count, {
      one: "# thing was not checked; it is named below, with the reason.",
      other: "# things were not checked; they are named below, with the reasons.",
    }),
  notCheckedNote:
    "Absence of a finding means only that the checks named under Method found nothing in what they could see.",
  notCheckedNothing: "Nothing is known to have been left out, beyond what the method cannot do.",
  stateNone:
    "No alert budget was given: rules only. Stories, which judge behaviour over time, did not run, and no number of false alerts is promised.",
  stateLearning: (v: { budget: string; since: string | undefined }) =>
    v.since === undefined
      ? `Learning: stories are not yet judged under the budget of ${v.budget}; rules only.`
      : `Learning since ${v.since}: stories are not yet judged under the budget of ${v.budget}; rules only.`,
  stateSuspended: (v: { budget: string; since: string | undefined }) =>
    v.since === undefined
      ? `Guarantee suspended: the budget of ${v.budget} false alerts is not promised.`
      : `Guarantee suspended since ${v.since}: the budget of ${v.budget} false alerts is not promised.`,
  stateKept: (budget: string) => `Guarantee kept: at most ${budget} false alerts are expected.`,
  guarantee: "Guarantee",
  gapDeadLetters: (v: { count: number; share: string }) =>
    `${say.plural(v.count, { one: "# row", other: "# rows" })} (${v.share}) could not be read: nothing in them was checked. The appendix gives the reasons.`,
  gapSubjectWithheld: (v: { count: number; share: string }) =>
    `In ${say.plural(v.count, { one: "# look-up", other: "# look-ups" })} (${v.share}) the log withholds who was looked up: repeated interest in one subject cannot be seen there.`,
  gapSubjectPartial: (v: { count: number; share: string }) =>
    `In ${say.plural(v.count, { one: "# look-up", other: "# look-ups" })} (${v.share}) only a fragment was asked for, which does not single out one subject.`,
  gapSubjectAbsent: (v: { count: number; share: string }) =>
    `${say.plural(v.count, { one: "# look-up names", other: "# look-ups name" })} no subject (${v.share}): only the operator, the time and the purpose were checked.`,
  gapPurposeWithheld: (v: { count: number; share: string }) =>
    `In ${say.plural(v.count, { one: "# look-up", other: "# look-ups" })} (${v.share}) the log withholds the case, the reason or the authority: whether it is a good one cannot be judged here.`,
  gapOperatorWithheld: (v: { count: number; share: string }) =>
    `In ${say.plural(v.count, { one: "# look-up", other: "# look-ups" })} (${v.share}) the log withholds who looked: they cannot be ascribed to anybody.`,
  gapLate: (v: { count: number }) =>
    `${say.plural(v.count, { one: "# look-up", other: "# look-ups" })} arrived out of order: checked, but sequences around them may be incomplete.`,

  ...englishStories(say),
  assessment: englishAssessment(say),
  rehearsal: englishRehearsal(say),
  posture: englishPosture(say),
  transparency: englishTransparency(say),
  warnings: englishWarnings(say),
  notices: englishNotices(say),

  methodTitle: "Method",
  methodRows:
    "Each row of the log becomes one event with one time, one operator, the subjects looked up and the purpose given; or a duplicate; or a dead letter with its reason. The three always add up to the rows.",
  methodPseudonyms:
    "Subjects are shown by the first eight digits of a keyed pseudonym. The identifiers themselves (plates, numbers, names) left the connector in no form: they are not in this file. Equal pseudonyms in this report mean the same subject.",
  methodRules:
    "Rules name facts that are wrong in themselves, such as an export without a case. Each finding lists the look-ups that made it. Its id depends only on the rule, the operator, the subjects and the first look-up, so that a second run over the same log gives the same findings.",
  methodSeverity:
    "Severity is about the urgency to look: critical means that somebody may be in danger now; high, that it should be looked at today; medium, this week; low, in the ordinary course of an audit.",
  methodTimes:
    "Two times matter: when the look-up happened, given on each row, and when it was learned, which is when this report was made.",
  methodDoes:
    "What it does not do: it looks nobody up, ranks no person outside the log, and does not know what the operator was asked to do.",
  methodLanguage: "Sentences of findings are given in the language of the rule’s author.",
  checksTitle: "The checks that ran",
  checksCaption: "Each check, its severity and how many findings it made",
  check: "Check",
  checksNone: "No check was named to this report.",

  appendixTitle: "Appendix: dead letters",
  appendixNone: "No row was rejected.",
  appendixCaption: "Rejected rows by reason",
  reason: "Reason",
  meaning: "What it means, and what to do",
  exampleAt: (v: { file: string; line: number; column: string | undefined }) =>
    v.column === undefined ? `${v.file}, line ${v.line}` : `${v.file}, line ${v.line}, column ${v.column}`,
  examples: (count: number) => say.plural(count, { one: "# example", other: "# examples" }),
  examplesNote: "Values are masked to their shape: A stands for a letter, 9 for a digit.",
  rejection,

  page: (v: { page: string; pages: string }) => `Page ${v.page} of ${v.pages}`,
  footer: (version: string) => `Made by Counterwatch ${version}. This file asks nothing of any server.`,

  terminalRead: "Read",
  terminalPeriod: "Period",
  terminalFound: "Found",
  terminalNotChecked: "Not checked",
  terminalUnchecked: (v: { count: number; first: string }) =>
    `${say.plural(v.count, { one: "# thing", other: "# things, all in the report" })}: ${v.first}`,
  terminalNothingUnchecked: "nothing that is known of",
  terminalReport: "Report",
  terminalNext: "Next",
  terminalBegin: (operator: string) => `Open the report and begin with ${operator}.`,
  terminalKeep: "Keep the report with the log. Read in it what was not checked.",
  terminalRepair: (file: string) => `Read ${file}; then try --format, or “sources map” for a mapping.`,
  terminalNoKey:
    "no site key, so this run makes pseudonyms with a random one.\n  They cannot be compared with another run’s. To keep a key: counterwatch init",
  terminalNoneFits: "No finding fits.",
  terminalMore: (count: number) =>
    say.plural(count, { one: "# more in the report", other: "# more in the report" }),
});

/** What every language must say; a missing sentence does not compile. */
export type Messages = ReturnType<typeof english>;
