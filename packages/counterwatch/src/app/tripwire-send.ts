/**
 * The custodian at work: a batch at every tick, sent until it is acknowledged; beside it the desk for enrolments.
 *
 * A batch is made (file), said (ledger), sent, acknowledged (ledger), forgotten, in this order; a crash between any two is continued
 * from the file. Batches go out one at a time and in order. Where the agency is silent for long, ticks stop and the log waits.
 */
import { randomBytes } from "node:crypto";
import { setImmediate, setTimeout } from "node:timers/promises";
import { batchRoot, loadGroup, makeBatch } from "@counterwatch/evidence";
import { aesGcm } from "@counterwatch/evidence/node";
import { CANONICAL_VERSION } from "../intake/canonical.ts";
import type { LedgerAppender } from "../ledger/appender.ts";
import { Caller, listen } from "../server/tripwire-channel.ts";
import { enrolmentHandler } from "../server/tripwire-enrolment.ts";
import { TripwireEpochs } from "../store/tripwire-epochs.ts";
import { lockFolder } from "../store/tripwire-files.ts";
import type { CustodianSettings, TripwireFolder } from "../store/tripwire-folder.ts";
import { TripwireOutbox } from "../store/tripwire-outbox.ts";
import { packLookup } from "../tripwire/look-up.ts";
import { checkTerms, type TripwireTerms } from "../tripwire/terms.ts";
import type { Settings } from "./settings.ts";
import { Delivery } from "./tripwire-delivery.ts";
import { LookupLog } from "./tripwire-log.ts";
import { EnrolmentOffice } from "./tripwire-office.ts";

export interface SendRequest {
  readonly folder: TripwireFolder;
  readonly paths: readonly string[];
  readonly settings: Settings;
  readonly agency: string;
  readonly listenAt: { readonly host: string; readonly port: number };
  readonly ledger: LedgerAppender;
  /** Open another epoch now. */
  readonly nextEpoch: boolean;
  /** Go on with dummies when the log ends. */
  readonly stay: boolean;
  readonly clock: () => number;
  readonly stop: AbortSignal;
  readonly tell: (sentence: string) => void;
}

export interface SendResult {
  /** Batches that were acknowledged in this run. */
  readonly batches: number;
  readonly lookups: number;
  readonly unchecked: number;
}

/** Batches that may wait for the agency before ticks stop. */
const MOST_WAITING = 1000;
const SILENCE = 60_000;
/** Look-ups evaluated between two turns of the event loop: about 13 ms of new subjects. */
const SLICE = 64;

/** Ends when the log is sent, or on `stop`. Throws CounterwatchError. */
export async function send(request: SendRequest): Promise<SendResult> {
  const { folder } = request;
  const terms = termsOf(folder);
  const release = lockFolder(folder.path, "send");
  let custodian: Custodian | undefined;
  try {
    custodian = await Custodian.open(request, terms);
    return await custodian.run();
  } finally {
    await custodian?.close();
    release();
  }
}

function termsOf(folder: TripwireFolder): TripwireTerms {
  const settings = folder.settings as CustodianSettings;
  const names = { custodian: settings.name, agency: folder.peer().name };
  return checkTerms({ ...settings.terms, ...names, canonical: CANONICAL_VERSION });
}

class Custodian {
  readonly #request: SendRequest;
  readonly #terms: TripwireTerms;
  readonly #outbox: TripwireOutbox;
  readonly #office: EnrolmentOffice;
  readonly #log: LookupLog;
  readonly #caller: Caller;
  readonly #delivery: Delivery;
  #listener: { close(): Promise<void> } | undefined;
  /** No further tick, no further delivery: what is in the outbox waits for the next run. */
  readonly #halt = new AbortController();
  /** The last batch may still be in the making when the log is read to its end. */
  #ticking = true;
  #lookups = 0;
  readonly #said = new Map<string, number>();

  private constructor(request: SendRequest, terms: TripwireTerms, office: EnrolmentOffice) {
    const { folder, settings, paths, agency } = request;
    const { shown } = folder.settings as CustodianSettings;
    this.#request = request;
    this.#terms = terms;
    this.#office = office;
    this.#outbox = new TripwireOutbox(folder.path);
    this.#caller = new Caller({ identity: folder.identity, peer: folder.peer() }, agency);
    this.#delivery = new Delivery({
      outbox: this.#outbox,
      caller: this.#caller,
      ledger: request.ledger,
      terms,
      clock: request.clock,
      wait: (milliseconds) => this.#wait(milliseconds),
      tell: (sentence) => this.#tell(sentence),
    });
    this.#log = new LookupLog({
      paths,
      settings,
      siteKey: settings.key ?? randomBytes(32),
      shown,
      cursor: (log) => this.#outbox.cursor(log),
      ahead: 4 * terms.size,
    });
  }

  static async open(request: SendRequest, terms: TripwireTerms): Promise<Custodian> {
    const { folder, ledger, clock, listenAt, nextEpoch, paths } = request;
    const { epochDays } = folder.settings as CustodianSettings;
    const officers = new Set(folder.officers().map(({ key }) => key));
    const epochs = new TripwireEpochs(folder.path);
    const group = await loadGroup();
    const office = new EnrolmentOffice({ epochs, terms, epochDays, officers, ledger, group, clock });
    await office.tend(nextEpoch);
    const custodian = new Custodian(request, terms, office);
    const line = { identity: folder.identity, peer: folder.peer() };
    const listener = await listen(line, listenAt, enrolmentHandler(office));
    custodian.#listener = listener;
    if (paths.includes("-"))
      request.tell(
        "Of stdin, what is in no batch yet is lost if this process is killed: look-ups that wait for their tick, and rows that " +
          "were not read yet. Files are read again.",
      );
    request.tell(`Enrolments are taken at https://${listenAt.host}:${listener.port}.`);
    return custodian;
  }

  async run(): Promise<SendResult> {
    const { stop } = this.#request;
    const ended = () => this.#end();
    stop.addEventListener("abort", ended);
    if (stop.aborted) ended();
    try {
      // The first to fail or to have nothing left to do ends the run.
      const reading = this.#log.read();
      const failed = new Promise<never>((_, reject) => reading.catch(reject));
      const delivering = this.#delivery.run(
        () => this.#halt.signal.aborted,
        () => this.#ticking,
      );
      await Promise.race([Promise.all([this.#tick(), delivering]), failed]);
    } finally {
      this.#stopNow();
      stop.removeEventListener("abort", ended);
      if (this.#log.atRisk > 0)
        this.#tell(`${this.#log.atRisk} look-ups of stdin were read and are in no batch: they are lost.`);
    }
    return { batches: this.#delivery.sent, lookups: this.#lookups, unchecked: this.#log.unchecked };
  }

  /** A log that can be read again is left where it is. Of stdin, what was read goes into batches first, each at its tick. */
  #end(): void {
    this.#log.close();
    const waiting = this.#log.atRisk;
    if (waiting === 0 || this.#office.sending === undefined) return this.#stopNow();
    const { size, tick } = this.#terms;
    const seconds = Math.ceil((Math.ceil(waiting / size) * tick) / 1000);
    this.#tell(
      `Ending: ${waiting} look-ups of stdin wait for their batches, about ${seconds} s. A second signal loses them.`,
    );
  }

  #stopNow(): void {
    this.#log.close();
    this.#halt.abort();
    this.#caller.close();
  }

  async close(): Promise<void> {
    this.#stopNow();
    await this.#listener?.close();
    this.#office.close();
  }

  get #done(): boolean {
    const { stay, stop } = this.#request;
    return this.#halt.signal.aborted || (this.#log.finished && (!stay || stop.aborted));
  }

  /** Every tick at its time, whatever the last one took; ticks that were missed are not made up for. */
  async #tick(): Promise<void> {
    const started = performance.now();
    for (let beat = 1; !this.#done; ) {
      await this.#wait(started + beat * this.#terms.tick - performance.now());
      beat = Math.max(beat + 1, Math.ceil((performance.now() - started) / this.#terms.tick));
      await this.#office.tend();
      if (this.#office.overdue)
        this.#tell("The next epoch is overdue: the agency has not enrolled, and the old key goes on.");
      const epoch = this.#office.sending;
      if (epoch === undefined) this.#tell("Waiting for the agency to enrol; the log is not read further.");
      else if (this.#outbox.waiting >= MOST_WAITING) {
        this.#tell(`${MOST_WAITING} batches wait for the agency; the log is not read further.`);
        if (this.#request.stop.aborted) this.#stopNow();
      } else if (!this.#done) {
        await this.#make();
        if (this.#log.behind)
          this.#tell(
            "Look-ups come faster than batches carry them: the next epoch needs a larger size or a shorter tick.",
          );
      }
    }
    this.#ticking = false;
    // What is in batches is on disk: after a signal, the next run delivers it.
    if (this.#request.stop.aborted) this.#stopNow();
  }

  async #make(): Promise<void> {
    const epoch = this.#office.sending;
    if (epoch === undefined) return;
    const { size, payload } = epoch.terms;
    const number = this.#outbox.next;
    const key = await this.#office.keyFor(epoch, number);
    const { lookups, cursor } = this.#log.take(size);
    const sealed = [];
    for (const [at, { input, told }] of lookups.entries()) {
      sealed.push({ keys: key.keysOf(input), payload: packLookup(told, payload) });
      if (at % SLICE === SLICE - 1) await setImmediate();
    }
    const plan = { epoch: epoch.epoch, number, time: this.#request.clock(), size, payload, lookups: sealed };
    const bytes = makeBatch(plan, randomBytes, aesGcm);
    const root = Buffer.from(batchRoot(bytes, { size, payload })).toString("hex");
    const head = { number, epoch: epoch.epoch, root, count: size };
    this.#outbox.add(cursor === undefined ? head : { ...head, cursor }, bytes);
    this.#lookups += lookups.length;
  }

  #wait(milliseconds: number): Promise<unknown> {
    const { signal } = this.#halt;
    return setTimeout(Math.max(0, milliseconds), undefined, { signal }).catch(() => undefined);
  }

  /** Each sentence once a minute: what hinders does so at every tick. */
  #tell(sentence: string): void {
    const now = performance.now();
    if (now - (this.#said.get(sentence) ?? Number.NEGATIVE_INFINITY) < SILENCE) return;
    for (const [old, time] of this.#said) if (now - time >= SILENCE) this.#said.delete(old);
    this.#said.set(sentence, now);
    this.#request.tell(sentence);
  }
}
