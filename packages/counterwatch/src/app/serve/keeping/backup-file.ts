/** `serve backup`: through the server where one runs, else from the folder itself. */
import { existsSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { CounterwatchError } from "../../../model/index.ts";
import { askForBackup } from "../../../server/control-socket.ts";
import { openDuckDb } from "../../../store/desk/duckdb-driver.ts";
import { fileTrouble } from "../../../store/file-trouble.ts";
import { openLedger } from "../../../store/ledger-folder.ts";
import { expectServeFolder, ServeFolder } from "../../../store/serve-folder.ts";
import { syncFolder } from "../../../store/tripwire-files.ts";
import { writeBackup } from "./backup.ts";

/** Throws `usage` where the file is there already, `not-found`, `unavailable`; then there is no file. */
export async function backupToFile(folder: string, file: string, version: string): Promise<void> {
  expectServeFolder(folder);
  if (existsSync(file))
    throw new CounterwatchError("usage", "there is a file of this name", {
      place: { file },
      remedy: "Choose another: a backup writes over nothing.",
    });
  const growing = `${resolve(file)}.partial`;
  let target: FileHandle;
  try {
    target = await open(growing, "w", 0o600);
  } catch (cause) {
    throw fileTrouble(cause, file, "unwritable");
  }
  try {
    try {
      const write = async (bytes: Uint8Array) => {
        await target.writeFile(bytes).catch((cause: unknown) => {
          throw fileTrouble(cause, file, "unwritable");
        });
      };
      if (!(await askForBackup(folder, write))) await backupStopped(folder, version, write);
      await target.sync();
    } finally {
      await target.close();
    }
    await rename(growing, file);
    syncFolder(dirname(resolve(file)));
  } finally {
    await rm(growing, { force: true });
  }
}

async function backupStopped(
  path: string,
  version: string,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const folder = new ServeFolder(path);
  const ledger = await openLedger(folder.ledger);
  try {
    const driver = existsSync(folder.database) ? await openDuckDb(folder.database) : undefined;
    try {
      const none = { all: () => Promise.resolve([]) };
      await writeBackup({ folder, ledger, driver: driver ?? none, version, clock: Date.now }, write);
    } finally {
      await driver?.close();
    }
  } finally {
    await ledger.close();
  }
}
