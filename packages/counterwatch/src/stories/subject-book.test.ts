import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY } from "./run.ts";
import { forgetSubjects, interestIn, lookersAt, noteLooker, type SubjectBook } from "./subject-book.ts";

function looked(lookers: readonly (readonly [operator: string, day: number])[]): SubjectBook {
  const book: SubjectBook = new Map();
  for (const [operator, day] of lookers) noteLooker(book, "s", operator, day * DAY);
  return book;
}

describe("interest in a subject", () => {
  it("counts colleagues who looked lately, oneself never", () => {
    const lookers = fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.nat(20)), { maxLength: 20 });
    fc.assert(
      fc.property(lookers, fc.constantFrom("a", "b", "x"), (list, operator) => {
        const others = new Set(list.map(([who]) => who).filter((who) => who !== operator));
        const now = Math.max(0, ...list.map(([, day]) => day)) * DAY;
        expect(interestIn(looked(list), "s", operator, now).colleagues).toBe(others.size);
      }),
    );
  });

  it("fades: a colleague's look of a season ago explains nothing", () => {
    const book = looked([["a", 0]]);
    expect(interestIn(book, "s", "b", 5 * DAY).colleagues).toBe(1);
    expect(interestIn(book, "s", "b", 90 * DAY).colleagues).toBe(0);
  });

  it("makes a matter of the day of what many look at within days, not of what as many look at over months", () => {
    const many = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const today = looked(many.map((who) => [who, 1]));
    const seldom = looked(many.map((who, i) => [who, i * 25]));
    expect(interestIn(today, "s", "x", 2 * DAY).popular).toBe(true);
    expect(interestIn(seldom, "s", "x", 7 * 25 * DAY).popular).toBe(false);
    expect(interestIn(today, "other", "x", 2 * DAY)).toEqual({ colleagues: 0, popular: false });
  });

  it("cannot be made up by one operator, however often they look", () => {
    const alone = looked(Array.from({ length: 100 }, (_, i): [string, number] => ["a", i / 50]));
    expect(interestIn(alone, "s", "a", 2 * DAY)).toEqual({ colleagues: 0, popular: false });
    expect(interestIn(alone, "s", "b", 2 * DAY)).toEqual({ colleagues: 1, popular: false });
  });
});

describe("the book of subjects", () => {
  it("keeps the latest lookers of a subject that everybody looks at", () => {
    const book = looked(Array.from({ length: 500 }, (_, i): [string, number] => [`op-${i}`, i / 100]));
    const kept = lookersAt(book, "s");
    expect(kept.length).toBeLessThan(100);
    expect(kept.map(({ operator }) => operator)).toContain("op-499");
    expect(Math.min(...kept.map(({ last }) => last))).toBeGreaterThan(4 * DAY);
  });

  it("forgets subjects that nobody looks at any more", () => {
    const book = looked([["a", 0]]);
    noteLooker(book, "t", "a", 50 * DAY);
    noteLooker(book, "t", "a", 3 * DAY);
    forgetSubjects(book, 40 * DAY);
    expect([...book.keys()]).toEqual(["t"]);
  });
});
