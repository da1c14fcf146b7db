/** Each request of the register's process, from sealed bytes to its answer. Runs in that process alone. */
import { randomBytes } from "node:crypto";
import { writeSync } from "node:fs";
import {
  type Cover,
  type CoverChain,
  checkCovers,
  coverHash,
  coverLine,
  firstPrevious,
  publicKeyOf,
  signCover,
  type UnsignedCover,
} from "../register/cover.ts";
import { countsOf, EMPTY_DOCUMENT, type RegisterDocument } from "../register/document.ts";
import { applyEdit, editHash, makeEdit } from "../register/edit.ts";
import { checkAnchor, type Credential, lockCredential, openCredential } from "../register/officer.ts";
import { checkProposal, type Proposal, propose } from "../register/proposal.ts";
import type { MemberIdentifier } from "../register/register.ts";
import {
  makeDataKey,
  sealDocument,
  sealProposal,
  sha256,
  unsealDocument,
  unsealProposal,
} from "../register/sealing.ts";
import { combineKey, keyCheck, shareCheck, splitKey } from "../register/shares.ts";
import { readCovers, readEditInput, readOfficerFile, readSealed, writeSealed } from "./register-files.ts";
import type { RegisterRequest } from "./register-request.ts";

type Say = (value: unknown) => Promise<void>;
type Proceed = () => Promise<void>;
type RequestTo<K extends RegisterRequest["do"]> = Extract<RegisterRequest, { do: K }>;

/** Identifiers in one frame. */
const AT_ONCE = 500;

export async function answer(
  request: RegisterRequest,
  passphrases: readonly Buffer[],
  say: Say,
  proceed: Proceed,
): Promise<void> {
  switch (request.do) {
    case "found":
      return await found(request, passphrases, say);
    case "propose":
      return await proposeEdit(request, passphrases, say);
    case "seal":
      return await sealIn(request, passphrases, say);
    default:
      return await tell(request, passphrases, say, proceed);
  }
}

/** Key, shares, officers and an empty register. The officers' files hold the hash of the first cover. */
async function found(request: RequestTo<"found">, passphrases: readonly Buffer[], say: Say): Promise<void> {
  const { key, recipient } = await makeDataKey();
  const shares = await splitKey(key);
  const set = randomBytes(16).toString("hex");
  const register = randomBytes(16).toString("hex");
  const seeds = request.officers.map(() => randomBytes(32));
  try {
    const place = { register, version: 0, previous: firstPrevious() };
    const sealed = await sealDocument(EMPTY_DOCUMENT, place, recipient);
    const unsigned: UnsignedCover = {
      format: "counterwatch-register/v1",
      ...place,
      time: request.time,
      ledger: request.ledger,
      officers: request.officers.map(({ name }, at) => ({
        name,
        key: publicKeyOf(seeds[at] as Buffer),
        share: shareCheck(set, at, shares[at] as Uint8Array),
      })),
      set,
      key: keyCheck(set, key),
      recipient,
      sealed: sha256(sealed),
      bytes: sealed.length,
      edits: [],
    };
    const line = coverLine({
      ...unsigned,
      signatures: request.officers.map(({ name }, at) => ({
        officer: name,
        signature: signCover(unsigned, seeds[at] as Buffer),
      })),
    });
    for (const [at, { name, file }] of request.officers.entries()) {
      const credential: Credential = {
        format: "counterwatch-officer/v1",
        register,
        name,
        set,
        place: at,
        share: Buffer.from(shares[at] as Uint8Array).toString("hex"),
        seed: (seeds[at] as Buffer).toString("hex"),
        anchor: { version: 0, cover: coverHash(line) },
      };
      writeSealed(file, await lockCredential(credential, textOf(passphrases[at]), request.workFactor));
    }
    writeSealed(request.sealed, sealed);
    await say({ opened: { counts: countsOf(EMPTY_DOCUMENT), cover: line } });
  } finally {
    wipe(key, ...shares, ...seeds);
  }
}

async function proposeEdit(
  request: RequestTo<"propose">,
  passphrases: readonly Buffer[],
  say: Say,
): Promise<void> {
  const chain = checkCovers(readCovers(request.covers), request.covers);
  const [credential] = await openOfficers(request.officers, passphrases, chain);
  const { register, recipient } = chain.newest;
  const edit = makeEdit(readEditInput(request.input), {
    register,
    salt: randomBytes(32),
    country: request.country,
  });
  const { name, seed } = credential as Credential;
  writeSealed(request.out, await sealProposal(propose(edit, name, Buffer.from(seed, "hex")), recipient));
  await say({ opened: { counts: countsOf(edit.add), edit: editHash(edit) } });
}

async function tell(
  request: RequestTo<"count" | "members" | "relations" | "review">,
  passphrases: readonly Buffer[],
  say: Say,
  proceed: Proceed,
): Promise<void> {
  const { document, key, chain } = await unlock(request, passphrases);
  const proposals = request.do === "review" ? await readProposals(request.pending, key, chain) : [];
  wipe(key);
  await say({
    opened: { counts: countsOf(document), edits: proposals.map(({ edit }) => editHash(edit)) },
  });
  await proceed();
  if (request.do === "members") {
    for (const batch of batches(membersOf(document))) await say({ members: batch });
  } else if (request.do === "relations") {
    for (const batch of batches(document.relations)) await say({ relations: batch });
  } else if (request.do === "review") {
    for (const { officer, edit } of proposals)
      writeWhole(
        3,
        `${JSON.stringify({ proposed: officer, add: edit.add, remove: edit.remove }, undefined, 2)}\n`,
      );
  }
}

/** The next version, sealed and signed by both officers. Nothing plain is said. */
async function sealIn(request: RequestTo<"seal">, passphrases: readonly Buffer[], say: Say): Promise<void> {
  const { document, key, chain, credentials } = await unlock(request, passphrases);
  const proposals = await readProposals(request.pending, key, chain);
  wipe(key);
  if (proposals.length === 0) {
    await say({ opened: { counts: countsOf(document), edits: [] } });
    return;
  }
  const edited = proposals.reduce((before, { edit }) => applyEdit(before, edit), document);
  const { signatures: _, ...before } = chain.newest;
  const place = {
    register: before.register,
    version: before.version + 1,
    previous: chain.head.cover,
  };
  const sealed = await sealDocument(edited, place, before.recipient);
  const unsigned: UnsignedCover = {
    ...before,
    ...place,
    // A clock that was set back does not stop an edit.
    time: request.time > before.time ? request.time : before.time,
    sealed: sha256(sealed),
    bytes: sealed.length,
    edits: proposals.map(({ edit }) => editHash(edit)),
  };
  const cover: Cover = {
    ...unsigned,
    signatures: credentials.map(({ name, seed }) => ({
      officer: name,
      signature: signCover(unsigned, Buffer.from(seed, "hex")),
    })),
  };
  writeSealed(request.out, sealed);
  await say({ opened: { counts: countsOf(edited), edits: unsigned.edits, cover: coverLine(cover) } });
}

async function unlock(
  { covers, sealed, officers }: RequestTo<"count" | "members" | "relations" | "review" | "seal">,
  passphrases: readonly Buffer[],
) {
  const chain = checkCovers(readCovers(covers), covers);
  const cover = chain.newest;
  // Before any passphrase is tried: a damaged file is told without unlocking anything.
  const bytes = readSealed(sealed, cover);
  const credentials = await openOfficers(officers, passphrases, chain);
  const held = credentials.map(({ name, place, set, share }) => ({
    officer: name,
    place,
    set,
    bytes: Uint8Array.from(Buffer.from(share, "hex")),
  }));
  const key = await combineKey(held, cover);
  wipe(...held.map((share) => share.bytes));
  const document = await unsealDocument(bytes, key, cover);
  return { document, key, chain, credentials };
}

async function openOfficers(
  officers: RegisterRequest["officers"],
  passphrases: readonly Buffer[],
  chain: CoverChain,
): Promise<Credential[]> {
  const credentials: Credential[] = [];
  for (const [at, { name, file }] of officers.entries()) {
    const credential = await openCredential(readOfficerFile(file), textOf(passphrases[at]), name);
    checkAnchor(credential, chain);
    credentials.push(credential);
  }
  return credentials;
}

async function readProposals(
  paths: readonly string[],
  key: Uint8Array,
  chain: CoverChain,
): Promise<Proposal[]> {
  const applied = new Set(chain.edits);
  const proposals: Proposal[] = [];
  for (const path of paths) {
    const proposal = await unsealProposal(readSealed(path), key);
    const hash = checkProposal(proposal, chain.newest);
    // Sealed in before: left by a crash, or put back by somebody who wants back what was removed since.
    if (!applied.has(hash)) proposals.push(proposal);
    applied.add(hash);
  }
  return proposals;
}

function* membersOf({ people, decoys }: RegisterDocument): Generator<MemberIdentifier> {
  for (const [list, decoy] of [[people, false] as const, [decoys, true] as const])
    for (const { id: member, identifiers } of list)
      for (const { type, id } of identifiers) yield { type, id, member, decoy };
}

function* batches<T>(items: Iterable<T>): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Descriptor 3 is the officers' terminal, which may be busy. */
function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EAGAIN") throw cause;
      Atomics.wait(pause, 0, 0, 10);
    }
  }
  bytes.fill(0);
}

function textOf(passphrase: Buffer | undefined): string {
  return (passphrase as Buffer).toString("utf8");
}

function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}
