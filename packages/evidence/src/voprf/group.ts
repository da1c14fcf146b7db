/**
 * The group of RFC 9497 section 4.1, ristretto255 with SHA-512 (RFC 9496 for the encoding, RFC 9380 for hashing to it).
 *
 * Elements and scalars are their canonical encodings, 32 bytes each; scalars are little-endian.
 * Limits: the arithmetic is libsodium's, compiled to WebAssembly: constant-time as far as its engine keeps it so. Its
 * wrapper copies arguments onto the WebAssembly heap and frees them without wiping, and a JavaScript engine may move or
 * copy any array: `wipe` clears the one copy that we hold, never all that were made.
 * Flow: bytes -> expand_message_xmd -> 64 uniform bytes -> element or scalar; elements are multiplied and added.
 *
 * Hostile input: whatever comes from a peer goes through `multiply`, `readElement` or `readScalar`, which refuse
 * ("malformed") wrong lengths, non-canonical encodings and, where RFC 9497 says so, the identity.
 */
import { concat, equalBytes } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";

export const ELEMENT_BYTES = 32;
export const SCALAR_BYTES = 32;
const WIDE_BYTES = 64;
/** SHA-512's input block, RFC 9380 section 5.3.1 (s_in_bytes). */
const BLOCK_BYTES = 128;

/** So many uniform bytes, from a cryptographic source. */
export type Random = (length: number) => Uint8Array;

export interface Group {
  /** SHA-512, 64 bytes. */
  hash(message: Uint8Array): Uint8Array;
  /** RFC 9497 section 4.1, HashToGroup. */
  hashToElement(message: Uint8Array, domain: Uint8Array): Uint8Array;
  /** RFC 9497 section 4.1, HashToScalar. */
  hashToScalar(message: Uint8Array, domain: Uint8Array): Uint8Array;
  /** Of 64 uniform bytes: within 2^-259 of uniform over the field, zero drawn again. */
  randomScalar(random: Random): Uint8Array;
  /** Of 64 uniform bytes: a uniform element whose discrete logarithm nobody knows. */
  randomElement(random: Random): Uint8Array;
  /** `scalar`·`element`; "malformed" where `element` is no canonical encoding. */
  multiply(scalar: Uint8Array, element: Uint8Array): Uint8Array;
  multiplyBase(scalar: Uint8Array): Uint8Array;
  add(left: Uint8Array, right: Uint8Array): Uint8Array;
  /** left - right·factor. */
  scalarSubtractProduct(left: Uint8Array, right: Uint8Array, factor: Uint8Array): Uint8Array;
  /** "usage" for zero. */
  invert(scalar: Uint8Array): Uint8Array;
  /** A foreign element, checked: canonical, and not the identity. */
  readElement(bytes: Uint8Array, what: string): Uint8Array;
  /** A foreign scalar, checked: below the group's order. */
  readScalar(bytes: Uint8Array, what: string): Uint8Array;
  /** Overwrites with zeros. */
  wipe(...secrets: readonly Uint8Array[]): void;
}

const IDENTITY = new Uint8Array(ELEMENT_BYTES);
const Z_PAD = new Uint8Array(BLOCK_BYTES);
/** I2OSP(64, 2) and I2OSP(0, 1), RFC 9380 section 5.3.1. */
const LENGTH_AND_ZERO = Uint8Array.of(0, WIDE_BYTES, 0);
const ONE = Uint8Array.of(1);

export function isZero(bytes: Uint8Array): boolean {
  return equalBytes(bytes, IDENTITY);
}

/** Loads libsodium when it is first needed: about 50 ms, which no other part of this package pays. */
export async function loadGroup(): Promise<Group> {
  const { default: sodium } = await import("libsodium-wrappers-sumo");
  await sodium.ready;
  const hash = (message: Uint8Array) => sodium.crypto_hash_sha512(message);

  /** RFC 9380 section 5.3.1 for 64 bytes of output, where its loop has one round. */
  function expand(message: Uint8Array, domain: Uint8Array): Uint8Array {
    if (domain.length > 255) throw new EvidenceError("usage", "a domain separation tag is over 255 bytes");
    const tag = concat(domain, Uint8Array.of(domain.length));
    return hash(concat(hash(concat(Z_PAD, message, LENGTH_AND_ZERO, tag)), ONE, tag));
  }

  function readScalar(bytes: Uint8Array, what: string): Uint8Array {
    const wide = concat(sized(bytes, SCALAR_BYTES, what), new Uint8Array(WIDE_BYTES - SCALAR_BYTES));
    const reduced = sodium.crypto_core_ristretto255_scalar_reduce(wide);
    if (!equalBytes(reduced, bytes)) throw new EvidenceError("malformed", `${what} is not a reduced scalar`);
    return bytes;
  }

  function readElement(bytes: Uint8Array, what: string): Uint8Array {
    sized(bytes, ELEMENT_BYTES, what);
    if (isZero(bytes)) throw new EvidenceError("malformed", `${what} is the identity element`);
    if (!sodium.crypto_core_ristretto255_is_valid_point(bytes))
      throw new EvidenceError("malformed", `${what} is not a canonical encoding of a group element`);
    return bytes;
  }

  function multiply(scalar: Uint8Array, element: Uint8Array): Uint8Array {
    // libsodium refuses a product that is the identity; the order is prime, so one factor must be zero.
    if (isZero(scalar) || isZero(element)) return IDENTITY.slice();
    try {
      return sodium.crypto_scalarmult_ristretto255(scalar, element);
    } catch (cause) {
      throw new EvidenceError("malformed", "an element is not a canonical encoding", { cause });
    }
  }

  return {
    hash,
    multiply,
    readElement,
    readScalar,
    hashToElement: (message, domain) => sodium.crypto_core_ristretto255_from_hash(expand(message, domain)),
    hashToScalar: (message, domain) => sodium.crypto_core_ristretto255_scalar_reduce(expand(message, domain)),
    randomScalar(random) {
      for (;;) {
        const wide = sized(random(WIDE_BYTES), WIDE_BYTES, "a random string");
        const scalar = sodium.crypto_core_ristretto255_scalar_reduce(wide);
        sodium.memzero(wide);
        if (!isZero(scalar)) return scalar;
      }
    },
    randomElement: (random) =>
      sodium.crypto_core_ristretto255_from_hash(sized(random(WIDE_BYTES), WIDE_BYTES, "a random string")),
    multiplyBase: (scalar) =>
      isZero(scalar) ? IDENTITY.slice() : sodium.crypto_scalarmult_ristretto255_base(scalar),
    add: (left, right) => sodium.crypto_core_ristretto255_add(left, right),
    scalarSubtractProduct: (left, right, factor) =>
      sodium.crypto_core_ristretto255_scalar_sub(
        left,
        sodium.crypto_core_ristretto255_scalar_mul(right, factor),
      ),
    invert(scalar) {
      if (isZero(scalar)) throw new EvidenceError("usage", "zero has no inverse");
      return sodium.crypto_core_ristretto255_scalar_invert(scalar);
    },
    wipe(...secrets) {
      for (const secret of secrets) sodium.memzero(secret);
    },
  };
}

function sized(bytes: Uint8Array, length: number, what: string): Uint8Array {
  if (bytes.length !== length)
    throw new EvidenceError("malformed", `${what} has ${bytes.length} bytes, not ${length}`);
  return bytes;
}
