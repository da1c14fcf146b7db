/**
 * The custodian's key of one agency and one epoch: it answers an enrolment, and computes for each look-up what the agency
 * computed for its members.
 *
 *   seed (32 random bytes) -> k, kG       RFC 9497 DeriveKeyPair, info = the epoch's name; kG goes into the ledger
 *   answer(batch)                         kE for each element and one proof for all of them
 *   keysOf(input)                         HKDF of the VOPRF's output, remembered: people look at the same subjects again
 *   destroy()                             k and everything derived from it
 *
 * Limits: `destroy` clears our own copies; what the engine copied (moving garbage collection, libsodium's WebAssembly heap, swap,
 * a core dump) is out of reach. Inputs remembered as text are strings, which JavaScript cannot clear: they are dropped.
 */
import { concat, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { ELEMENT_BYTES, type Group, type Random } from "../voprf/group.ts";
import { createOprf, type KeyPair, type Oprf } from "../voprf/protocol.ts";
import { type EpochName, epochInfo, type TripwireKeys, tripwireKeys } from "./keys.ts";

/** Elements in a batch of an enrolment: large enough to share a proof, small enough to be answered at once. */
export const SMALLEST_BATCH = 64;
export const LARGEST_BATCH = 256;
const REMEMBERED = 100_000;

export class EpochKey {
  readonly name: EpochName;
  readonly #oprf: Oprf;
  readonly #group: Group;
  readonly #info: Uint8Array;
  readonly #capacity: number;
  #keys: KeyPair | undefined;
  /** Two generations of at most `capacity` entries; the older is dropped when the younger is full. */
  #young = new Map<string, TripwireKeys>();
  #old = new Map<string, TripwireKeys>();

  /** `seed` has 32 secret bytes; the caller keeps it as long as the epoch lasts, and clears it. */
  constructor(group: Group, seed: Uint8Array, name: EpochName, remembered = REMEMBERED) {
    this.name = name;
    this.#group = group;
    this.#oprf = createOprf(group, "voprf");
    this.#info = epochInfo(name);
    this.#capacity = remembered;
    this.#keys = this.#oprf.deriveKeyPair(seed, this.#info);
  }

  get publicKey(): Uint8Array {
    return this.#pair().publicKey.slice();
  }

  /** `input` as `tripwireInput` writes it. */
  keysOf(input: string): TripwireKeys {
    const known = this.#young.get(input) ?? this.#old.get(input);
    if (known !== undefined) return known;
    const { secretKey, publicKey } = this.#pair();
    const output = this.#oprf.evaluate(secretKey, utf8(input));
    const keys = tripwireKeys(output, this.#info, publicKey);
    this.#group.wipe(output);
    if (this.#young.size >= this.#capacity) {
      // Not wiped: a batch in the making may still hold them.
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(input, keys);
    return keys;
  }

  /** 32 bytes an element in; as many out, and 64 bytes of proof behind them. Throws "malformed", "usage". */
  answer(batch: Uint8Array, random: Random): Uint8Array {
    const { elements, proof } = this.#oprf.blindEvaluate(this.#pair(), splitElements(batch), random);
    return concat(...elements, proof);
  }

  destroy(): void {
    if (this.#keys !== undefined) this.#group.wipe(this.#keys.secretKey);
    for (const memo of [this.#young, this.#old])
      for (const { tag, seal } of memo.values()) this.#group.wipe(tag, seal);
    this.#young = new Map();
    this.#old = new Map();
    this.#keys = undefined;
  }

  #pair(): KeyPair {
    if (this.#keys === undefined)
      throw new EvidenceError("closed", `the key of epoch ${this.name.epoch} is destroyed`);
    return this.#keys;
  }
}

/**
 * What the VOPRF is asked: version of the canonical forms, type and canonical form. Type and form cannot run into
 * each other, because no type has a line break.
 */
export function tripwireInput(canonicalVersion: number, type: string, canonical: string): string {
  return `counterwatch/canonical/v${canonicalVersion}\n${type}\n${canonical}`;
}

/** "malformed" unless the bytes are whole elements, 64 to 256 of them. Whether each is one, the group says. */
function splitElements(batch: Uint8Array): Uint8Array[] {
  const count = batch.length / ELEMENT_BYTES;
  if (!Number.isInteger(count) || count < SMALLEST_BATCH || count > LARGEST_BATCH)
    throw new EvidenceError("malformed", "an enrolment batch must have 64 to 256 elements of 32 bytes");
  return Array.from({ length: count }, (_, at) => batch.slice(at * ELEMENT_BYTES, (at + 1) * ELEMENT_BYTES));
}
