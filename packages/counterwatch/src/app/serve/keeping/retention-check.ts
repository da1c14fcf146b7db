/**
 * Whether what should be gone is gone: the ledger says which look-ups were erased, and each of them is looked for, as salt and body, in
 * the database, and among the dead letters. The proof is in the ledger; nothing here trusts what the server noted beside it.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { decodeLeaf, readEntries } from "@counterwatch/evidence";
import { FolderReader } from "@counterwatch/evidence/node";
import type { RetentionStore } from "../../../incidents/desk/retention-store.ts";
import { CounterwatchError } from "../../../model/index.ts";
import { openDuckDb } from "../../../store/desk/duckdb-driver.ts";
import { openPostgres } from "../../../store/desk/postgres-driver.ts";
import { openDesk } from "../../../store/desk/sql-desk.ts";
import { lettersBefore } from "../../../store/dead-letter-file.ts";
import { type Erasure, erasuresIn } from "../../../store/erasure-list.ts";
import { LedgerBodies } from "../../../store/ledger-bodies.ts";
import { PRIVATE } from "../../../store/ledger-keys.ts";
import { onLedger } from "../../../store/ledger-trouble.ts";
import { expectServeFolder, ServeFolder } from "../../../store/serve-folder.ts";
import { verifyLedger } from "../../ledger-verification.ts";
import type { Settings } from "../../settings.ts";
import { retentionRules } from "./retention-rules.ts";

const CHUNK = 2000;

export interface RetentionCheck {
  readonly leaves: number;
  /** That the ledger speaks of. */
  readonly erasures: readonly Erasure[];
  /** Look-ups that they are about. */
  readonly erased: number;
  /** Look-ups past their rule that no run has come to yet, or that an open finding holds; undefined: the database was not asked. */
  readonly due: number | undefined;
  /** What should be gone and is there, one sentence each. */
  readonly trouble: readonly string[];
  readonly notChecked: readonly string[];
}

/** Throws `evidence` where the ledger does not verify, `not-found`, `unreadable`. */
export async function checkRetention(
  path: string,
  settings: Settings,
  { database, now }: { readonly database: string | undefined; readonly now: number },
): Promise<RetentionCheck> {
  expectServeFolder(path);
  const folder = new ServeFolder(path);
  const verdict = await verifyLedger(folder.ledger, { keys: [], policy: undefined, older: [] });
  const trouble: string[] = [];
  const unfinished = verdict.bodies?.unfinished ?? 0;
  if (unfinished > 0)
    trouble.push(`${unfinished} erasures were announced in the ledger and not carried out.`);
  const erasures = await onLedger(folder.ledger, () => erasuresIn(folder.ledger, 0, verdict.leaves));
  const erased = await onLedger(folder.ledger, () => erasedLeaves(folder.ledger, erasures, verdict.leaves));
  const kept = stillKept(folder.ledger, erased);
  if (kept > 0) trouble.push(`Of ${kept} erased look-ups salt or body is still there.`);
  for (const { source, before } of latestOf(erasures)) {
    const old = lettersBefore(folder.letters, source, before);
    if (old > 0) trouble.push(`${old} dead letters of ${source} are older than what was erased there.`);
  }
  const inStore = await withStore(folder, database, async (store) => {
    let rows = 0;
    for (let from = 0; from < erased.length; from += CHUNK)
      rows += await store.present(erased.slice(from, from + CHUNK));
    return { rows, due: await dueIn(store, settings, now) };
  });
  if (inStore !== undefined && inStore.rows > 0)
    trouble.push(`${inStore.rows} erased look-ups are still in the database.`);
  return {
    leaves: verdict.leaves,
    erasures,
    erased: erased.length,
    due: inStore?.due,
    trouble,
    notChecked:
      inStore === undefined
        ? ["The database: another process has it, or it is PostgreSQL's and no --database was given."]
        : [],
  };
}

/** Leaves that erasures of many speak of: of the source, in the span, before the time, and not held; ascending. */
async function erasedLeaves(ledger: string, erasures: readonly Erasure[], size: number): Promise<number[]> {
  const bySource = new Map<string, { readonly said: Erasure; readonly held: ReadonlySet<number> }[]>();
  for (const said of erasures) {
    const known = bySource.get(said.source) ?? [];
    bySource.set(said.source, [...known, { said, held: new Set(said.held) }]);
  }
  const leaves: number[] = [];
  const last = Math.max(-1, ...erasures.map(({ to }) => to));
  for await (const { index, entry } of readEntries(new FolderReader(ledger), {
    from: 0,
    to: last + 1,
    size,
  })) {
    const { kind, source, time } = decodeLeaf(entry);
    if (kind !== "event") continue;
    const isErased = bySource
      .get(source)
      ?.some(
        ({ said, held }) => index >= said.from && index <= said.to && time < said.before && !held.has(index),
      );
    if (isErased === true) leaves.push(index);
  }
  return leaves;
}

function stillKept(ledger: string, erased: readonly number[]): number {
  const bodies = new LedgerBodies(join(ledger, PRIVATE), false);
  try {
    return erased.filter((leaf) => !bodies.isErased(leaf)).length;
  } finally {
    bodies.close();
  }
}

function latestOf(erasures: readonly Erasure[]): Erasure[] {
  return [...new Map(erasures.map((said) => [said.source, said])).values()];
}

async function dueIn(store: RetentionStore, settings: Settings, now: number): Promise<number> {
  let due = 0;
  for (const { source, before } of retentionRules(settings, await store.sources(), now))
    for (let from = 0; ; ) {
      const past = await store.leavesPast(source, { before, from, below: Number.MAX_SAFE_INTEGER }, CHUNK);
      const last = past.at(-1);
      if (last === undefined) break;
      due += past.length;
      from = last + 1;
    }
  return due;
}

/** Undefined where the database is not to be had. */
async function withStore<T>(
  folder: ServeFolder,
  url: string | undefined,
  ask: (store: RetentionStore) => Promise<T>,
): Promise<T | undefined> {
  if (url === undefined && !existsSync(folder.database)) return undefined;
  let desk: Awaited<ReturnType<typeof openDesk>>;
  try {
    desk = await openDesk(
      url === undefined ? await openDuckDb(folder.database) : await openPostgres(url, { alone: false }),
    );
  } catch (cause) {
    if (cause instanceof CounterwatchError && cause.code === "unavailable") return undefined;
    throw cause;
  }
  try {
    return await ask(desk.retention);
  } finally {
    await desk.close();
  }
}
