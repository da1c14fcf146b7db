/**
 * The agency at work: batches are stored and acknowledged, then tested against every member, in order. See
 * `server/tripwire-reception.ts` for what the custodian may notice of that: nothing.
 */
import { setImmediate } from "node:timers/promises";
import {
  type Batch,
  BatchMatcher,
  batchBytes,
  batchRoot,
  EvidenceError,
  readBatch,
} from "@counterwatch/evidence";
import { aesGcm } from "@counterwatch/evidence/node";
import type { LedgerAppender } from "../ledger/appender.ts";
import { CounterwatchError, type Finding } from "../model/index.ts";
import { listen } from "../server/tripwire-channel.ts";
import { type BatchDoor, type Reception, receptionHandler } from "../server/tripwire-reception.ts";
import { lockFolder } from "../store/tripwire-files.ts";
import type { TripwireFolder } from "../store/tripwire-folder.ts";
import { TripwireInbox } from "../store/tripwire-inbox.ts";
import { type KeyTable, TripwireTables } from "../store/tripwire-tables.ts";
import { alarmFinding } from "../tripwire/alarm.ts";
import { unpackLookup } from "../tripwire/look-up.ts";
import type { EnrolledMember } from "../tripwire/members.ts";
import { agencySource } from "../tripwire/terms.ts";

export interface MatchRequest {
  readonly folder: TripwireFolder;
  readonly listenAt: { readonly host: string; readonly port: number };
  /** End after so many batches were tested; undefined: on `stop`. */
  readonly batches: number | undefined;
  /** Milliseconds from a batch's arrival to its acknowledgement. */
  readonly delay: number;
  /** The agency's own; undefined: it keeps none. */
  readonly ledger?: LedgerAppender | undefined;
  readonly clock: () => number;
  readonly found: (finding: Finding) => Promise<void>;
  readonly stop: AbortSignal;
  readonly tell: (sentence: string) => void;
}

export interface MatchResult {
  readonly batches: number;
  readonly findings: number;
}

/** Members tested between two turns of the event loop: under a millisecond. */
const SLICE = 256;

export async function match(request: MatchRequest): Promise<MatchResult> {
  const { folder, listenAt, stop, tell } = request;
  const release = lockFolder(folder.path, "match");
  const agency = new Agency(request);
  const line = { identity: folder.identity, peer: folder.peer() };
  try {
    const listener = await listen(line, listenAt, receptionHandler(agency, request.delay));
    const wake = () => agency.wake();
    stop.addEventListener("abort", wake);
    tell(`Batches are taken at https://${listenAt.host}:${listener.port}.`);
    try {
      return await agency.work();
    } finally {
      stop.removeEventListener("abort", wake);
      await listener.close();
    }
  } finally {
    release();
  }
}

class Agency implements BatchDoor {
  readonly #request: MatchRequest;
  readonly #inbox: TripwireInbox;
  readonly #tables: TripwireTables;
  readonly #open = new Map<number, KeyTable>();
  #wake: () => void = () => {};
  #findings = 0;

  constructor(request: MatchRequest) {
    this.#request = request;
    this.#inbox = new TripwireInbox(request.folder.path);
    this.#tables = new TripwireTables(request.folder.path);
  }

  wake(): void {
    this.#wake();
  }

  largest(): number {
    return Math.max(0, ...this.#allTables().map(({ terms }) => batchBytes(terms)));
  }

  receive(number: number, bytes: Uint8Array): { reception: Reception; root: string } {
    const tables = this.#allTables();
    if (tables.length === 0) return { reception: "no-keys", root: "" };
    const read = readWith(tables, bytes);
    if (read === undefined || read.batch.number !== number) return { reception: "malformed", root: "" };
    if (read.table === undefined) return { reception: "no-keys", root: "" };
    const root = Buffer.from(batchRoot(bytes, read.batch)).toString("hex");
    const reception = this.#inbox.store(number, root, bytes);
    this.#wake();
    return { reception, root };
  }

  async work(): Promise<MatchResult> {
    const { stop, batches = Number.POSITIVE_INFINITY } = this.#request;
    let tested = 0;
    while (tested < batches && !stop.aborted) {
      const next = this.#inbox.next();
      if (next === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      await this.#test(next.number, next.bytes);
      tested++;
    }
    return { batches: tested, findings: this.#findings };
  }

  async #test(number: number, bytes: Uint8Array): Promise<void> {
    const read = readWith(this.#allTables(), bytes);
    if (read?.table === undefined)
      // It had its keys when it was received; somebody took them away since.
      throw new CounterwatchError("unreadable", `the keys for batch ${number} are gone`, {
        place: { file: this.#request.folder.path },
        remedy: "Restore the folder's tables from a backup: what was received waits in inbox.",
      });
    const { batch, table } = read;
    const findings = new Map<string, Finding>();
    const matcher = new BatchMatcher(batch, aesGcm);
    for (const [at, keys] of table.keys.entries()) {
      for (const { occurrence, payload } of matcher.matches(keys)) {
        const finding = this.#finding(batch, table, table.members[at] as EnrolledMember, occurrence, payload);
        findings.set(finding.id, finding);
      }
      if (at % SLICE === SLICE - 1) await setImmediate();
    }
    const lines = [...findings.values()].map((finding) => `${JSON.stringify(finding)}\n`).join("");
    const root = Buffer.from(batchRoot(bytes, batch)).toString("hex");
    await this.#say(batch, root, table, findings.values());
    this.#inbox.finish(number, lines);
    this.#findings += findings.size;
    this.#end(batch.epoch);
    for (const finding of findings.values()) await this.#request.found(finding);
  }

  /**
   * One leaf a batch, the same for all: whether anything matched is committed to and not told. Before the batch counts as tested,
   * so that a crash between the two says it twice and never not at all.
   */
  async #say(batch: Batch, root: string, { terms }: KeyTable, findings: Iterable<Finding>): Promise<void> {
    const { ledger, clock } = this.#request;
    const { epoch, number } = batch;
    const all = [...findings];
    const decoys = all.filter(({ detector }) => detector === "decoy").length;
    await ledger?.append({
      kind: "tripwire-acknowledgement",
      source: agencySource(terms),
      time: new Date(clock()).toISOString(),
      body: { members: all.length - decoys, decoys },
      statement: { epoch, batch: number, root },
    });
  }

  #finding(
    batch: Batch,
    { terms }: KeyTable,
    member: EnrolledMember,
    occurrence: number,
    payload: Uint8Array | undefined,
  ): Finding {
    const told = payload && unpackLookup(payload);
    const { epoch, number } = batch;
    // Hostile input: a time of any size may stand in a header.
    const tick = new Date(Math.min(batch.time, 253_402_300_799_999)).toISOString();
    return alarmFinding({ member, told, epoch, batch: number, tick, occurrence, custodian: terms.custodian });
  }

  /** Batches come in order, so an epoch that is over has nothing more to say. */
  #end(current: number): void {
    for (const epoch of this.#tables.epochs()) {
      if (epoch >= current) continue;
      this.#tables.destroy(epoch);
      for (const { tag, seal } of this.#open.get(epoch)?.keys ?? []) {
        tag.fill(0);
        seal.fill(0);
      }
      this.#open.delete(epoch);
    }
  }

  #allTables(): KeyTable[] {
    return this.#tables.epochs().flatMap((epoch) => {
      const table = this.#open.get(epoch) ?? this.#tables.read(epoch);
      if (table === undefined) return [];
      this.#open.set(epoch, table);
      return [table];
    });
  }
}

/** Undefined where it is no batch of any size that was agreed on; without a table where its epoch has none. */
function readWith(tables: readonly KeyTable[], bytes: Uint8Array) {
  for (const { terms } of tables) {
    let batch: Batch;
    try {
      batch = readBatch(bytes, terms);
    } catch (error) {
      if (error instanceof EvidenceError) continue;
      throw error;
    }
    return { batch, table: tables.find(({ epoch }) => epoch === batch.epoch) };
  }
  return undefined;
}
