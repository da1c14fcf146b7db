/** A register's first version: its key, shares and officers. Runs in the register's process alone. */
import { randomBytes } from "node:crypto";
import { coverHash, coverLine, firstPrevious, signCover, type UnsignedCover } from "../register/cover.ts";
import { countsOf, EMPTY_DOCUMENT } from "../register/document.ts";
import { sealDocument, sha256 } from "../register/sealing.ts";
import type { Say } from "./register-answers.ts";
import { writeSealed } from "./register-files.ts";
import type { RequestTo } from "./register-request.ts";
import { Splitting } from "./register-splitting.ts";

/** Key, shares, officers and an empty register, signed by all three. */
export async function found(
  { officers, ledger, sealed: out, time, workFactor }: RequestTo<"found">,
  passphrases: readonly Buffer[],
  say: Say,
): Promise<void> {
  const register = randomBytes(16).toString("hex");
  const splitting = await Splitting.make(officers, randomBytes(16).toString("hex"));
  try {
    const place = { register, version: 0, previous: firstPrevious() };
    const sealed = await sealDocument(EMPTY_DOCUMENT, place, splitting.told.recipient);
    const unsigned: UnsignedCover = {
      format: "counterwatch-register/v1",
      ...place,
      time,
      ledger,
      ...splitting.told,
      sealed: sha256(sealed),
      bytes: sealed.length,
      edits: [],
    };
    const line = coverLine({
      ...unsigned,
      signatures: officers.map(({ name }, at) => ({
        officer: name,
        signature: signCover(unsigned, splitting.seeds[at] as Uint8Array),
      })),
    });
    await splitting.writeFiles(register, { version: 0, cover: coverHash(line) }, passphrases, workFactor);
    writeSealed(out, sealed);
    await say({ opened: { counts: countsOf(EMPTY_DOCUMENT), cover: line } });
  } finally {
    splitting.wipe();
  }
}
