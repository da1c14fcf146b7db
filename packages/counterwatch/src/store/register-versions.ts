/** The version after the newest, sealed and signed by the two officers who are there. Runs in the register's process alone. */
import { coverLine, type Cover, type CoverChain, signCover, type UnsignedCover } from "../register/cover.ts";
import type { RegisterDocument } from "../register/document.ts";
import type { Credential } from "../register/officer.ts";
import { sealDocument, sha256 } from "../register/sealing.ts";

interface NextVersion {
  readonly time: string;
  readonly edits: readonly string[];
  /** Officers and key of a new splitting; undefined: they stay. */
  readonly splitting?: Pick<Cover, "set" | "officers" | "key" | "recipient">;
}

export async function nextVersion(
  document: RegisterDocument,
  { newest, head }: CoverChain,
  signers: readonly Credential[],
  { time, edits, splitting }: NextVersion,
): Promise<{ readonly sealed: Uint8Array; readonly line: string; readonly version: number }> {
  const { signatures: _, ...before } = newest;
  const place = { register: before.register, version: before.version + 1, previous: head.cover };
  const sealed = await sealDocument(document, place, (splitting ?? before).recipient);
  const unsigned: UnsignedCover = {
    ...before,
    ...splitting,
    ...place,
    // A clock that was set back does not stop an edit.
    time: time > before.time ? time : before.time,
    sealed: sha256(sealed),
    bytes: sealed.length,
    edits: [...edits],
  };
  const signatures = signers.map(({ name, seed }) => ({
    officer: name,
    signature: signCover(unsigned, Buffer.from(seed, "hex")),
  }));
  return { sealed, line: coverLine({ ...unsigned, signatures }), version: place.version };
}
