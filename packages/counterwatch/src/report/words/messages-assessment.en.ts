import type { Gap, RowKind, Tier } from "../../model/index.ts";
import type { Speech } from "./speech.ts";

/** The part of the catalogue about assessments: what an intruder could have learned. */
export const englishAssessment = (say: Speech) => {
  const relations = (count: number) => say.plural(count, { one: "# relation", other: "# relations" });
  const lookups = (count: number) => say.plural(count, { one: "# look-up", other: "# look-ups" });
  const rows = (count: number) => say.plural(count, { one: "# row", other: "# rows" });
  return {
    kind: "Exposure assessment",
    handle: "For those who must warn. Handle as the register itself.",
    exercise: "EXERCISE: the register of this assessment lay in the open.",
    tier: {
      certain: "certain",
      likely: "likely",
      possible: "possible",
      none: "no evidence in the logs",
    } satisfies Record<Tier, string> as Record<Tier, string>,
    tierMeaning: {
      certain:
        "One row names both, or two rows about one thing do: a call, a payment, a shared device or booking.",
      likely:
        "Meetings, common contacts or an address tell more than chance would: whoever wanted to know could conclude it.",
      possible: "A row names one of the two, and too little links them.",
      none: "Nothing in the rows that are here. What was not read was not assessed.",
    } satisfies Record<Tier, string> as Record<Tier, string>,
    rowKind: {
      call: "call",
      transfer: "payment",
      fix: "location fix",
      sighting: "sighting",
      device: "shared device",
      address: "shared address",
      booking: "shared booking",
    } satisfies Record<RowKind, string> as Record<RowKind, string>,
    rank: {
      "1": "first",
      "2-5": "2nd to 5th",
      "6-20": "6th to 20th",
      "over 20": "beyond 20th",
      "not in view": "not in view",
    },
    setSize: {
      "1": "one person",
      "2-5": "2 to 5",
      "6-20": "6 to 20",
      "21-100": "21 to 100",
      "over 100": "over 100",
    },
    headline: (v: { certain: number; likely: number; relations: number }) =>
      v.certain + v.likely === 0
        ? `Of ${relations(v.relations)} in the register, none is certain or likely to be known from the rows that are here.`
        : `Of ${relations(v.relations)} in the register, the intruder could know ${say.number(v.certain)} for certain and ${say.number(v.likely)} likely.`,
    since: (time: string) => `The first could be known since ${time}.`,
    warnFirst: "Each person concerned must be warned, and it must be recorded that they were.",
    gapsFirst: (count: number) =>
      say.plural(count, {
        one: "One gap: with everything read that is missing, more could be known.",
        other: "# gaps: with everything read that is missing, more could be known.",
      }),
    noGaps: "No gap is known: every look-up of the incident has its rows.",
    upperChanges: (v: { certain: number; likely: number }) =>
      `If everything missing had been read: ${say.number(v.certain)} certain, ${say.number(v.likely)} likely.`,
    incident: "Incident",
    assessed: "Assessed",
    registerVersion: "Register",
    version: (number: number) => `version ${say.number(number)}`,
    inView: "In view",
    viewSum: (v: { rows: number; lookups: number }) => `${rows(v.rows)} of ${lookups(v.lookups)}`,
    bySystem: "By record system",
    shownFrom: "Shown",
    tiersTitle: "How far the relations are exposed",
    upper: (count: string) => `up to ${count} with the gaps`,
    notSeenTitle: "What was not seen",
    notSeenNote:
      "A gap could hold anything that its look-ups could show. The upper tier of each relation assumes that all of it was read.",
    gap: {
      "rows-missing": (count: number) => `The rows that ${lookups(count)} showed are not here.`,
      "fewer-rows": (count: number) => `${lookups(count)} showed more rows than are here.`,
      "rows-rejected": (count: number) =>
        `${rows(count)} could not be read; dead-letters.jsonl says why, row by row.`,
      "log-gap": () => "The log itself has a hole in the incident's time: look-ups may be missing.",
    } satisfies Record<Gap["what"], (count: number) => string> as Record<
      Gap["what"],
      (count: number) => string
    >,
    outside: (count: number) =>
      say.plural(count, {
        one: "# row belongs to a look-up that is not the incident’s and was left out.",
        other: "# rows belong to look-ups that are not the incident’s and were left out.",
      }),
    unattributed: (count: number) =>
      say.plural(count, {
        one: "# row names no look-up and was left out: say which with --lookup.",
        other: "# rows name no look-up and were left out: say which with --lookup.",
      }),
    withheld: (count: number) =>
      `In ${rows(count)} the record system withheld whom they are about, from the intruder too.`,
    strangers:
      "Not one registered person occurs in these rows. If that surprises you, the key or the country may be another than that of the rows.",
    timelineTitle: "When it happened, when the intruder learned it",
    timelineNote:
      "Each line leads from when something happened (above) to when the intruder saw it (below). The mark at the right is when we learned it.",
    happened: "happened",
    learned: "intruder learned it",
    weLearned: (time: string) => `we learned it ${time}`,
    timelineLabel: (v: { rows: number; from: string; to: string }) =>
      `${rows(v.rows)}, happened and shown between ${v.from} and ${v.to}; the rows are in the tables below.`,
    relationsTitle: "Relations",
    noRelations: "The register holds no relations.",
    pair: "Between",
    relation: "Relation",
    tierColumn: "Tier",
    upperColumn: "With the gaps",
    rankColumn: "Place among all whom the intruder could suspect",
    setColumn: "Of how many",
    bitsColumn: "Bits",
    knownColumn: "Could be known since",
    moreRelations: (count: number) => `${relations(count)} more in assessment.json.`,
    cardsTitle: "Certain and likely, row by row",
    noCards: "No relation is certain or likely.",
    moreCards: (count: number) => `The chains of ${relations(count)} more are in assessment.json.`,
    chainColumns: {
      row: "Row",
      lookup: "Look-up",
      system: "System",
      kind: "What it is",
      happened: "Happened",
      shown: "Intruder saw it",
      bits: "Bits",
    },
    chainNote: "The smallest chain of rows that gives the tier.",
    attacker: (name: string) => `Attacker model that learned most: ${name}.`,
    peopleTitle: "People",
    person: "Person",
    recordsShown: "Own record shown",
    movement: "Movements shown",
    yes: "yes",
    noPeople: "No registered person is in view.",
    methodTitle: "How to read this",
    method: [
      "The incident’s look-ups and the rows they showed are held against the register. For each registered relation a fixed list of attacker models asks how well an intruder with these rows could name the other person. Only registered relations are asked about; nobody else is ranked or named.",
      "Bits say how much a row tells: one bit doubles the odds. Places and numbers of people are in classes, so that this page is no ranking for whoever should not have it.",
      "“No evidence in the logs” is a statement about these rows. It is no statement about a person.",
    ],
    terminal: {
      incident: "Incident",
      view: "View",
      found: "Found",
      notSeen: "Not seen",
      report: "Report",
      next: "Next",
      nextWarn: "Warn those concerned, worst first, and record it. The chains of rows are in the report.",
      nextGaps: "Close the gaps: get the missing rows, and assess again.",
      nextNone: "Keep the rows: an edit of the register may change what they mean.",
      more: (count: number) => `${relations(count)} more in the report`,
      moreGaps: (count: number) => say.plural(count, { one: "And one more.", other: "And # more." }),
    },
  };
};
