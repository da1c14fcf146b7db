/** Each request of the register's process, from sealed bytes to its answer. Runs in that process alone. */
import { writeSync } from "node:fs";
import { createPseudonymiser, type Pseudonymiser } from "../intake/pseudonymiser.ts";
import { countsOf, type RegisterDocument } from "../register/document.ts";
import { editHash } from "../register/edit.ts";
import type { MemberIdentifier, RegisteredPseudonyms } from "../register/register.ts";
import { proposeEdit, sealIn } from "./register-editing.ts";
import { found } from "./register-founding.ts";
import { replaceOfficers } from "./register-replacing.ts";
import type { RegisterRequest, RequestTo } from "./register-request.ts";
import { signWarnings } from "./register-signing.ts";
import { readProposals, unlock, wipe } from "./register-unlocking.ts";

export type Say = (value: unknown) => Promise<void>;
type Proceed = () => Promise<void>;

/** Identifiers in one frame. */
const AT_ONCE = 500;

interface Secrets {
  readonly passphrases: readonly Buffer[];
  /** The site key that makes pseudonyms; for `exposure` alone. */
  readonly key: Buffer | undefined;
}

export async function answer(
  request: RegisterRequest,
  { passphrases, key }: Secrets,
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
    case "sign":
      return await signWarnings(request, passphrases, say);
    case "replace-officers":
      return await replaceOfficers(request, passphrases, say);
    default:
      return await tell(request, { passphrases, key }, say, proceed);
  }
}

async function tell(
  request: RequestTo<"count" | "exposure" | "members" | "relations" | "review">,
  { passphrases, key: siteKey }: Secrets,
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
  } else if (request.do === "exposure") {
    const pseudonym = createPseudonymiser(siteKey as Buffer);
    for (const batch of batches(underPseudonyms(document, pseudonym))) await say({ people: batch });
    for (const batch of batches(document.relations)) await say({ relations: batch });
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

function* membersOf({ people, decoys }: RegisterDocument): Generator<MemberIdentifier> {
  for (const [list, decoy] of [[people, false] as const, [decoys, true] as const])
    for (const { id: member, identifiers } of list)
      for (const { type, id } of identifiers) yield { type, id, member, decoy };
}

/** Decoys are nobody: nothing can be exposed of them. */
function* underPseudonyms(
  { people }: RegisterDocument,
  pseudonym: Pseudonymiser,
): Generator<RegisteredPseudonyms> {
  for (const { id: member, identifiers } of people)
    yield { member, parties: identifiers.map(({ type, id }) => ({ type, id: pseudonym(type, id) })) };
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
