import { counter } from "./speech.ts";

const count = counter("en");

/** The start page: is everything covered and calm? */
export const overviewEnglish = {
  verdict: {
    overdue: (n: number) =>
      count(
        n,
        "# warning is overdue: somebody who must be warned has not been.",
        "# warnings are overdue: people who must be warned have not been.",
      ),
    noSource: "Nothing is watched: no source is connected.",
    judging: (n: number) =>
      count(
        n,
        "# look-up waits to be judged: what is below is not complete.",
        "# look-ups wait to be judged: what is below is not complete.",
      ),
    gaps: (unheard: number, all: number) =>
      count(
        unheard,
        `# source of ${all} is not heard. Nothing else waits.`,
        `# sources of ${all} are not heard. Nothing else waits.`,
      ),
    gapsAndWork: (unheard: number, all: number, open: number) =>
      `${count(unheard, `# source of ${all} is not heard`, `# sources of ${all} are not heard`)}, and ${count(open, "# matter waits for a person.", "# matters wait for a person.")}`,
    work: (open: number) =>
      count(
        open,
        "Everything is covered. # matter waits for a person.",
        "Everything is covered. # matters wait for a person.",
      ),
    covered: (all: number) =>
      count(
        all,
        "Everything is covered: # source is heard.",
        "Everything is covered: all # sources are heard.",
      ),
    calm: (all: number) =>
      count(
        all,
        "Everything is covered and calm: # source is heard, nothing waits.",
        "Everything is covered and calm: all # sources are heard, nothing waits.",
      ),
  },
  printed: (name: string, at: string, zone: string) => `Counterwatch, printed by ${name} on ${at}, ${zone}.`,
  asOf: (at: string, zone: string) => `As of ${at}, ${zone}`,

  waiting: "What waits for a person",
  unowned: (n: number) => count(n, "# new finding that nobody is on", "# new findings that nobody is on"),
  unownedNone: "No new finding.",
  oldest: (age: string) => `The oldest has waited ${age}`,
  proposed: (n: number) =>
    count(n, "# proposed closing waits for a second person", "# proposed closings wait for a second person"),
  proposedOwn: (n: number) =>
    count(
      n,
      "You proposed # closing: a reviewer must agree.",
      "You proposed # closings: a reviewer must agree.",
    ),
  proposedNone: "No closing waits for a second person.",
  taken: (n: number) => count(n, "Somebody is on # finding.", "Somebody is on # findings."),

  warnings: "Warnings",
  warningsNone: "No warning is open.",
  warningsOpen: (n: number) => count(n, "# warning is open.", "# warnings are open."),
  warningsOverdue: (n: number) => count(n, "# is overdue.", "# are overdue."),
  warningsNext: (span: string, at: string) => `The next one runs out in ${span}, ${at}.`,

  since: "Since your last sign-in",
  sinceAt: (at: string) => `Before this one you signed in ${at}.`,
  sinceFirst: "This is your first sign-in.",
  sinceFindings: (n: number) => count(n, "# finding was learned", "# findings were learned"),
  sinceNothing: "No finding was learned.",
  sinceClosed: (n: number) => count(n, "# incident was closed", "# incidents were closed"),

  coverage: "Sources by record system",
  coverageColumns: {
    system: "Record system",
    heard: "Heard",
    behind: "Behind",
    silent: "Silent",
    never: "Never heard",
  },
  systemUnknown: "not known yet",
  noSource: "No source is connected.",
  noSourceTodo: "Make one with counterwatch serve source NAME, and send its log.",
  allSources: "All sources",

  days: "Look-ups a day",
  noDays: "No look-up came yet.",
  mostADay: (n: string) => `at most ${n}`,
  usual: "Usual",
  usualWhat: "Grey: between the lowest and the highest of the same weekday in the eight weeks before.",
  usualUnknown: "What is usual is known after three weeks.",
  dayAlone: (day: string, n: string) => `${day}: ${n} look-ups.`,
  dayWithin: (day: string, n: string, low: string, high: string) =>
    `${day}: ${n} look-ups; ${low} to ${high} are usual.`,
  dayBelow: (day: string, n: string, low: string) =>
    `${day}: ${n} look-ups, fewer than usual (at least ${low}).`,
  dayAbove: (day: string, n: string, high: string) =>
    `${day}: ${n} look-ups, more than usual (at most ${high}).`,

  promise: "What is promised",
  noBudget: "There is no budget: only rules are checked, and no number of false alerts is promised.",
  learning: (until: string) => `Learning until ${until}; rules only.`,
  learningOpen: "Learning: nothing can be promised before look-ups came.",
  kept: (alerts: string, allowed: string, days: string) =>
    `Stories told ${alerts} findings in ${days} days; the budget allows ${allowed} false ones.`,
  allowedOnly: (allowed: string, days: string) =>
    `The budget allows ${allowed} false findings of stories in ${days} days.`,
  within: "That is within the budget, whichever of them were false.",
  above:
    "That is more than the budget: either some of it is true, or the promise does not hold. Precision tells.",
  suspended: (group: string, since: string) => `Guarantee suspended for ${group} since ${since}.`,
  suspendedAll: (since: string) => `Guarantee suspended since ${since}.`,
  guaranteed: "The guarantee holds for every peer group.",

  ledger: "Ledger",
  leaves: (n: number) => count(n, "# leaf", "# leaves"),
  checkpoint: (size: string, at: string) => `The newest checkpoint is over ${size} leaves, of ${at}.`,
  noCheckpoint: "No checkpoint was signed yet.",
  witnessed: (size: string, names: string) => `It carries lines of witnesses over ${size} leaves: ${names}.`,
  noWitness: "No witness has cosigned: this server alone says so.",
  verify: "Verify it in this browser",
};

export type OverviewWords = typeof overviewEnglish;
