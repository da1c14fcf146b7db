/**
 * The cover: what anyone may read of one version of the register. Covers form a chain; each names the hash of the one
 * before, the hash of the sealed file and of the edits that led to it, and is signed by two officers of the one before.
 *
 * Specification: one line a cover, canonical JSON (RFC 8785), Ed25519 (RFC 8032) over a domain and the line without its
 * signatures. The hash of a cover is over its whole line, so that not one byte can be written differently.
 * Limits: a chain that is whole and signed may still be an old one; `freshness.ts` says how that is told.
 * Flow: `checkCovers` reads the chain from version 0; `coverLine` writes, `signCover` signs.
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { canonicalJson } from "@counterwatch/evidence";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const short = z.string().regex(/^[0-9a-f]{32}$/);
export const OFFICER_NAME = /^[a-z][a-z0-9-]{0,31}$/;
export const OFFICERS = 3;
const NEEDED = 2;
const NO_COVER = "0".repeat(64);
const MOST_COVERS = 100_000;
const LONGEST_LINE = 64 * 1024;

const unsignedSchema = z.strictObject({
  format: z.literal("counterwatch-register/v1"),
  register: short,
  version: z.int().min(0),
  previous: hash,
  time: z.iso.datetime({ precision: 3 }),
  /** Whether no unlock or edit may happen without a ledger. */
  ledger: z.boolean(),
  officers: z
    .array(z.strictObject({ name: z.string().regex(OFFICER_NAME), key: hash, share: hash }))
    .length(OFFICERS),
  /** Which splitting of which data key the shares belong to. */
  set: short,
  key: hash.describe("Check value of the data key."),
  recipient: z.string().regex(/^age1[a-z0-9]{20,4000}$/),
  sealed: hash.describe("SHA-256 of the sealed file."),
  bytes: z.int().min(1),
  edits: z.array(hash).max(10_000),
});

const coverSchema = unsignedSchema.extend({
  signatures: z
    .array(z.strictObject({ officer: z.string(), signature: z.string().regex(/^[0-9a-f]{128}$/) }))
    .min(NEEDED)
    .max(OFFICERS),
});

export type UnsignedCover = z.output<typeof unsignedSchema>;
export type Cover = z.output<typeof coverSchema>;

export interface CoverPoint {
  readonly version: number;
  /** Hash of the cover's line, hex. */
  readonly cover: string;
}

export interface CoverChain {
  readonly newest: Cover;
  readonly head: CoverPoint;
  /** Hashes of all edits that were sealed in, ever. */
  readonly edits: ReadonlySet<string>;
  /** Hash of the cover of each version. */
  readonly hashes: readonly string[];
  /** Of each version: what they signed stays theirs when others have taken their place. */
  readonly officers: readonly Cover["officers"][];
}

export function coverLine(cover: Cover): string {
  return canonicalJson(cover);
}

export function coverHash(line: string): string {
  return createHash("sha256").update("counterwatch/register-cover/v1\n").update(line).digest("hex");
}

export function firstPrevious(): string {
  return NO_COVER;
}

/** `seed`: 32 bytes of an Ed25519 private key (RFC 8032, section 5.1.5). */
export function signCover(cover: UnsignedCover, seed: Uint8Array): string {
  return signText(signedText(cover), seed);
}

/** Ed25519, hex; `text` begins with a domain of its own. */
export function signText(text: string, seed: Uint8Array): string {
  return sign(null, Buffer.from(text), privateKey(seed)).toString("hex");
}

export function verifyText(text: string, signature: string, key: string): boolean {
  return verify(null, Buffer.from(text), publicKey(key), Buffer.from(signature, "hex"));
}

/** The public key of `seed`, 32 bytes as hex. */
export function publicKeyOf(seed: Uint8Array): string {
  const der = createPublicKey(privateKey(seed)).export({ type: "spki", format: "der" });
  return der.subarray(-32).toString("hex");
}

/** Reads and verifies the whole chain. `file` is for the message. Throws `register`. */
export function checkCovers(text: string, file: string): CoverChain {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.length === 0 || lines.length > MOST_COVERS)
    throw damaged(file, lines.length, "the list of covers is empty or cut short");
  const hashes: string[] = [];
  const edits = new Set<string>();
  const officers: Cover["officers"][] = [];
  let before: Cover | undefined;
  for (const [at, line] of lines.entries()) {
    const cover = readCover(line, file, at + 1);
    const expected = hashes.at(-1) ?? NO_COVER;
    if (cover.version !== at || cover.previous !== expected)
      throw damaged(file, at + 1, "a cover does not follow on the one before it");
    if (before !== undefined && (cover.register !== before.register || cover.time < before.time))
      throw damaged(file, at + 1, "a cover belongs to another register, or is older than the one before it");
    checkSignatures(cover, before ?? cover, file, at + 1);
    hashes.push(coverHash(line));
    for (const edit of cover.edits) edits.add(edit);
    officers.push(cover.officers);
    before = cover;
  }
  const newest = before as Cover;
  return {
    newest,
    hashes,
    edits,
    officers,
    head: { version: newest.version, cover: hashes.at(-1) as string },
  };
}

function readCover(line: string, file: string, number: number): Cover {
  let value: unknown;
  try {
    value = line.length > LONGEST_LINE ? undefined : JSON.parse(line);
  } catch {
    value = undefined;
  }
  const { data: cover } = coverSchema.safeParse(value);
  // Written in one way only: a changed space would otherwise pass.
  if (cover === undefined || canonicalJson(cover) !== line) throw damaged(file, number, "this is no cover");
  if (new Set(cover.officers.flatMap(({ name, key }) => [name, key])).size !== 2 * OFFICERS)
    throw damaged(file, number, "two officers share a name or a key");
  return cover;
}

function checkSignatures(cover: Cover, authority: Cover, file: string, number: number): void {
  const { signatures, ...unsigned } = cover;
  const text = signedText(unsigned);
  const signed = new Set<string>();
  for (const { officer, signature } of signatures) {
    const key = authority.officers.find(({ name }) => name === officer)?.key;
    if (key === undefined || !verifyText(text, signature, key))
      throw damaged(file, number, "a signature is not an officer's");
    signed.add(officer);
  }
  if (signed.size < NEEDED) throw damaged(file, number, "fewer than two officers have signed");
}

function signedText(cover: UnsignedCover): string {
  return `counterwatch/register-signature/v1\n${canonicalJson(cover)}`;
}

// RFC 8410, section 7 and 4: the DER that goes before the 32 bytes of a private and a public key.
const PRIVATE_DER = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC_DER = Buffer.from("302a300506032b6570032100", "hex");

function privateKey(seed: Uint8Array) {
  const der = Buffer.concat([PRIVATE_DER, seed]);
  try {
    return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  } finally {
    der.fill(0);
  }
}

function publicKey(key: string) {
  return createPublicKey({
    key: Buffer.concat([PUBLIC_DER, Buffer.from(key, "hex")]),
    format: "der",
    type: "spki",
  });
}

function damaged(file: string, line: number, message: string): CounterwatchError {
  return new CounterwatchError("register", message, {
    place: { file, line },
    remedy: "Restore the register's folder from a backup of its newest version; nothing was opened.",
  });
}
