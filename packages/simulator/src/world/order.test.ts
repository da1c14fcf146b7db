import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Draft } from "./draft.ts";
import { byTime } from "./order.ts";

describe("byTime", () => {
  it("is the stable order by whole milliseconds, before and after the origin", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -2e11, max: 2e11 })),
        fc.integer({ min: 0, max: 2e12 }),
        (offsets, from) => {
          const drafts = offsets.map(
            (offset, i) =>
              ({
                at: from + (offset % 2 === 0 ? offset : Math.trunc(offset / 1e6)),
                source: String(i),
              }) as unknown as Draft,
          );
          expect(byTime(drafts, from).map((draft) => draft.source)).toEqual(
            drafts.toSorted((a, b) => a.at - b.at).map((draft) => draft.source),
          );
        },
      ),
    );
  });
});
