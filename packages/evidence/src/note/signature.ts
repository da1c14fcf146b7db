/**
 * What a key signs when it signs a note, and whether it did: C2SP signed-note (Ed25519) and tlog-cosignature (Ed25519 and
 * ML-DSA-44 with the time).
 *
 * Limits: three types of key (verifier-key.ts). Ed25519 by libsodium alone, which refuses keys of small order and second
 * spellings of a signature; WebCrypto would do in many browsers, but two verifiers that differ on such a signature are worse
 * than one. ML-DSA-44 (FIPS 204, pure, empty context) by noble.
 * Flow: `signedMessage` is shared by signing and verifying. The raw signature function is handed in: keys live elsewhere.
 */
import { concat, fromUint64, uint64, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import type { Note, NoteSignature } from "./note.ts";
import { parseNote } from "./note.ts";
import {
  ED25519,
  ED25519_COSIGNATURE,
  formatKeyId,
  ML_DSA_44_COSIGNATURE,
  type VerifierKey,
} from "./verifier-key.ts";

const TIME_BYTES = 8;
const ML_DSA_44_SIGNATURE_BYTES = 2420;
const ED25519_SIGNATURE_BYTES = 64;
const SUBTREE_LABEL = utf8("subtree/v1\n\0");

export interface Signer {
  readonly key: VerifierKey;
  /** The raw signature of a message by the private half of `key`. */
  sign(message: Uint8Array): Uint8Array;
}

export interface Signed {
  readonly key: VerifierKey;
  /** POSIX seconds, where the type of signature carries them. */
  readonly seconds?: number;
}

/** A note that at least one known key signed. */
export interface OpenedNote extends Note {
  readonly signed: readonly Signed[];
  /** Signature lines of keys that nobody named: nothing is known of them, and their bytes are protected by nothing. */
  readonly unknown: number;
}

/**
 * The note of `bytes` where at least one of `keys` signed it. "signature" where none did, or where a line that bears the
 * name and id of one does not verify; "malformed" and "limit" from parsing.
 */
export async function openNote(bytes: Uint8Array, keys: readonly VerifierKey[]): Promise<OpenedNote> {
  const note = parseNote(bytes);
  const signed: Signed[] = [];
  let unknown = 0;
  for (const signature of note.signatures) {
    const key = keys.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId);
    if (key === undefined) unknown += 1;
    else signed.push(await requireSignature(note.text, signature, key));
  }
  if (signed.length === 0)
    throw new EvidenceError("signature", "a note is signed by none of the keys that were given", {
      remedy: "Give the verifier key of the log or witness that signed it.",
    });
  return { ...note, signed, unknown };
}

async function requireSignature(text: string, { bytes }: NoteSignature, key: VerifierKey): Promise<Signed> {
  const refuse = () =>
    new EvidenceError(
      "signature",
      `the signature of ${key.name} (${formatKeyId(key.keyId)}) does not verify`,
    );
  const timed = key.type !== ED25519;
  const raw = timed ? bytes.subarray(TIME_BYTES) : bytes;
  if (raw.length !== rawLength(key)) throw refuse();
  const seconds = timed ? fromUint64(bytes) : 0;
  if (!(await verifyRaw(raw, signedMessage(key, text, seconds), key))) throw refuse();
  return timed ? { key, seconds } : { key };
}

/** `seconds` (POSIX) goes into what cosignatures say; an Ed25519 note signature has no time. */
export function signText(text: string, signer: Signer, seconds: number): NoteSignature {
  const { key } = signer;
  const raw = signer.sign(signedMessage(key, text, seconds));
  if (raw.length !== rawLength(key))
    throw new EvidenceError("key", `a signature of ${key.name} has not ${rawLength(key)} bytes`);
  const bytes = key.type === ED25519 ? raw : concat(uint64(seconds), raw);
  return { name: key.name, keyId: key.keyId, bytes };
}

function signedMessage(key: VerifierKey, text: string, seconds: number): Uint8Array {
  switch (key.type) {
    case ED25519:
      return utf8(text);
    case ED25519_COSIGNATURE:
      parseCheckpoint(text);
      return utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
    case ML_DSA_44_COSIGNATURE: {
      const { origin, size, root } = parseCheckpoint(text);
      // Extension lines are not in the message: a second spelling of the same statement must not exist.
      if (text.split("\n").length !== 4)
        throw new EvidenceError("signature", "an ML-DSA-44 cosignature says nothing of extension lines");
      return concat(
        SUBTREE_LABEL,
        counted(utf8(key.name)),
        uint64(seconds),
        counted(utf8(origin)),
        uint64(0),
        uint64(size),
        root,
      );
    }
  }
}

/** opaque<1..255> of RFC 8446 section 3. */
function counted(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 1 || bytes.length > 255)
    throw new EvidenceError("limit", "a name has more than 255 bytes, which a cosignature cannot carry");
  return concat(Uint8Array.of(bytes.length), bytes);
}

function rawLength({ type }: VerifierKey): number {
  return type === ML_DSA_44_COSIGNATURE ? ML_DSA_44_SIGNATURE_BYTES : ED25519_SIGNATURE_BYTES;
}

// Loaded at first use: libsodium compiles its WebAssembly, which a reader of tiles does not need.
async function verifyRaw(
  raw: Uint8Array,
  message: Uint8Array,
  { type, publicKey }: VerifierKey,
): Promise<boolean> {
  if (type === ML_DSA_44_COSIGNATURE) {
    const { ml_dsa44 } = await import("@noble/post-quantum/ml-dsa.js");
    return ml_dsa44.verify(raw, message, publicKey);
  }
  const { default: sodium } = await import("libsodium-wrappers-sumo");
  await sodium.ready;
  return sodium.crypto_sign_verify_detached(raw, message, publicKey);
}
