/**
 * The line that every look-up goes through while `serve` runs: ledger, detectors, store; the same way after a crash.
 *
 * Order of writes: the look-up is durable in the ledger, then it is acknowledged, then it is judged and stored. What is judged is read
 * back from the ledger, so that a restart differs from an uninterrupted run in nothing but time: detectors see the same look-ups
 * in the same order (that of the leaves), finding and incident ids are hashes, and the store takes look-ups, findings and its position in one
 * transaction. So after `kill -9` nothing acknowledged is missing and nothing is there twice.
 *
 * What the detectors know is written down now and then (detector-memory.ts), only at a leaf up to which the store has everything: a start
 * goes on there. A look-up whose body is erased is not shown again.
 *
 * Detectors cannot see a look-up twice: what they have seen and the store refused is kept, and offered again with what comes next.
 */
import { join } from "node:path";
import type { DeskStore, StoredEvent, ToldFinding } from "../../../incidents/desk/desk-store.ts";
import { suppressedBy } from "../../../incidents/desk/suppression.ts";
import {
  type AccessEvent,
  accessEventSchema,
  CounterwatchError,
  type Detector,
} from "../../../model/index.ts";
import { LedgerBodies } from "../../../store/ledger-bodies.ts";
import type { LedgerFolder } from "../../../store/ledger-folder.ts";
import { PRIVATE } from "../../../store/ledger-keys.ts";
import type { Learned } from "../metrics/meters.ts";
import { homeSteps } from "./finding-homes.ts";
import { ToldFindings } from "./told-findings.ts";

/** Look-ups judged and stored in one transaction. */
const STEP = 2000;
/** How often what only moved is told while look-ups come, in milliseconds. */
const RETELL = 10_000;
/** People take steps while findings are grouped: then it is done anew. */
const TRIES = 5;
/** What the detectors know is written down after so many look-ups, or so many milliseconds. */
const REMEMBER_AFTER = 250_000;
const REMEMBER_EVERY = 10 * 60_000;

export interface DeskLineParts {
  readonly ledger: LedgerFolder;
  readonly store: DeskStore;
  /** `quiet`: what our clock, in milliseconds, says of sources that say nothing; true where a finding is new. */
  readonly detectors: Detector & { quiet?(now: number): boolean };
  /** Undefined: they know nothing, and are shown everything. */
  readonly memory?: { readonly position: number; keep(position: number): Promise<boolean> } | undefined;
  /** Milliseconds. */
  readonly clock: () => number;
  /** After each transaction: what is new. */
  readonly onFindings?: (learned: Learned) => void;
  /** After each transaction: the look-ups that it stored; undefined where that is not known. */
  readonly onStored?: (events: readonly StoredEvent[] | undefined) => void;
}

export interface Taken {
  readonly appended: number;
  /** The ledger had them already. */
  readonly present: number;
}

export class DeskLine {
  readonly #parts: DeskLineParts;
  readonly #told: ToldFindings;
  /** Leaves below it were there before this run: when they arrived is not known. */
  readonly #before: number;
  /** Leaves below it are in the store. */
  #stored: number;
  /** Leaves below it went this way, in this run or in one before it; where the store lost some, it gets them again. */
  #seen: number;
  /** Leaves below it the detectors knew when this run began. */
  readonly #known: number;
  /** Leaves below it are in what was written down, and when that was. */
  #remembered: { readonly below: number; readonly at: number };
  /** Look-ups that could not be shown to the detectors: they are erased. */
  #erased = 0;
  /** Shown to the detectors, and not in the store yet. */
  #unstored: StoredEvent[] = [];
  /** The store failed: whether it has what it was offered up to this leaf is not known. */
  #isInDoubt = false;
  #offered = 0;
  #retold = 0;
  /** A silence was found, and is not in the store yet. */
  #isSilenceNew = false;
  #stopping = false;
  #taking: Promise<unknown> = Promise.resolve();
  #running: Promise<void> | undefined;
  /** Arrivals by leaf, for look-ups that are not judged yet. */
  #arrivals: { readonly below: number; readonly at: string }[] = [];

  private constructor(parts: DeskLineParts, stored: number, told: ToldFindings) {
    this.#parts = parts;
    this.#stored = stored;
    this.#told = told;
    this.#before = parts.ledger.size;
    this.#known = parts.memory?.position ?? 0;
    this.#seen = Math.min(this.#known, stored);
    this.#remembered = { below: this.#known, at: parts.clock() };
  }

  /**
   * Shows the look-ups of the ledger that the detectors do not know to them, and stores what a crash left unstored. Throws `unavailable` where the store
   * knows of look-ups that the ledger does not have.
   */
  static async open(parts: DeskLineParts): Promise<DeskLine> {
    const { store, ledger } = parts;
    const stored = await store.position();
    if (stored > ledger.size)
      throw new CounterwatchError(
        "unavailable",
        `the database has ${stored} leaves of a ledger that has ${ledger.size}`,
        {
          place: { file: ledger.path },
          remedy: "They belong to different folders, or the ledger is an older copy: restore the newer one.",
        },
      );
    const line = new DeskLine(parts, stored, await ToldFindings.of(store));
    await line.settle();
    await line.retell();
    await line.remember();
    return line;
  }

  get leaves(): number {
    return this.#parts.ledger.size;
  }

  /** Look-ups that this run could not show to the detectors, because they are erased. */
  get erased(): number {
    return this.#erased;
  }

  /** Leaves of the ledger that are not judged and stored yet. */
  get waiting(): number {
    return this.#parts.ledger.size - this.#stored;
  }

  /**
   * Durable when it resolves: then, and only then, may the source be told. Several at once share one wait for the disk. Throws what
   * the ledger throws.
   */
  async take(events: readonly AccessEvent[], byContent: (event: AccessEvent) => boolean): Promise<Taken> {
    const { ledger, clock } = this.#parts;
    const turn = this.#taking.then(async () => {
      const before = ledger.counts.present;
      await ledger.appendEvents(events, byContent);
      return ledger.counts.present - before;
    });
    this.#taking = turn.catch(() => {});
    const present = await turn;
    await ledger.flush();
    this.#arrivals.push({ below: ledger.size, at: new Date(clock()).toISOString() });
    return { appended: events.length - present, present };
  }

  /** Resolves when all that is durable now is judged and stored. One at a time; a call meanwhile waits for the whole. */
  async settle(): Promise<void> {
    while (Math.min(this.#seen, this.#stored) < this.leaves && !this.#stopping)
      await this.#alone(() => this.#project());
  }

  /** Tells what only moved, too: then the store holds what the detectors say of all look-ups so far. */
  async retell(): Promise<void> {
    await this.settle();
    await this.#alone(async () => {
      this.#retold = Number.NEGATIVE_INFINITY;
      if (!this.#stopping) await this.#store();
    });
  }

  /** Tells which sources are silent by our clock: asked where all that came is judged, so that nobody is taken for silent who waits. */
  async listen(): Promise<void> {
    const { detectors, clock } = this.#parts;
    await this.#alone(async () => {
      if (this.#stopping || this.waiting > 0) return;
      if (detectors.quiet?.(clock()) === true) this.#isSilenceNew = true;
      if (!this.#isSilenceNew) return;
      await this.#store();
      this.#isSilenceNew = false;
    });
  }

  /** Ends after the transaction that runs; the next start goes on there. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running?.catch(() => {});
    await this.remember();
  }

  /** Writes down what the detectors know, where that is more than was written last. */
  async remember(): Promise<void> {
    while (this.#running !== undefined) await this.#running.catch(() => {});
    await this.#alone(() => this.#remember(true));
  }

  /** Writes it down; no start needs the leaves below the one that it gives. */
  async remembered(): Promise<number> {
    await this.settle();
    await this.remember();
    return this.#remembered.below;
  }

  async #remember(now: boolean): Promise<void> {
    const { memory, clock } = this.#parts;
    const [position, { below, at }] = [this.#seen, this.#remembered];
    const isDue = now || position - below >= REMEMBER_AFTER || clock() - at >= REMEMBER_EVERY;
    if (memory === undefined || !isDue || position <= below || this.#isAhead) return;
    if (!(await memory.keep(position))) return;
    this.#remembered = { below: position, at: clock() };
  }

  /** The detectors have seen what the store may not have. */
  get #isAhead(): boolean {
    return this.#isInDoubt || this.#unstored.length > 0 || this.#seen > this.#stored;
  }

  async #alone(work: () => Promise<void>): Promise<void> {
    const before = this.#running;
    if (before !== undefined) return await before;
    this.#running = work().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  async #project(): Promise<void> {
    const { ledger } = this.#parts;
    if (this.#unstored.length > 0) await this.#store();
    const bodies = new LedgerBodies(join(ledger.path, PRIVATE), false);
    try {
      let step: StoredEvent[] = [];
      const end = ledger.size;
      for (const { leaf, tag, body } of bodies.all(this.#seen)) {
        if (leaf >= end || this.#stopping) break;
        // Leaves without a tag are no look-ups: unlocks, enrolments, warnings.
        const isLookUp = tag.some((byte) => byte !== 0);
        if (isLookUp && body === undefined && leaf >= this.#known) this.#erased++;
        if (isLookUp && body !== undefined) {
          const event = accessEventSchema.parse(JSON.parse(body));
          step.push({ leaf, received: this.#arrivalOf(leaf, event), event });
        }
        if (step.length >= STEP) {
          await this.#judge(step, leaf + 1);
          step = [];
        }
      }
      if (!this.#stopping) await this.#judge(step, end);
    } finally {
      bodies.close();
    }
  }

  async #judge(step: readonly StoredEvent[], position: number): Promise<void> {
    const { detectors } = this.#parts;
    for (const each of step) {
      if (each.leaf >= this.#known) detectors.see(each.event);
      if (each.leaf >= this.#stored) this.#unstored.push(each);
    }
    this.#seen = position;
    this.#arrivals = this.#arrivals.filter(({ below }) => below > position);
    // While the detectors catch up with what is stored, they tell again what was told before.
    if (position > this.#stored) await this.#store();
    await this.#remember(false);
  }

  async #store(): Promise<void> {
    const { detectors, store, clock, onFindings, onStored } = this.#parts;
    const [position, events] = [this.#seen, this.#unstored];
    // The answer to a commit may have been lost, and the commit not: then only the findings are told again.
    if (this.#isInDoubt) {
      if ((await store.position()) === this.#offered) this.#settled(this.#offered);
      this.#isInDoubt = false;
      return await this.#store();
    }
    const moved = clock() - this.#retold >= RETELL;
    const findings = this.#told.changed(detectors.findings(), { moved, mayShrink: this.#erased === 0 });
    if (findings.length === 0 && position === this.#stored) return;
    let learned: Learned;
    for (let tries = 1; ; tries++) {
      const now = new Date(clock()).toISOString();
      const suppressions = await store.suppressions();
      const suppressed = new Set(
        findings
          .filter(({ finding }) => suppressedBy(finding, suppressions, now))
          .map(({ finding }) => finding.id),
      );
      learned = { fresh: await this.#fresh(findings), events, now };
      const steps = await homeSteps(store, learned.fresh, now);
      try {
        await store.advance({ position, events, findings, suppressed, steps, now });
        break;
      } catch (cause) {
        const isConflict = cause instanceof CounterwatchError && cause.code === "conflict";
        if (isConflict && tries < TRIES) continue;
        [this.#isInDoubt, this.#offered] = [true, position];
        onStored?.(undefined);
        throw cause;
      }
    }
    this.#settled(position);
    onStored?.(events);
    this.#told.note(findings);
    if (moved) this.#retold = clock();
    if (learned.fresh.length > 0) onFindings?.(learned);
  }

  /** Findings that the store does not have: they need an incident. */
  async #fresh(findings: readonly ToldFinding[]): Promise<ToldFinding[]> {
    const fresh: ToldFinding[] = [];
    for (const told of findings) {
      const { id } = told.finding;
      if (!this.#told.has(id) && (await this.#parts.store.finding(id)) === undefined) fresh.push(told);
    }
    return fresh;
  }

  #settled(position: number): void {
    this.#stored = position;
    this.#unstored = this.#unstored.filter(({ leaf }) => leaf >= position);
  }

  /** For what was there before this run it is not known any more: then the time of the look-up itself stands. */
  #arrivalOf(leaf: number, event: AccessEvent): string {
    if (leaf < this.#before) return event.time;
    const arrival = this.#arrivals.find(({ below }) => leaf < below);
    return arrival?.at ?? new Date(this.#parts.clock()).toISOString();
  }
}
