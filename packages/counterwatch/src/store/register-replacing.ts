/**
 * New officers, or new files for the same ones: the register sealed anew to a key that older files have no share of. Runs in the
 * register's process alone.
 *
 * Order of writes: the officers' files, then the sealed file; the parent stages the cover only after both. A version that counts
 * therefore always has three files that open it.
 */
import { coverHash } from "../register/cover.ts";
import { countsOf } from "../register/document.ts";
import type { Say } from "./register-answers.ts";
import { writeSealed } from "./register-files.ts";
import type { RequestTo } from "./register-request.ts";
import { Splitting } from "./register-splitting.ts";
import { unlock, wipe } from "./register-unlocking.ts";
import { nextVersion } from "./register-versions.ts";

/** `passphrases`: of the two officers who are there, then of the three to come. */
export async function replaceOfficers(
  request: RequestTo<"replace-officers">,
  passphrases: readonly Buffer[],
  say: Say,
): Promise<void> {
  const { officers, successors, set, time, workFactor, out } = request;
  const { document, key, chain, credentials } = await unlock(request, passphrases.slice(0, officers.length));
  wipe(key);
  const splitting = await Splitting.make(successors, set);
  try {
    const next = { time, edits: [], splitting: splitting.told };
    const { sealed, line, version } = await nextVersion(document, chain, credentials, next);
    const anchor = { version, cover: coverHash(line) };
    const theirs = passphrases.slice(officers.length);
    await splitting.writeFiles(chain.newest.register, anchor, theirs, workFactor);
    writeSealed(out, sealed);
    await say({ opened: { counts: countsOf(document), edits: [], cover: line } });
  } finally {
    splitting.wipe();
  }
}
