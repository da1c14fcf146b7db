/**
 * RFC 9497: OPRF and VOPRF (modes 0x00 and 0x01) over ristretto255-SHA512.
 *
 *   client                                          server (secret key k, public key kG)
 *   blind(input)  -> b, bH(input)   -- blinded ->   blindEvaluate: kbH(input), and in mode VOPRF one proof for all
 *   finalize      <- evaluated, proof --            that log_G(kG) = log_blinded(evaluated)
 *   Hash(input, kH(input), "Finalize")              evaluate(input): the same output by whoever holds k
 *
 * Limits: POPRF (mode 0x02) is not here. Inputs are at most 65,535 bytes, batches at most 65,535 elements. Inputs that can be
 * guessed can be tried by whoever holds k or may ask for evaluations: the caller must bound those (sections 7.2.3 and 7.3).
 * Randomness is handed in, so that the RFC's vectors can be replayed; a repeated `r` of a proof gives the key away.
 */
import { concat, equalBytes, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { ELEMENT_BYTES, type Group, isZero, type Random, SCALAR_BYTES } from "./group.ts";

export type OprfMode = "oprf" | "voprf";

export const PROOF_BYTES = 2 * SCALAR_BYTES;
const SEED_BYTES = 32;
const LONGEST = 65_535;

export interface KeyPair {
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

interface Blinded {
  /** Secret, and needed once more for `finalize`. */
  readonly blind: Uint8Array;
  readonly element: Uint8Array;
}

export interface Evaluation {
  readonly elements: readonly Uint8Array[];
  /** c and s, 64 bytes (section 2.2); empty in mode OPRF. */
  readonly proof: Uint8Array;
}

export interface Oprf {
  /** Section 3.2.1. `seed` has 32 bytes. */
  deriveKeyPair(seed: Uint8Array, info: Uint8Array): KeyPair;
  /** Section 3.3.1. Throws "usage" for an input that is too long or hashes to the identity. */
  blind(input: Uint8Array, random: Random): Blinded;
  /** Sections 3.3.1 and 3.3.2, for a batch. Throws "malformed" for what is no element, or the identity. */
  blindEvaluate(keys: KeyPair, blinded: readonly Uint8Array[], random: Random): Evaluation;
  /** Section 2.2.2. Throws "proof"; "malformed" for what is no element or scalar. Mode OPRF has nothing to verify. */
  verify(publicKey: Uint8Array, blinded: readonly Uint8Array[], evaluation: Evaluation): void;
  /** Section 3.3.1: 64 bytes. In mode VOPRF only after `verify`: a batch is verified once, not once per element. */
  finalize(input: Uint8Array, blind: Uint8Array, evaluated: Uint8Array): Uint8Array;
  /** Section 3.3.1, Evaluate: the same 64 bytes from the secret key. */
  evaluate(secretKey: Uint8Array, input: Uint8Array): Uint8Array;
}

const FINALIZE = utf8("Finalize");
const COMPOSITE = utf8("Composite");
const CHALLENGE = utf8("Challenge");

export function createOprf(group: Group, mode: OprfMode): Oprf {
  // Section 3.1: contextString = "OPRFV1-" || I2OSP(mode, 1) || "-" || identifier
  const context = concat(
    utf8("OPRFV1-"),
    Uint8Array.of(mode === "voprf" ? 1 : 0),
    utf8("-ristretto255-SHA512"),
  );
  const toElement = concat(utf8("HashToGroup-"), context);
  const toScalar = concat(utf8("HashToScalar-"), context);
  const toKey = concat(utf8("DeriveKeyPair"), context);
  const seedDomain = concat(utf8("Seed-"), context);

  function hashInput(input: Uint8Array): Uint8Array {
    const element = group.hashToElement(bounded(input), toElement);
    // No such input is known; finding one is as hard as breaking the hash.
    if (isZero(element)) throw new EvidenceError("usage", "an input hashes to the identity element");
    return element;
  }

  function output(input: Uint8Array, element: Uint8Array): Uint8Array {
    return group.hash(concat(prefixed(bounded(input)), prefixed(element), FINALIZE));
  }

  /**
   * Section 2.2.1, ComputeComposites: M = sum of d_i C_i and, with the key (ComputeCompositesFast), Z = kM; without it,
   * Z = sum of d_i D_i.
   */
  function composites(
    publicKey: Uint8Array,
    from: readonly Uint8Array[],
    to: readonly Uint8Array[],
    secretKey?: Uint8Array,
  ) {
    const seed = group.hash(concat(prefixed(publicKey), prefixed(seedDomain)));
    let m: Uint8Array = new Uint8Array(ELEMENT_BYTES);
    let z: Uint8Array = new Uint8Array(ELEMENT_BYTES);
    for (const [index, c] of from.entries()) {
      const d = to[index] as Uint8Array;
      const transcript = concat(prefixed(seed), uint16(index), prefixed(c), prefixed(d), COMPOSITE);
      const weight = group.hashToScalar(transcript, toScalar);
      m = group.add(m, group.multiply(weight, c));
      if (secretKey === undefined) z = group.add(z, group.multiply(weight, d));
    }
    return { m, z: secretKey === undefined ? z : group.multiply(secretKey, m) };
  }

  function challenge(publicKey: Uint8Array, ...elements: readonly Uint8Array[]): Uint8Array {
    const transcript = concat(prefixed(publicKey), ...elements.map(prefixed), CHALLENGE);
    return group.hashToScalar(transcript, toScalar);
  }

  /** Section 2.2.1, GenerateProof with A = G, B = kG. */
  function prove(keys: KeyPair, from: readonly Uint8Array[], to: readonly Uint8Array[], random: Random) {
    const { m, z } = composites(keys.publicKey, from, to, keys.secretKey);
    const r = group.randomScalar(random);
    const c = challenge(keys.publicKey, m, z, group.multiplyBase(r), group.multiply(r, m));
    const s = group.scalarSubtractProduct(r, c, keys.secretKey);
    group.wipe(r);
    return concat(c, s);
  }

  return {
    deriveKeyPair(seed, info) {
      if (seed.length !== SEED_BYTES) throw new EvidenceError("usage", "a seed must have 32 bytes");
      const input = concat(seed, prefixed(bounded(info)));
      for (let counter = 0; counter < 256; counter++) {
        const secretKey = group.hashToScalar(concat(input, Uint8Array.of(counter)), toKey);
        if (isZero(secretKey)) continue;
        group.wipe(input);
        return { secretKey, publicKey: group.multiplyBase(secretKey) };
      }
      throw new EvidenceError("key", "no key can be derived from this seed (RFC 9497, DeriveKeyPairError)");
    },
    blind(input, random) {
      const blind = group.randomScalar(random);
      return { blind, element: group.multiply(blind, hashInput(input)) };
    },
    blindEvaluate(keys, blinded, random) {
      sizeOf(blinded);
      for (const element of blinded) group.readElement(element, "a blinded element");
      const elements = blinded.map((element) => group.multiply(keys.secretKey, element));
      const proof = mode === "voprf" ? prove(keys, blinded, elements, random) : new Uint8Array(0);
      return { elements, proof };
    },
    verify(publicKey, blinded, { elements, proof }) {
      if (sizeOf(blinded) !== elements.length)
        throw new EvidenceError("malformed", "there are not as many evaluated elements as blinded ones");
      for (const element of elements) group.readElement(element, "an evaluated element");
      if (mode === "oprf") return;
      group.readElement(publicKey, "the public key");
      for (const element of blinded) group.readElement(element, "a blinded element");
      if (proof.length !== PROOF_BYTES)
        throw new EvidenceError("malformed", `a proof has ${proof.length} bytes, not ${PROOF_BYTES}`);
      const c = group.readScalar(proof.subarray(0, SCALAR_BYTES), "the challenge of a proof");
      const s = group.readScalar(proof.subarray(SCALAR_BYTES), "the response of a proof");
      const { m, z } = composites(publicKey, blinded, elements);
      // Section 2.2.2: t2 = sA + cB, t3 = sM + cZ.
      const t2 = group.add(group.multiplyBase(s), group.multiply(c, publicKey));
      const t3 = group.add(group.multiply(s, m), group.multiply(c, z));
      if (!equalBytes(c, challenge(publicKey, m, z, t2, t3)))
        throw new EvidenceError("proof", "elements were not evaluated with the key that was announced");
    },
    finalize(input, blind, evaluated) {
      const inverse = group.invert(blind);
      const unblinded = group.multiply(inverse, group.readElement(evaluated, "an evaluated element"));
      group.wipe(inverse);
      return output(input, unblinded);
    },
    evaluate: (secretKey, input) => output(input, group.multiply(secretKey, hashInput(input))),
  };
}

function bounded(input: Uint8Array): Uint8Array {
  if (input.length > LONGEST) throw new EvidenceError("usage", "an input is over 65,535 bytes");
  return input;
}

function sizeOf(batch: readonly Uint8Array[]): number {
  if (batch.length === 0 || batch.length > LONGEST)
    throw new EvidenceError("usage", "a batch has from 1 to 65,535 elements");
  return batch.length;
}

/** I2OSP(value, 2), RFC 8017. */
function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

function prefixed(bytes: Uint8Array): Uint8Array {
  return concat(uint16(bytes.length), bytes);
}
