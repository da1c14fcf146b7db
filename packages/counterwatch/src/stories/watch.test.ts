import { describe, expect, it } from "vitest";
import { inShort, type Watch, wholeWatch } from "./watch.ts";

function watchOf(more: Partial<Watch>): Watch {
  return {
    operators: ["op-1"],
    occasions: 1,
    last: 1_700_000_000_000,
    latest: "op-1",
    cased: true,
    casedNow: false,
    nats: 0.3,
    pace: undefined,
    run: undefined,
    ...more,
  };
}

describe("a watch in short", () => {
  it("gives the watch back as it was", () => {
    for (const more of [{}, { casedNow: true }, { cased: false, nats: 0 }]) {
      const watch = watchOf(more);
      const kept = inShort(watch);
      expect(kept).not.toBe(watch);
      expect(wholeWatch(kept)).toEqual(watch);
    }
  });

  it("is not what somebody came back to, or another operator to", () => {
    for (const more of [{ occasions: 2 }, { operators: ["op-1", "op-2"] }]) {
      const watch = watchOf(more);
      expect(inShort(watch)).toBe(watch);
      expect(wholeWatch(watch)).toBe(watch);
    }
  });
});
