import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findIdentifiers, mayHoldContact, spellings, squash } from "./free-text.ts";
import { createIdentifiers } from "./identifiers.ts";
import { rememberParts } from "./known-parts.ts";

const identifiers = () => createIdentifiers({ siteKey: Buffer.alloc(32, 7), country: "US" });

interface Note {
  readonly id: string;
  readonly text?: string;
}

describe("a part that comes again", () => {
  const piece = fc.constantFrom(
    "ABC1234",
    "abc 1234",
    "robbery",
    "+1 540 555 9195",
    "at",
    "25-1001",
    "x@y.org",
  );
  const note = fc.record({
    id: piece,
    text: fc.array(piece, { maxLength: 3 }).map((words) => words.join(" ")),
  });
  const own = fc.array(fc.constantFrom("ABC1234", "+15405559195", "x@y.org", "10.1.2.3"), { maxLength: 2 });

  it("is read as it would be anew, whatever came before and whatever the row's own subjects are", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(note, own), { maxLength: 12 }), (rows) => {
        const shared = identifiers();
        const read = rememberParts<Note, string>(shared, {
          key: ({ id }) => id,
          texts: ({ id, text }) => [id, text],
          isSame: (a, b) => a.id === b.id && a.text === b.text,
          read: ({ text = "" }, subjects) => shared.text(text, subjects),
        });
        for (const [raw, subjects] of rows)
          expect(read(raw, subjects)).toBe(identifiers().text(raw.text, subjects));
      }),
    );
  });

  it("is one object for equal rows", () => {
    const read = rememberParts<Note, Note>(identifiers(), {
      key: ({ id }) => id,
      texts: ({ id }) => [id],
      isSame: (a, b) => a.id === b.id,
      read: ({ id }) => ({ id }),
    });
    expect(read({ id: "op-1" }, [])).toBe(read({ id: "op-1" }, ["ABC1234"]));
  });
});

describe("what need not be searched", () => {
  const near = fc.stringMatching(/^[a-c0-9@+.: ()x-]{0,20}$/);

  it("holds no contact", () => {
    fc.assert(
      fc.property(near, fc.constantFrom(undefined, "US", "MX", "DE"), (text, country) => {
        if (mayHoldContact(text)) return;
        const types = findIdentifiers(text, country, []).map(({ type }) => type);
        for (const type of ["email", "phone", "imei"]) expect(types).not.toContain(type);
      }),
      { numRuns: 3000 },
    );
  });

  it("is squashed alike with and without a letter that is not ASCII beside it", () => {
    fc.assert(fc.property(fc.string(), (text) => squash(`${text}\u00a1`) === squash(text)));
  });

  it("spells one word as itself", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{4,12}$/), (word) => {
        const parted = spellings(`${word}\u00a1`, "US");
        if (/[A-Za-z]/.test(word)) expect(spellings(word, "US")).toEqual(parted);
      }),
    );
  });
});
