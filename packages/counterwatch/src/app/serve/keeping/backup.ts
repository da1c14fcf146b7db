/**
 * A backup of a server's folder, while it runs or not: one tar, with everything that is needed to go on, keys and salts included.
 *
 * Order: the database as it is between two transactions; then what else is in the folder, how far followed files were read included;
 * then the ledger, with the journals that it has heard of in the same moment. So the ledger is ahead of all that was made from it, and a start after `restore` makes the rest again. Nothing is
 * erased meanwhile: what a salt is gone of, a leaf in the same backup speaks of.
 */
import { randomBytes } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { BackupArchive, type Sink } from "../../../store/backup/backup-archive.ts";
import type { BackupManifest } from "../../../store/backup/backup-manifest.ts";
import {
  filesBeside,
  filesHeardOf,
  HEARD_OF,
  later,
  ledgerFiles,
  OWN_FILES,
} from "../../../store/backup/folder-files.ts";
import type { SqlDriver } from "../../../store/desk/sql-driver.ts";
import type { LedgerFolder } from "../../../store/ledger-folder.ts";
import type { ServeFolder } from "../../../store/serve-folder.ts";

export interface BackupParts {
  readonly folder: ServeFolder;
  readonly ledger: Pick<LedgerFolder, "still" | "size">;
  readonly driver: Pick<SqlDriver, "copyTo" | "all">;
  readonly version: string;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** Nothing may be erased meanwhile. Throws `unreadable`, `unwritable`, and what the sink throws: then what it has is no backup. */
export async function writeBackup(parts: BackupParts, sink: Sink): Promise<BackupManifest> {
  const { folder, ledger, driver, version, clock } = parts;
  const archive = new BackupArchive(sink, new Date(clock()).toISOString());
  try {
    const database = await addDatabase(folder, driver, archive);
    for (const { path, size, chunks } of await filesBeside(folder.path, notTaken(folder)))
      await archive.add(path, size, chunks());
    const { leaves, files, heardOf } = await ledger.still(async () => ({
      leaves: ledger.size,
      files: await ledgerFiles(folder.ledger),
      heardOf: filesHeardOf(folder.path),
    }));
    for (const { path, size, chunks } of heardOf) await archive.add(path, size, chunks());
    for (const { path, size, chunks } of files)
      await archive.add(`${basename(folder.ledger)}/${path}`, size, chunks());
    return await archive.end({ version, ledger: { leaves }, database });
  } catch (cause) {
    archive.abort(cause);
    throw cause;
  }
}

async function addDatabase(
  folder: ServeFolder,
  { copyTo, all }: BackupParts["driver"],
  archive: BackupArchive,
): Promise<BackupManifest["database"]> {
  removeCopies(folder.path);
  if (copyTo === undefined) return { kind: "postgres" };
  // Asked before: the copy may be ahead of it, never behind.
  const [row] = await all("SELECT value FROM desk WHERE key = 'position'");
  const name = `${OWN_FILES}${randomBytes(6).toString("hex")}.duckdb`;
  try {
    await copyTo(join(folder.path, name));
    const { size, chunks } = await later(folder.path, name);
    await archive.add(basename(folder.database), size, chunks());
  } finally {
    removeCopies(folder.path);
  }
  return { kind: "embedded", position: Number(row?.["value"] ?? 0) };
}

/** Those that a crash left, too. */
function removeCopies(folder: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith(OWN_FILES)) rmSync(join(folder, name));
}

/** The database as it stands on the disk, which the copy replaces, and what has its own turn. */
function notTaken({ ledger, database }: ServeFolder): ReadonlySet<string> {
  const name = basename(database);
  return new Set([basename(ledger), name, `${name}.wal`, `${name}.tmp`, ...HEARD_OF]);
}
