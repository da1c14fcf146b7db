import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, hex, utf8 } from "../encoding.ts";
import { EpochKey } from "./epoch-key.ts";
import { Enrolment } from "./enrolment.ts";
import { elementsOf, enrol, group, NAME, plate, randomFrom } from "./tripwire.fixture.ts";

const plates = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => plate(`MEM${String(from + at).padStart(4, "0")}`));
const refused = (code: string) => expect.objectContaining({ code });

describe("enrolment", () => {
  it("gives each member the keys that the custodian computes for its look-ups, and no other", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[A-Z0-9]{4,8}$/), { maxLength: 40 }),
        fc.nat(),
        (names, seed) => {
          const inputs = names.map(plate);
          const { custodian, members } = enrol(inputs, { seed });
          for (const [at, keys] of members.entries()) {
            const expected = custodian.keysOf(inputs[at]!);
            expect([hex(keys.tag), hex(keys.seal)]).toEqual([hex(expected.tag), hex(expected.seal)]);
          }
        },
      ),
      { numRuns: 5 },
    );
  });

  it("always has exactly the quota, in batches of one size, each element once", () => {
    for (const count of [0, 1, 64, 127, 128]) {
      const { seen } = enrol(plates(count));
      expect(seen.map(({ length }) => length)).toEqual([64 * 32, 64 * 32]);
      expect(new Set(elementsOf(seen)).size).toBe(128);
    }
  });

  it("refuses more identifiers than the quota, and sizes out of range", () => {
    const plan = { inputs: plates(129), quota: 128, batch: 64, seed: new Uint8Array(32) };
    expect(() => new Enrolment(group, plan)).toThrow(refused("quota"));
    for (const sizes of [{ batch: 63 }, { batch: 257 }, { quota: 100 }, { quota: 0 }, { quota: 2 ** 21 }])
      expect(() => new Enrolment(group, { ...plan, inputs: [], ...sizes })).toThrow(refused("usage"));
  });

  it("is drawn again, byte for byte, from inputs and seed", () => {
    const plan = { inputs: plates(10), quota: 128, batch: 64, seed: new Uint8Array(32).fill(5) };
    const first = new Enrolment(group, plan);
    expect(new Enrolment(group, plan).digests).toEqual(first.digests);
    expect(new Enrolment(group, { ...plan, seed: new Uint8Array(32).fill(6) }).digests).not.toEqual(
      first.digests,
    );
    expect(new Enrolment(group, { ...plan, inputs: plates(10, 1) }).digests).not.toEqual(first.digests);
  });

  it("shows the custodian nothing about its members: any others would explain what it saw", () => {
    // For each element E seen and each other input x there is exactly one blind b with bH(x) = E. Without logarithms this
    // is checked the other way round: what member A's blind b makes of it, member B makes with b·a/h, where a, h are known.
    const random = randomFrom(11);
    for (let round = 0; round < 20; round++) {
      const [a, h, b] = [group.randomScalar(random), group.randomScalar(random), group.randomScalar(random)];
      const [elementA, elementB] = [group.multiplyBase(a), group.multiplyBase(h)];
      const seen = group.multiply(b, elementA);
      const zero = new Uint8Array(32);
      const negative = group.scalarSubtractProduct(zero, b, a);
      const product = group.scalarSubtractProduct(zero, negative, group.invert(h));
      expect(hex(group.multiply(product, elementB))).toBe(hex(seen));
    }
  });

  it("shows real elements and padding with one distribution, in places that say nothing", () => {
    const tally = { real: zeros(16), padding: zeros(16) };
    const places = zeros(2);
    for (let seed = 0; seed < 30; seed++) {
      const plan = { quota: 128, batch: 64, seed: randomFrom(seed)(32) };
      const elements = elementsOf(new Enrolment(group, { ...plan, inputs: plates(64) }).batches);
      // The same seed with other members: only theirs differ.
      const others = elementsOf(new Enrolment(group, { ...plan, inputs: plates(64, 1000) }).batches);
      for (const [at, element] of elements.entries()) {
        const real = element !== others[at];
        if (real) places[at >> 6]! += 1;
        tally[real ? "real" : "padding"][fromHex(element)[7]! >> 4]! += 1;
      }
    }
    // Chi-square with 15 degrees of freedom: 44.3 is passed by chance once in 10,000.
    for (const counts of [tally.real, tally.padding]) {
      const mean = counts.reduce((sum, count) => sum + count, 0) / 16;
      expect(mean).toBe(120);
      expect(counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0)).toBeLessThan(44.3);
    }
    // 1,920 members over two batches, drawn without replacement 30 times: five standard deviations are 78.
    expect(Math.abs(places[0]! - 960)).toBeLessThan(78);
  });

  it("refuses an answer by another key, a changed one, or one of another batch", () => {
    const random = randomFrom(3);
    const { custodian, enrolment, seen } = enrol(plates(20));
    const other = new EpochKey(group, random(32), NAME);
    const { publicKey } = custodian;
    const accept = (number: number, answer: Uint8Array) => () =>
      enrolment.accept(number, answer, NAME, publicKey);
    const answer = custodian.answer(seen[0]!, random);
    expect(accept(0, other.answer(seen[0]!, random))).toThrow(refused("proof"));
    expect(accept(1, answer)).toThrow(refused("proof"));
    expect(accept(2, answer)).toThrow(refused("usage"));
    expect(accept(0, answer.slice(1))).toThrow(refused("malformed"));
    for (const at of [0, 31, 32 * 63, 64 * 32, 64 * 32 + 63]) {
      const changed = answer.slice();
      changed[at]! ^= 4;
      expect(accept(0, changed)).toThrow(/^(?!.*MEM)/);
    }
    expect(accept(0, answer)).not.toThrow();
  });

  it("is answered in batches of 64 to 256 whole elements only", () => {
    const { custodian, random, seen } = enrol([]);
    for (const bytes of [seen[0]!.slice(32), seen[0]!.slice(1), new Uint8Array(257 * 32), new Uint8Array(0)])
      expect(() => custodian.answer(bytes, random)).toThrow(refused("malformed"));
    expect(() => custodian.answer(new Uint8Array(64 * 32), random)).toThrow(refused("malformed"));
  });
});

describe("an epoch's key", () => {
  it("computes the same whether it remembers or not", () => {
    const seed = randomFrom(8)(32);
    const forgetful = new EpochKey(group, seed, NAME, 1);
    const key = new EpochKey(group, seed, NAME);
    const inputs = [...plates(6), ...plates(6)];
    expect(inputs.map((input) => hex(forgetful.keysOf(input).tag))).toEqual(
      inputs.map((input) => hex(key.keysOf(input).tag)),
    );
  });

  it("is gone after the epoch, with everything derived from it", () => {
    const key = new EpochKey(group, utf8("0123456789abcdef0123456789abcdef"), NAME);
    const keys = key.keysOf(plate("ABC1234"));
    key.destroy();
    expect([hex(keys.tag), hex(keys.seal)]).toEqual(["00".repeat(32), "00".repeat(32)]);
    expect(() => key.keysOf(plate("ABC1234"))).toThrow(refused("closed"));
    expect(() => key.publicKey).toThrow(refused("closed"));
    expect(() => key.answer(new Uint8Array(64 * 32), randomFrom(1))).toThrow(refused("closed"));
  });
});

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}
