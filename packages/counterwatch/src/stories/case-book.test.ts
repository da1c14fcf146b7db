import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CaseBook, forgetCases, noteCase, sharedOnCase, type Standing, standing } from "./case-book.ts";

/** Notes look-ups as the desk does, and says how each operator stood just before. */
function write(
  book: CaseBook,
  lookups: readonly (readonly [operator: string, subject: string])[],
  from = 0,
): Standing[] {
  return lookups.map(([operator, subject], i) => {
    const how = standing(book, "25-1", operator, subject);
    noteCase(book, "25-1", operator, subject, from + i, how);
    return how;
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
    expect(standing(book, "25-1", "a", "x")).toBe("shared");
    expect(standing(book, "25-1", "newcomer", "x")).toBe("shared");
    expect(standing(book, "25-2", "newcomer", "x")).toBe("own");
  });

  it("alone on the team with a subject that nobody else looks at", () => {
    const book: CaseBook = new Map();
    write(book, established);
    expect(standing(book, "25-1", "a", "z")).toBe("alone");
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
    expect(standing(book, "25-1", "c", "z")).toBe("shared");
    expect(standing(book, "25-1", "c", "w")).toBe("alone");
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
          expect(standing(book, "25-1", operator, subject) === "shared").toBe(others);
        },
      ),
    );
  });
});

describe("the book of cases", () => {
  it("forgets cases that nobody names any more, and holds a case in bounded memory", () => {
    const book: CaseBook = new Map();
    for (let i = 0; i < 5000; i++) noteCase(book, "25-1", `op-${i}`, `s-${i}`, i, "alone");
    for (let i = 0; i < 200; i++) noteCase(book, "25-1", `op-${i}`, "s-0", i, "shared");
    const entry = book.get("25-1");
    expect(entry?.team.size).toBeLessThan(1000);
    expect(entry?.subjects.size).toBeLessThan(2000);
    expect(entry?.subjects.get("s-0")?.length).toBeLessThan(50);
    noteCase(book, "25-2", "a", "x", 9000, "own");
    forgetCases(book, 9000);
    expect([...book.keys()]).toEqual(["25-2"]);
  });

  it("does not set a case back by a look-up that arrives late", () => {
    const book: CaseBook = new Map();
    noteCase(book, "25-1", "a", "x", 100, "own");
    noteCase(book, "25-1", "a", "x", 50, "own");
    forgetCases(book, 90);
    expect(book.size).toBe(1);
  });
});
