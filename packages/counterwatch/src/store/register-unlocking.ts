/** From covers, sealed bytes and officers' files to what they hold. Runs in the register's process alone. */
import { type CoverChain, checkCovers } from "../register/cover.ts";
import { checkAnchor, type Credential, openCredential } from "../register/officer.ts";
import { checkProposal, type Proposal } from "../register/proposal.ts";
import { unsealDocument, unsealProposal } from "../register/sealing.ts";
import { combineKey } from "../register/shares.ts";
import { readCovers, readOfficerFile, readSealed } from "./register-files.ts";
import type { RegisterRequest, RequestTo } from "./register-request.ts";

export async function unlock(
  {
    covers,
    sealed,
    officers,
  }: RequestTo<"count" | "exposure" | "members" | "relations" | "review" | "seal" | "replace-officers">,
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

export async function openOfficers(
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

export async function readProposals(
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

export function textOf(passphrase: Buffer | undefined): string {
  return (passphrase as Buffer).toString("utf8");
}

export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}
