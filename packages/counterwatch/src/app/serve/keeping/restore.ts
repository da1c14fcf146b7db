/**
 * A backup is only one when it can be read back: each file against its hash, the whole ledger against its keys and what is kept beside
 * it, the database opened and held against the ledger. `restore` does so before the folder has its name.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { CounterwatchError } from "../../../model/index.ts";
import { extractBackup } from "../../../store/backup/backup-extraction.ts";
import type { BackupManifest } from "../../../store/backup/backup-manifest.ts";
import { openDuckDb } from "../../../store/desk/duckdb-driver.ts";
import { openDesk } from "../../../store/desk/sql-desk.ts";
import { fileTrouble } from "../../../store/file-trouble.ts";
import { ServeFolder } from "../../../store/serve-folder.ts";
import { syncFolder } from "../../../store/tripwire-files.ts";
import { type LedgerVerdict, verifyLedger } from "../../ledger-verification.ts";

export interface VerifiedBackup {
  readonly manifest: BackupManifest;
  readonly ledger: LedgerVerdict;
}

/** `folder`: not there, or empty. Throws `usage` where it is not, `evidence` where the backup is not whole; then the folder is as before. */
export async function restoreBackup(file: string, folder: string): Promise<VerifiedBackup> {
  const target = resolve(folder);
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new CounterwatchError("usage", "the folder is not empty", {
      place: { file: folder },
      remedy: "Name a new one: a restore writes over nothing.",
    });
  return await inNewFolder(`${target}.restoring`, async (growing) => {
    const verified = await checked(file, growing);
    if (existsSync(target)) rmdirSync(target);
    renameSync(growing, target);
    syncFolder(dirname(target));
    return verified;
  });
}

/** Reads all of it into a private folder beside the file, checks that, and removes it again. */
export async function verifyBackup(file: string): Promise<VerifiedBackup> {
  return await inNewFolder(`${resolve(file)}.verifying`, (growing) => checked(file, growing));
}

async function checked(file: string, folder: string): Promise<VerifiedBackup> {
  const manifest = await extractBackup(file, folder);
  const place = new ServeFolder(folder);
  const ledger = await verifyLedger(place.ledger, { keys: [], policy: undefined, older: [] });
  if (ledger.leaves !== manifest.ledger.leaves)
    throw differs(file, `its ledger has ${ledger.leaves} leaves, and not ${manifest.ledger.leaves}`);
  if (manifest.database.kind === "embedded") {
    const store = await openDesk(await openDuckDb(place.database));
    const position = await store.position();
    await store.close();
    if (position > ledger.leaves || position < manifest.database.position)
      throw differs(file, `its database has ${position} leaves of a ledger that has ${ledger.leaves}`);
  }
  return { manifest, ledger };
}

async function inNewFolder<T>(start: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = `${start}-${randomBytes(4).toString("hex")}`;
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    throw fileTrouble(cause, folder, "unwritable");
  }
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function differs(file: string, why: string): CounterwatchError {
  return new CounterwatchError("evidence", `the backup does not agree with itself: ${why}`, {
    place: { file },
    remedy: "Use another backup.",
  });
}
