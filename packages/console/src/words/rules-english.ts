import { counter } from "./speech.ts";

const count = counter("en");

/** Rules, their own tests, and backtests on stored look-ups. */
export const rulesEnglish = {
  note: "Rules live in files that people review; nothing here changes one. Try a change, and take its text into the file.",
  summary: (n: number) => count(n, "# rule is shown every look-up.", "# rules are shown every look-up."),
  summaryWithout: (n: number) =>
    count(
      n,
      "# rule is not asked, because a list is missing.",
      "# rules are not asked, because a list is missing.",
    ),
  none: "This server asks no rule.",
  search: "Search in rules",
  noneFound: "No rule says this.",
  tryNew: "Try a new rule",
  columns: { rule: "Rule", severity: "Severity", open: "Open", tests: "Own tests" },
  testsCount: (match: number, pass: number) => `${match} set it off, ${pass} do not`,
  testsNone: "none",
  /** What rules need, as they name it. */
  lists: {
    "a case list": "a case list",
    "a roster": "a roster",
    "a staff list": "a staff list",
    "a staff list with identifiers": "a staff list with identifiers",
    "business hours in the policy": "business hours in the policy",
  } as Readonly<Record<string, string>>,
  needs: (what: string) => `not asked: needs ${what}`,
  back: "← Rules",
  openFindings: (n: number) => count(n, "# open finding", "# open findings"),
  falsePositives: "Honest work that sets it off",
  next: "What to do first",
  gathers: "One finding gathers",
  groups: {
    operator: "what one operator did",
    "operator+subject": "what one operator did with one subject",
    "operator+case": "what one operator did in one case",
    "operator+day": "what one operator did on one day",
  } as Readonly<Record<string, string>>,
  atLeast: (n: number) => count(n, "from # look-up on", "from # look-ups on"),
  habit: "Where half of all operators set it off, it is told once, as a habit of the office.",
  automated: {
    no: "It is not shown automated polls.",
    also: "It is shown automated polls, too.",
    only: "It is shown automated polls only.",
  },
  file: "File",
  text: "Text",
  copy: "Copy the text",
  copied: "Copied.",
  tryChange: "Try a change",

  tests: "Its own tests",
  runTests: "Run its tests",
  testsHold: (n: number) => count(n, "# test holds.", "All # tests hold."),
  testsFail: "Not all tests hold.",
  testsAbsent: "It carries no test.",
  failedMatch: (step: number) => `Event ${step} should set it off and does not.`,
  failedPass: (step: number) => `Event ${step} should not set it off and does.`,

  tryTitle: "Try a rule",
  tryNote:
    "Nothing is saved: what you write is gone when you leave this page. Copy the text into a file under review.",
  label: "The rule, as YAML",
  check: "Check",
  clean: "It can be read, and nothing is doubtful.",
  readable: "It can be read.",
  errors: (n: number) => count(n, "# error", "# errors"),
  warnings: (n: number) => count(n, "# doubt", "# doubts"),
  at: (line: number, column: number) => `Line ${line}, column ${column}`,
  atLine: (line: number) => `Line ${line}`,
  changedSince: "The text has changed since.",

  backtest: "Backtest",
  backtestNote:
    "Shows stored look-ups to the rule, as if it had been there. The backtest is recorded as a look-up under your name. Rows are shown without subjects and places.",
  over: "The last",
  days: (n: number) => count(n, "# day", "# days"),
  run: "Run the backtest",
  running: "Look-ups are being shown to the rule",
  notYours: "Analysts and reviewers run backtests.",
  result: (findings: number, seen: string, days: number) =>
    `${count(findings, "# finding", "# findings")} in ${seen} look-ups of ${count(days, "# day", "# days")}.`,
  resultNone: (seen: string, days: number) =>
    count(days, `Nothing in ${seen} look-ups of # day.`, `Nothing in ${seen} look-ups of # days.`),
  resultEmpty: "No look-up is stored from these days.",
  matched: (n: number) => count(n, "# look-up fits the rule", "# look-ups fit the rule"),
  operators: (n: number) => count(n, "by # operator", "by # operators"),
  cost: (week: string, share: string, budget: string) =>
    `That is ${week} findings a week: ${share} times the ${budget} false alerts a week that the budget allows the stories. Rules are not counted against the budget, but the same people read them.`,
  costAlone: (week: string) => `That is ${week} findings a week. There is no budget to compare with.`,
  period: (from: string, to: string, seconds: string) => `Look-ups from ${from} to ${to}, in ${seconds} s.`,
  cut: {
    rows: "Only the latest 300,000 look-ups were shown: the period is shorter than what you asked for.",
    time: "It was stopped after twenty seconds: the latest look-ups were not reached.",
  },
  pastless:
    "Facts that need a past, such as what is usual for an operator, begin with the first of these look-ups.",
  withheld: (n: number) =>
    count(
      n,
      "# look-up of yours, or of a system that you administer, was left out.",
      "# look-ups of yours, or of a system that you administer, were left out.",
    ),
  byDay: "By day",
  byOperator: "By operator",
  dayColumns: { day: "Day", findings: "Findings begun", matched: "Look-ups that fit" },
  operatorColumns: { operator: "Operator", findings: "Findings", matched: "Look-ups that fit" },
  mostOperators: (n: number) => `The first 50 of ${n}.`,
  sentences: "As the queue would say it",
  rows: "Some of the look-ups",
  rowColumns: { when: "When", operator: "Operator", action: "Action", purpose: "Purpose", source: "Source" },
};

export type RulesWords = typeof rulesEnglish;
