/**
 * The agency's side of an enrolment: its members' identifiers in blinded form, hidden among random elements.
 *
 *   inputs, padded with random elements to exactly Q, shuffled -> batches of 64 to 256 elements, 32 bytes each
 *   answer to a batch -> its proof checked against the custodian's logged key -> Ktag, Kseal of the members in it
 *
 * A blinded element bH(x) with random b and a random element have one distribution: the custodian cannot tell which are
 * members, nor how many, nor whether two enrolments share any, even with unlimited computing power.
 *
 * Limits: everything follows from the inputs and a seed of 32 bytes, so that an enrolment that was interrupted is resumed by
 * drawing it again. Whoever has the seed and the blinded elements can test guesses of identifiers: the seed is destroyed when
 * the last batch is answered, and the blinded elements are stored nowhere on the agency's side.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, hex, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { ELEMENT_BYTES, type Group } from "../voprf/group.ts";
import { createOprf, type Oprf, PROOF_BYTES } from "../voprf/protocol.ts";
import { shuffle, spread } from "./chance.ts";
import { LARGEST_BATCH, SMALLEST_BATCH } from "./epoch-key.ts";
import { type EpochName, epochInfo, type TripwireKeys, tripwireKeys } from "./keys.ts";

export interface EnrolmentPlan {
  /** As `tripwireInput` writes them, one an identifier. */
  readonly inputs: readonly string[];
  /** Q: how many elements every enrolment has. A multiple of `batch`. */
  readonly quota: number;
  /** Elements in a batch, 64 to 256. */
  readonly batch: number;
  /** 32 secret random bytes. */
  readonly seed: Uint8Array;
}

export interface EnrolledKeys {
  /** Of the plan's inputs, from 0. */
  readonly input: number;
  readonly keys: TripwireKeys;
}

interface Slot {
  readonly element: Uint8Array;
  /** Undefined: padding. */
  readonly member: { readonly input: number; readonly blind: Uint8Array } | undefined;
}

export class Enrolment {
  readonly #group: Group;
  readonly #oprf: Oprf;
  readonly #plan: EnrolmentPlan;
  readonly #slots: readonly Slot[];
  /** Bytes to send, in order. */
  readonly batches: readonly Uint8Array[];
  /** SHA-256 of each batch, as the officers sign them. */
  readonly digests: readonly string[];

  /** Throws "quota" where there are more inputs than elements, "usage" for sizes out of range. */
  constructor(group: Group, plan: EnrolmentPlan) {
    const { inputs, quota, batch, seed } = plan;
    requireSizes(quota, batch);
    if (inputs.length > quota)
      throw new EvidenceError("quota", `${inputs.length} identifiers do not fit into ${quota} elements`, {
        remedy: "Agree on a larger quota with the custodian before the next epoch.",
      });
    this.#group = group;
    this.#oprf = createOprf(group, "voprf");
    this.#plan = plan;
    const random = spread(group, seed, "blinding");
    const slots = Array.from({ length: quota }, (_, input): Slot => {
      const text = inputs[input];
      if (text === undefined) return { element: group.randomElement(random), member: undefined };
      const { blind, element } = this.#oprf.blind(utf8(text), random);
      return { element, member: { input, blind } };
    });
    this.#slots = shuffle(slots, spread(group, seed, "order"));
    this.batches = Array.from({ length: quota / batch }, (_, at) =>
      concat(...this.#slots.slice(at * batch, (at + 1) * batch).map(({ element }) => element)),
    );
    this.digests = this.batches.map((bytes) => hex(sha256(bytes)));
  }

  /** Of the members in batch `number`. Throws "malformed", "proof". */
  accept(number: number, answer: Uint8Array, name: EpochName, publicKey: Uint8Array): EnrolledKeys[] {
    const { batch, inputs } = this.#plan;
    const slots = this.#slots.slice(number * batch, (number + 1) * batch);
    if (slots.length === 0) throw new EvidenceError("usage", `there is no batch ${number}`);
    if (answer.length !== batch * ELEMENT_BYTES + PROOF_BYTES)
      throw new EvidenceError("malformed", "an answer has not the length of its batch and a proof");
    const elements = slots.map((_, at) => answer.slice(at * ELEMENT_BYTES, (at + 1) * ELEMENT_BYTES));
    const proof = answer.slice(batch * ELEMENT_BYTES);
    this.#oprf.verify(
      publicKey,
      slots.map(({ element }) => element),
      { elements, proof },
    );
    const info = epochInfo(name);
    return slots.flatMap(({ member }, at) => {
      if (member === undefined) return [];
      const input = utf8(inputs[member.input] as string);
      const output = this.#oprf.finalize(input, member.blind, elements[at] as Uint8Array);
      const keys = tripwireKeys(output, info, publicKey);
      this.#group.wipe(output, input);
      return [{ input: member.input, keys }];
    });
  }

  /** The blinding factors; the seed is the caller's to destroy. */
  destroy(): void {
    for (const { member } of this.#slots) if (member !== undefined) this.#group.wipe(member.blind);
  }
}

/** Throws "usage" unless `quota` is a whole number of batches of 64 to 256. */
export function requireSizes(quota: number, batch: number): void {
  if (!Number.isSafeInteger(batch) || batch < SMALLEST_BATCH || batch > LARGEST_BATCH)
    throw new EvidenceError("usage", "an enrolment batch must have 64 to 256 elements");
  if (!Number.isSafeInteger(quota) || quota < batch || quota % batch !== 0 || quota > 1_048_576)
    throw new EvidenceError("usage", `a quota must be a multiple of ${batch}, at most 1,048,576`);
}
