/**
 * The sealed file: one age file (age-encryption.org/v1) for one recipient, whose identity is the data key.
 *
 * Specification: ML-KEM-768 with X25519 (age's hybrid recipient): whoever copies the file today must not read it in twenty
 * years. The plaintext is canonical JSON, padded with spaces to 64 KiB or, above, to Padmé's lengths (Nikitin et al., PETS
 * 2019), so that the length tells little about how many people it holds (at most 12 % of it is padding).
 * Limits: age does not authenticate the sender. Who sealed it is said by the cover, which holds the file's hash.
 * Flow: `seal` and `unseal`, bytes in, bytes out; the caller wipes what it gets.
 */
import { createHash } from "node:crypto";
import { canonicalJson } from "@counterwatch/evidence";
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { z } from "zod";
import { CANONICAL_VERSION } from "../intake/canonical.ts";
import { CounterwatchError } from "../model/index.ts";
import { canonicalMembers, documentSchema, type RegisterDocument } from "./document.ts";
import { type Proposal, proposalSchema } from "./proposal.ts";

const LEAST = 64 * 1024;
export const MOST_SEALED_BYTES = 512 * 1024 * 1024;

const contentSchema = z.strictObject({
  format: z.literal("counterwatch-register-content/v1"),
  register: z.string(),
  version: z.int().min(0),
  previous: z.string(),
  /** Version of the canonical forms of its identifiers. */
  canonical: z.int().min(1),
  document: documentSchema,
});

/** What binds a sealed file to its place in the chain, besides the cover's hash of it. */
export interface SealedPlace {
  readonly register: string;
  readonly version: number;
  readonly previous: string;
}

/** An age identity; its text is the data key. */
export async function makeDataKey(): Promise<{ key: Uint8Array; recipient: string }> {
  const identity = await generateHybridIdentity();
  return { key: new TextEncoder().encode(identity), recipient: await identityToRecipient(identity) };
}

export function sealDocument(document: RegisterDocument, place: SealedPlace, recipient: string) {
  const { register, version, previous } = place;
  return seal(
    {
      format: "counterwatch-register-content/v1",
      register,
      version,
      previous,
      canonical: CANONICAL_VERSION,
      document,
    },
    recipient,
  );
}

export function sealProposal(proposal: Proposal, recipient: string): Promise<Uint8Array> {
  return seal(proposal, recipient);
}

/** Throws `register` where the bytes are damaged, or belong to another place of the chain. */
export async function unsealDocument(
  sealed: Uint8Array,
  key: Uint8Array,
  place: SealedPlace,
): Promise<RegisterDocument> {
  const { data } = contentSchema.safeParse(await unseal(sealed, key));
  if (
    data === undefined ||
    data.register !== place.register ||
    data.version !== place.version ||
    data.previous !== place.previous
  )
    throw damaged("the sealed register is not the version that its cover names");
  const { document } = data;
  if (data.canonical === CANONICAL_VERSION) return document;
  // Look-ups have newer forms by now. Canonical forms are whole: no country is needed to read them again.
  return {
    ...document,
    people: canonicalMembers(document.people, "people", undefined),
    decoys: canonicalMembers(document.decoys, "decoys", undefined),
  };
}

/** Throws `register` where the bytes are damaged or no proposal. Who proposed is for `checkProposal`. */
export async function unsealProposal(sealed: Uint8Array, key: Uint8Array): Promise<Proposal> {
  const plain = await unseal(sealed, key, "a pending edit does not open with this register's key", STRAY);
  const { data } = proposalSchema.safeParse(plain);
  if (data === undefined) throw damaged("a pending edit is damaged", STRAY);
  return data;
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function seal(value: unknown, recipient: string): Promise<Uint8Array> {
  const text = new TextEncoder().encode(canonicalJson(value));
  const padded = new Uint8Array(paddedLength(text.length)).fill(0x20);
  padded.set(text);
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  try {
    return await encrypter.encrypt(padded);
  } finally {
    text.fill(0);
    padded.fill(0);
  }
}

async function unseal(
  sealed: Uint8Array,
  key: Uint8Array,
  trouble = "a sealed file does not open with this register's key",
  remedy?: string,
): Promise<unknown> {
  const decrypter = new Decrypter();
  let plain: Uint8Array | undefined;
  try {
    decrypter.addIdentity(new TextDecoder().decode(key));
    plain = await decrypter.decrypt(sealed);
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
  } catch {
    throw damaged(trouble, remedy);
  } finally {
    plain?.fill(0);
  }
}

/** Padmé: the length keeps as many leading bits as its exponent has bits. */
export function paddedLength(length: number): number {
  if (length <= LEAST) return LEAST;
  const exponent = Math.floor(Math.log2(length));
  const unit = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return Math.ceil(length / unit) * unit;
}

const STRAY =
  "It is damaged, or was proposed before the key was split anew: take it out of the folder `pending` and propose it again.";

function damaged(
  message: string,
  remedy = "Restore the register's folder from a backup; nothing was handed out.",
): CounterwatchError {
  return new CounterwatchError("register", message, { remedy });
}
