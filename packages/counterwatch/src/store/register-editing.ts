/** An edit proposed by one officer, and the version that two officers seal. Runs in the register's process alone. */
import { randomBytes } from "node:crypto";
import { checkCovers } from "../register/cover.ts";
import { countsOf } from "../register/document.ts";
import { applyEdit, editHash, makeEdit } from "../register/edit.ts";
import type { Credential } from "../register/officer.ts";
import { propose } from "../register/proposal.ts";
import { sealProposal } from "../register/sealing.ts";
import type { Say } from "./register-answers.ts";
import { readCovers, readEditInput, writeSealed } from "./register-files.ts";
import type { RequestTo } from "./register-request.ts";
import { openOfficers, readProposals, unlock, wipe } from "./register-unlocking.ts";
import { nextVersion } from "./register-versions.ts";

export async function proposeEdit(
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

/** The next version, sealed and signed by both officers. Nothing plain is said. */
export async function sealIn(
  request: RequestTo<"seal">,
  passphrases: readonly Buffer[],
  say: Say,
): Promise<void> {
  const { document, key, chain, credentials } = await unlock(request, passphrases);
  const proposals = await readProposals(request.pending, key, chain);
  wipe(key);
  if (proposals.length === 0) {
    await say({ opened: { counts: countsOf(document), edits: [] } });
    return;
  }
  const edited = proposals.reduce((before, { edit }) => applyEdit(before, edit), document);
  const edits = proposals.map(({ edit }) => editHash(edit));
  const { sealed, line } = await nextVersion(edited, chain, credentials, { time: request.time, edits });
  writeSealed(request.out, sealed);
  await say({ opened: { counts: countsOf(edited), edits, cover: line } });
}
