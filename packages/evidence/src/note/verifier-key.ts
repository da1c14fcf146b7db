/**
 * C2SP signed-note verifier keys: `<name>+<key id>+<base64 of type and public key>`, and how their ids are made. Of the
 * assigned types the three that a log and its witnesses use are known here; others are refused, not ignored.
 */
import { base64, concat, fromBase64, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { sha256 } from "../merkle/tree-hash.ts";
import { requireKeyName } from "./note.ts";

/** Ed25519 over the note's text (RFC 8032). */
export const ED25519 = 1;
/** Ed25519 over a checkpoint and the time (tlog-cosignature). */
export const ED25519_COSIGNATURE = 4;
/** ML-DSA-44 over a checkpoint and the time (tlog-cosignature, FIPS 204). */
export const ML_DSA_44_COSIGNATURE = 6;

export type SignatureType = 1 | 4 | 6;

const PUBLIC_KEY_BYTES: Readonly<Record<SignatureType, number>> = { 1: 32, 4: 32, 6: 1312 };

export interface VerifierKey {
  /** Of a log: its origin. */
  readonly name: string;
  readonly keyId: number;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array;
}

/** "key" where the name or the length of the public key is not allowed. */
export function verifierKey(name: string, type: SignatureType, publicKey: Uint8Array): VerifierKey {
  requireKeyName(name, "key");
  if (publicKey.length !== PUBLIC_KEY_BYTES[type])
    throw new EvidenceError("key", `a public key of type ${type} has not ${PUBLIC_KEY_BYTES[type]} bytes`);
  return { name, keyId: keyIdOf(name, type, publicKey), type, publicKey: Uint8Array.from(publicKey) };
}

/** SHA-256(name ‖ newline ‖ type ‖ public key), its first four bytes. */
function keyIdOf(name: string, type: SignatureType, publicKey: Uint8Array): number {
  const digest = sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), publicKey));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
}

export function formatVerifierKey({ name, keyId, type, publicKey }: VerifierKey): string {
  return `${name}+${formatKeyId(keyId)}+${base64(concat(Uint8Array.of(type), publicKey))}`;
}

/** "key" unless the text is a verifier key of a known type whose id is the recommended one. */
export function parseVerifierKey(text: string): VerifierKey {
  // Public keys in base64 may have a plus sign; names have none.
  const parts = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text.length > 4096 ? "" : text);
  if (parts === null) throw malformed("is not name+id+key");
  const [, name = "", id = "", encoded = ""] = parts;
  let material: Uint8Array;
  try {
    material = fromBase64(encoded);
  } catch (cause) {
    throw malformed("has a key that is not base64", cause);
  }
  const type = material[0];
  if (type !== ED25519 && type !== ED25519_COSIGNATURE && type !== ML_DSA_44_COSIGNATURE)
    throw malformed(`has the signature type ${type}, of which only 1, 4 and 6 are known`);
  const key = verifierKey(name, type, material.slice(1));
  if (formatKeyId(key.keyId) !== id) throw malformed("has an id that is not its key's");
  return key;
}

export function formatKeyId(keyId: number): string {
  return keyId.toString(16).padStart(8, "0");
}

function malformed(why: string, cause?: unknown): EvidenceError {
  return new EvidenceError("key", `a verifier key ${why}`, {
    cause,
    remedy: "Copy it whole, as the log's or witness's operator published it.",
  });
}
