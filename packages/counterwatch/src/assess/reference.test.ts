import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVEN_NATS, type EvidenceForm, ReferenceTally } from "./reference.ts";

const meeting = (place: number, day: number, coarse = false): EvidenceForm => ({
  form: "meeting",
  place,
  day,
  coarse,
});
const tallied = (all: readonly EvidenceForm[]): ReferenceTally => {
  const tally = new ReferenceTally();
  for (const evidence of all) tally.add(evidence);
  return tally;
};
const isLikely = (...all: EvidenceForm[]): boolean => tallied(all).isLikely;

const cells = (count: number, days: number): EvidenceForm[] =>
  Array.from({ length: count * days }, (_, at) => meeting(at % count, Math.floor(at / count), true));
const contacts = (count: number): EvidenceForm[] =>
  Array.from({ length: count }, (_, contact) => ({ form: "circle", contact }));

const small = fc.integer({ min: 0, max: 6 });
const evidence: fc.Arbitrary<EvidenceForm> = fc.oneof(
  fc.tuple(small, small, fc.boolean()).map(([place, day, coarse]) => meeting(place, day, coarse)),
  small.map((contact): EvidenceForm => ({ form: "circle", contact })),
  small.map((thing): EvidenceForm => ({ form: "address", thing })),
);

describe("the fixed reference", () => {
  it("never tells less for more evidence, piece by piece", () => {
    const law = fc.property(fc.array(evidence, { maxLength: 60 }), (all) => {
      const tally = new ReferenceTally();
      let before = 0;
      for (const piece of all) {
        const after = tally.add(piece).total;
        expect(after).toBeGreaterThanOrEqual(before);
        before = after;
      }
    });
    fc.assert(law, { numRuns: 2000 });
  });

  it("counts the same piece once, in any order", () => {
    const law = fc.property(fc.array(evidence, { maxLength: 30 }), (all) => {
      expect(tallied([...all, ...all]).total).toBe(tallied(all).total);
      expect(tallied(all.toReversed()).total).toBe(tallied(all).total);
    });
    fc.assert(law, { numRuns: 500 });
  });

  it("takes two places, or four days at one, for a likely tie", () => {
    expect(isLikely(meeting(1, 1))).toBe(false);
    expect(isLikely(meeting(1, 1), meeting(2, 1))).toBe(true);
    expect(isLikely(meeting(1, 1), meeting(1, 2), meeting(1, 3))).toBe(false);
    expect(isLikely(meeting(1, 1), meeting(1, 2), meeting(1, 3), meeting(1, 4))).toBe(true);
  });

  it("takes five cells of towers, however often they were in the same ones", () => {
    expect(isLikely(...cells(4, 40))).toBe(false);
    expect(isLikely(...cells(5, 1))).toBe(true);
  });

  it("takes three common contacts, or one address", () => {
    expect(isLikely(...contacts(2))).toBe(false);
    expect(isLikely(...contacts(3))).toBe(true);
    expect(isLikely({ form: "address", thing: 1 })).toBe(true);
  });

  it("is even where the odds before are made good", () => {
    expect(Math.exp(EVEN_NATS) * (8 / 4096)).toBeCloseTo(1, 12);
  });
});
