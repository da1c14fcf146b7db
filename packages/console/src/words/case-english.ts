import { counter } from "./speech.ts";

const count = counter("en");

/** Sentences about one finding, one operator, one incident. */
export const caseEnglish = {
  peers: {
    title: "Among colleagues",
    quantityLabel: "Compare",
    quantity: {
      repeats: "days on which one subject was looked up",
      uncased: "look-ups without a case",
      night: "look-ups at night, from 22 to 6 o’clock",
      subjects: "different subjects",
      lookups: "look-ups",
    },
    value: {
      repeats: (n: number) => count(n, "# day on one subject", "# days on one subject"),
      uncased: (n: number) => `${n} % without a case`,
      night: (n: number) => `${n} % at night`,
      subjects: (n: number) => count(n, "# subject", "# subjects"),
      lookups: (n: number) => count(n, "# look-up", "# look-ups"),
    },
    standing: (value: string, below: number, all: number) =>
      `This operator: ${value}, more than ${below} of ${count(all, "# colleague", "# colleagues")}.`,
    half: (half: string, most: string) => `Half of them have at most ${half}, nine in ten at most ${most}.`,
    ownOnly: (value: string) => `This operator: ${value}.`,
    ownMissing: "This operator has too few look-ups for a share.",
    tooFew: (n: number) =>
      n === 0
        ? "No colleague made such look-ups at that time: there is nobody to compare with."
        : count(
            n,
            "Only # colleague made such look-ups at that time: too few to compare with, and to keep them unnamed.",
            "Only # colleagues made such look-ups at that time: too few to compare with, and to keep them unnamed.",
          ),
    nobody: "This finding names no operator whose look-ups are stored.",
    here: "this operator",
    colleaguesColumn: "Colleagues",
    picture: (n: number) =>
      count(
        n,
        "Distribution of # colleague, with this operator marked. The table below says the same.",
        "Distribution of # colleagues, with this operator marked. The table below says the same.",
      ),
    ofUnit: (unit: string) => `Compared with operators of the unit ${unit}:`,
    ofSystem: "Compared with everybody, for this operator has no unit:",
    unitTooSmall: (unit: string) => `Compared with everybody, for the unit ${unit} has too few colleagues:`,
    span: (from: string, to: string, systems: string) => `${from} to ${to} (UTC), ${systems}.`,
  },
  map: {
    title: "The path, in the order of record time",
    note: "The line grows stronger with time; blue where a case is given, red where none is. Numbers are stops. Only places of this finding’s rows are drawn.",
    picture: (stops: number, sites: number) =>
      `Map of the path: ${count(stops, "# stop", "# stops")} at ${count(sites, "# site", "# sites")}. The list beside it says the same.`,
    stopAt: (numbers: string, site: string) => `Stop ${numbers}: ${site}`,
    onMap: (number: number) => `Stop ${number} on the map`,
    list: "Stops",
    stop: "Stop",
    site: "Site",
    recordTime: "Record time",
    case: "Case",
    more: (n: number) => count(n, "# later stop is not drawn.", "# later stops are not drawn."),
  },
  clocks: {
    title: "Both clocks",
    happened: "happened",
    learned: "we learned it",
    after: "After",
    lateMark: "late",
    onTime: (n: number) =>
      count(n, "The look-up reached us within an hour.", "All # look-ups reached us within an hour."),
    late: (late: number, all: number, longest: string) =>
      `${late} of ${count(all, "# look-up", "# look-ups")} reached us more than an hour later, the latest after ${longest}.`,
    picture: (from: string, to: string, late: number) =>
      `Look-ups from ${from} to ${to} on two lanes: when they happened and when we learned of them; ${late} came late. The table below says the same.`,
  },
  sittings: {
    title: "Why not explained",
    summary: (open: number, all: number) =>
      open === 0
        ? count(
            all,
            "The sitting has something that speaks for it.",
            "Each of the # sittings has something that speaks for it.",
          )
        : `${open} of ${count(all, "# sitting is", "# sittings are")} not explained by a case or by colleagues.`,
    about: "About",
    sittings: "Sittings",
    lookups: "Look-ups",
    why: "What spoke for it when it began",
    explainedBy: "Explained by",
    notExplained: "Not explained:",
    ownCase: (name: string) => `a case of the operator’s own, ${name}, on which nobody else works.`,
    teamCase: (name: string) => `the case ${name}, on which colleagues look at the same subject.`,
    aloneOnCase: (name: string) => `the case ${name} of a team, on which nobody else looks at this subject.`,
    othersCase: (name: string) => `the case ${name} of others, to which the operator came with this subject.`,
    lateToOwnCase: (name: string) =>
      `the operator’s own case ${name}, which was under way before this subject came to it.`,
    lateToOthersCase: (name: string) =>
      `the case ${name} of others, which was under way before this subject came to it.`,
    popular: (n: number) =>
      count(
        n,
        "# colleague looked at the same these days.",
        "a matter of the day: # colleagues looked at the same these days.",
      ),
    colleague: (n: number) =>
      count(
        n,
        "# colleague who looked at the same in the thirty days before.",
        "# colleagues who looked at the same in the thirty days before.",
      ),
    reason: (reason: string) => `no case, and no colleague looked at the same; only the reason “${reason}”.`,
    reasonWithheld: "no case, and no colleague looked at the same; the log withholds the reason.",
    vague: (reason: string) =>
      `no case, and no colleague looked at the same; the reason “${reason}” fits every look-up.`,
    nothing: "no case, no colleague who looked at the same, no reason.",
    more: (n: number) => count(n, "# later sitting is not listed.", "# later sittings are not listed."),
    ring: "Here colleagues who look at the same are the matter itself: that they do explains nothing.",
    cut: "The matter has more look-ups than were read: more may speak for these sittings than is said.",
    note: "A sitting that is explained may still be wrong, and one that is not may be honest work.",
  },
  rule: {
    title: "What the rule matched",
    matched: "Matched",
    ofOperator: (matched: string, all: string) => `${matched} of this operator’s ${all} look-ups`,
    everybody: "Everybody together",
    ofEverybody: (matched: string, all: string) => `${matched} of ${all} look-ups`,
    sources: "Logs",
  },
  graph: {
    title: "Who else looked",
    note: "Operator, subjects, cases and colleagues, from the look-ups alone. Showing colleagues is itself a look-up, under your name.",
    picture: "Operator, subjects, cases and colleagues. The list below says the same.",
    kinds: { operator: "Operator", subject: "Subject", case: "Case", colleague: "Colleague" },
    unfold: (subject: string, n: number) =>
      `Subject ${subject}: ${count(n, "# colleague looked at it too", "# colleagues looked at it too")}`,
    noCase: "no case",
    cases: (names: string) => `case ${names}`,
    nobodyElse: "no colleague looked at it",
    others: (n: number) => count(n, "# colleague looked at it too", "# colleagues looked at it too"),
    show: "Show them",
    fold: "Hide them",
    more: (n: number) => count(n, "and # more", "and # more"),
    withheld: (n: number) =>
      count(
        n,
        "# is you or uses a system of yours: somebody else reads that.",
        "# are you or use a system of yours: somebody else reads that.",
      ),
    left: (n: number) =>
      count(n, "# node has no room in the picture.", "# nodes have no room in the picture."),
  },
  operator: {
    unit: (unit: string) => `Unit ${unit}.`,
    noWork: "No look-up of this operator is stored, but for what programs made.",
    withheld: (n: number) =>
      count(
        n,
        "# entry of this page is about a system of yours: somebody else reads it.",
        "# entries of this page are about a system of yours: somebody else reads them.",
      ),
    cased: "Look-ups with a case",
    thisOperator: "This operator",
    others: (n: number) => count(n, "The unit’s # other operator", "The unit’s # other operators"),
    noUnit: "The log names no unit: there is nobody to compare with.",
    unitSmall:
      "The unit has fewer than five other operators: too few to compare with, and to keep them unnamed.",
    week: "Hours of the week",
    weekMost: (n: number) => count(n, "at most # in an hour of the week", "at most # in an hour of the week"),
    weekday: "Day",
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    systems: "Systems used",
    system: "System",
    share: "Share",
    noIncidents: "No incident names this operator.",
    page: (n: number) => `Look-ups, page ${n}`,
    later: "Later look-ups",
  },
  incident: {
    all: "All",
    count: (n: number) => count(n, "# incident", "# incidents"),
    withheld: (n: number) =>
      count(
        n,
        "# incident on this page is about you or your own system: somebody else looks at it.",
        "# incidents on this page are about you or your own system: somebody else looks at them.",
      ),
    noFindings: "No finding is in it any more.",
    mergedInto: "It was merged. Its findings are in",
    merge: "Merge…",
    splitButton: "Split…",
    mergeTitle: "Merge into another incident",
    mergeNone: "There is no other open incident of this operator.",
    mergeChoose: "All findings go into",
    mergeDo: "Merge",
    splitTitle: "Split off findings",
    splitChoose: "These go into an incident of their own",
    splitNone: "Choose the findings that leave this incident.",
    splitAll: "At least one finding must stay.",
    splitDo: "Split",
    preview: "How they would stand",
    newOne: "A new incident",
    mergedAway: "Merged: no finding stays in it.",
    andMore: (n: number) => count(n, "and # more", "and # more"),
    merged: (into: string) => `Merged into ${into}.`,
    split: (into: string) => `Split: the chosen findings are in ${into}.`,
    suppressed: "Suppressed. It shows again when the time is over.",
    proposed: (by: string, reason: string) =>
      `Proposed by ${by} as “${reason}”; needs a reviewer who is not ${by}.`,
    ownProposal: (reason: string) =>
      `You proposed to close it as “${reason}”. Another person, a reviewer, must agree.`,
    asked: (by: string, what: string, why: string) =>
      `${by} asks to unmask ${what} (“${why}”); needs a reviewer who is not ${by}.`,
    youMay: "You may.",
    evidence: "Evidence",
    bundle: "Download the evidence bundle",
    bundleMaking: "Making the bundle…",
    bundleNote:
      "A tar with the findings, their look-ups, and the proof of each from the ledger. Anybody can verify it without this server, with the ledger’s key.",
    bundleDone: "Downloaded. It is verified with",
  },
};
