/**
 * Signing keys and their files: `PRIVATE+KEY+<name>+<key id>+<base64 of type and seed>`, the form that Go's
 * golang.org/x/mod/sumdb/note reads for Ed25519 (type 1); types 4 and 6 (tlog-cosignature) are written the same way.
 *
 * Limits: the seed is in this process's memory for as long as the key object lives. Files are made with mode 0600; one that
 * others may read is refused.
 */
import { createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import { base64, concat, fromBase64 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import type { Signer } from "../note/signature.ts";
import {
  formatKeyId,
  ML_DSA_44_COSIGNATURE,
  type SignatureType,
  type VerifierKey,
  verifierKey,
} from "../note/verifier-key.ts";

const SEED_BYTES = 32;
/** DER of a PKCS #8 private key of Ed25519 (RFC 8410), before its 32 bytes. */
const PKCS8_HEAD = Uint8Array.from(Buffer.from("302e020100300506032b657004220420", "hex"));

/** A new key's text, for `writeKeyFile`, and its public half. `seed`: 32 random bytes. */
export function makeKey(
  name: string,
  type: SignatureType,
  seed: Uint8Array = randomBytes(SEED_BYTES),
): { readonly text: string; readonly key: VerifierKey } {
  const { key } = signerOf(name, type, seed);
  const material = base64(concat(Uint8Array.of(type), seed));
  return { text: `PRIVATE+KEY+${name}+${formatKeyId(key.keyId)}+${material}`, key };
}

/** "key" unless the text is a private key of a known type whose id is its own. */
export function parseSigner(text: string): Signer {
  const parts = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{1,64})$/u.exec(text.trimEnd());
  if (parts === null || text.length > 1024) throw badKey();
  const [, name = "", id = "", encoded = ""] = parts;
  const material = fromBase64(encoded);
  const type = material[0];
  if ((type !== 1 && type !== 4 && type !== 6) || material.length !== 1 + SEED_BYTES) throw badKey();
  const signer = signerOf(name, type, material.slice(1));
  if (formatKeyId(signer.key.keyId) !== id) throw badKey();
  return signer;
}

function signerOf(name: string, type: SignatureType, seed: Uint8Array): Signer {
  if (seed.length !== SEED_BYTES) throw new EvidenceError("usage", `a seed has not ${SEED_BYTES} bytes`);
  if (type === ML_DSA_44_COSIGNATURE) {
    const { publicKey, secretKey } = ml_dsa44.keygen(seed);
    return { key: verifierKey(name, type, publicKey), sign: (message) => ml_dsa44.sign(message, secretKey) };
  }
  const der = Buffer.from(concat(PKCS8_HEAD, seed));
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  der.fill(0);
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const key = verifierKey(name, type, spki.subarray(-32));
  return { key, sign: (message) => Uint8Array.from(sign(null, message, privateKey)) };
}

/** Writes a new file of mode 0600, durably; "usage" where it exists, for a key that is overwritten is lost. */
export async function writeKeyFile(path: string, text: string): Promise<void> {
  const handle = await open(path, "wx", 0o600).catch((cause: unknown) => {
    throw new EvidenceError("usage", "a key file cannot be made there", {
      place: { file: path },
      remedy: "Choose a path where nothing is, in a folder that you may write to.",
      cause,
    });
  });
  try {
    await handle.writeFile(`${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The signer of a key file; "missing", "key". */
export function readKeyFile(path: string): Signer {
  let text: string;
  try {
    const status = lstatSync(path);
    if (!status.isFile() || (process.platform !== "win32" && (status.mode & 0o077) !== 0))
      throw new EvidenceError("key", "a key file can be read by others, or is no file", {
        place: { file: path },
        remedy: `Run chmod 600 on it, and consider whether the key is still secret.`,
      });
    if (status.size > 4096) throw badKey();
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof EvidenceError) throw cause;
    throw new EvidenceError("missing", "a key file cannot be read", { place: { file: path }, cause });
  }
  return parseSigner(text);
}

// Says nothing of the text: it is a secret, even where it is damaged.
function badKey(): EvidenceError {
  return new EvidenceError("key", "a key file does not hold a signing key", {
    remedy: "It must be one line that begins with PRIVATE+KEY+, as it was made.",
  });
}
