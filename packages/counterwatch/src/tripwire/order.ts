/**
 * The enrolment order: what two officers of the agency sign, and without which the custodian evaluates nothing.
 *
 * Specification: canonical JSON (RFC 8785) under the domain "counterwatch/tripwire-order/v1", Ed25519 (RFC 8032). The order names
 * the SHA-256 of every batch of blinded elements, so a signature covers exactly these elements and no others; the custodian answers
 * those batches alone, at most one order an epoch. Quota times epochs is therefore all that anybody can ever ask.
 * Limits: two keys on one disk are one key. Officers keep theirs on media of their own.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { canonicalJson } from "@counterwatch/evidence";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import { type Announcement, epochNumber, hex32, termsSchema } from "./terms.ts";

const DOMAIN = "counterwatch/tripwire-order/v1\n";
export const SIGNATURES_NEEDED = 2;
const MOST_OFFICERS = 16;

const orderSchema = z.strictObject({
  v: z.literal(1),
  terms: termsSchema,
  epoch: epochNumber,
  publicKey: hex32,
  /** SHA-256 of each batch of elements, in order. */
  digests: z.array(hex32).min(1).max(16_384),
  made: z.iso.datetime({ precision: 3 }),
});
export type EnrolmentOrder = z.output<typeof orderSchema>;

export const signedOrderSchema = z.strictObject({
  order: orderSchema,
  signatures: z
    .array(z.strictObject({ officer: hex32, signature: z.string().regex(/^[0-9a-f]{128}$/) }))
    .max(MOST_OFFICERS),
});
export type SignedOrder = z.output<typeof signedOrderSchema>;

export function makeOrder(
  { terms, epoch, publicKey }: Announcement,
  digests: readonly string[],
  made: string,
): EnrolmentOrder {
  return { v: 1, terms, epoch, publicKey, digests: [...digests], made };
}

/** SHA-256, hex: the name of an order in ledgers and announcements. */
export function orderHash(order: EnrolmentOrder): string {
  return createHash("sha256").update(spell(order)).digest("hex");
}

/** Adds the officer's signature, or replaces it. `key` is an Ed25519 private key. */
export function signOrder({ order, signatures }: SignedOrder, key: KeyObject): SignedOrder {
  const officer = officerId(createPublicKey(key));
  const signature = sign(null, spell(order), key).toString("hex");
  const others = signatures.filter((each) => each.officer !== officer);
  return { order, signatures: [...others, { officer, signature }] };
}

/** Which of the officers have signed, each once. A signature that does not verify counts for nothing. */
export function signersOf({ order, signatures }: SignedOrder, officers: ReadonlySet<string>): string[] {
  const spelled = spell(order);
  const signed = signatures.filter(
    ({ officer, signature }) =>
      officers.has(officer) && verify(null, spelled, publicKey(officer), Buffer.from(signature, "hex")),
  );
  return [...new Set(signed.map(({ officer }) => officer))];
}

/** Throws `evidence` unless two of the officers signed this order. */
export function requireSigned(signed: SignedOrder, officers: ReadonlySet<string>): string[] {
  const signers = signersOf(signed, officers);
  if (signers.length >= SIGNATURES_NEEDED) return signers;
  throw new CounterwatchError(
    "evidence",
    `the enrolment order has ${signers.length} of ${SIGNATURES_NEEDED} officers' signatures that count`,
    { remedy: "Let another officer sign it: counterwatch tripwire enrol --officer FILE." },
  );
}

/** The raw public key, 32 bytes as hex. Throws `key-file` for any other kind of key. */
export function officerId(key: KeyObject): string {
  if (key.asymmetricKeyType !== "ed25519")
    throw new CounterwatchError("key-file", "an officer's key must be an Ed25519 key", {
      remedy: "Make one with: counterwatch tripwire officer",
    });
  return key.export({ type: "spki", format: "der" }).subarray(-RAW_BYTES).toString("hex");
}

/** Throws `key-file` where the text is no private key in PEM form. */
export function readOfficerKey(pem: string, file: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw new CounterwatchError("key-file", "this is not a private key in PEM form", {
      place: { file },
      remedy: "Make one with: counterwatch tripwire officer",
      cause,
    });
  }
  officerId(createPublicKey(key));
  return key;
}

const RAW_BYTES = 32;
/** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410, section 4). */
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

function publicKey(officer: string): KeyObject {
  return createPublicKey({
    key: Buffer.concat([SPKI, Buffer.from(officer, "hex")]),
    format: "der",
    type: "spki",
  });
}

function spell(order: EnrolmentOrder): Buffer {
  return Buffer.from(DOMAIN + canonicalJson(order));
}
