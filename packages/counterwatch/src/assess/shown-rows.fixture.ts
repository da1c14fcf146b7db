/** Small views for properties: few people, few places, few hours, so that much coincides. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import type { Party, Pseudonym, ShownRow, SubjectType } from "../model/index.ts";
import { type AssessmentGiven, assess } from "./assess.ts";
import type { PseudonymousRegister } from "./register-view.ts";
import { View } from "./view.ts";

export function pseudonym(name: string): Pseudonym {
  return `p1_${createHash("sha256").update(name).digest("hex").slice(0, 24)}` as Pseudonym;
}

export function party(name: string, type: SubjectType = "phone"): Party {
  return { type, id: pseudonym(name) };
}

/** Hours after the first of January 2026. */
export function at(hours: number): string {
  return new Date(Date.UTC(2026, 0, 1) + Math.round(hours * 60) * 60_000).toISOString();
}

/** The third is not of the incident, so that nobody knows when it was. */
export const LOOKUPS = ["look-up-1", "look-up-2", "look-up-3"];
export const STRANGERS = ["u", "v", "w", "x", "y", "z"];

/** Ann has two phones, Ben and Cai one each, Dee is in no row of most views. */
export const REGISTER: PseudonymousRegister = {
  id: "agency",
  version: 7,
  people: [
    { member: "Ann", parties: [party("ann 1"), party("ann 2")] },
    { member: "Ben", parties: [party("ben")] },
    { member: "Cai", parties: [party("cai")] },
    { member: "Dee", parties: [party("dee")] },
  ],
  relations: [
    { from: "Ann", to: "Ben", kind: "handler-source" },
    { from: "Ben", to: "Cai", kind: "family" },
    { from: "Cai", to: "Ann", kind: "meets" },
    { from: "Dee", to: "Ann", kind: "family" },
  ],
};

export const GIVEN: AssessmentGiven = {
  incident: "incident-1",
  assessed: at(5000),
  rejected: 2,
  gaps: [],
  lookups: new Map([
    ["look-up-1", at(1000)],
    ["look-up-2", at(1001)],
  ]),
};

export function assessRows(
  rows: readonly ShownRow[],
  register: PseudonymousRegister = REGISTER,
  given: AssessmentGiven = GIVEN,
): ReturnType<typeof assess> {
  const view = new View();
  for (const row of rows) view.add(row);
  return assess(view, register, given);
}

const PEOPLE = ["ann 1", "ann 2", "ben", "cai", ...STRANGERS];
const SITES = [
  { id: "cam-1", lat: 19.43, lon: -99.13 },
  { id: "cam-2", lat: 19.44, lon: -99.14 },
  { id: "cam-3" },
  { id: "cell-1", lat: 19.45, lon: -99.1 },
];

const someone = fc.constantFrom(...PEOPLE);
const somebodySeen = fc.constantFrom("ann 1", "ben", "ben", "cai", "cai", ...STRANGERS.slice(0, 2));
/** Mostly in the same few hours of the same few days. */
const hours = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 7 }))
  .map(([day, part]) => day * 24 + 9 + part / 4);
const site = fc.constantFrom(...SITES);
const shown = fc.record(
  {
    lookup: fc.constantFrom(...LOOKUPS),
    shown: fc.integer({ min: 1000, max: 1010 }).map(at),
  },
  { requiredKeys: [] },
);
const period = fc.record(
  { from: fc.integer({ min: 0, max: 50 }).map(at), to: fc.integer({ min: 50, max: 99 }).map(at) },
  { requiredKeys: [] },
);
const contact = fc.tuple(
  someone,
  someone,
  hours,
  fc.constantFrom("call", "transfer"),
  fc.option(site, { nil: undefined }),
);
const stay = fc.tuple(somebodySeen, hours, site, fc.constantFrom("fix", "sighting"));
const holding = fc.tuple(
  someone,
  fc.constantFrom("t1", "t2", "t3", "ben"),
  period,
  fc.constantFrom("device", "address", "booking"),
);

type Body = ShownRow extends infer R ? (R extends ShownRow ? Omit<R, "id"> : never) : never;

const contactBody = contact.map(([from, to, hour, kind, where]): Body => {
  const ends = { time: at(hour), from: party(from), to: party(to) };
  if (kind === "transfer") return { kind: "transfer", system: "finance", ...ends };
  return { kind: "call", system: "calls", ...ends, ...(where !== undefined && { site: where }) };
});
const stayBody = stay.map(
  ([who, hour, where, kind]): Body => ({
    kind: kind as "fix",
    system: kind === "fix" ? "location" : "cameras",
    time: at(hour),
    subject: party(who),
    site: where,
  }),
);
const holdingBody = holding.map(
  ([who, thing, of, kind]): Body => ({
    kind: kind as "device",
    system: kind === "booking" ? "travel" : "identity",
    subject: party(who),
    thing: pseudonym(thing),
    ...of,
  }),
);
const anything = fc.oneof(
  { weight: 2, arbitrary: contactBody },
  { weight: 4, arbitrary: stayBody },
  { weight: 1, arbitrary: holdingBody },
);
/** Half of all views place people and do nothing else: what names two at once makes all certain and hides the rest. */
const views = fc.constantFrom(anything, stayBody);

/** Rows with ids of their own. `prefix` keeps those of two sets apart. */
export function rowsOf(prefix: string, maxLength = 40): fc.Arbitrary<ShownRow[]> {
  return views
    .chain((body) => fc.array(fc.tuple(body, shown), { maxLength, size: "max" }))
    .map((all) =>
      all.map(([what, when], index): ShownRow => ({ id: `${prefix}${index}`, ...when, ...what }) as ShownRow),
    );
}
