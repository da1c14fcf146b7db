/**
 * What an officer keeps: a share of the data key, a signing key, and an anchor in the chain of covers, in one file that is
 * age-encrypted under the officer's passphrase. The anchor makes the file refuse a register that was swapped whole.
 */
import { Decrypter, Encrypter } from "age-encryption";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import { type CoverChain, OFFICER_NAME } from "./cover.ts";
import { checkSplitting } from "./shares.ts";

export const MOST_OFFICER_BYTES = 16 * 1024;
export const WORK_FACTOR = 18;
export const SHORTEST_PASSPHRASE = 12;

const credentialSchema = z.strictObject({
  format: z.literal("counterwatch-officer/v1"),
  register: z.string().regex(/^[0-9a-f]{32}$/),
  name: z.string().regex(OFFICER_NAME),
  set: z.string().regex(/^[0-9a-f]{32}$/),
  place: z.int().min(0).max(2),
  share: z.string().regex(/^([0-9a-f]{2}){2,512}$/),
  seed: z.string().regex(/^[0-9a-f]{64}$/),
  anchor: z.strictObject({ version: z.int().min(0), cover: z.string().regex(/^[0-9a-f]{64}$/) }),
});

export type Credential = z.output<typeof credentialSchema>;

/** age with scrypt; `workFactor` is the logarithm to base 2 of its cost (18: about a second and 256 MB). */
export async function lockCredential(
  credential: Credential,
  passphrase: string,
  workFactor: number,
): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return await encrypter.encrypt(JSON.stringify(credential));
}

/** Throws `share`: the passphrase is wrong or the file is damaged (age cannot tell which), or it is no officer's file. */
export async function openCredential(
  file: Uint8Array,
  passphrase: string,
  name: string,
): Promise<Credential> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  let text: string;
  try {
    text = await decrypter.decrypt(file, "text");
  } catch {
    // The library's own words may hold lengths or offsets of the secret: they are not passed on.
    throw new CounterwatchError("share", `the file of ${name} does not open`, {
      remedy:
        "Either the passphrase is wrong or the file is damaged: try again, then use the officer's copy.",
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const { data } = credentialSchema.safeParse(value);
  if (data === undefined || data.name !== name)
    throw new CounterwatchError("share", `the file given for ${name} is another one`, {
      remedy: "Use the file that was written for this officer when the key was split.",
    });
  return data;
}

/**
 * Throws `share` where the officer belongs to another register or splitting of its key, `rollback` where this chain is not the
 * one they know.
 */
export function checkAnchor({ name, register, anchor, set }: Credential, chain: CoverChain): void {
  if (register !== chain.newest.register)
    throw new CounterwatchError("share", `${name} is an officer of another register`, {
      remedy: "Use the officers of this one: `register show` names them.",
    });
  if (chain.hashes[anchor.version] !== anchor.cover)
    throw new CounterwatchError(
      "rollback",
      `this register is not the one that ${name} helped to make: its covers were rewritten or rolled back`,
      { remedy: "Do not use it. Restore the folder from a backup, and find out who could write to it." },
    );
  // Here, too, and not only where shares are put together: an old signing key proposes nothing any more.
  checkSplitting(name, set, chain.newest.set);
}
