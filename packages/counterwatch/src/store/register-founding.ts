/** A register's first version: its key, shares and officers. Runs in the register's process alone. */
import { randomBytes } from "node:crypto";
import {
  coverHash,
  coverLine,
  firstPrevious,
  publicKeyOf,
  signCover,
  type UnsignedCover,
} from "../register/cover.ts";
import { countsOf, EMPTY_DOCUMENT } from "../register/document.ts";
import { type Credential, lockCredential } from "../register/officer.ts";
import { makeDataKey, sealDocument, sha256 } from "../register/sealing.ts";
import { keyCheck, shareCheck, splitKey } from "../register/shares.ts";
import type { Say } from "./register-answers.ts";
import { writeSealed } from "./register-files.ts";
import type { RequestTo } from "./register-request.ts";
import { textOf, wipe } from "./register-unlocking.ts";

/** Key, shares, officers and an empty register. The officers' files hold the hash of the first cover. */
export async function found(
  request: RequestTo<"found">,
  passphrases: readonly Buffer[],
  say: Say,
): Promise<void> {
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
