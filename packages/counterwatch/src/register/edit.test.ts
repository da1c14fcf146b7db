import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDocument, EMPTY_DOCUMENT } from "./document.ts";
import { applyEdit, editHash, editInputSchema, makeEdit } from "./edit.ts";

const REGISTER = "ab".repeat(16);

function edit(input: unknown, salt = 1) {
  return makeEdit(editInputSchema.parse({ version: 1, ...(input as object) }), {
    register: REGISTER,
    salt: new Uint8Array(32).fill(salt),
    country: "MX",
  });
}

const person = (id: string, ...plates: string[]) => ({
  id,
  identifiers: plates.map((plate) => ({ type: "plate", id: plate })),
});

const refused = expect.objectContaining({ code: "format-damaged" });

describe("edits", () => {
  it("bring identifiers into the form in which look-ups have them", () => {
    const { people } = applyEdit(EMPTY_DOCUMENT, edit({ people: [person("R1", "abc-123", "ABC 123")] }));
    expect(people).toEqual([person("R1", "ABC123")]);
  });

  it("remove first, then add; relations go with their people", () => {
    const before = applyEdit(
      EMPTY_DOCUMENT,
      edit({
        people: [person("R1", "AAA111"), person("R2", "BBB222", "CCC333")],
        relations: [{ from: "R1", to: "R2", kind: "family" }],
      }),
    );
    const after = applyEdit(
      before,
      edit({
        people: [person("R3", "AAA111")],
        remove: { people: ["R1"], identifiers: [{ member: "R2", type: "plate", id: "bbb-222" }] },
      }),
    );
    expect(after).toEqual({
      version: 1,
      people: [person("R2", "CCC333"), person("R3", "AAA111")],
      relations: [],
      decoys: [],
    });
  });

  it("refuse what is not there, what belongs to nobody, and an internal id that speaks", () => {
    const before = applyEdit(EMPTY_DOCUMENT, edit({ people: [person("R1", "AAA111")] }));
    const bad: unknown[] = [
      { remove: { people: ["R9"] } },
      { remove: { decoys: ["R1"] } },
      { remove: { identifiers: [{ member: "R1", type: "plate", id: "ZZZ999" }] } },
      { remove: { identifiers: [{ member: "R1", type: "plate", id: "AAA111" }] } },
      { remove: { relations: [{ from: "R1", to: "R2" }] } },
      { relations: [{ from: "R1", to: "R2", kind: "family" }] },
      { relations: [{ from: "R1", to: "R1", kind: "family" }] },
      { decoys: [person("D1", "AAA111")] },
      { decoys: [person("R1", "DDD444")] },
      { people: [person("aaa-111", "EEE555")] },
    ];
    for (const input of bad)
      expect(() => applyEdit(before, edit(input)), JSON.stringify(input)).toThrow(refused);
  });

  it("are hashed with their salt, so that a guess cannot be tried", () => {
    const input = { people: [person("R1", "AAA111")] };
    expect(editHash(edit(input, 1))).not.toBe(editHash(edit(input, 2)));
    expect(editHash(edit(input, 1))).toBe(editHash(edit(input, 1)));
  });

  it("leave a document that keeps its own rules, whatever they are (property)", () => {
    const id = fc.constantFrom("R1", "R2", "R3", "R4");
    const plate = fc.constantFrom("AAA111", "BBB222", "CCC333", "DDD444");
    const member = fc.record({
      id,
      identifiers: fc.array(fc.record({ type: fc.constant("plate"), id: plate }), {
        minLength: 1,
        maxLength: 3,
      }),
    });
    const input = fc.record({
      people: fc.array(member, { maxLength: 3 }),
      decoys: fc.array(member, { maxLength: 1 }),
      relations: fc.array(fc.record({ from: id, to: id, kind: fc.constant("meets") }), { maxLength: 2 }),
      remove: fc.record({
        people: fc.array(id, { maxLength: 1 }),
        decoys: fc.constant([]),
        identifiers: fc.constant([]),
        relations: fc.constant([]),
      }),
    });
    fc.assert(
      fc.property(fc.array(input, { maxLength: 6 }), (inputs) => {
        let document = EMPTY_DOCUMENT;
        for (const each of inputs) {
          try {
            document = applyEdit(document, edit(each));
          } catch (error) {
            expect(error).toEqual(refused);
          }
        }
        checkDocument(document);
      }),
    );
  });
});
