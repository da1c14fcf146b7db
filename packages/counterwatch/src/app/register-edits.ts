/**
 * How a register comes to be and changes: founded by three officers, edits proposed by one, sealed in by two.
 *
 * Invariant: the leaf is durable before a version takes its name.
 */
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import type { CoverPoint } from "../register/cover.ts";
import type { RegisterCounts } from "../register/document.ts";
import { WORK_FACTOR } from "../register/officer.ts";
import { RegisterFolder } from "../store/register-folder.ts";
import { type Officer, openProcess } from "../store/register-keeper.ts";
import {
  asked,
  checkKnown,
  drain,
  leaveMarks,
  openingOf,
  prepare,
  refuseStrangers,
  registerAction,
  type RegisterMeans,
  SECONDS_TO_ANSWER,
} from "./register-opening.ts";
import { checkNewOfficers } from "./register-officers.ts";
import { publish } from "./register-versions.ts";

export interface FoundedRegister extends CoverPoint {
  readonly register: string;
}

/** Three officers, an empty register, the first leaf. Takes back its files where it fails. */
export async function initRegister(
  path: string,
  officers: readonly Officer[],
  means: RegisterMeans,
  workFactor = WORK_FACTOR,
): Promise<FoundedRegister> {
  checkNewOfficers(officers);
  const folder = new RegisterFolder(path);
  folder.claim();
  try {
    return await found(folder, officers, means, workFactor);
  } catch (cause) {
    // Nothing counts before the covers have their name; half a register would only be in the way.
    folder.abandon();
    for (const { file } of officers) rmSync(file, { force: true });
    throw cause;
  }
}

async function found(
  folder: RegisterFolder,
  officers: readonly Officer[],
  means: RegisterMeans,
  workFactor: number,
): Promise<FoundedRegister> {
  const open = await openProcess(
    {
      do: "found",
      seconds: SECONDS_TO_ANSWER,
      officers: officers.map(asked),
      sealed: folder.sealed(0),
      time: means.clock().toISOString(),
      ledger: means.ledger !== undefined,
      workFactor,
    },
    officers,
  );
  await drain(open);
  const head = await publish(folder, open.opened, means);
  const chain = folder.chain();
  const { register } = chain.newest;
  leaveMarks(officers, register, head, means);
  means.own?.({ ...registerAction(chain, officers, "edit"), reason: "founded" });
  return { register, ...head };
}

export interface ProposedEdit {
  readonly file: string;
  readonly hash: string;
  readonly counts: RegisterCounts;
}

/** Seals an edit for later; needs one officer and does not open the register. */
export async function proposeEdit(
  path: string,
  officer: Officer,
  input: string,
  country: string | undefined,
  means: Pick<RegisterMeans, "clock" | "own">,
): Promise<ProposedEdit> {
  const folder = new RegisterFolder(path);
  const chain = checkKnown(folder.chain(), [officer], []);
  refuseStrangers(chain.newest, [officer]);
  means.own?.({ ...registerAction(chain, [officer], "edit"), reason: "edit-proposed" });
  const out = folder.newPending(means.clock().toISOString(), randomBytes(4).toString("hex"));
  const open = await openProcess(
    {
      do: "propose",
      seconds: SECONDS_TO_ANSWER,
      officers: [asked(officer)],
      covers: folder.covers,
      input: resolve(input),
      country,
      out,
    },
    [officer],
  );
  await drain(open);
  return { file: out, hash: open.opened.edit as string, counts: open.opened.counts };
}

export interface SealedVersion extends CoverPoint {
  readonly edits: number;
  readonly counts: RegisterCounts;
}

/** All pending edits become the next version. Undefined where none is pending. */
export async function sealPending(
  path: string,
  officers: readonly Officer[],
  means: RegisterMeans,
): Promise<SealedVersion | undefined> {
  const folder = new RegisterFolder(path);
  const unlockFolder = folder.lock();
  try {
    const chain = await prepare(folder, officers, means, "edit");
    const pending = folder.pending();
    if (pending.length === 0) return undefined;
    const version = chain.head.version + 1;
    const open = await openProcess(
      {
        do: "seal",
        seconds: SECONDS_TO_ANSWER,
        ...openingOf(folder, chain, officers),
        pending,
        out: folder.sealed(version),
        time: means.clock().toISOString(),
      },
      officers,
    );
    await drain(open);
    const { cover, counts, edits = [] } = open.opened;
    if (cover === undefined) {
      folder.drop(pending);
      return undefined;
    }
    const head = await publish(folder, open.opened, means, { before: chain.newest, applied: pending });
    leaveMarks(officers, chain.newest.register, head, means);
    return { ...head, edits: edits.length, counts };
  } finally {
    unlockFolder();
  }
}
