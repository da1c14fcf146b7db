import type { Speech } from "./speech.ts";

/** The part of the catalogue about stories: their findings, and how the alert budget was kept. */
export const englishStories = (say: Speech) => ({
  /** By story name: what it watches for, what honest work sets it off, and what to do next. */
  stories: {
    fixation: {
      title: "One subject again and again",
      watches:
        "An operator keeps coming back to one subject on other days, more often than honest work of this unit does with as much explained.",
      honest: [
        "A case whose number stands in no field of this log, such as one kept on paper or in another system.",
        "A standing task: a vehicle on a hotlist, a missing person, a wanted person whose file is reviewed each week.",
      ],
      next: "Ask the operator’s supervisor which case it was, and see whether the case names this subject and was open on these days. Look at whether colleagues on that case looked, too.",
    },
    "linked-pair": {
      title: "Two subjects always together",
      watches:
        "Two subjects share one operator’s attention: whenever the one is looked up, so is the other, within hours.",
      honest: [
        "Two vehicles or two phones of one household under one investigation.",
        "A list that is worked through in the same order each time.",
      ],
      next: "Ask the supervisor what joins the two subjects and under which case. If they are a couple or a family, look first at whether the operator knows them.",
    },
    following: {
      title: "Following from site to site",
      watches:
        "The sites and record times that an operator asked for form a path that one traveller could have taken.",
      honest: [
        "A dispatched incident: a pursuit, a search for a missing person, an escort.",
        "A patrol of neighbouring cameras in their usual order, if the unit does not do it often enough to be known.",
      ],
      next: "Compare the path with the dispatch log of these hours. Where no incident matches, ask who was followed, and whether that person must be warned.",
    },
    "contact-chaining": {
      title: "From one subject to their contacts",
      watches:
        "An operator takes the contacts that an earlier look-up returned and looks those up, one after another.",
      honest: [
        "Link analysis in an organised-crime case, often by an analyst on request.",
        "Next of kin looked for after an accident or a death.",
      ],
      next: "Ask the supervisor for the case of the first subject, and whether it covers the contacts. Somebody’s sources show in their contacts: if none is given, treat it as urgent.",
    },
    pursuit: {
      title: "One subject through several record systems",
      watches:
        "One operator pursues one subject through several record systems: calls, location, cameras, plates, travel, finance.",
      honest: [
        "An urgent search for a person in danger goes through every system at once.",
        "A full background check that the unit is ordered to make.",
      ],
      next: "Ask for the order or the case that covers each system. Look at whether authority was given for all of them or for the first one only.",
    },
    "case-laundering": {
      title: "Own subjects gathered under one case",
      watches:
        "Under a case number one operator looks at subjects that nobody else on that case looks at, or does so without belonging to it.",
      honest: [
        "A large case with divided work, where each operator has subjects of their own.",
        "An operator on loan to the case, or a typing error in the number.",
      ],
      next: "Ask the case’s lead, not the operator, whether these subjects belong to it and whether the operator was assigned.",
    },
    ring: {
      title: "Several operators, one subject",
      watches:
        "Several operators share the watching of one subject over weeks, each of them too seldom to stand out, and none under a team’s case.",
      honest: [
        "A person well known to the whole unit: a repeat offender, a frequent caller.",
        "A case that is handed from shift to shift without a number.",
      ],
      next: "Ask each operator’s supervisor separately. Look at whether the operators share a shift, a training or a sign-in address, or whether one of them asked the others.",
    },
    bulk: {
      title: "Far more subjects than usual",
      watches:
        "An operator looks up far more different subjects in a day than the operator’s own and the unit’s past explain.",
      honest: [
        "A special operation: a checkpoint, a large event, a backlog worked off in one day.",
        "A new task, or an import that runs under a person’s account.",
      ],
      next: "Ask the supervisor what was on that day. Look at exports right after it, and at whether the subjects come from a list.",
    },
    "borrowed-credential": {
      title: "Somebody else may be using the account",
      watches:
        "Under an operator’s account look-ups come from an address or client new to it that goes on beside the usual one, or that is another operator’s habit.",
      honest: [
        "A new desk, a new computer, work from home, a changed network.",
        "A shared terminal on which one person forgot to sign out.",
      ],
      next: "Ask the operator, through the supervisor, where they were at these times; compare roster and door records. If it was not the operator, close the account’s sessions and treat the look-ups as a stranger’s.",
    },
    "off-hours": {
      title: "Look-ups at unusual hours",
      watches:
        "Look-ups at hours at which neither this operator nor the unit usually works, week after week.",
      honest: [
        "A swapped shift, overtime or a call-out that the log does not know of.",
        "A change of duty since the operator’s habits were learnt.",
      ],
      next: "Compare with the roster. Where the operator was off duty, ask the supervisor what the look-ups were for.",
    },
  } as Readonly<Record<string, { title: string; watches: string; honest: readonly string[]; next: string }>>,

  nextTitle: "What to do next",
  nats: (value: string) => `${value} nats`,
  alertLevel: (value: string) => `alerts at ${value} nats`,
  accountLane: "Evidence over time, in nats",
  accountEnlarged: (v: { from: string; to: string }) =>
    `Evidence over time, in nats; enlarged: ${v.from} to ${v.to}`,
  accountTable: "Evidence as a table",
  accountCaption: "Evidence of this finding over time",
  natsColumn: "Nats",
  alertColumn: "Alert",
  alertedHere: "alerted here",

  pathLane: "The path, in the order of record time",
  pathNote:
    "The line grows stronger with time; blue where a case is given, red where none is. Numbers are stops; small grey dots, other sites in this report.",
  pathPicture: (v: { stops: number; sites: number }) =>
    `Map of the path: ${say.plural(v.stops, { one: "# stop", other: "# stops" })} at ${say.plural(v.sites, { one: "# site", other: "# sites" })}. The table beside it says the same.`,
  pathCaption: (stops: number) => say.plural(stops, { one: "The path: # stop", other: "The path: # stops" }),
  stopAt: (v: { numbers: string; site: string }) => `Stop ${v.numbers}: ${v.site}`,
  stopColumn: "Stop",
  recordTimeColumn: "Record time",
  caseColumn: "Case",
  metres: (value: string) => `${value} m`,
  kilometres: (value: string) => `${value} km`,
  north: "N ↑",

  whyTitle: "Why not explained",
  whyLookedFor: "Looked for: a case, colleagues with the same interest, a subject in general demand.",
  whyNoCase: (all: number) =>
    say.plural(all, {
      one: "The look-up listed names no case.",
      other: "None of the # look-ups listed names a case.",
    }),
  whySomeCases: (v: { cased: number; all: number; cases: string; more: number }) =>
    `${say.number(v.cased)} of ${say.plural(v.all, { one: "# look-up listed", other: "# look-ups listed" })} ${say.plural(v.cased, { one: "names", other: "name" })} a case (${v.cases}${v.more > 0 ? `; ${say.number(v.more)} more` : ""}); it explains too little.`,
  whyAllCases: (v: { all: number; cases: string; more: number }) =>
    `${say.plural(v.all, { one: "The look-up listed names", other: "All # look-ups listed name" })} a case (${v.cases}${v.more > 0 ? `; ${say.number(v.more)} more` : ""}); it explains too little.`,
  whyCaseWithheld: (v: { withheld: number; all: number }) =>
    `In ${say.number(v.withheld)} of ${say.plural(v.all, { one: "# look-up listed", other: "# look-ups listed" })} the log withholds the case.`,
  whyWeighed: "What colleagues looked at is weighed in the evidence; it explains too little.",
  whyColleagues: (count: number) =>
    count === 0
      ? "No colleague looked at the subject."
      : say.plural(count, {
          one: "# colleague looked at the subject, too; that explains too little.",
          other: "# colleagues looked at the subject, too; that explains too little.",
        }),
  whyPopular: "The subject was in general demand; that explains too little.",
  whyNotPopular: "The subject was not in general demand.",
  whyExpected: (v: { expected: string; sittings: number; days: number }) =>
    `Honest work would have made ${v.expected} such sittings; there ${say.plural(v.sittings, { one: "was #", other: "were #" })}, on ${say.plural(v.days, { one: "# day", other: "# days" })}.`,
  whyOften: (value: string) => `Honest work makes something as strong about ${value} times a day.`,
  whyOnceInDays: (days: number) =>
    `Honest work makes something as strong about once in ${say.plural(days, { one: "# day", other: "# days" })}.`,
  whyOnceInYears: (years: number) =>
    years >= 1000
      ? "Honest work makes something as strong less than once in a thousand years."
      : `Honest work makes something as strong about once in ${say.plural(years, { one: "# year", other: "# years" })}.`,
  alsoTitle: "Told by other stories, too",
  alsoTold: (stories: string) => `${stories}. It is one matter and counts as one alert.`,

  budgetTitle: "How the alert budget was kept",
  learningUntil: (day: string) => `Learning until ${day}; rules only.`,
  learningOpen: "Still learning; rules only.",
  learningWhy: (budget: string) =>
    `The log ends before enough honest work was seen to keep a budget of ${budget}: no story was judged. A longer log, or a larger budget, ends learning sooner.`,
  learntUntil: (day: string) => `Learning ended on ${day}. Before that day rules only; stories after it.`,
  suspendedSince: (v: { unit: string | undefined; since: string }) =>
    v.unit === undefined
      ? `Guarantee suspended for operators without a unit since ${v.since}.`
      : `Guarantee suspended for unit ${v.unit} since ${v.since}.`,
  suspendedFromTo: (v: { unit: string | undefined; since: string; to: string }) =>
    v.unit === undefined
      ? `Guarantee suspended for operators without a unit from ${v.since} to ${v.to}.`
      : `Guarantee suspended for unit ${v.unit} from ${v.since} to ${v.to}.`,
  suspendedMore: (count: number) =>
    say.plural(count, { one: "And for # more unit.", other: "And for # more units." }),
  suspendedMeaning:
    "While it is suspended, the unit’s ordinary work has changed from what the scale was learnt from: the budget is not promised there, its findings weigh less, and the scale is learnt anew for four weeks.",
  keptEverywhere: "The guarantee held in every peer group, from the end of learning to the end of the log.",
  budgetMeans: (v: { budget: string; count: number; unit: "day" | "week" | "month" | "year" }) => {
    const time = { day: "a day", week: "a week", month: "a month of 30 days", year: "a year" }[v.unit];
    return `The budget is ${v.budget}: on average, honest work may set off ${say.plural(v.count, { one: "# alert", other: "# alerts" })} in ${time}, all operators and stories taken together.`;
  },
  budgetAllowed: (v: { allowed: string; days: number }) =>
    `Over the ${say.plural(v.days, { one: "# day", other: "# days" })} after learning that is ${v.allowed}.`,
  budgetUsed: (v: { alerts: number; allowed: string }) =>
    `${say.plural(v.alerts, { one: "# alert was raised", other: "# alerts were raised" })}; honest work alone is allowed ${v.allowed}.`,
  budgetAbove:
    "That is more than honest work should set off: some have another cause, or the work itself has changed.",
  budgetWithin:
    "That is no more than honest work alone may set off: each of them may have a good explanation.",
  budgetUnused: "Nothing came near enough.",
  barAllowed: (value: string) => `${value} allowed to honest work`,
  barAlerts: (count: number) => say.plural(count, { one: "# alert", other: "# alerts" }),
  scoresTitle: "How strong each story’s matters were",
  scoresNote:
    "A matter is one operator’s interest in one subject, case or place. Each tick is one, by its highest evidence: tall and red the strongest, as many as alerted; short and grey the others, mostly honest work, which shows how far that reaches.",
  scoresScale: "Highest evidence, in nats (logarithmic)",
  scoresNone: "No matter was strong enough to be scored.",
  scoresTable: "The scores as a table",
  scoresList: "Highest scores in nats, highest first",
  storyColumn: "Story",
  mattersColumn: "Matters shown",
  highestColumn: "Highest",
  alertsColumn: "Alerts",
  shareColumn: "Share of the budget",
  groupsTitle: "Peer groups",
  groupsNote:
    "An operator is compared with the own unit’s habits. Strong matters are those that reach sixteen times the budgeted rate; by them the guarantee is watched.",
  groupsNone: "No peer group was seen.",
  groupColumn: "Peer group",
  sittingsColumn: "Sittings",
  strongColumn: "Strong matters",
  groupKept: "kept",
  groupLearning: "not yet: learning",
  groupSuspended: (since: string) => `suspended since ${since}`,
  withoutUnit: "without a unit",
  methodStories:
    "Stories judge behaviour over time against what honest work of the same log predicts: how often operators come back to a subject, how that is explained, where and when they work. Evidence is the logarithm of how much better the story predicts the look-ups than honest work does, in nats. An alert is raised only where honest work reaches as much so seldom that all stories together stay within the budget.",
});
