import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CaseBook,
  forgetCases,
  lookersOnCase,
  noteCase,
  sharedOnCase,
  type Standing,
  standing,
} from "./case-book.ts";
import { DAY } from "./run.ts";

const OWN: Standing = { how: "own", late: false };

/** Notes look-ups as the desk does, and says how each operator stood just before. */
function write(
  book: CaseBook,
  lookups: readonly (readonly [operator: string, subject: string])[],
  from = 0,
): Standing["how"][] {
  return lookups.map(([operator, subject], i) => {
    const how = standing(book, "25-1", operator, subject, from + i);
    noteCase(book, "25-1", operator, subject, from + i, how);
    return how.how;
  });
}

const established: [string, string][] = [
  ["a", "x"],
  ["b", "x"],
  ["a", "y"],
  ["b", "y"],
];

describe("standing of an operator on a case", () => {
  it("own as long as nobody else is on it", () => {
    const lookups = Array.from({ length: 20 }, (_, i): [string, string] => ["a", `s${i}`]);
    expect(new Set(write(new Map(), lookups))).toEqual(new Set(["own"]));
  });

  it("shared where somebody else on the case looks at the subject too, for a newcomer as for the team", () => {
    const book: CaseBook = new Map();
    write(book, established);
    expect(standing(book, "25-1", "a", "x", 9).how).toBe("shared");
    expect(standing(book, "25-1", "newcomer", "x", 9).how).toBe("shared");
    expect(standing(book, "25-2", "newcomer", "x", 9).how).toBe("own");
  });

  it("alone on the team with a subject that nobody else looks at", () => {
    const book: CaseBook = new Map();
    write(book, established);
    expect(standing(book, "25-1", "a", "z", 9).how).toBe("alone");
  });

  it("outsider with a subject of one's own on a case that others had established, until somebody else looks too", () => {
    const book: CaseBook = new Map();
    write(book, established);
    expect(
      write(
        book,
        [
          ["c", "z"],
          ["c", "z"],
          ["c", "w"],
        ],
        10,
      ),
    ).toEqual(["outsider", "outsider", "outsider"]);
    write(book, [["a", "z"]], 20);
    expect(standing(book, "25-1", "c", "z", 30).how).toBe("shared");
    expect(standing(book, "25-1", "c", "w", 30).how).toBe("alone");
  });

  it("is no outsider who comes early: a case begins with somebody, and the next may be first with a subject", () => {
    expect(
      write(new Map(), [
        ["a", "x"],
        ["b", "y"],
      ]),
    ).toEqual(["own", "alone"]);
  });

  it("is shared exactly where a different operator looked, whatever the order", () => {
    const lookups = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("x", "y", "z")), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        lookups,
        fc.constantFrom("a", "b", "c"),
        fc.constantFrom("x", "y", "z"),
        (list, operator, subject) => {
          const book: CaseBook = new Map();
          write(book, list);
          const others = list.some(([by, of]) => of === subject && by !== operator);
          expect(sharedOnCase(book, "25-1", operator, subject)).toBe(others);
          expect(standing(book, "25-1", operator, subject, 20).how === "shared").toBe(others);
        },
      ),
    );
  });
});

describe("a subject that comes late to a case", () => {
  const book: CaseBook = new Map();
  write(book, established);

  it("is one whose first look-up under it is a day or more after the case's own", () => {
    expect(standing(book, "25-1", "a", "new", DAY - 1).late).toBe(false);
    expect(standing(book, "25-1", "a", "new", DAY).late).toBe(true);
    expect(standing(book, "25-2", "a", "new", 90 * DAY)).toEqual(OWN);
  });

  it("stays late, and one that was there from the beginning never becomes so", () => {
    noteCase(book, "25-1", "a", "new", 2 * DAY, standing(book, "25-1", "a", "new", 2 * DAY));
    expect(standing(book, "25-1", "a", "new", 2 * DAY + 1).late).toBe(true);
    expect(standing(book, "25-1", "a", "x", 30 * DAY).late).toBe(false);
  });
});

describe("the book of cases", () => {
  it("forgets cases that nobody names any more, and holds a case in bounded memory", () => {
    const book: CaseBook = new Map();
    for (let i = 0; i < 5000; i++)
      noteCase(book, "25-1", `op-${i}`, `s-${i}`, i, { how: "alone", late: false });
    for (let i = 0; i < 200; i++) noteCase(book, "25-1", `op-${i}`, "s-0", i, { how: "shared", late: false });
    const entry = book.get("25-1");
    expect(entry?.team.length).toBeLessThan(1000);
    expect([...(entry?.subjects.values() ?? [])].length).toBeLessThan(2000);
    expect(lookersOnCase(book, "25-1", "s-0").length).toBeLessThan(50);
    noteCase(book, "25-2", "a", "x", 9000, OWN);
    forgetCases(book, 9000);
    expect([...book.keys()]).toEqual(["25-2"]);
  });

  it("knows who looked at each subject, of few as of many", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), (count) => {
        const book: CaseBook = new Map();
        for (const operator of ["a", "b"])
          for (let i = 0; i < count; i++) noteCase(book, "25-1", operator, `s-${i}`, i, OWN);
        for (let i = 0; i < count; i++) expect(lookersOnCase(book, "25-1", `s-${i}`)).toEqual(["a", "b"]);
        expect(lookersOnCase(book, "25-1", "s-none")).toEqual([]);
        expect(lookersOnCase(book, "25-2", "s-0")).toEqual([]);
      }),
    );
  });

  it("does not set a case back by a look-up that arrives late", () => {
    const book: CaseBook = new Map();
    noteCase(book, "25-1", "a", "x", 100, OWN);
    noteCase(book, "25-1", "a", "x", 50, OWN);
    forgetCases(book, 90);
    expect(book.size).toBe(1);
  });
});
