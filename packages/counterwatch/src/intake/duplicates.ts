/**
 * Month files overlap and rows repeat. A row is a repetition where it has the log's own id and the same operator and time
 * as an earlier row, or, without an id, where its event says the same. What only some header eras can say (the kind of search, client,
 * prompt) is compared only where both rows say it, so that an old and a new export of one row meet.
 *
 * An id that comes again with another operator or time is not a repetition: it stays an event, under its ordinal, and is counted,
 * because an id used twice is either a careless export or an altered log.
 *
 * Constant memory: every row is compared with at least the `capacity` rows before it; `outOfReach` says how many were
 * forgotten. 36 MB for three million rows in order of time, up to 70 MB more where they are not or carry ids.
 */
import type { AccessEvent, Subject } from "../model/index.ts";
import { Fingerprint } from "./fingerprint.ts";
import type { Identifiers } from "./identifiers.ts";
import { OrderedPrints, ScatteredPrints, TAG_BITS } from "./known-prints.ts";

export type Verdict = "new" | "duplicate" | "id-conflict";

/**
 * A tag says how was asked (kind and client: one column), the prompt (another), each 0 where the row does not say; and whether
 * the row has an id of its own. Its lower bits are another hash where the entry is an id itself.
 */
const KIND_BITS = 6;
const PROMPT_BITS = TAG_BITS - KIND_BITS - 1;
const KIND = 2 ** KIND_BITS - 1;
const PROMPT = (2 ** PROMPT_BITS - 1) << KIND_BITS;
const EXTRA = KIND | PROMPT;
const HAS_ID = 1 << (TAG_BITS - 1);

export class Duplicates {
  readonly #print: Fingerprint;
  readonly #ordered: OrderedPrints;
  readonly #scattered: ScatteredPrints;
  readonly #context = new Context();
  /** The latest second of all rows that were put. */
  #latest = -1;
  #extra = 0;
  #hasId = false;
  idConflicts = 0;

  /** `capacity`: how many rows back repetitions are found at least. */
  constructor(identifiers: Identifiers, capacity: number) {
    const key = identifiers.pseudonym("account", "\0fingerprint key");
    this.#print = new Fingerprint([
      Number.parseInt(key.slice(3, 11), 16) | 0,
      Number.parseInt(key.slice(11, 19), 16) | 0,
    ]);
    this.#ordered = new OrderedPrints(Math.max(16, capacity));
    this.#scattered = new ScatteredPrints(Math.max(16, capacity));
  }

  get outOfReach(): number {
    return this.#ordered.forgotten + this.#scattered.forgotten;
  }

  /**
   * Has to be asked once for each event, before it gets an ordinal for an id. `instant`: its time, in milliseconds. `mixedIds`: some
   * files of the log have ids and others none, so that rows with ids are compared by content too.
   */
  judge(event: AccessEvent, instant: number, mixedIds: boolean): Verdict {
    if (event.id === "") return this.#judgeContent(event, instant, false) ? "duplicate" : "new";
    const print = this.#print;
    print.start();
    print.instant(instant);
    print.text(event.operator.id);
    print.finish();
    const tag = (print.low & EXTRA) | HAS_ID;
    this.#readId(event);
    // Where an id is known, it is known once: nothing is put that was found.
    const known = this.#scattered.tagOf(print);
    if (known === tag) return "duplicate";
    if (known !== undefined) {
      this.idConflicts++;
      return "id-conflict";
    }
    this.#scattered.put(print, tag);
    return mixedIds && this.#judgeContent(event, instant, true) ? "duplicate" : "new";
  }

  #readId({ source, id }: AccessEvent): void {
    const print = this.#print;
    print.start();
    print.word(1);
    print.text(source);
    print.text(id);
    print.finish();
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
    const second = Number.isNaN(instant) ? 0 : Math.floor(instant / 1000);
    this.#extra = extra;
    this.#hasId = hasId;
    // What says the same has the same time: a row later than all before it repeats none, and needs no search.
    if (second > this.#latest) this.#latest = second;
    else if (this.#ordered.has(second, print, this.#isSame) || this.#scattered.has(print, this.#isSame))
      return true;
    const tag = extra | (hasId ? HAS_ID : 0);
    if (!this.#ordered.put(second, print, tag)) this.#scattered.put(print, tag);
    return false;
  }

  /** Two rows with ids of their own are two look-ups, whatever they say. */
  readonly #isSame = (tag: number): boolean =>
    !(this.#hasId && (tag & HAS_ID) !== 0) &&
    agree(tag & KIND, this.#extra & KIND) &&
    agree(tag & PROMPT, this.#extra & PROMPT);
}

/** Equal, or said by one row only. */
function agree(left: number, right: number): boolean {
  return left === right || left === 0 || right === 0;
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
  /** Most logs have one source: it is hashed when it changes. */
  #source: string | undefined;
  #sourceLow = 0;
  #sourceHigh = 0;

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

  #readSource(source: string, print: Fingerprint): void {
    print.start();
    print.text(source);
    print.finish();
    this.#source = source;
    this.#sourceLow = print.low;
    this.#sourceHigh = print.high;
  }

  read(event: AccessEvent, print: Fingerprint): void {
    const { site, window, purpose, query, reach, object, result, session } = event;
    this.#last = event;
    if (event.source !== this.#source) this.#readSource(event.source, print);
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
    print.word(this.#sourceLow);
    print.word(this.#sourceHigh);
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
