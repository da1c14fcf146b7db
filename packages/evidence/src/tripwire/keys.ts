/**
 * One-time tags and sealing keys of a blind tripwire.
 *
 *   F            VOPRF output for an identifier, 64 bytes (../voprf); both sides come to the same one
 *   Ktag ‖ Kseal = HKDF-SHA-256(F, no salt, info)                  RFC 5869; 32 bytes each, F itself is dropped
 *   tag          = SHA-256(Ktag ‖ r ‖ j), its first 16 bytes        r: salt of the batch, 16 bytes; j: 4 bytes, big-endian
 *   sealing key  = SHA-256(Kseal ‖ r ‖ j)                           for one payload alone
 *
 * Keyed hashing by a prefix is safe here because every input has the same length, 52 bytes: none extends another.
 * Limits: with the custodian's key k and these keys, identifiers can be guessed offline (plates and phone numbers are few).
 * With these keys alone, tags can be recognised but no identifier be tested.
 */
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";

const KEY_BYTES = 32;
export const SALT_BYTES = 16;
export const TAG_BYTES = 16;

export interface TripwireKeys {
  readonly tag: Uint8Array;
  readonly seal: Uint8Array;
}

/** Whose key it is and for how long: part of every derivation, so that no key means anything elsewhere. */
export interface EpochName {
  readonly custodian: string;
  readonly agency: string;
  /** From 1. */
  readonly epoch: number;
  /** Version of the canonical forms on which both sides agree. */
  readonly canonical: number;
}

/** "usage" for names that are not of 1 to 64 small letters, digits and hyphens. */
export function epochInfo({ custodian, agency, epoch, canonical }: EpochName): Uint8Array {
  for (const name of [custodian, agency])
    if (!/^[a-z0-9-]{1,64}$/.test(name))
      throw new EvidenceError("usage", "a party's name must be of 1 to 64 small letters, digits and hyphens");
  for (const number of [epoch, canonical])
    if (!Number.isSafeInteger(number) || number < 1)
      throw new EvidenceError("usage", "epochs and versions are whole numbers from 1");
  return utf8(["counterwatch/tripwire/v1", custodian, agency, epoch, canonical].join("\n"));
}

/** `info` is that of the epoch, `publicKey` the custodian's for it. */
export function tripwireKeys(output: Uint8Array, info: Uint8Array, publicKey: Uint8Array): TripwireKeys {
  const bytes = hkdf(sha256, output, undefined, concat(info, publicKey), 2 * KEY_BYTES);
  return { tag: bytes.slice(0, KEY_BYTES), seal: bytes.slice(KEY_BYTES) };
}

/** The tags and sealing keys of one batch. */
export class BatchKeys {
  readonly #input = new Uint8Array(KEY_BYTES + SALT_BYTES + 4);

  constructor(salt: Uint8Array) {
    if (salt.length !== SALT_BYTES) throw new EvidenceError("usage", "a batch's salt has 16 bytes");
    this.#input.set(salt, KEY_BYTES);
  }

  tag({ tag }: TripwireKeys, occurrence: number): Uint8Array {
    return this.#hash(tag, occurrence).subarray(0, TAG_BYTES);
  }

  sealingKey({ seal }: TripwireKeys, occurrence: number): Uint8Array {
    return this.#hash(seal, occurrence);
  }

  #hash(key: Uint8Array, occurrence: number): Uint8Array {
    this.#input.set(key);
    new DataView(this.#input.buffer).setUint32(KEY_BYTES + SALT_BYTES, occurrence);
    const digest = sha256(this.#input);
    this.#input.fill(0, 0, KEY_BYTES);
    return digest;
  }
}
