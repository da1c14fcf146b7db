/**
 * New officers, or new files for the same ones: a new data key, split anew, and the register sealed to it. Two officers of the
 * splitting before sign it; from then on the older files open nothing newer.
 *
 * Order of writes: the new officers' files and the sealed file, then as every version (`register-versions.ts`). Once the leaf was
 * asked for, the new files stay whatever happens: the version may count already, and nothing else opens it.
 */
import { randomBytes } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { CounterwatchError } from "../model/index.ts";
import { type CoverPoint, OFFICERS } from "../register/cover.ts";
import { WORK_FACTOR } from "../register/officer.ts";
import { officerFileIn } from "../store/officer-places.ts";
import { RegisterFolder } from "../store/register-folder.ts";
import { type Officer, type OpenProcess, openProcess } from "../store/register-keeper.ts";
import {
  asked,
  drain,
  keysOf,
  leaveMarks,
  openingOf,
  prepare,
  type RegisterMeans,
  SECONDS_TO_ANSWER,
} from "./register-opening.ts";
import { publish } from "./register-versions.ts";

/** Somebody who is to be an officer, and where their new file goes: its folder. */
export interface Successor extends Pick<Officer, "name" | "passphrase"> {
  readonly folder: string;
}

export interface ReplacedOfficers extends CoverPoint {
  /** The first 8 digits of the new splitting, which are in the names of its files. */
  readonly splitting: string;
  readonly files: readonly string[];
}

export async function replaceOfficers(
  path: string,
  officers: readonly Officer[],
  successors: readonly Successor[],
  means: RegisterMeans,
  workFactor = WORK_FACTOR,
): Promise<ReplacedOfficers> {
  const set = randomBytes(16).toString("hex");
  const named = successors.map(({ name, folder, passphrase }): Officer => {
    return { name, file: officerFileIn(folder, name, set), passphrase };
  });
  checkNewOfficers(named);
  const folder = new RegisterFolder(path);
  const unlockFolder = folder.lock();
  try {
    const { newest, head } = await prepare(folder, officers, means, "edit");
    const pending = folder.pending().length;
    if (pending > 0)
      throw new CounterwatchError("usage", `${pending} edits are pending, sealed to the key that is to go`, {
        place: { file: folder.path },
        remedy: "Seal them first: counterwatch register seal.",
      });
    const open = await sealAnew(
      {
        do: "replace-officers",
        seconds: SECONDS_TO_ANSWER,
        ...openingOf(folder, { head }, officers),
        successors: named.map(asked),
        set,
        out: folder.sealed(head.version + 1),
        time: means.clock().toISOString(),
        workFactor,
      },
      officers,
      named,
    );
    const { officers: made } = JSON.parse(open.opened.cover ?? "") as typeof newest;
    const point = await publish(folder, open.opened, means, {
      before: newest,
      more: { splitting: set.slice(0, 8), successors: keysOf({ officers: made }, made) },
    });
    // Those who leave, too: their old file with this mark tells a folder that was set back to before now.
    leaveMarks([...officers, ...named], newest.register, point, means);
    return { ...point, splitting: set.slice(0, 8), files: named.map(({ file }) => file) };
  } finally {
    unlockFolder();
  }
}

/** Takes back the new files where it fails: nothing counts yet. */
async function sealAnew(
  request: Parameters<typeof openProcess>[0],
  officers: readonly Officer[],
  named: readonly Officer[],
): Promise<OpenProcess> {
  try {
    const open = await openProcess(request, [...officers, ...named]);
    await drain(open);
    return open;
  } catch (cause) {
    for (const { file } of named) rmSync(file, { force: true });
    throw cause;
  }
}

/** Throws `usage`. A file is never replaced: a share that is lost cannot be made again. */
export function checkNewOfficers(officers: readonly Officer[]): void {
  if (officers.length !== OFFICERS || new Set(officers.map(({ name }) => name)).size !== OFFICERS)
    throw new CounterwatchError("usage", "a register has three officers with three names", {
      remedy: "Name all three, each with a folder of their own.",
    });
  const there = officers.find(({ file }) => existsSync(file));
  if (there !== undefined)
    throw new CounterwatchError("usage", `${there.name} has a file there already`, {
      place: { file: there.file },
      remedy: "Name another folder for this officer: a share that is lost cannot be made again.",
    });
}
