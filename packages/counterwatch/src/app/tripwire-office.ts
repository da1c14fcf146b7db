/**
 * The custodian's office: opens epochs, answers enrolments, hands out the key that look-ups are sent with, ends epochs.
 *
 * Order of writes. Whatever the ledger must know is in the ledger before it has an effect: an epoch's key before it is announced, an
 * order before it counts, the hash of a batch of elements before they are evaluated. All acts are done one after another.
 */
import { createHash, randomBytes } from "node:crypto";
import { canonicalJson, EpochKey, type Group } from "@counterwatch/evidence";
import type { JsonValue, LedgerAppender, LeafKind } from "../ledger/appender.ts";
import { CounterwatchError } from "../model/index.ts";
import type { EnrolmentDesk } from "../server/tripwire-enrolment.ts";
import type { TripwireEpochs } from "../store/tripwire-epochs.ts";
import {
  type EpochRecord,
  finishedEpochs,
  isNextDue,
  isOverdue,
  newestEpoch,
  sendingEpoch,
} from "../tripwire/epoch-book.ts";
import { orderHash, requireSigned, type SignedOrder } from "../tripwire/order.ts";
import { type Announcement, ledgerSource, openingEntry, type TripwireTerms } from "../tripwire/terms.ts";
import { inOurWords } from "./tripwire-trouble.ts";

const ELEMENT_BYTES = 32;

export interface OfficeMeans {
  readonly epochs: TripwireEpochs;
  readonly terms: TripwireTerms;
  readonly epochDays: number;
  /** Public keys of the agency's officers, hex. */
  readonly officers: ReadonlySet<string>;
  readonly ledger: LedgerAppender;
  readonly group: Group;
  readonly clock: () => number;
}

export class EnrolmentOffice implements EnrolmentDesk {
  readonly #means: OfficeMeans;
  readonly #keys = new Map<number, EpochKey>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(means: OfficeMeans) {
    this.#means = means;
  }

  /** Ends what a crash left unfinished, and opens the next epoch where it is due or `asked` for. */
  async tend(asked = false): Promise<void> {
    await this.#inTurn(async () => {
      await this.#finish();
      const { epochs, clock, epochDays } = this.#means;
      if (asked || isNextDue(epochs.records, clock(), epochDays)) await this.#open();
    });
  }

  get overdue(): boolean {
    const { epochs, clock, epochDays } = this.#means;
    return isOverdue(epochs.records, clock(), epochDays);
  }

  /** The epoch that look-ups are sent with; undefined before the first enrolment. */
  get sending(): EpochRecord | undefined {
    return sendingEpoch(this.#means.epochs.records);
  }

  /** Its key; batch `number` is about to be made with it. Ends the epochs before it. */
  async keyFor(record: EpochRecord, number: number): Promise<EpochKey> {
    const key = this.#key(record.epoch);
    if (record.first === undefined)
      await this.#inTurn(async () => {
        await this.#say("tripwire-epoch", { act: "begins", epoch: record.epoch, batch: number });
        const { epochs } = this.#means;
        epochs.write({ ...(epochs.records[record.epoch - 1] ?? record), first: number });
        await this.#finish();
      });
    return key;
  }

  announcement(): Announcement | undefined {
    const record = newestEpoch(this.#means.epochs.records);
    if (record === undefined) return undefined;
    const { epoch, terms, publicKey, opened, leaf, order } = record;
    return { v: 1, terms, epoch, publicKey, opened, leaf, ...(order && { order: order.hash }) };
  }

  order(epoch: number, signed: SignedOrder): Promise<void> {
    return this.#inTurn(async () => {
      const record = this.#enrolling(epoch);
      const { officers, epochs } = this.#means;
      const { terms } = record;
      const { order } = signed;
      const hash = orderHash(order);
      if (record.order?.hash === hash) return;
      if (record.order !== undefined)
        throw new CounterwatchError(
          "config",
          "this epoch has its enrolment order already, and it is another one",
        );
      const same = canonicalJson(order.terms) === canonicalJson(terms);
      if (!same || order.epoch !== epoch || order.publicKey !== record.publicKey)
        throw new CounterwatchError("config", "the order names other terms, another epoch or another key");
      if (
        order.digests.length !== terms.quota / terms.batch ||
        new Set(order.digests).size !== order.digests.length
      )
        throw new CounterwatchError("config", "the order has not exactly the quota of elements");
      const signers = requireSigned(signed, officers);
      await this.#say("enrolment", {
        act: "order",
        epoch,
        order: hash,
        quota: terms.quota,
        officers: signers,
      });
      epochs.write({ ...record, order: { hash, digests: order.digests } });
    });
  }

  answer(epoch: number, batch: number, elements: Uint8Array): Promise<Uint8Array> {
    return this.#inTurn(async () => {
      const record = this.#enrolling(epoch);
      // An order's hashes say nothing about sizes: a longer batch would be more evaluations than the quota.
      if (elements.length !== record.terms.batch * ELEMENT_BYTES)
        throw new CounterwatchError("config", "the batch has not the size that was agreed on");
      const digest = createHash("sha256").update(elements).digest("hex");
      if (record.order?.digests[batch] !== digest)
        throw new CounterwatchError("config", "the order does not cover these elements");
      if (batch > record.logged)
        throw new CounterwatchError("config", "the batches before this one come first");
      // Before the answer, and once: an answer that got lost is given again without a further leaf.
      if (batch === record.logged) {
        await this.#say("enrolment", { act: "batch", epoch, order: record.order.hash, batch, digest });
        this.#means.epochs.write({ ...record, logged: batch + 1 });
      }
      try {
        return this.#key(epoch).answer(elements, randomBytes);
      } catch (error) {
        throw inOurWords(error);
      }
    });
  }

  ready(epoch: number): Promise<void> {
    return this.#inTurn(async () => {
      const record = this.#means.epochs.records[epoch - 1];
      if (record?.ready !== undefined) return;
      const enrolling = this.#enrolling(epoch);
      if (enrolling.order === undefined || enrolling.logged < enrolling.order.digests.length)
        throw new CounterwatchError("config", "the enrolment of this epoch is not complete");
      await this.#say("enrolment", { act: "ready", epoch, order: enrolling.order.hash });
      this.#means.epochs.write({ ...enrolling, ready: this.#now() });
    });
  }

  /** Clears every key from memory; the seeds stay for the next start. */
  close(): void {
    for (const key of this.#keys.values()) key.destroy();
    this.#keys.clear();
  }

  #enrolling(epoch: number): EpochRecord {
    const newest = newestEpoch(this.#means.epochs.records);
    if (newest?.epoch === epoch && newest.ready === undefined) return newest;
    throw new CounterwatchError("config", `epoch ${epoch} takes no enrolment`);
  }

  async #open(): Promise<void> {
    const { epochs, terms } = this.#means;
    const epoch = epochs.records.length + 1;
    const seed = new Uint8Array(randomBytes(32));
    epochs.writeSeed(epoch, seed);
    const key = this.#derive(seed, epoch);
    const publicKey = Buffer.from(key.publicKey).toString("hex");
    const opened = this.#now();
    const leaf = await this.#means.ledger.append(openingEntry({ terms, epoch, publicKey, opened }));
    epochs.write({ epoch, terms, publicKey, opened, leaf, logged: 0 });
    this.#keys.set(epoch, key);
  }

  async #finish(): Promise<void> {
    const { epochs } = this.#means;
    for (const record of finishedEpochs(epochs.records)) {
      this.#keys.get(record.epoch)?.destroy();
      this.#keys.delete(record.epoch);
      epochs.destroySeed(record.epoch);
      await this.#say("tripwire-epoch", { act: "ended", epoch: record.epoch, key: "destroyed" });
      epochs.write({ ...record, destroyed: this.#now() });
    }
  }

  #key(epoch: number): EpochKey {
    const known = this.#keys.get(epoch);
    if (known !== undefined) return known;
    const key = this.#derive(this.#means.epochs.readSeed(epoch), epoch);
    this.#keys.set(epoch, key);
    return key;
  }

  #derive(seed: Uint8Array, epoch: number): EpochKey {
    const { custodian, agency, canonical } = this.#means.terms;
    const key = new EpochKey(this.#means.group, seed, { custodian, agency, epoch, canonical });
    this.#means.group.wipe(seed);
    return key;
  }

  #say(kind: LeafKind, statement: JsonValue) {
    const source = ledgerSource(this.#means.terms);
    return this.#means.ledger.append({ kind, source, time: this.#now(), statement });
  }

  #now(): string {
    return new Date(this.#means.clock()).toISOString();
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(act);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}
