/**
 * The sealed register as other rooms ask it: what the ledger is told, what the register's process answers.
 *
 * Invariant: the leaf is durable before anything plain leaves the process.
 */
import { CounterwatchError } from "../model/index.ts";
import type { RegisterCounts, Relation } from "../register/document.ts";
import {
  type MemberIdentifier,
  type RegisteredPseudonyms,
  type RegisterPurpose,
  registerSource,
  type SealedRegister,
} from "../register/register.ts";
import { RegisterFolder } from "../store/register-folder.ts";
import { type Officer, type OpenProcess, openProcess } from "../store/register-keeper.ts";
import type { RegisterRequest } from "../store/register-request.ts";
import {
  drain,
  keysOf,
  leaveMarks,
  type Opening,
  openingOf,
  prepare,
  type RegisterMeans,
  SECONDS_TO_ANSWER,
} from "./register-opening.ts";

/** A whole enrolment may be waiting at the other end. */
const SECONDS_TO_STREAM = 1800;

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

export interface OpenedRegister {
  readonly id: string;
  readonly version: number;
  readonly people: readonly RegisteredPseudonyms[];
  readonly relations: readonly Relation[];
}

/** The register under the pseudonyms that `key` makes: no identifier leaves its process. */
export async function readExposure(
  path: string,
  officers: readonly Officer[],
  means: RegisterMeans,
  key: Uint8Array,
): Promise<OpenedRegister> {
  const folder = new RegisterFolder(path);
  const open = await unlock(
    folder,
    officers,
    means,
    "exposure-assessment",
    (opening) => ({ do: "exposure", seconds: SECONDS_TO_ANSWER, ...opening }),
    { key },
  );
  const people: RegisteredPseudonyms[] = [];
  const relations: Relation[] = [];
  for await (const frame of open.answers()) {
    const said = frame as { people?: RegisteredPseudonyms[]; relations?: Relation[] };
    people.push(...(said.people ?? []));
    relations.push(...(said.relations ?? []));
  }
  const { counts } = open.opened;
  // Half a register would be taken for the whole of it.
  if (people.length !== counts.people || relations.length !== counts.relations)
    throw new CounterwatchError("unavailable", "the register's process ended before it had said everything", {
      place: { file: path },
      remedy: "Try again.",
    });
  const { newest, head } = folder.chain();
  return { id: newest.register, version: head.version, people, relations };
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
    { terminal: "stdout" },
  );
  await drain(open);
  return open.opened.edits?.length ?? 0;
}

export interface RegisterFacts {
  readonly register: string;
  readonly version: number;
  readonly cover: string;
  readonly time: string;
  readonly ledger: boolean;
  readonly officers: readonly string[];
  /** The splitting of the key that the officers' files must be of, 32 hex digits. */
  readonly set: string;
  readonly pending: number;
}

/** What the covers say to anyone; opens nothing. */
export function describeRegister(path: string): RegisterFacts {
  const folder = new RegisterFolder(path);
  const { newest, head } = folder.chain();
  const { register, time, ledger, officers, set } = newest;
  return {
    register,
    ...head,
    time,
    ledger,
    set,
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
  more: Parameters<typeof openProcess>[2] = {},
): Promise<OpenProcess> {
  const chain = await prepare(folder, officers, means, purpose);
  const question = request(openingOf(folder, chain, officers));
  const open = await openProcess(question, officers, more);
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
