/**
 * What a look-up or a finding adds to the counts: one contribution for each subject that it is about, or one alone where it is about none.
 * So a look-up of three subjects counts three times, and leaving a person out of the log takes away exactly that person's contributions.
 * What a log withholds might all be one person: withheld subjects count as one subject, withheld operators as one operator.
 *
 * The order in which contributions are offered to a count comes from a hash under a key that nobody outside knows, over all that the
 * contribution says and nothing else: not over other rows, nor over numbers that intake gave by counting rows. It is the same at every
 * run and for every order of files, and nobody can choose rows so that they come first.
 * Not used: `automated`, which intake tells by the rows around; one person's rows would change how others' are counted.
 */
import { createHash, hash } from "node:crypto";
import type { AccessEvent, Finding } from "../../model/index.ts";
import { NO_SUBJECT, PLACES, type Places } from "./clipping.ts";
import { type Marks, marksOfEvent, marksOfFinding, type Outcome } from "./tables.ts";

export interface Contribution extends Marks {
  /** Where it comes in the order: 48 uniform bits. */
  readonly order: number;
  readonly operator: number;
  readonly subject: number;
}

const WITHHELD = "\u0000withheld";

export class ContributionSource {
  readonly #key: string;
  readonly #places: Places;
  readonly #inputs = new InputPrint();

  /** `key`: 32 bytes, derived from the site key for this alone. */
  constructor(key: Uint8Array, places: Places = PLACES) {
    this.#places = places;
    this.#key = Buffer.from(key).toString("hex");
  }

  *ofEvent(event: AccessEvent): Generator<Contribution> {
    const { operator, subjects = [] } = event;
    const ids = new Set(subjects.map(({ id }) => id ?? WITHHELD));
    const said = [event.time, event.system, event.action, event.purpose ?? null, event.site?.id ?? null];
    const who = operator.withheld === true ? WITHHELD : operator.id;
    yield* this.#each(marksOfEvent(event), who, ids, said);
  }

  *ofFinding(finding: Omit<Finding, "events">, outcome: Outcome): Generator<Contribution> {
    const marks = marksOfFinding(finding.detector, outcome);
    yield* this.#each(marks, finding.operator, new Set(finding.subjects), [finding.id, outcome]);
  }

  /** Of all contributions so far, whatever their order: changed rows change it. Tells nothing without the key. */
  get inputs(): string {
    return createHash("sha256").update(this.#key).update(this.#inputs.text).digest("hex");
  }

  *#each(
    marks: Marks,
    operator: string,
    subjects: ReadonlySet<string>,
    said: unknown,
  ): Generator<Contribution> {
    const place = this.#place("operator", operator, this.#places.operators);
    for (const subject of subjects.size === 0 ? [undefined] : subjects) {
      const digest = this.#hash("contribution", JSON.stringify([marks, operator, subject ?? null, said]));
      this.#inputs.add(digest);
      yield {
        ...marks,
        order: digest.readUIntBE(0, 6),
        operator: place,
        subject: subject === undefined ? NO_SUBJECT : this.#place("subject", subject, this.#places.subjects),
      };
    }
  }

  #place(what: string, id: string, places: number): number {
    return this.#hash(what, id).readUInt32BE(0) % places;
  }

  #hash(what: string, text: string): Buffer {
    // A lone surrogate, which a hostile row may hold, is hashed as U+FFFD.
    return hash("sha256", `${this.#key}\n${what}\n${text}`, "buffer");
  }
}

/** Sum of keyed hashes modulo 2^128 (Bellare, Micciancio 1997): the same for the same set of rows in any order. */
class InputPrint {
  #sum = 0n;
  #count = 0;

  add(digest: Buffer): void {
    this.#sum += digest.readBigUInt64BE(16) * 2n ** 64n + digest.readBigUInt64BE(24);
    this.#count += 1;
    if (this.#count % 65_536 === 0) this.#sum = BigInt.asUintN(128, this.#sum);
  }

  get text(): string {
    return `${this.#count} ${BigInt.asUintN(128, this.#sum)}`;
  }
}
