/**
 * An intruder with a spreadsheet: who are the people behind a registered person? Written without knowledge of any assessment
 * and with another kind of scoring, to test that warnings are not too few: whom this finds must have been warned.
 *
 * Restraint: it takes a simulated world and nothing else. It cannot be given rows, refuses a world that holds an identifier
 * which the simulator did not make, is exported apart from the package's main entry, and no command reaches it.
 *
 * Scores, each divided by its largest among the suspects and then added with the weights below:
 * - contact: log(1 + recent calls, messages and payments) / log(2 + the suspect's contacts), so that a hub counts little;
 * - habit: weeks with contact;
 * - neighbours: Adamic and Adar, "Friends and neighbors on the web", 2003: shared contacts, each 1 / log(its contacts);
 * - likeness: cosine between the two rows of the contact matrix;
 * - presence: at one site in one ten minutes that are no routine of the person's, once a day: 1 / log2(1 + people there),
 *   over the square root of how often the suspect is at that site;
 * - things: devices, addresses and bookings, 1 / (holders - 1).
 * Recent is halved every 45 days. Weights are a guess, as an intruder's would be.
 *
 * Limits: it takes second phones for their holders', as an intruder does who knows them all. A person whose own records were not read
 * gets no suspects: in somebody else's records everybody has one contact, who would be suspect by default.
 */
import type { SubjectJson } from "../event.ts";
import type { RelationWorld } from "./relation-world.ts";
import { partiesOf, type ShownRowJson } from "./shown-row.ts";

const WEIGHTS = { contact: 1, habit: 0.5, neighbours: 0.3, likeness: 0.2, presence: 1, things: 1.2 } as const;
const FEATURES = Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[];
const HALF_LIFE_DAYS = 45;
const BIN_MS = 600_000;
const BINS_A_DAY = 144;
const BINS_AN_HOUR = 6;
const DAY_MS = 86_400_000;
/** An hour at a site on so many days, and on so large a share of days, is routine. */
const ROUTINE_DAYS = 3;
const ROUTINE_SHARE = 0.1;
/** More than the sites of a city, and than ten minutes until the year 2100. */
const SITES = 2 ** 16;
const BINS = 2 ** 24;

export interface Attack {
  readonly from: string;
  readonly to: string;
  /** Place of the other among all suspects of `from`, and the other way round; undefined: not among them. */
  readonly rankOfTo: number | undefined;
  readonly rankOfFrom: number | undefined;
  readonly suspectsOfFrom: number;
  readonly suspectsOfTo: number;
}

interface Contact {
  recent: number;
  readonly weeks: Set<number>;
}

/** Tries each relation of the register, in its order. Memory grows with contacts, and with presences near those whose records were read. */
export function attackRelations(world: RelationWorld): Attack[] {
  const sheet = new Sheet(world);
  const rankings = new Map<string, readonly number[]>();
  const suspectsOf = (member: string): readonly number[] => {
    let known = rankings.get(member);
    if (known === undefined) {
      known = world.read.has(member) ? sheet.rank(sheet.member(member)) : [];
      rankings.set(member, known);
    }
    return known;
  };
  return world.register.relations.map(({ from, to }) => ({
    from,
    to,
    rankOfTo: place(suspectsOf(from), sheet.member(to)),
    rankOfFrom: place(suspectsOf(to), sheet.member(from)),
    suspectsOfFrom: suspectsOf(from).length,
    suspectsOfTo: suspectsOf(to).length,
  }));
}

function place(suspects: readonly number[], whom: number): number | undefined {
  const at = suspects.indexOf(whom);
  return at < 0 ? undefined : at + 1;
}

/** People and sites are numbered in the order in which they occur. */
class Sheet {
  readonly #world: RelationWorld;
  readonly #people = new Map<string, number>();
  readonly #identifiers = new Map<string, number>();
  readonly #members = new Map<string, number>();
  readonly #sites = new Map<string, number>();
  readonly #contacts = new Map<number, Map<number, Contact>>();
  readonly #holders = new Map<string, Set<number>>();
  readonly #things = new Map<number, Set<string>>();
  /** Who was at a site within ten minutes in which somebody whose records were read was there, out of routine. */
  readonly #there = new Map<number, Set<number>>();
  /** Those bins by person, and how often people are at sites, by person and site. */
  readonly #unusual = new Map<number, Set<number>>();
  readonly #visits = new Map<number, number>();

  constructor(world: RelationWorld) {
    this.#world = world;
    for (const { id, identifiers } of world.register.people)
      this.#members.set(id, this.#numberOf(identifiers[0]!));
    const read = new Map<number, Set<number>>();
    for (const member of world.read) read.set(this.member(member), new Set());
    for (const row of world.rows()) {
      if (row.kind !== "fix" && row.kind !== "sighting") continue;
      const bins = read.get(this.#numberOf(row.subject));
      if (bins !== undefined) bins.add(this.#binOf(row));
    }
    for (const [person, bins] of read) {
      const unusual = outOfRoutine(bins);
      this.#unusual.set(person, unusual);
      for (const bin of unusual) this.#there.set(bin, new Set());
    }
    for (const row of world.rows()) this.#enter(row);
  }

  member(id: string): number {
    return this.#members.get(id)!;
  }

  /** Suspects, likeliest first. Equal scores in the order of their numbers, which mean nothing. */
  rank(person: number): number[] {
    const scores = new Map<number, Float64Array>();
    const add = (suspect: number, feature: keyof typeof WEIGHTS, value: number) => {
      if (suspect === person || value <= 0) return;
      entryOf(scores, suspect, () => new Float64Array(FEATURES.length))[FEATURES.indexOf(feature)]! += value;
    };
    const contacts = this.#contacts.get(person) ?? new Map<number, Contact>();
    for (const [suspect, { recent, weeks }] of contacts) {
      add(suspect, "contact", Math.log(1 + recent) / Math.log(2 + this.#degree(suspect)));
      add(suspect, "habit", weeks.size);
    }
    for (const between of contacts.keys()) {
      const degree = this.#degree(between);
      if (degree < 2) continue;
      for (const suspect of this.#contacts.get(between)!.keys())
        add(suspect, "neighbours", 1 / Math.log(degree));
    }
    for (const suspect of scores.keys()) add(suspect, "likeness", this.#cosine(person, suspect));
    for (const [suspect, value] of this.#presences(person)) add(suspect, "presence", value);
    for (const thing of this.#things.get(person) ?? []) {
      const holders = this.#holders.get(thing)!;
      for (const holder of holders) add(holder, "things", 1 / Math.max(1, holders.size - 1));
    }
    return ordered(scores);
  }

  #enter(row: ShownRowJson): void {
    const [one, other] = partiesOf(row).map((subject) => this.#numberOf(subject)) as [number, number?];
    switch (row.kind) {
      case "call":
      case "transfer":
        this.#contact(one, other!, Date.parse(row.time));
        this.#contact(other!, one, Date.parse(row.time));
        return;
      case "fix":
      case "sighting": {
        const bin = this.#binOf(row);
        const visit = one * SITES + Math.floor(bin / BINS);
        this.#visits.set(visit, (this.#visits.get(visit) ?? 0) + 1);
        // Two who arrive a minute apart are together whatever the clock says.
        for (const near of [bin - 1, bin, bin + 1]) this.#there.get(near)?.add(one);
        return;
      }
      default:
        entryOf(this.#holders, row.thing, () => new Set<number>()).add(one);
        entryOf(this.#things, one, () => new Set<string>()).add(row.thing);
    }
  }

  #contact(one: number, other: number, at: number): void {
    if (one === other) return;
    const age = (this.#world.period.to - at) / DAY_MS;
    const own = entryOf(this.#contacts, one, () => new Map<number, Contact>());
    const contact = entryOf(own, other, () => ({ recent: 0, weeks: new Set<number>() }));
    contact.recent += 2 ** (-age / HALF_LIFE_DAYS);
    contact.weeks.add(Math.floor(age / 7));
  }

  #presences(person: number): Map<number, number> {
    const best = new Map<number, Map<number, number>>();
    for (const bin of this.#unusual.get(person) ?? []) {
      const there = this.#there.get(bin)!;
      const site = Math.floor(bin / BINS);
      for (const suspect of there) {
        const visits = this.#visits.get(suspect * SITES + site) ?? 0;
        const value = 1 / (Math.log2(1 + there.size) * Math.sqrt(visits));
        const days = entryOf(best, suspect, () => new Map<number, number>());
        const day = Math.floor((bin % BINS) / BINS_A_DAY);
        days.set(day, Math.max(days.get(day) ?? 0, value));
      }
    }
    return new Map(Array.from(best, ([suspect, days]) => [suspect, sum(days.values())]));
  }

  #cosine(one: number, other: number): number {
    const [a, b] = [this.#contacts.get(one), this.#contacts.get(other)];
    if (a === undefined || b === undefined) return 0;
    let product = 0;
    for (const [between, { recent }] of a) product += recent * (b.get(between)?.recent ?? 0);
    return product === 0 ? 0 : product / (length(a) * length(b));
  }

  #degree(person: number): number {
    return this.#contacts.get(person)?.size ?? 0;
  }

  #binOf(row: Extract<ShownRowJson, { kind: "fix" | "sighting" }>): number {
    const site = entryOf(this.#sites, row.site.id, () => this.#sites.size);
    return site * BINS + Math.floor(Date.parse(row.time) / BIN_MS);
  }

  #numberOf(subject: SubjectJson): number {
    return entryOf(this.#identifiers, `${subject.type}:${subject.id}`, () => {
      const label = this.#world.owner(subject);
      if (label === undefined)
        throw new RangeError("world: it holds an identifier that the simulator did not make");
      return entryOf(this.#people, label, () => this.#people.size);
    });
  }
}

function hourAt(bin: number): number {
  return Math.floor(bin / BINS) * 24 + Math.floor(((bin % BINS) % BINS_A_DAY) / BINS_AN_HOUR);
}

/** Bins at a site and hour of the day where the person is on few days only. */
function outOfRoutine(bins: ReadonlySet<number>): Set<number> {
  const days = new Set<number>();
  const daysAt = new Map<number, Set<number>>();
  for (const bin of bins) {
    const day = Math.floor((bin % BINS) / BINS_A_DAY);
    days.add(day);
    entryOf(daysAt, hourAt(bin), () => new Set<number>()).add(day);
  }
  const most = Math.max(ROUTINE_DAYS, ROUTINE_SHARE * days.size);
  return new Set([...bins].filter((bin) => daysAt.get(hourAt(bin))!.size <= most));
}

function ordered(scores: ReadonlyMap<number, Float64Array>): number[] {
  const most = new Float64Array(FEATURES.length);
  for (const own of scores.values())
    for (const [i, value] of own.entries()) most[i] = Math.max(most[i]!, value);
  const totals = Array.from(scores, ([suspect, own]) => {
    let total = 0;
    for (const [i, value] of own.entries())
      if (most[i]! > 0) total += (WEIGHTS[FEATURES[i]!] * value) / most[i]!;
    return { suspect, total };
  });
  totals.sort((a, b) => b.total - a.total || a.suspect - b.suspect);
  return totals.map(({ suspect }) => suspect);
}

function length(contacts: ReadonlyMap<number, Contact>): number {
  return Math.sqrt(sum(Array.from(contacts.values(), ({ recent }) => recent * recent)));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
