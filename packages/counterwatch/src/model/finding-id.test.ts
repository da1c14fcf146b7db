import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findingId } from "./finding-id.ts";

const key = fc.record({
  detector: fc.string(),
  operator: fc.string(),
  subjects: fc.array(fc.string(), { maxLength: 4 }),
  firstEvent: fc.string(),
});

describe("findingId", () => {
  it("does not depend on the order of subjects", () => {
    fc.assert(
      fc.property(key, (k) => {
        expect(findingId({ ...k, subjects: k.subjects.toReversed() })).toBe(findingId(k));
      }),
    );
  });

  it("differs when any part differs", () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        const same =
          JSON.stringify({ ...a, subjects: a.subjects.toSorted() }) ===
          JSON.stringify({ ...b, subjects: b.subjects.toSorted() });
        expect(findingId(a) === findingId(b)).toBe(same);
      }),
    );
  });

  it("keeps its form, because ids are written to files that outlive a release", () => {
    expect(
      findingId({ detector: "rule/purpose-absent", operator: "op-17", subjects: [], firstEvent: "log:1" }),
    ).toMatchInlineSnapshot(`"f1_4bfb074840a64f0af0504c39"`);
  });
});
