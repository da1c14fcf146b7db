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

/**
 * Low bits of the second word of an entry: how was asked (kind and client: one column), the prompt (another), each 0 where the row
 * does not say; and whether the row has an id of its own.
 */
const KIND_BITS = 6;
const PROMPT_BITS = 5;
const TAG_BITS = KIND_BITS + PROMPT_BITS + 1;
const KIND = 2 ** KIND_BITS - 1;
const PROMPT = (2 ** PROMPT_BITS - 1) << KIND_BITS;
const EXTRA = KIND | PROMPT;
const HAS_ID = 1 << (TAG_BITS - 1);

export class Duplicates {
  readonly #print: Fingerprint;
  readonly #capacity: number;
  readonly #mask: number;
  #young: Int32Array;
  #old: Int32Array | undefined;
  readonly #context = new Context();
  #latest = Number.NEGATIVE_INFINITY;
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

  /** Has to be asked once for each event, before it gets an ordinal for an id. `instant`: its time, in milliseconds. */
  judge(event: AccessEvent, instant: number, mixedIds: boolean): Verdict {
    if (event.id === "") return this.#judgeContent(event, instant, false) ? "duplicate" : "new";
    const print = this.#print;
    print.start();
    print.word(1);
    print.text(event.source);
    print.text(event.id);
    print.finish();
    const { low, high, place } = print;
    print.start();
    print.instant(instant);
    print.text(event.operator.id);
    print.finish();
    const tag = (print.low & EXTRA) | HAS_ID;
    let known = findTag(this.#young, this.#mask, low, high, place);
    if (known < 0 && this.#old !== undefined) known = findTag(this.#old, this.#mask, low, high, place);
    if (known >= 0) {
      if (known === tag) return "duplicate";
      this.idConflicts++;
      return "id-conflict";
    }
    const repeated = mixedIds && this.#judgeContent(event, instant, true);
    this.#put(low, high, place, tag);
    return repeated ? "duplicate" : "new";
  }

  #judgeContent(event: AccessEvent, instant: number, hasId: boolean): boolean {
    if (!this.#context.isOf(event)) this.#context.read(event, this.#print);
    const { low, high, extra } = this.#context;
    const print = this.#print;
    print.start();
    print.instant(instant);
    print.word(low);
    print.word(high);
    print.finish();
    const mask = this.#mask;
    const old = this.#old;
    // What says the same has the same time: a row later than all before it repeats none, and needs no search.
    const latest = instant > this.#latest;
    if (latest) this.#latest = instant;
    else if (
      holds(this.#young, mask, print, extra, hasId) ||
      (old !== undefined && holds(old, mask, print, extra, hasId))
    ) {
      return true;
    }
    this.#put(print.low, print.high, print.place, extra | (hasId ? HAS_ID : 0));
    return false;
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

/** True where an entry with the same content and compatible extras is there. */
function holds(table: Int32Array, mask: number, print: Fingerprint, extra: number, hasId: boolean): boolean {
  const { low, high } = print;
  for (let slot = print.place & mask; ; slot = (slot + 1) & mask) {
    const first = table[slot * 2] as number;
    const second = table[slot * 2 + 1] as number;
    if (first === 0 && second === 0) return false;
    if (first !== low || second >>> TAG_BITS !== high >>> TAG_BITS) continue;
    // Two rows with ids of their own are two look-ups, whatever they say.
    if (hasId && (second & HAS_ID) !== 0) continue;
    if (agree(second & KIND, extra & KIND) && agree(second & PROMPT, extra & PROMPT)) return true;
  }
}

/** Equal, or said by one row only. */
function agree(left: number, right: number): boolean {
  return left === right || left === 0 || right === 0;
}

/** The tag of an entry, or -1. */
function findTag(table: Int32Array, mask: number, low: number, high: number, place: number): number {
  for (let slot = place & mask; ; slot = (slot + 1) & mask) {
    const first = table[slot * 2] as number;
    const second = table[slot * 2 + 1] as number;
    if (first === 0 && second === 0) return -1;
    if (first === low && second >>> TAG_BITS === high >>> TAG_BITS) return second & (EXTRA | HAS_ID);
  }
}

/**
 * What an event says beside its time. In a sitting one row after the other says the same, and connectors give the same objects for it:
 * then nothing is read again.
 */
class Context {
  low = 0;
  high = 0;
  extra = 0;
  #last: AccessEvent | undefined;

  isOf(event: AccessEvent): boolean {
    const last = this.#last;
    return (
      last !== undefined &&
      event.operator === last.operator &&
      event.subjects === last.subjects &&
      event.purpose === last.purpose &&
      event.query === last.query &&
      event.reach === last.reach &&
      event.session === last.session &&
      event.site === last.site &&
      event.window === last.window &&
      event.object === last.object &&
      event.result === last.result &&
      event.action === last.action &&
      event.source === last.source
    );
  }

  read(event: AccessEvent, print: Fingerprint): void {
    const { site, window, purpose, query, reach, object, result, session } = event;
    this.#last = event;
    this.extra = 0;
    const client = session?.client;
    if (query?.kind !== undefined || client !== undefined) {
      print.start();
      print.text(query?.kind);
      print.text(client);
      print.finish();
      this.extra = 1 + ((print.low >>> 1) % KIND);
    }
    if (query?.prompt !== undefined) {
      print.start();
      print.text(query.prompt);
      print.finish();
      this.extra |= (1 + ((print.low >>> 1) % (2 ** PROMPT_BITS - 1))) << KIND_BITS;
    }
    print.start();
    print.word(2);
    print.text(event.source);
    print.text(event.action);
    print.text(event.operator.id);
    if (session?.id !== undefined || session?.address !== undefined) {
      print.word(10);
      print.text(session.id);
      print.text(session.address);
    }
    feedSubjects(print, event.subjects);
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
    this.low = print.low;
    this.high = print.high;
  }
}

function feedSubjects(print: Fingerprint, subjects: readonly Subject[] | undefined): void {
  if (subjects === undefined) return;
  print.word(subjects.length);
  for (const subject of subjects) {
    print.text(subject.type);
    print.text(subject.id);
  }
}
