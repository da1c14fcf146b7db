/**
 * The sealed register at work: who asks, what the ledger is told, what the register's process answers.
 *
 * Invariant: the leaf is durable before anything plain leaves the process, and before a new version takes its name.
 */
import { randomBytes } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import type { JsonValue, LedgerAppender } from "../ledger/appender.ts";
import { CounterwatchError } from "../model/index.ts";
import { type Cover, type CoverChain, type CoverPoint, coverHash, OFFICERS } from "../register/cover.ts";
import type { RegisterCounts, Relation } from "../register/document.ts";
import { checkFreshness, type SeenPoint } from "../register/freshness.ts";
import { WORK_FACTOR } from "../register/officer.ts";
import {
  type MemberIdentifier,
  type RegisterMemory,
  type RegisterPurpose,
  registerSource,
  type SealedRegister,
} from "../register/register.ts";
import { RegisterFolder } from "../store/register-folder.ts";
import { type Officer, type OpenProcess, openProcess } from "../store/register-keeper.ts";
import { readMark, writeMark } from "../store/register-marks.ts";
import type { RegisterRequest } from "../store/register-request.ts";

export interface RegisterMeans {
  /** Undefined: this register was made to live without one. */
  readonly ledger: (LedgerAppender & RegisterMemory) | undefined;
  readonly clock: () => Date;
  /** What an officer should know and what stops nothing. */
  readonly warn: (sentence: string) => void;
}

const SECONDS_TO_ANSWER = 120;
/** A whole enrolment may be waiting at the other end. */
const SECONDS_TO_STREAM = 1800;

export const WITHOUT_LEDGER =
  "This register has no ledger: an unlock leaves no trace, and an older version of it is recognised only by the marks of the " +
  "officers who are present.";

/** Each read starts a process, costs two officers and is a leaf. */
export function openRegister(
  folder: string,
  officers: readonly Officer[],
  means: RegisterMeans,
): SealedRegister {
  const read = (what: "members" | "relations", purpose: RegisterPurpose) =>
    unlock(new RegisterFolder(folder), officers, means, purpose, (opening) => ({
      do: what,
      seconds: SECONDS_TO_STREAM,
      ...opening,
    }));
  return {
    async *members(purpose) {
      for await (const frame of (await read("members", purpose)).answers())
        yield* (frame as { members: MemberIdentifier[] }).members;
    },
    async *relations(purpose) {
      for await (const frame of (await read("relations", purpose)).answers())
        yield* (frame as { relations: Relation[] }).relations;
    },
  };
}

export async function countRegister(
  folder: string,
  officers: readonly Officer[],
  means: RegisterMeans,
): Promise<RegisterCounts> {
  const open = await unlock(new RegisterFolder(folder), officers, means, "count", (opening) => ({
    do: "count",
    seconds: SECONDS_TO_ANSWER,
    ...opening,
  }));
  await drain(open);
  return open.opened.counts;
}

/** Pending edits go from the process straight to the terminal; this one never has them. Their number. */
export async function reviewPending(
  path: string,
  officers: readonly Officer[],
  means: RegisterMeans,
): Promise<number> {
  const folder = new RegisterFolder(path);
  const open = await unlock(
    folder,
    officers,
    means,
    "review",
    (opening) => ({ do: "review", seconds: SECONDS_TO_ANSWER, ...opening, pending: folder.pending() }),
    "stdout",
  );
  await drain(open);
  return open.opened.edits?.length ?? 0;
}

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
  if (officers.length !== OFFICERS || new Set(officers.map(({ name }) => name)).size !== OFFICERS)
    throw new CounterwatchError("usage", "a register has three officers with three names", {
      remedy: "Give --officer NAME=FOLDER three times.",
    });
  const there = officers.find(({ file }) => existsSync(file));
  if (there !== undefined)
    throw new CounterwatchError("usage", `${there.name} has a file there already`, {
      place: { file: there.file },
      remedy: "Name another folder for this officer: a share that is lost cannot be made again.",
    });
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
  const line = open.opened.cover as string;
  folder.stage(line);
  const cover = JSON.parse(line) as Cover;
  await appendEdit(means, cover, coverHash(line), open.opened.counts);
  folder.adopt([]);
  const { head } = folder.chain();
  leaveMarks(officers, cover.register, head, means);
  return { register: cover.register, ...head };
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
  means: Pick<RegisterMeans, "clock">,
): Promise<ProposedEdit> {
  const folder = new RegisterFolder(path);
  const { newest } = checkKnown(folder.chain(), [officer], []);
  refuseStrangers(newest, [officer]);
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
    const chain = await prepare(folder, officers, means);
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
    const { cover: line, counts, edits = [] } = open.opened;
    if (line === undefined) {
      folder.drop(pending);
      return undefined;
    }
    folder.stage(line);
    await appendEdit(means, JSON.parse(line) as Cover, coverHash(line), counts);
    folder.adopt(pending);
    const { head } = folder.chain();
    leaveMarks(officers, chain.newest.register, head, means);
    return { ...head, edits: edits.length, counts };
  } finally {
    unlockFolder();
  }
}

export interface RegisterFacts {
  readonly register: string;
  readonly version: number;
  readonly cover: string;
  readonly time: string;
  readonly ledger: boolean;
  readonly officers: readonly string[];
  readonly pending: number;
}

/** What the covers say to anyone; opens nothing. */
export function describeRegister(path: string): RegisterFacts {
  const folder = new RegisterFolder(path);
  const { newest, head } = folder.chain();
  const { register, time, ledger, officers } = newest;
  return {
    register,
    ...head,
    time,
    ledger,
    officers: officers.map(({ name }) => name),
    pending: folder.pending().length,
  };
}

async function unlock(
  folder: RegisterFolder,
  officers: readonly Officer[],
  means: RegisterMeans,
  purpose: RegisterPurpose,
  request: (opening: Opening) => RegisterRequest,
  terminal: "none" | "stdout" = "none",
): Promise<OpenProcess> {
  const chain = await prepare(folder, officers, means);
  const question = request(openingOf(folder, chain, officers));
  const open = await openProcess(question, officers, terminal);
  try {
    await means.ledger?.append({
      kind: "register-unlock",
      source: registerSource(chain.newest.register),
      time: means.clock().toISOString(),
      body: { counts: { ...open.opened.counts } },
      statement: {
        register: chain.newest.register,
        ...chain.head,
        request: question.do,
        purpose,
        officers: keysOf(chain.newest, officers),
        ...(open.opened.edits === undefined ? {} : { edits: open.opened.edits.length }),
      },
    });
  } catch (cause) {
    open.kill();
    throw cause;
  }
  leaveMarks(officers, chain.newest.register, chain.head, means);
  return open;
}

/** Recovery, freshness and who is there, before a passphrase is asked for. */
async function prepare(
  folder: RegisterFolder,
  officers: readonly Officer[],
  means: RegisterMeans,
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
  return checkKnown(chain, officers, known === undefined ? [] : [{ ...known, witness: "the ledger" }]);
}

function checkKnown(chain: CoverChain, officers: readonly Officer[], seen: readonly SeenPoint[]): CoverChain {
  const marks = officers.map(({ file, name }) => readMark(file, name, chain.newest.register));
  checkFreshness(chain, [...seen, ...marks.filter((mark) => mark !== undefined)]);
  return chain;
}

/** Paths from the root: the process stands elsewhere. */
function asked({ name, file }: Officer): { name: string; file: string } {
  return { name, file: resolve(file) };
}

type Opening = ReturnType<typeof openingOf>;

function openingOf(folder: RegisterFolder, chain: CoverChain, officers: readonly Officer[]) {
  return {
    officers: officers.map(asked),
    covers: folder.covers,
    sealed: folder.sealed(chain.head.version),
  };
}

function refuseStrangers({ officers: known }: Cover, officers: readonly Officer[]): void {
  for (const { name } of officers)
    if (!known.some((officer) => officer.name === name))
      throw new CounterwatchError("share", `${name} is no officer of this register`, {
        remedy: `Its officers are ${known.map((officer) => officer.name).join(", ")}.`,
      });
}

/** Officers as the ledger knows them: the first 16 digits of their public keys. */
function keysOf({ officers }: Cover, present: readonly { readonly name: string }[]): string[] {
  return officers
    .filter(({ name }) => present.some((officer) => officer.name === name))
    .map(({ key }) => key.slice(0, 16));
}

async function appendEdit(
  { ledger, clock }: RegisterMeans,
  cover: Cover,
  hash: string,
  counts: RegisterCounts,
): Promise<void> {
  const statement: JsonValue = {
    register: cover.register,
    version: cover.version,
    cover: hash,
    previous: cover.previous,
    sealed: cover.sealed,
    edits: cover.edits,
    officers: keysOf(
      cover,
      cover.signatures.map(({ officer }) => ({ name: officer })),
    ),
  };
  await ledger?.append({
    kind: "register-edit",
    source: registerSource(cover.register),
    time: clock().toISOString(),
    // How many are protected is committed to, not told: the ledger's readers include those who must not know.
    body: { counts: { ...counts } },
    statement,
  });
}

function leaveMarks(
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

async function drain(open: OpenProcess): Promise<void> {
  for await (const _ of open.answers()) {
    // Only `members` and `relations` answer with frames.
  }
}
