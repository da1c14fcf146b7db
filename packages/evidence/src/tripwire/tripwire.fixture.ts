/** A custodian's key and an agency that enrolled with it, in one process and from numbers that a test names. */
import { concat, hex, utf8 } from "../encoding.ts";
import { type Group, loadGroup, type Random } from "../voprf/group.ts";
import { spread } from "./chance.ts";
import { EpochKey, tripwireInput } from "./epoch-key.ts";
import { Enrolment } from "./enrolment.ts";
import type { TripwireKeys } from "./keys.ts";

export const group: Group = await loadGroup();
export const NAME = { custodian: "city-a-alpr", agency: "agency-7", epoch: 1, canonical: 1 };

export function randomFrom(seed: number | string): Random {
  return spread(group, concat(utf8(String(seed))), "test");
}

export const plate = (text: string): string => tripwireInput(1, "plate", text);

export function enrol(inputs: readonly string[], { quota = 128, batch = 64, seed = 1 } = {}) {
  const random = randomFrom(seed);
  const custodian = new EpochKey(group, random(32), NAME);
  const enrolment = new Enrolment(group, { inputs, quota, batch, seed: random(32) });
  const keys = new Map<number, TripwireKeys>();
  const seen = enrolment.batches.map((bytes) => bytes.slice());
  for (const [number, bytes] of enrolment.batches.entries()) {
    const answer = custodian.answer(bytes, random);
    for (const enrolled of enrolment.accept(number, answer, NAME, custodian.publicKey))
      keys.set(enrolled.input, enrolled.keys);
  }
  const members = inputs.map((_, at) => keys.get(at) as TripwireKeys);
  return { custodian, enrolment, members, seen, random };
}

export const elementsOf = (batches: readonly Uint8Array[]): string[] =>
  batches.flatMap((bytes) =>
    Array.from({ length: bytes.length / 32 }, (_, at) => hex(bytes.subarray(at * 32, at * 32 + 32))),
  );
