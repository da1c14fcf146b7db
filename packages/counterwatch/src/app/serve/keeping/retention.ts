/**
 * What is past its time goes, once a day, in slices between which everything else goes on.
 *
 * Order, for each slice: the detectors' memory is written down up to a leaf beyond it, so that no start needs these bodies; the ledger
 * announces the slice, and salts and bodies are destroyed (LedgerFolder.retire); then the store forgets the rows. After a crash in between the
 * ledger finishes what it announced, and the store's rows, which are still there, bring the next run here again.
 *
 * What stays: look-ups that a finding names which nobody has closed and nothing suppresses, and for as long as the rule says after it was
 * closed; findings and incidents themselves, which have a sentence, pseudonyms and counts; leaves and tags, so that a row that is
 * sent again does not come back. Limit: of a finding the first 200 look-ups are known here, and held.
 */
import { setImmediate as others } from "node:timers/promises";
import type { RetentionStore } from "../../../incidents/desk/retention-store.ts";
import { MOST_HELD } from "../../../ledger/retirement.ts";
import type { DeadLetterFile } from "../../../store/dead-letter-file.ts";
import type { LedgerFolder } from "../../../store/ledger-folder.ts";
import type { RetentionRule } from "./retention-rules.ts";

/** Look-ups that are erased at once: the disk is waited for four times in each. */
const SLICE = 2000;
const PAGE = 500;
const IDS = 1000;

export interface RetentionParts {
  readonly store: RetentionStore;
  readonly ledger: Pick<LedgerFolder, "retire">;
  readonly letters: Pick<DeadLetterFile, "forget" | "sources">;
  /** Writes down what the detectors know; up to which leaf they need nothing any more. */
  remembered(): Promise<number>;
  rules(sources: Iterable<string>): readonly RetentionRule[];
  /** Milliseconds. */
  readonly clock: () => number;
}

export interface RetentionRun {
  /** RFC 3339. */
  readonly at: string;
  readonly erased: number;
  /** Past their rule and still needed. */
  readonly held: number;
  readonly letters: number;
}

/** One run. `isStopping` ends it between slices. Throws what ledger and store throw; what was done stays done. */
export async function retain(parts: RetentionParts, isStopping: () => boolean): Promise<RetentionRun> {
  const { store, ledger, letters, clock } = parts;
  const at = new Date(clock()).toISOString();
  const rules = parts.rules([...(await store.sources()), ...letters.sources]);
  const below = await parts.remembered();
  const total = { erased: 0, held: 0 };
  // Rules of one span hold the same look-ups.
  const needed = new Map<string, ReadonlySet<number>>();
  for (const { source, span, before } of rules) {
    const held = needed.get(before) ?? (await neededBefore(store, before));
    needed.set(before, held);
    for (let from = 0; !isStopping(); ) {
      const past = await store.leavesPast(source, { before, from, below }, SLICE);
      if (past.length === 0) break;
      const slice = sliceOf(past, held);
      await ledger.retire({ rule: `retention ${span}`, source, before }, slice, at);
      await store.forget(slice.leaves);
      total.erased += slice.leaves.length;
      total.held += slice.held.length;
      from = slice.end;
      await others();
    }
  }
  const before = new Map(rules.map((rule) => [rule.source, rule.before]));
  return { at, ...total, letters: letters.forget(before) };
}

interface Slice {
  readonly leaves: readonly number[];
  readonly held: readonly number[];
  /** Where the next one begins. */
  readonly end: number;
}

/** `past`: not empty, ascending. What is held is named in the ledger, which has room for so many: then the slice is shorter. */
function sliceOf(past: readonly number[], needed: ReadonlySet<number>): Slice {
  const leaves: number[] = [];
  const held: number[] = [];
  for (const leaf of past) {
    if (!needed.has(leaf)) leaves.push(leaf);
    else if (held.push(leaf) === MOST_HELD) return { leaves, held, end: leaf + 1 };
  }
  return { leaves, held, end: (past.at(-1) as number) + 1 };
}

/** Look-ups that findings name which are open, or were closed at `before` or later: the span begins when it is closed. */
async function neededBefore(store: RetentionStore, before: string): Promise<Set<number>> {
  const needed = new Set<number>();
  for (let after = ""; ; ) {
    const page = await store.heldFindings(before, after, PAGE);
    const ids = page.filter(({ since }) => since < before).flatMap(({ events }) => events);
    for (let from = 0; from < ids.length; from += IDS)
      for (const leaf of await store.leavesById(ids.slice(from, from + IDS))) needed.add(leaf);
    const last = page.at(-1);
    if (last === undefined) return needed;
    after = last.id;
  }
}
