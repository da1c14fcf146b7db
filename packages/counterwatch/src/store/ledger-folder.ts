/**
 * A ledger in a folder, for its one writer. The log itself is the evidence package's (tlog-tiles, signed checkpoints); beside it
 * stands `private/` with the keys (ledger-keys.ts), salts and bodies (ledger-bodies.ts), the index of event ids (ledger-ids.ts) and the
 * next numbers of the sources (ledger-sources.ts). Verifying needs nothing of it.
 *
 * Order of writes, for each batch: salts and bodies, fsync; leaves, durable under a signed checkpoint; then numbers and ids advance
 * in memory. What stands in `private/` beyond the log after a crash is taken away at the next opening, and a scan that is
 * repeated appends what was missing. A refused batch is taken back, and the ledger goes on; after "fatal" it must be opened again.
 *
 * Who can write here can roll the whole folder back, log and key: keep checkpoints elsewhere, or let witnesses cosign.
 */
import { join } from "node:path";
import {
  canonicalJson,
  decodeLeaf,
  EvidenceError,
  type Leaf,
  leafText,
  readEntries,
} from "@counterwatch/evidence";
import { FolderReader, type Log, openLog } from "@counterwatch/evidence/node";
import { z } from "zod";
import type { LedgerAppender, LedgerEntry, LedgerReceipt } from "../ledger/appender.ts";
import { eventTag, eventText, leafSource } from "../ledger/event-body.ts";
import { type Retirement, retirementOf, retirementSchema } from "../ledger/retirement.ts";
import { type AccessEvent, CounterwatchError } from "../model/index.ts";
import { LeafBatch } from "./leaf-batch.ts";
import { LedgerBodies } from "./ledger-bodies.ts";
import { LedgerIds } from "./ledger-ids.ts";
import { beginLedger, idKey, ledgerSigners, type NewLedger, PRIVATE } from "./ledger-keys.ts";
import { LedgerSources } from "./ledger-sources.ts";
import { onLedger } from "./ledger-trouble.ts";
import { destroyFile, readRecord, writeRecord } from "./tripwire-files.ts";

/** Leaves a batch: the more, the fewer times the disk is waited for. */
const EVENTS_A_BATCH = 4096;
const SAVE_EVERY = 262_144;
const ERASING = "erasing.json";
const LARGEST_INTENT = 64 * 1024 * 1024;

const erasingSchema = z.strictObject({
  leaves: z.array(z.int().min(0)),
  time: z.string(),
  /** Announced together, in a leaf at or after `size`. Undefined: each by a leaf of its own. */
  together: z.strictObject({ statement: retirementSchema, size: z.int().min(0) }).optional(),
});

export interface EventCounts {
  readonly appended: number;
  /** Already in the ledger, from an earlier run or from this one. */
  readonly present: number;
}

/**
 * Opens the ledger of a folder; begins one where there is none and `begin` says how. Throws `not-found`, `key-file`, `unavailable` where another process has
 * it, `unwritable`, `rollback` where it has fewer leaves than were acknowledged, `evidence` where its edge is damaged.
 */
export async function openLedger(folder: string, begin?: NewLedger): Promise<LedgerFolder> {
  return await onLedger(folder, async () => {
    if (begin !== undefined) await beginLedger(folder, begin);
    const signers = ledgerSigners(folder);
    const [first] = signers;
    if (first === undefined) throw new Error("a ledger has a key");
    const log = await openLog(folder, {
      origin: first.key.name,
      signers,
      clock: Date.now,
      batch: { leaves: EVENTS_A_BATCH, milliseconds: 0 },
    });
    try {
      const secret = join(folder, PRIVATE);
      const sources = await LedgerSources.open(secret, new FolderReader(folder), log.size);
      const bodies = new LedgerBodies(secret, true);
      bodies.settle(log.size);
      const ids = new LedgerIds(secret, bodies);
      const ledger = new LedgerFolder(folder, { log, bodies, ids, sources, tagKey: idKey(first) });
      await ledger.finishErasing();
      return ledger;
    } catch (cause) {
      await log.close();
      throw cause;
    }
  });
}

interface LedgerParts {
  readonly log: Log;
  readonly bodies: LedgerBodies;
  readonly ids: LedgerIds;
  readonly sources: LedgerSources;
  readonly tagKey: string;
}

export class LedgerFolder implements LedgerAppender {
  readonly path: string;
  readonly #parts: LedgerParts;
  /** Events of the batch that fills; their tags, and those of the batch that is written, which the index does not have yet. */
  #batch = new LeafBatch();
  #batchTags = new Set<string>();
  #sentTags = new Set<string>();
  #filling: Promise<unknown> = Promise.resolve();
  /** One after the other: numbers follow on each other. */
  #last: Promise<unknown> = Promise.resolve();
  #saved: number;
  #appended = 0;
  #present = 0;
  /** Called with the leaf of an event that was in the ledger already. */
  onPresent: ((leaf: number) => void) | undefined;

  constructor(path: string, parts: LedgerParts) {
    this.path = path;
    this.#parts = parts;
    this.#saved = parts.log.size;
  }

  /** Durable leaves. */
  get size(): number {
    return this.#parts.log.size;
  }

  get counts(): EventCounts {
    return { appended: this.#appended, present: this.#present };
  }

  async append({ kind, source, time, body, statement }: LedgerEntry): Promise<LedgerReceipt> {
    const batch = new LeafBatch();
    batch.add({ kind, source, time, statement }, body === undefined ? undefined : canonicalJson(body));
    const [receipt] = await this.#inTurn(batch);
    return receipt as LedgerReceipt;
  }

  /**
   * Takes look-ups in; those that the ledger has already are left out (event-body.ts, `eventTag`). They are durable once `flush`
   * has resolved; this resolves as soon as there is room for more, and rejects where an earlier batch was refused. `byContent`:
   * whether an event's id is ours alone.
   */
  async appendEvents(
    events: readonly AccessEvent[],
    byContent: (event: AccessEvent) => boolean = () => false,
  ): Promise<void> {
    for (const event of events) {
      const tag = eventTag(this.#parts.tagKey, event, byContent(event));
      const name = tag.toString("latin1");
      if (this.#batchTags.has(name) || this.#sentTags.has(name)) {
        this.#present++;
        continue;
      }
      // Asked before its text is made: a scan that is repeated needs none.
      const found = this.#parts.ids.find(tag);
      if (found !== undefined) {
        this.#present++;
        this.onPresent?.(found);
        continue;
      }
      this.#batchTags.add(name);
      const leaf = { kind: "event", source: leafSource(event.source), time: event.time } as const;
      this.#batch.add(leaf, eventText(event), tag);
      if (this.#batch.count >= EVENTS_A_BATCH) await this.#send();
    }
  }

  /** The first `to` leaves, in order, as this folder has them. */
  async *leaves(to: number): AsyncGenerator<Leaf & { readonly index: number }> {
    const range = { from: 0, to, size: this.size };
    for await (const { index, entry } of readEntries(new FolderReader(this.path), range))
      yield { index, ...decodeLeaf(entry) };
  }

  /** Those of them that are no look-ups; ten times as quick, for look-ups are told apart by how they begin. */
  async *spoken(to: number): AsyncGenerator<Leaf & { readonly index: number }> {
    const range = { from: 0, to, size: this.size };
    for await (const { index, entry } of readEntries(new FolderReader(this.path), range))
      if (!isLookUp(entry)) yield { index, ...decodeLeaf(entry) };
  }

  /** Of the look-up that a leaf is about; undefined where it was erased. */
  idOf(leaf: number): string | undefined {
    const { body } = this.#parts.bodies.read(leaf);
    return body === undefined ? undefined : (JSON.parse(body) as { id?: string }).id;
  }

  /** Resolves when all look-ups that were taken in are durable. */
  async flush(): Promise<void> {
    await this.#send();
    await this.#filling;
  }

  /**
   * Destroys salts and bodies of leaves; each is announced by a leaf before. The leaves that had any. Order of writes: which
   * ones, in `erasing.json`; the leaf that says so; the salt; the body (ledger-bodies.ts); `erasing.json` goes. A crash anywhere
   * is made good at the next opening.
   */
  async erase(leaves: readonly number[], time: string): Promise<number[]> {
    const intent = join(this.path, PRIVATE, ERASING);
    writeRecord(intent, { leaves, time });
    const erased: number[] = [];
    for (const leaf of leaves) {
      await this.append({ kind: "erasure", source: "ledger", time, statement: { leaf } });
      erased.push(...this.#parts.bodies.erase([leaf]));
    }
    destroyFile(intent);
    return erased;
  }

  /**
   * Destroys salts and bodies of look-ups that a rule keeps no longer, announced by one leaf; undefined where nothing of them was there any
   * more. `leaves`, `held`: ascending. Order of writes as in `erase`.
   */
  async retire(
    rule: Pick<Retirement, "rule" | "source" | "before">,
    { leaves, held }: { readonly leaves: readonly number[]; readonly held: readonly number[] },
    time: string,
  ): Promise<(Retirement & { readonly leaf: number }) | undefined> {
    const { bodies } = this.#parts;
    const there = leaves.filter((leaf) => !bodies.isErased(leaf));
    if (there.length === 0) return undefined;
    const statement = retirementOf({ ...rule, source: leafSource(rule.source) }, there, held);
    const intent = join(this.path, PRIVATE, ERASING);
    writeRecord(intent, { leaves: there, time, together: { statement, size: this.size } });
    const { index } = await this.#announce(statement, time);
    bodies.erase(there);
    destroyFile(intent);
    return { ...statement, leaf: index };
  }

  #announce(statement: Retirement, time: string): Promise<LedgerReceipt> {
    return this.append({ kind: "erasure", source: "ledger", time, statement });
  }

  /** What a crash left of an erasure. */
  async finishErasing(): Promise<void> {
    const intent = readRecord(join(this.path, PRIVATE, ERASING), erasingSchema, LARGEST_INTENT);
    if (intent === undefined) return;
    const { leaves, time, together } = intent;
    if (together === undefined) {
      await this.erase(leaves, time);
      return;
    }
    if (!(await this.#isAnnounced(together.statement, together.size)))
      await this.#announce(together.statement, time);
    this.#parts.bodies.erase(leaves);
    destroyFile(join(this.path, PRIVATE, ERASING));
  }

  async #isAnnounced(statement: Retirement, from: number): Promise<boolean> {
    const said = canonicalJson({ ...statement });
    const range = { from, to: this.size, size: this.size };
    for await (const { entry } of readEntries(new FolderReader(this.path), range)) {
      const leaf = decodeLeaf(entry);
      if (leaf.kind === "erasure" && canonicalJson(leaf.statement) === said) return true;
    }
    return false;
  }

  /** Does something while nothing is written; what comes meanwhile waits. */
  still<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Lets other processes have it. What was not flushed is not in it. */
  async close(): Promise<void> {
    const { log, bodies, ids } = this.#parts;
    await this.#last.catch(() => {});
    try {
      this.#save();
    } finally {
      ids.close();
      bodies.close();
      await onLedger(this.path, () => log.close());
    }
  }

  /** Waits for the batch before, so that at most two are in memory. */
  async #send(): Promise<void> {
    await this.#filling;
    const batch = this.#batch;
    if (batch.count === 0) return;
    this.#batch = new LeafBatch();
    this.#sentTags = this.#batchTags;
    this.#batchTags = new Set();
    this.#appended += batch.count;
    this.#filling = this.#inTurn(batch);
    // Told where it is awaited.
    this.#filling.catch(() => {});
  }

  #inTurn(batch: LeafBatch): Promise<LedgerReceipt[]> {
    const turn = this.#last.then(() => onLedger(this.path, () => this.#write(batch)));
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #write(batch: LeafBatch): Promise<LedgerReceipt[]> {
    const { log, bodies, ids, sources } = this.#parts;
    // Each leaf has its record at its own number, or nobody knows what belongs to what.
    if (bodies.count !== log.size) throw reopen();
    const ahead = new Map<string, number>();
    const placed = batch.leaves.map(({ kind, source: own, time, statement }) => {
      const source = sources.nameOf(own);
      const before = ahead.get(source) ?? 0;
      ahead.set(source, before + 1);
      const sequence = sources.next(source) + before;
      return { kind, source, sequence, time, ...(statement === undefined ? {} : { statement }) };
    });
    let first: number;
    try {
      const commitments = await bodies.add(batch);
      const entries = placed.map((leaf, at) => {
        const commitment = commitments[at];
        return Buffer.from(leafText(commitment === undefined ? leaf : { ...leaf, commitment }));
      });
      first = (await log.appendAll(entries)).index;
    } catch (cause) {
      // After "fatal" the leaves may be in the log, and then need their salts: the next opening knows.
      if (!(cause instanceof EvidenceError && cause.code === "fatal")) bodies.settle(log.size);
      throw cause;
    }
    for (const [at, { source }] of placed.entries()) {
      sources.advance(source);
      const tag = batch.tag(at);
      if (tag !== undefined) ids.add(tag, first + at);
    }
    if (log.size - this.#saved >= SAVE_EVERY) this.#save();
    return placed.map(({ sequence }, at) => ({ index: first + at, sequence }));
  }

  #save(): void {
    const { log, ids, sources } = this.#parts;
    ids.flush();
    sources.save(log.size);
    this.#saved = log.size;
  }
}

const BEGINS = Buffer.from('{"commitment":"');
const THEN = Buffer.from('","kind":"event",');
const COMMITMENT_DIGITS = 64;

/** A leaf is canonical JSON: its first two keys stand where they stand, whatever the rest of it says. */
function isLookUp(entry: Uint8Array): boolean {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
  const at = BEGINS.length + COMMITMENT_DIGITS;
  return (
    bytes.length > at + THEN.length &&
    BEGINS.compare(bytes, 0, BEGINS.length) === 0 &&
    THEN.compare(bytes, at, at + THEN.length) === 0
  );
}

function reopen(): CounterwatchError {
  return new CounterwatchError("unavailable", "an earlier write failed, and the ledger takes nothing more", {
    remedy: "Mend the disk and start again: what is in the ledger is found out then.",
  });
}
