/**
 * Month files overlap and rows repeat. A row is a repetition where it has the log's own id and the same operator and time
 * as an earlier row, or, without an id, where its event says the same. What only some header eras can say (the kind of search, client,
 * prompt) is compared only where both rows say it, so that an old and a new export of one row meet.
 *
 * An id that comes again with another operator or time is not a repetition: it stays an event, under its ordinal, and is counted,
 * because an id used twice is either a careless export or an altered log.
 *
 * Constant memory: two generations of fingerprints. Every row is compared with at least the `capacity` rows before it;
 * `outOfReach` says how many were forgotten.
 */
import type { AccessEvent, Subject } from "../model/index.ts";
import { Fingerprint } from "./fingerprint.ts";
import type { Identifiers } from "./identifiers.ts";

export type Verdict = "new" | "duplicate" | "id-conflict";

/** Low bits of the second word: what era-dependent columns said (0: nothing), and whether the row has an id of its own. */
const EXTRA_BITS = 11;
const EXTRA = (1 << EXTRA_BITS) - 1;
const HAS_ID = 1 << EXTRA_BITS;
const TAG_BITS = EXTRA_BITS + 1;

export class Duplicates {
  readonly #print: Fingerprint;
  readonly #capacity: number;
  readonly #mask: number;
  #young: Int32Array;
  #old: Int32Array | undefined;
  #count = 0;
  #oldCount = 0;
  outOfReach = 0;
  idConflicts = 0;

  /** `mixedIds`: some files of the log have ids and others none, so that rows with ids are compared by content too. */
  constructor(identifiers: Identifiers, capacity: number) {
    const key = identifiers.pseudonym("account", "\0fingerprint key");
    this.#print = new Fingerprint([
      Number.parseInt(key.slice(3, 11), 16) | 0,
      Number.parseInt(key.slice(11, 19), 16) | 0,
    ]);
    this.#capacity = Math.max(16, capacity);
    this.#mask = 2 ** Math.ceil(Math.log2(this.#capacity * 1.35)) - 1;
    this.#young = new Int32Array((this.#mask + 1) * 2);
  }

  /** Has to be asked once for each event, before it gets an ordinal for an id. */
  judge(event: AccessEvent, mixedIds: boolean): Verdict {
    if (event.id === "") return this.#judgeContent(event, false) ? "duplicate" : "new";
    const print = this.#print;
    print.start();
    print.word(1);
    print.text(event.source);
    print.text(event.id);
    print.finish();
    const { low, high, place } = print;
    print.start();
    print.text(event.time);
    print.text(event.operator.id);
    print.finish();
    const tag = 1 + ((print.low >>> 1) % EXTRA);
    const known = this.#find(low, high, place);
    if (known >= 0) {
      if (known === (tag | HAS_ID)) return "duplicate";
      this.idConflicts++;
      return "id-conflict";
    }
    if (mixedIds && this.#judgeContent(event, true)) {
      this.#put(low, high, place, tag | HAS_ID);
      return "duplicate";
    }
    this.#put(low, high, place, tag | HAS_ID);
    return "new";
  }

  #judgeContent(event: AccessEvent, hasId: boolean): boolean {
    const print = this.#print;
    let extra = 0;
    const kind = event.query?.kind;
    const prompt = event.query?.prompt;
    const client = event.session?.client;
    if (kind !== undefined || prompt !== undefined || client !== undefined) {
      print.start();
      print.text(kind);
      print.text(prompt);
      print.text(client);
      print.finish();
      extra = 1 + ((print.low >>> 1) % EXTRA);
    }
    feedContent(print, event);
    return this.#seen(print.low, print.high, print.place, extra, hasId);
  }

  /** True where an entry with the same content and compatible extras is there; else puts one. */
  #seen(low: number, high: number, place: number, extra: number, hasId: boolean): boolean {
    for (const table of [this.#young, this.#old]) {
      if (table === undefined) continue;
      for (let slot = place & this.#mask; ; slot = (slot + 1) & this.#mask) {
        const first = table[slot * 2] as number;
        const second = table[slot * 2 + 1] as number;
        if (first === 0 && second === 0) break;
        if (first !== low || second >>> TAG_BITS !== high >>> TAG_BITS) continue;
        // Two rows with ids of their own are two look-ups, whatever they say.
        if (hasId && (second & HAS_ID) !== 0) continue;
        const other = second & EXTRA;
        if (other === extra || other === 0 || extra === 0) return true;
      }
    }
    this.#put(low, high, place, extra | (hasId ? HAS_ID : 0));
    return false;
  }

  /** The tag of an entry, or -1. */
  #find(low: number, high: number, place: number): number {
    for (const table of [this.#young, this.#old]) {
      if (table === undefined) continue;
      for (let slot = place & this.#mask; ; slot = (slot + 1) & this.#mask) {
        const first = table[slot * 2] as number;
        const second = table[slot * 2 + 1] as number;
        if (first === 0 && second === 0) break;
        if (first === low && second >>> TAG_BITS === high >>> TAG_BITS) return second & (EXTRA | HAS_ID);
      }
    }
    return -1;
  }

  #put(low: number, high: number, place: number, tag: number): void {
    if (this.#count >= this.#capacity) {
      this.outOfReach += this.#oldCount;
      const recycled = this.#old;
      this.#old = this.#young;
      this.#oldCount = this.#count;
      this.#young = recycled?.fill(0) ?? new Int32Array((this.#mask + 1) * 2);
      this.#count = 0;
    }
    const table = this.#young;
    let slot = place & this.#mask;
    while (table[slot * 2] !== 0 || table[slot * 2 + 1] !== 0) slot = (slot + 1) & this.#mask;
    // An empty slot is two zeros; the least likely fingerprint gives way.
    table[slot * 2] = low;
    table[slot * 2 + 1] = (high & ~(EXTRA | HAS_ID)) | tag;
    if (low === 0 && table[slot * 2 + 1] === 0) table[slot * 2] = 1;
    this.#count++;
  }
}

/** All that every header era of a log can say. */
function feedContent(print: Fingerprint, event: AccessEvent): void {
  print.start();
  print.word(2);
  print.text(event.source);
  print.text(event.time);
  print.text(event.action);
  print.text(event.operator.id);
  if (event.session !== undefined) {
    print.text(event.session.id);
    print.text(event.session.address);
  }
  feedSubjects(print, event.subjects);
  const { site, window, purpose, query, reach, object, result } = event;
  if (site !== undefined) {
    print.word(3);
    print.text(site.id);
  }
  if (window !== undefined) {
    print.word(4);
    print.text(window.from);
    print.text(window.to);
  }
  if (purpose !== undefined) {
    print.word(5);
    print.text(purpose.case);
    print.text(purpose.reason);
    print.text(purpose.authority);
  }
  if (query?.filters !== undefined) {
    print.word(6);
    print.text(query.filters);
  }
  if (reach?.networks !== undefined) {
    print.word(7);
    print.word(reach.networks);
  }
  if (object !== undefined) {
    print.word(8);
    print.text(object.type);
    print.text(object.name);
  }
  if (result !== undefined) {
    print.word(9);
    print.word(result.rows ?? -1);
    print.text(result.outcome);
    feedSubjects(print, result.subjects);
  }
  print.finish();
}

function feedSubjects(print: Fingerprint, subjects: readonly Subject[] | undefined): void {
  if (subjects === undefined) return;
  print.word(subjects.length);
  for (const subject of subjects) {
    print.text(subject.type);
    print.text(subject.id);
  }
}
