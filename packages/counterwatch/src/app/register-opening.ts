/** What stands before every opening of a register: recovery, freshness, who is there. */
import { resolve } from "node:path";
import type { LedgerAppender } from "../ledger/appender.ts";
import { type OwnAction, ownName } from "../ledger/own-action.ts";
import { type Action, CounterwatchError } from "../model/index.ts";
import type { Cover, CoverChain, CoverPoint } from "../register/cover.ts";
import { checkFreshness, type SeenPoint } from "../register/freshness.ts";
import type { RegisterMemory, RegisterPurpose } from "../register/register.ts";
import { readOfficerFile } from "../store/register-files.ts";
import type { RegisterFolder } from "../store/register-folder.ts";
import type { Officer, OpenProcess } from "../store/register-keeper.ts";
import { readMark, writeMark } from "../store/register-marks.ts";

export interface RegisterMeans {
  /** Undefined: this register was made to live without one. */
  readonly ledger: (LedgerAppender & RegisterMemory) | undefined;
  readonly clock: () => Date;
  /** Every opening is itself a look-up; undefined: nothing is kept of it but the ledger's leaf. */
  readonly own?: ((action: OwnAction) => void) | undefined;
  /** What an officer should know and what stops nothing. */
  readonly warn: (sentence: string) => void;
}

export const SECONDS_TO_ANSWER = 120;
export const WITHOUT_LEDGER =
  "This register has no ledger: an unlock leaves no trace, and an older version of it is recognised only by the marks of the " +
  "officers who are present.";

/** Recovery, freshness and who is there, before a passphrase is asked for. */
export async function prepare(
  folder: RegisterFolder,
  officers: readonly Officer[],
  means: RegisterMeans,
  purpose: RegisterPurpose,
): Promise<CoverChain> {
  if (officers.length !== 2 || officers[0]?.name === officers[1]?.name)
    throw new CounterwatchError(
      "usage",
      "two officers are needed, each with a name and a file of their own",
      {
        remedy: "Give --officer NAME=FILE twice.",
      },
    );
  let chain = folder.chain();
  if (chain.newest.ledger && means.ledger === undefined)
    throw new CounterwatchError("usage", "this register is opened with its ledger or not at all", {
      place: { file: folder.path },
      remedy: "Name the ledger's folder with --ledger.",
    });
  refuseStrangers(chain.newest, officers);
  const known = await means.ledger?.newest(chain.newest.register);
  folder.recover(known);
  chain = folder.chain();
  if (chain.newest.ledger && known === undefined)
    throw new CounterwatchError("rollback", "this ledger has never heard of this register", {
      place: { file: folder.path },
      remedy: "Name the ledger that the register was made with.",
    });
  if (means.ledger === undefined) means.warn(WITHOUT_LEDGER);
  checkKnown(chain, officers, known === undefined ? [] : [{ ...known, witness: "the ledger" }]);
  // Before a passphrase is tried: whoever fails to open it has tried to.
  means.own?.(registerAction(chain, officers, purpose));
  return chain;
}

export function registerAction(
  { newest, head }: CoverChain,
  officers: readonly Officer[],
  purpose: RegisterPurpose,
): OwnAction {
  return {
    action: ACTIONS_BY_PURPOSE[purpose],
    by: officers.map(({ name }) => name),
    object: "register",
    name: ownName(newest.register),
    version: head.version,
    reason: purpose,
  };
}

/** In the words of look-ups. */
const ACTIONS_BY_PURPOSE = {
  count: "list",
  review: "review",
  edit: "configure",
  "tripwire-enrolment": "export",
  "exposure-assessment": "view",
  // Their keys sign; the register stays shut.
  warning: "share",
} as const satisfies Record<RegisterPurpose, Action>;

export function checkKnown(
  chain: CoverChain,
  officers: readonly Officer[],
  seen: readonly SeenPoint[],
): CoverChain {
  // Before a passphrase is asked for: that the file is there and nobody else's to read.
  for (const { file } of officers) readOfficerFile(file);
  const marks = officers.map(({ file, name }) => readMark(file, name, chain.newest.register));
  checkFreshness(chain, [...seen, ...marks.filter((mark) => mark !== undefined)]);
  return chain;
}

/** Paths from the root: the process stands elsewhere. */
export function asked({ name, file }: Officer): { name: string; file: string } {
  return { name, file: resolve(file) };
}

export type Opening = ReturnType<typeof openingOf>;

export function openingOf(
  folder: RegisterFolder,
  chain: Pick<CoverChain, "head">,
  officers: readonly Officer[],
) {
  return {
    officers: officers.map(asked),
    covers: folder.covers,
    sealed: folder.sealed(chain.head.version),
  };
}

export function refuseStrangers({ officers: known }: Cover, officers: readonly Officer[]): void {
  for (const { name } of officers)
    if (!known.some((officer) => officer.name === name))
      throw new CounterwatchError("share", `${name} is no officer of this register`, {
        remedy: `Its officers are ${known.map((officer) => officer.name).join(", ")}.`,
      });
}

/** Officers as the ledger knows them: the first 16 digits of their public keys. */
export function keysOf(
  { officers }: Pick<Cover, "officers">,
  present: readonly { readonly name: string }[],
): string[] {
  return officers
    .filter(({ name }) => present.some((officer) => officer.name === name))
    .map(({ key }) => key.slice(0, 16));
}

export function leaveMarks(
  officers: readonly Officer[],
  register: string,
  point: CoverPoint,
  { warn }: RegisterMeans,
): void {
  for (const { file, name } of officers) {
    try {
      writeMark(file, register, point);
    } catch (cause) {
      if (!(cause instanceof CounterwatchError)) throw cause;
      warn(
        `The mark of ${name} could not be written: this officer will not recognise a rollback to before now.`,
      );
    }
  }
}

export async function drain(open: OpenProcess): Promise<void> {
  for await (const _ of open.answers()) {
    // Only `members` and `relations` answer with frames.
  }
}
