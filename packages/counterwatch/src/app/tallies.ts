/** What `summary.json` counts of the events themselves, in memory that does not grow with rows. */
import { createHmac, randomBytes } from "node:crypto";
import type { AccessEvent } from "../model/index.ts";
import { instantMs, utcDay } from "../model/instant.ts";
import { Distinct } from "./distinct.ts";

/** Operators looked at again soon cost one set look-up instead of a hash. */
const REMEMBERED_OPERATORS = 50_000;

export class Tallies {
  events = 0;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;
  readonly #operators = new Distinct();
  readonly #recentOperators = new Set<string>();
  readonly #subjects = new Distinct();
  readonly #days = new Set<number>();
  // Rows come in sittings: most are by the operator and of the subject of the row before.
  #lastDay = Number.NaN;
  #lastOperator = "";
  #lastSubject = "";
  // Keyed: operator names come from the log, and whoever writes it could otherwise choose names that collide.
  readonly #salt = randomBytes(16);

  see(event: AccessEvent): void {
    this.events += 1;
    const ms = instantMs(event.time);
    if (ms < this.#from) this.#from = ms;
    if (ms > this.#to) this.#to = ms;
    const day = utcDay(ms);
    if (day !== this.#lastDay) {
      this.#lastDay = day;
      this.#days.add(day);
    }
    const { operator, subjects } = event;
    if (operator.id !== this.#lastOperator && operator.withheld !== true) this.#seeOperator(operator.id);
    if (subjects === undefined) return;
    for (let index = 0; index < subjects.length; index++) {
      const { id, partial } = subjects[index]!;
      if (id !== undefined && partial !== true && id !== this.#lastSubject) this.#seeSubject(id);
    }
  }

  /** First and last event time; null before the first. */
  get period(): { from: string; to: string } | null {
    if (this.events === 0) return null;
    return { from: new Date(this.#from).toISOString(), to: new Date(this.#to).toISOString() };
  }

  /** Different operators that the log names. */
  get operators(): number {
    return this.#operators.count;
  }

  /** Different subjects that were asked for by a full identifier. */
  get subjects(): number {
    return this.#subjects.count;
  }

  get days(): number {
    return this.#days.size;
  }

  /** False: so many that `operators` or `subjects` is an estimate (within 0.2 %). */
  get exact(): boolean {
    return this.#operators.exact && this.#subjects.exact;
  }

  #seeOperator(id: string): void {
    this.#lastOperator = id;
    if (this.#recentOperators.has(id)) return;
    if (this.#recentOperators.size >= REMEMBERED_OPERATORS) this.#recentOperators.clear();
    // A copy: a slice of the log would keep the whole chunk that it was read with.
    this.#recentOperators.add(Buffer.from(id).toString());
    const hash = createHmac("sha256", this.#salt).update(id).digest();
    this.#operators.add(hash.readUInt32LE(0), hash.readUInt32LE(4));
  }

  // `p1_` and 24 hexadecimal digits: the first 16 are 64 uniform bits already.
  #seeSubject(pseudonym: string): void {
    this.#lastSubject = pseudonym;
    this.#subjects.add(word(pseudonym, 3), word(pseudonym, 11));
  }
}

/** Eight hexadecimal digits, small letters, at a fifth of the cost of slice and parseInt. */
function word(text: string, from: number): number {
  let value = 0;
  for (let index = from; index < from + 8; index++) {
    const code = text.charCodeAt(index);
    value = value * 16 + (code < 58 ? code - 48 : code - 87);
  }
  return value;
}
