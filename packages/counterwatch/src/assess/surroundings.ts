/**
 * Everyone who shares anything with one registered person, as counts by kind and class. They are numbers of nodes, held while that person's
 * posterior is worked out and given to nobody: no function of this room answers with somebody's contacts.
 */
import { type Background, EndIndex, PlaceIndex } from "./background.ts";
import {
  AGAIN_AT,
  CALLS_AT,
  CandidateCounts,
  CIRCLE_AT,
  CLASSES,
  classOf,
  FIRST_AT,
  THING_AT,
  TRANSFERS_AT,
} from "./candidate-counts.ts";
import { DAY_MS, stays, TOGETHER_MS } from "./meetings.ts";
import { overlap } from "./pair-evidence.ts";
import { isLocation, isTwoEnded, type Sight } from "./sight.ts";
import { kindOf } from "./view.ts";

/** More people than this at a place within half an hour, at an address or around a contact tell nothing that is worth counting. */
const CROWD = 256;
const ROWS_OF_A_CROWD = 4096;

export interface Surroundings {
  /** Nodes: a pseudonym's number, or `pseudonyms + member` for a registered person. */
  readonly nodes: readonly number[];
  /** `WIDTH` counts a node, in the same order. */
  readonly counts: Int32Array;
  /** Place-days on which the person was seen, and others seen with them on these together. */
  readonly days: number;
  readonly company: number;
  /** Distinct contacts, and their other contacts together. */
  readonly contacts: number;
  readonly contactsOthers: number;
  readonly things: number;
  readonly thingsOthers: number;
}

/** Reads surroundings of the members that relations name. */
export class Neighbourhood {
  readonly #sight: Sight;
  readonly #pseudonyms: number;
  readonly #places: PlaceIndex;
  readonly #contacts: EndIndex;
  readonly #things: EndIndex;
  readonly #circles = new Map<number, readonly number[]>();
  readonly #stamps: Int32Array;
  #stamp = 0;

  constructor(sight: Sight, background: Background, members: readonly number[], placeCount: number) {
    const { columns, own, roster } = sight;
    this.#sight = sight;
    this.#pseudonyms = background.calls.of.length;
    this.#stamps = new Int32Array(this.#pseudonyms + roster.members.length);
    const places = new Uint8Array(placeCount);
    const [contacts, things] = [new Uint8Array(this.#pseudonyms), new Uint8Array(this.#pseudonyms)];
    for (const member of members)
      for (const row of own[member] ?? []) {
        const [from, to, at] = [columns.from[row], columns.to[row], columns.at[row]] as [
          number,
          number,
          number,
        ];
        if (isLocation(columns, row)) places[at] = 1;
        if (!isTwoEnded(columns, row)) continue;
        if (isContact(sight, row)) contacts[from] = contacts[to] = 1;
        else things[to] = 1;
      }
    this.#places = new PlaceIndex(sight, places);
    this.#contacts = new EndIndex(sight, contacts, (row) => isContact(sight, row), true);
    this.#things = new EndIndex(
      sight,
      things,
      (row) => isTwoEnded(columns, row) && !isContact(sight, row),
      false,
    );
  }

  of(member: number): Surroundings {
    const tally = new CandidateCounts();
    const company = this.#meet(member, tally);
    const contacts = this.#call(member, tally);
    const things = this.#hold(member, tally);
    return { nodes: tally.nodes, counts: tally.counts, ...company, ...contacts, ...things };
  }

  #nodeOf(pseudonym: number, except: number): number | undefined {
    const holders = this.#sight.roster.holders.get(pseudonym);
    if (holders === undefined) return pseudonym;
    if (holders.includes(except)) return undefined;
    return this.#pseudonyms + (holders[0] as number);
  }

  #meet(member: number, tally: CandidateCounts): { days: number; company: number } {
    const { columns, roster, own } = this.#sight;
    const side = { parties: roster.parties[member] as ReadonlySet<number>, rows: own[member] as Uint32Array };
    let [days, company] = [0, 0];
    let met = new Map<number, number>();
    let today = new Map<number, number>();
    let [place, day, crowded] = [-1, Number.NaN, 0];
    const endDay = (): void => {
      if (place < 0) return;
      days += 1;
      company += Math.max(today.size, crowded);
      for (const [node, cls] of today) {
        const times = met.get(node) ?? 0;
        met.set(node, times + 1);
        tally.count(node, (times === 0 ? FIRST_AT : AGAIN_AT) + cls);
      }
      today = new Map();
      crowded = 0;
    };
    for (const row of stays(this.#sight, side)) {
      const [at, time] = [columns.at[row] as number, columns.times[row] as number];
      if (at !== place || Math.floor(time / DAY_MS) !== day) {
        endDay();
        if (at !== place) met = new Map();
        [place, day] = [at, Math.floor(time / DAY_MS)];
      }
      const others = this.#others(at, time, member);
      if (others === undefined) crowded = CROWD + 1;
      else
        for (const node of others)
          today.set(node, Math.min(today.get(node) ?? CLASSES, classOf(others.length)));
    }
    endDay();
    return { days, company };
  }

  /** Who else was at a place within a quarter of an hour; undefined where that was a crowd. */
  #others(place: number, time: number, member: number): number[] | undefined {
    const { people } = this.#places;
    const here = this.#places.at(place);
    const low = this.#firstAfter(here, time - TOGETHER_MS - 1);
    const high = this.#firstAfter(here, time + TOGETHER_MS);
    // Hostile input: a few people with a million rows in one minute must not cost a million times a million.
    if (high - low > ROWS_OF_A_CROWD) return undefined;
    this.#stamp += 1;
    const others: number[] = [];
    for (let at = low; at < high; at++) {
      const node = this.#nodeOf(people[here[at] as number] as number, member);
      if (node === undefined || this.#stamps[node] === this.#stamp) continue;
      this.#stamps[node] = this.#stamp;
      others.push(node);
    }
    return others.length > CROWD ? undefined : others;
  }

  /** Index of the first of these positions that is later than `time`. */
  #firstAfter(here: Uint32Array, time: number): number {
    let [low, high] = [0, here.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#places.times[here[middle] as number] as number) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #call(member: number, tally: CandidateCounts): { contacts: number; contactsOthers: number } {
    const { columns, roster, own } = this.#sight;
    const parties = roster.parties[member] as ReadonlySet<number>;
    const contacts = new Set<number>();
    for (const row of own[member] ?? []) {
      if (!isContact(this.#sight, row)) continue;
      const [from, to] = [columns.from[row] as number, columns.to[row] as number];
      if (parties.has(from) && parties.has(to)) continue;
      const contact = parties.has(from) ? to : from;
      const node = this.#nodeOf(contact, member);
      if (node === undefined) continue;
      contacts.add(contact);
      tally.count(node, kindOf(columns.forms[row] as number) === "call" ? CALLS_AT : TRANSFERS_AT);
    }
    let contactsOthers = 0;
    for (const contact of contacts) {
      const circle = this.#circle(contact);
      contactsOthers += circle.length;
      if (circle.length > CROWD) continue;
      this.#stamp += 1;
      for (const other of circle) {
        const node = this.#nodeOf(other, member);
        if (node === undefined || this.#stamps[node] === this.#stamp) continue;
        this.#stamps[node] = this.#stamp;
        tally.count(node, CIRCLE_AT + classOf(circle.length - 1));
      }
    }
    return { contacts: contacts.size, contactsOthers };
  }

  /** Distinct pseudonyms that had a call or transfer with this one. */
  #circle(contact: number): readonly number[] {
    let circle = this.#circles.get(contact);
    if (circle !== undefined) return circle;
    const others = new Set<number>();
    for (const position of this.#contacts.positions(contact)) others.add(this.#contacts.otherEnd(position));
    others.delete(contact);
    circle = [...others];
    this.#circles.set(contact, circle);
    return circle;
  }

  #hold(member: number, tally: CandidateCounts): { things: number; thingsOthers: number } {
    const { columns, roster, own } = this.#sight;
    const parties = roster.parties[member] as ReadonlySet<number>;
    const things = new Map<string, number[]>();
    for (const row of own[member] ?? []) {
      if (
        !isTwoEnded(columns, row) ||
        isContact(this.#sight, row) ||
        !parties.has(columns.from[row] as number)
      )
        continue;
      const name = `${(columns.forms[row] as number) & 7} ${columns.to[row]}`;
      const known = things.get(name);
      if (known === undefined) things.set(name, [row]);
      else known.push(row);
    }
    let thingsOthers = 0;
    for (const rows of things.values()) {
      const [first] = rows as [number];
      const holders = new Set<number>();
      for (const position of this.#things.positions(columns.to[first] as number)) {
        const row = this.#things.rows[position] as number;
        if (((columns.forms[row] as number) & 7) !== ((columns.forms[first] as number) & 7)) continue;
        const node = this.#nodeOf(this.#things.otherEnd(position), member);
        if (node !== undefined && rows.some((own) => overlap(columns, own, row))) holders.add(node);
      }
      thingsOthers += holders.size;
      if (holders.size <= CROWD)
        for (const node of holders) tally.count(node, THING_AT + classOf(holders.size));
    }
    return { things: things.size, thingsOthers };
  }
}

function isContact({ columns }: Sight, row: number): boolean {
  const kind = kindOf(columns.forms[row] as number);
  return kind === "call" || kind === "transfer";
}
