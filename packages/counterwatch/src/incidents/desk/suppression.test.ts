import { describe, expect, it } from "vitest";
import { mayBeSuppressed, suppressedBy, wouldHide } from "./suppression.ts";

const suppression = {
  id: "s1",
  detector: "story/off-hours",
  by: "rosa",
  why: "the night desk moved",
  from: "2026-03-01T00:00:00.000Z",
  until: "2026-04-01T00:00:00.000Z",
};
const finding = (operator: string, detector = "story/off-hours") => ({
  detector,
  operator,
  time: "2026-02-20T03:00:00.000Z",
});
const DURING = "2026-03-10T00:00:00.000Z";

describe("a suppression", () => {
  it("covers its detector from its beginning until its end", () => {
    expect(suppressedBy(finding("op-1"), [suppression], DURING)).toBe(suppression);
    expect(suppressedBy(finding("op-1", "story/ring"), [suppression], DURING)).toBeUndefined();
    expect(suppressedBy(finding("op-1"), [suppression], suppression.from)).toBe(suppression);
    expect(suppressedBy(finding("op-1"), [suppression], suppression.until)).toBeUndefined();
    expect(suppressedBy(finding("op-1"), [suppression], "2026-02-28T23:59:59.999Z")).toBeUndefined();
  });

  it("never covers what is about whoever made it, though it names a whole detector", () => {
    const made = { ...suppression, except: ["rosa", "op-7"] };
    expect(suppressedBy(finding("op-7"), [made], DURING)).toBeUndefined();
    expect(suppressedBy(finding("rosa"), [made], DURING)).toBeUndefined();
    expect(wouldHide([finding("op-7"), finding("op-1")], made)).toEqual([finding("op-1")]);
  });

  it("never covers protected people, nor the evidence itself", () => {
    for (const detector of ["tripwire", "decoy", "ledger/deletion"]) {
      expect(mayBeSuppressed(detector)).toBe(false);
      expect(suppressedBy(finding("op-1", detector), [{ ...suppression, detector }], DURING)).toBeUndefined();
    }
  });
});
