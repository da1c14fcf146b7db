/** What `summary.json` counts of the events themselves, in memory that does not grow with rows. */
import { createHmac, randomBytes } from "node:crypto";
import type { AccessEvent } from "../model/index.ts";
import { instantMs } from "../model/instant.ts";
import { Distinct } from "./distinct.ts";

/** Operators looked at again soon cost one set look-up instead of a hash. */
const REMEMBERED_OPERATORS = 50_000;
const SITTING_GAP_MS = 30 * 60_000;

export class Tallies {
  events = 0;
  /** Events more than a sitting's gap older than one before them. */
  outOfOrder = 0;
  from: string | undefined;
  to: string | undefined;
  readonly #operators = new Distinct();
  readonly #recentOperators = new Set<string>();
  readonly #subjects = new Distinct();
  readonly #days = new Set<string>();
  #lastDay = "";
  // Keyed: operator names come from the log, and whoever writes it could otherwise choose names that collide.
  readonly #salt = randomBytes(16);

  see(event: AccessEvent): void {
    this.events += 1;
    // Times are RFC 3339 in UTC with a fixed number of digits: text order is time order.
    const { time } = event;
    if (this.from === undefined || time < this.from) this.from = time;
    if (this.to === undefined || time > this.to) this.to = time;
    else if (time < this.to && instantMs(this.to) - instantMs(time) > SITTING_GAP_MS) this.outOfOrder += 1;
    if (!time.startsWith(this.#lastDay) || this.#lastDay === "") {
      this.#lastDay = time.slice(0, time.indexOf("T"));
      this.#days.add(this.#lastDay);
    }
    if (event.operator.withheld !== true) this.#seeOperator(event.operator.id);
    if (event.subjects !== undefined) {
      for (const subject of event.subjects) {
        if (subject.id !== undefined && subject.partial !== true) this.#seeSubject(subject.id);
      }
    }
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
    if (this.#recentOperators.has(id)) return;
    if (this.#recentOperators.size >= REMEMBERED_OPERATORS) this.#recentOperators.clear();
    // A copy: a slice of the log would keep the whole chunk that it was read with.
    this.#recentOperators.add(Buffer.from(id).toString());
    const hash = createHmac("sha256", this.#salt).update(id).digest();
    this.#operators.add(hash.readUInt32LE(0), hash.readUInt32LE(4));
  }

  // `p1_` and 24 hexadecimal digits: the first 16 are 64 uniform bits already.
  #seeSubject(pseudonym: string): void {
    this.#subjects.add(
      Number.parseInt(pseudonym.slice(3, 11), 16),
      Number.parseInt(pseudonym.slice(11, 19), 16),
    );
  }
}
