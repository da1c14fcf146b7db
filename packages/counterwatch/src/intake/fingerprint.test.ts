import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fingerprint } from "./fingerprint.ts";

type Field = string | number | undefined;

function printOf(fields: readonly Field[], key: readonly [number, number] = [1, 2]): string {
  const print = new Fingerprint(key);
  print.start();
  for (const field of fields) {
    if (typeof field === "number") print.instant(field);
    else print.text(field);
  }
  print.finish();
  return [print.low, print.high, print.place].join(":");
}

describe("fingerprints", () => {
  it("differ where anything differs, where one field ends included", () => {
    expect(printOf(["ab", "c"])).not.toBe(printOf(["a", "bc"]));
    expect(printOf([""])).not.toBe(printOf([undefined]));
    expect(printOf(["a", undefined])).not.toBe(printOf([undefined, "a"]));
    expect(printOf(["Ā"])).not.toBe(printOf(["\u0000\u0001"]));
    expect(printOf([1_735_727_542_000])).not.toBe(printOf([1_735_727_542_001]));
    expect(printOf([2 ** 32 + 5])).not.toBe(printOf([5]));
    expect(printOf(["a"])).not.toBe(printOf(["a"], [1, 3]));
  });

  it("are equal for equal fields and (here) different for all others", () => {
    const field = fc.oneof(fc.string({ unit: "binary", maxLength: 9 }), fc.constant(undefined));
    fc.assert(
      fc.property(fc.array(field, { maxLength: 4 }), fc.array(field, { maxLength: 4 }), (left, right) => {
        const same = left.length === right.length && left.every((each, index) => each === right[index]);
        expect(printOf(left) === printOf(right)).toBe(same);
      }),
      { numRuns: 5000 },
    );
  });

  it("spread: a hundred thousand similar rows share neither fingerprint nor crowd a place", () => {
    const seen = new Set<string>();
    const places = new Uint32Array(1024);
    const print = new Fingerprint([7, 9]);
    for (let row = 0; row < 100_000; row++) {
      print.start();
      print.instant(1_735_727_542_000 + row * 1000);
      print.text("Operator 70b40d");
      print.finish();
      seen.add(`${print.low}:${print.high}`);
      places[print.place & 1023]!++;
    }
    expect(seen.size).toBe(100_000);
    expect(Math.max(...places)).toBeLessThan(160);
    expect(Math.min(...places)).toBeGreaterThan(50);
  });
});

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** The specification with one and three rounds, word by word. */
function reference(words: readonly number[], k0: number, k1: number): [number, number] {
  let [v0, v1, v2, v3] = [0 ^ k0, 0 ^ k1 ^ 0xee, 0x6c796765 ^ k0, 0x74656462 ^ k1];
  const round = (): void => {
    v0 = (v0 + v1) | 0;
    v1 = rotate(v1, 5) ^ v0;
    v0 = rotate(v0, 16);
    v2 = (v2 + v3) | 0;
    v3 = rotate(v3, 8) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = rotate(v3, 7) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = rotate(v1, 13) ^ v2;
    v2 = rotate(v2, 16);
  };
  for (const word of [...words, words.length << 24]) {
    v3 ^= word;
    round();
    v0 ^= word;
  }
  v2 ^= 0xee;
  for (let times = 0; times < 3; times++) round();
  const low = v1 ^ v3;
  v1 ^= 0xdd;
  for (let times = 0; times < 3; times++) round();
  return [low, v1 ^ v3];
}

describe("HalfSipHash-1-3", () => {
  it("is what is computed", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 600 }), fc.integer(), fc.integer(), (words, k0, k1) => {
        const print = new Fingerprint([k0, k1]);
        print.start();
        for (const word of words) print.word(word);
        print.finish();
        expect([print.low, print.high]).toEqual(reference(words, k0, k1));
      }),
    );
  });
});
