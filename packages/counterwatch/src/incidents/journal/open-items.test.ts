import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyItemStep,
  checkItemStep,
  foldItems,
  itemId,
  itemOverdue,
  type ItemStep,
  itemState,
  type OpenItem,
} from "./open-items.ts";

const at = (day: number) => new Date(Date.UTC(2026, 2, day)).toISOString();
const ID = itemId("plates", "The reader keeps times to the second");

const FOUND: ItemStep = {
  do: "found",
  item: ID,
  system: "plates",
  vulnerability: "The reader keeps times to the second",
  rehearsal: "a1",
  owner: "records office",
  due: at(30),
};

function after(...steps: readonly ItemStep[]): OpenItem {
  const items = new Map<string, OpenItem>();
  for (const [day, step] of [FOUND, ...steps].entries())
    expect(applyItemStep(items, step, at(day + 1))).toBeUndefined();
  return items.get(ID) as OpenItem;
}

describe("an open item", () => {
  it("has one id by system and vulnerability, and stays open until it is closed with a reason", () => {
    expect(ID).toMatch(/^o1_[0-9a-f]{24}$/);
    expect(itemId("calls", FOUND.do === "found" ? FOUND.vulnerability : "")).not.toBe(ID);
    expect(itemState(after(), Date.parse(at(2)))).toBe("open");
    expect(itemOverdue(after(), Date.parse(at(30)))).toBe(true);
    expect(itemOverdue(after(), Date.parse(at(30)) - 1)).toBe(false);
    const closed = after({
      do: "closed",
      item: ID,
      by: "records office",
      reason: "Times are cut to the hour",
    });
    expect(closed).toMatchObject({ said: "closed", reason: "Times are cut to the hour" });
    expect(itemOverdue(closed, Date.parse(at(31)))).toBe(false);
    expect(() => checkItemStep({ do: "closed", item: ID, by: "records office", reason: "" })).toThrow(
      expect.objectContaining({ code: "usage" }),
    );
  });

  it("that was accepted is open again by itself, and one that was closed when it is found again", () => {
    const accepted = after({
      do: "accepted",
      item: ID,
      by: "board",
      reason: "New readers come",
      until: at(20),
    });
    expect(itemState(accepted, Date.parse(at(20)) - 1)).toBe("accepted");
    expect(itemState(accepted, Date.parse(at(20)))).toBe("open");
    expect(itemOverdue(accepted, Date.parse(at(31)))).toBe(true);
    const again = after(
      { do: "closed", item: ID, by: "records office", reason: "Times are cut" },
      { do: "found-again", item: ID, rehearsal: "a2" },
    );
    expect(again).toMatchObject({ said: "open", reason: undefined, lastFound: { rehearsal: "a2" } });
    expect(again.history).toHaveLength(3);
  });

  it("refuses what cannot be, and identifiers in its words", () => {
    const items = new Map<string, OpenItem>();
    const close: ItemStep = { do: "closed", item: ID, by: "b", reason: "r" };
    expect(applyItemStep(items, close, at(1))).toContain("no such item");
    applyItemStep(items, FOUND, at(1));
    expect(applyItemStep(items, FOUND, at(2))).toContain("found before");
    applyItemStep(items, close, at(3));
    expect(applyItemStep(items, close, at(4))).toContain("is closed");
    expect(applyItemStep(new Map(), { ...FOUND, item: itemId("x", "y") }, at(1))).toContain("not its own");
    for (const reason of ["call +52 55 1234 0001", "ask ana@example.org", "the car ABC-123-D", "two\nlines"])
      expect(() => checkItemStep({ ...close, reason }), reason).toThrow(
        expect.objectContaining({ code: "usage" }),
      );
    const folded = () => foldItems([{ number: 0, at: at(1), previous: "", step: close }], "j");
    expect(folded).toThrow(expect.objectContaining({ code: "evidence" }));
  });

  it("is never lost and never closed without somebody who says why, in any order of steps", () => {
    const other = itemId("calls", "Cells are kept for a year");
    const step = fc.oneof(
      fc.constantFrom<ItemStep>(FOUND, {
        ...FOUND,
        item: other,
        system: "calls",
        vulnerability: "Cells are kept for a year",
      } as ItemStep),
      fc
        .constantFrom(ID, other)
        .chain((item) =>
          fc.constantFrom<ItemStep>(
            { do: "found-again", item, rehearsal: "a2" },
            { do: "assigned", item, owner: "court", by: "board" },
            { do: "accepted", item, by: "board", reason: "Known", until: at(40) },
            { do: "closed", item, by: "board", reason: "Done" },
          ),
        ),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const items = new Map<string, OpenItem>();
        let many = 0;
        for (const [day, one] of steps.entries()) {
          applyItemStep(items, one, at(day + 1));
          expect(items.size).toBeGreaterThanOrEqual(many);
          many = items.size;
        }
        for (const { said, reason, history } of items.values()) {
          expect(reason === undefined).toBe(said === "open");
          expect(history.at(0)?.step.do).toBe("found");
          if (said === "closed") expect(history.some(({ step: each }) => each.do === "closed")).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
