import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, hex, utf8 } from "../encoding.ts";
import { loadGroup, type Random } from "./group.ts";
import { createOprf, type Evaluation } from "./protocol.ts";

const group = await loadGroup();
const oprf = createOprf(group, "oprf");
const voprf = createOprf(group, "voprf");

function stream(seed: number): Random {
  let counter = 0;
  return (length) => group.hash(utf8(`${seed} ${counter++}`)).slice(0, length);
}

const bytes = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max });
const ORDER = Uint8Array.from(
  (2n ** 252n + 27742317777372353535851937790883648493n).toString(16).padStart(64, "0").match(/../g) ?? [],
  (pair) => Number.parseInt(pair, 16),
).toReversed();

describe("the same as @noble/curves, which shares no line with libsodium", () => {
  it("keys", () => {
    fc.assert(
      fc.property(bytes(32, 32), bytes(0, 300), (seed, info) => {
        for (const [ours, theirs] of [
          [oprf, ristretto255_oprf.oprf],
          [voprf, ristretto255_oprf.voprf],
        ] as const) {
          const keys = ours.deriveKeyPair(seed, info);
          const expected = theirs.deriveKeyPair(seed, info);
          expect([hex(keys.secretKey), hex(keys.publicKey)]).toEqual([
            hex(expected.secretKey),
            hex(expected.publicKey),
          ]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("blinds, evaluations and outputs of mode OPRF", () => {
    const theirs = ristretto255_oprf.oprf;
    fc.assert(
      fc.property(bytes(32, 32), bytes(0, 2000), fc.nat(), (seed, input, draw) => {
        const keys = oprf.deriveKeyPair(seed, new Uint8Array(0));
        const { blind, element } = oprf.blind(input, stream(draw));
        const evaluated = theirs.blindEvaluate(keys.secretKey, element);
        expect(oprf.blindEvaluate(keys, [element], stream(draw)).elements.map(hex)).toEqual([hex(evaluated)]);
        const output = hex(theirs.finalize(input, blind, evaluated));
        expect(hex(oprf.finalize(input, blind, evaluated))).toBe(output);
        expect(hex(oprf.evaluate(keys.secretKey, input))).toBe(output);
      }),
      { numRuns: 25 },
    );
  });

  it("batches and proofs of mode VOPRF, each accepting the other's", () => {
    const theirs = ristretto255_oprf.voprf;
    fc.assert(
      fc.property(
        bytes(32, 32),
        fc.array(bytes(0, 60), { minLength: 1, maxLength: 5 }),
        fc.nat(),
        (seed, inputs, draw) => {
          const keys = voprf.deriveKeyPair(seed, utf8("info"));
          const random = stream(draw);
          const blinded = inputs.map((input) => voprf.blind(input, random));
          const elements = blinded.map(({ element }) => element);
          const ours = voprf.blindEvaluate(keys, elements, random);
          const other = theirs.blindEvaluateBatch(keys.secretKey, keys.publicKey, elements);
          expect(ours.elements.map(hex)).toEqual(other.evaluated.map(hex));
          voprf.verify(keys.publicKey, elements, { elements: other.evaluated, proof: other.proof });
          const outputs = theirs.finalizeBatch(
            inputs.map((input, at) => ({
              input,
              blind: blinded[at]!.blind,
              blinded: elements[at]!,
              evaluated: ours.elements[at]!,
            })),
            keys.publicKey,
            ours.proof,
          );
          expect(outputs.map(hex)).toEqual(
            inputs.map((input, at) => hex(voprf.finalize(input, blinded[at]!.blind, ours.elements[at]!))),
          );
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe("a hostile peer", () => {
  const keys = voprf.deriveKeyPair(new Uint8Array(32).fill(7), utf8("info"));
  const other = voprf.deriveKeyPair(new Uint8Array(32).fill(8), utf8("info"));
  const random = stream(1);
  const blinded = ["a", "b", "c"].map((text) => voprf.blind(utf8(text), random).element);
  const good = voprf.blindEvaluate(keys, blinded, random);
  const code = (evaluation: Evaluation, publicKey = keys.publicKey, elements: Uint8Array[] = blinded) => {
    try {
      voprf.verify(publicKey, elements, evaluation);
      return "accepted";
    } catch (error) {
      return (error as { code?: string }).code;
    }
  };

  it("is accepted while it is honest", () => {
    expect(code(good)).toBe("accepted");
  });

  it("may not change one bit of a proof, an element or the key", () => {
    for (let bit = 0; bit < 512; bit++) {
      const proof = good.proof.slice();
      proof[bit >> 3]! ^= 1 << (bit & 7);
      expect(["proof", "malformed"]).toContain(code({ ...good, proof }));
    }
    for (let bit = 0; bit < 256; bit++) {
      const elements = good.elements.map((element) => element.slice());
      elements[1]![bit >> 3]! ^= 1 << (bit & 7);
      expect(["proof", "malformed"]).toContain(code({ ...good, elements }));
      const key = keys.publicKey.slice();
      key[bit >> 3]! ^= 1 << (bit & 7);
      expect(["proof", "malformed"]).toContain(code(good, key));
    }
  });

  it("may not use another key, for all elements or for one of them", () => {
    expect(code(voprf.blindEvaluate(other, blinded, random))).toBe("proof");
    const mixed = voprf.blindEvaluate({ ...other, publicKey: keys.publicKey }, blinded, random);
    expect(code(mixed)).toBe("proof");
    expect(code({ ...good, elements: [good.elements[0]!, mixed.elements[1]!, good.elements[2]!] })).toBe(
      "proof",
    );
  });

  it("may not reorder, shorten or lengthen a batch", () => {
    const [first, second, third] = good.elements as [Uint8Array, Uint8Array, Uint8Array];
    expect(code({ ...good, elements: [second, first, third] })).toBe("proof");
    expect(code({ ...good, elements: [first, second] })).toBe("malformed");
    expect(code({ ...good, elements: [first, second, third, third] })).toBe("malformed");
    expect(code({ elements: [], proof: good.proof }, keys.publicKey, [])).toBe("usage");
  });

  it("gets no identity element and no non-canonical encoding past either side", () => {
    const identity = new Uint8Array(32);
    // The field's prime and above are non-canonical (RFC 9496 section 4.3.1); so is a negative element.
    const beyond = Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 0xed : at === 31 ? 0x7f : 0xff));
    const negative = blinded[0]!.map((byte, at) => (at === 0 ? byte | 1 : byte));
    const high = blinded[0]!.map((byte, at) => (at === 31 ? byte | 0x80 : byte));
    const short = blinded[0]!.slice(0, 31);
    for (const bad of [identity, beyond, negative, high, short, new Uint8Array(33)]) {
      expect(() => voprf.blindEvaluate(keys, [blinded[0]!, bad], random)).toThrow(
        expect.objectContaining({ code: "malformed" }),
      );
      expect(code({ ...good, elements: [good.elements[0]!, bad, good.elements[2]!] })).toBe("malformed");
      expect(code(good, bad)).toBe("malformed");
      expect(() => oprf.finalize(utf8("a"), stream(9)(32).fill(1, 1), bad)).toThrow(
        expect.objectContaining({ code: "malformed" }),
      );
    }
  });

  it("gets no unreduced scalar into a proof", () => {
    const c = good.proof.subarray(0, 32);
    const s = good.proof.subarray(32);
    expect(code({ ...good, proof: concat(addOrder(c), s) })).toBe("malformed");
    expect(code({ ...good, proof: concat(c, addOrder(s)) })).toBe("malformed");
    expect(code({ ...good, proof: concat(new Uint8Array(32), new Uint8Array(32)) })).toBe("proof");
    expect(code({ ...good, proof: good.proof.subarray(1) })).toBe("malformed");
  });
});

it("refuses inputs, seeds and batches out of range", () => {
  const usage = expect.objectContaining({ code: "usage" });
  expect(() => voprf.blind(new Uint8Array(65_536), stream(1))).toThrow(usage);
  expect(() => voprf.deriveKeyPair(new Uint8Array(31), new Uint8Array(0))).toThrow(usage);
  expect(() => voprf.blindEvaluate(voprf.deriveKeyPair(new Uint8Array(32), utf8("")), [], stream(1))).toThrow(
    usage,
  );
});

it("wipes what it is told to wipe", () => {
  const secret = Uint8Array.of(1, 2, 3);
  group.wipe(secret);
  expect(secret).toEqual(new Uint8Array(3));
});

/** The same residue, unreduced. */
function addOrder(scalar: Uint8Array): Uint8Array {
  let carry = 0;
  return scalar.map((byte, at) => {
    const sum = byte + ORDER[at]! + carry;
    carry = sum >> 8;
    return sum & 0xff;
  });
}
