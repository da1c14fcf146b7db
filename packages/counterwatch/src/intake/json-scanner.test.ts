import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CounterwatchError } from "../model/index.ts";
import type { Row } from "./connector.ts";
import { JsonScanner, looksLikeJson } from "./json-scanner.ts";

interface Scan {
  rows: Row[];
  lines: number[];
  damaged: { reason: string; line: number }[];
}

function scan(text: string, lines = 1000): Scan {
  const found: Scan = { rows: [], lines: [], damaged: [] };
  const scanner = new JsonScanner({
    row: (row, line) => {
      found.rows.push(row);
      found.lines.push(line);
    },
    damaged: (reason, _, line) => found.damaged.push({ reason, line }),
  });
  const parts = text.split(/(?<=\n)/);
  for (let from = 0; from < parts.length; from += lines)
    scanner.push(parts.slice(from, from + lines).join(""), false);
  scanner.push("", true);
  return found;
}

describe("JSON Lines", () => {
  it("are read with their lines; blank lines do not count", () => {
    const { rows, lines } = scan('{"a":1}\r\n\n{"a":2}\n{"a":"x\\ny"}');
    expect(rows).toEqual([{ a: 1 }, { a: 2 }, { a: "x\ny" }]);
    expect(lines).toEqual([1, 3, 4]);
  });

  it("lose one line to damage", () => {
    const { rows, damaged } = scan('{"a":1}\n{"a":\n[1]\n"text"\nnull\n{"a":2}\n');
    expect(rows).toEqual([{ a: 1 }, { a: 2 }]);
    expect(damaged).toEqual([
      { reason: "not-json", line: 2 },
      { reason: "not-an-object", line: 3 },
      { reason: "not-an-object", line: 4 },
      { reason: "not-an-object", line: 5 },
    ]);
  });

  it("survive a damaged first line", () => {
    const { rows, damaged } = scan('{"a":\n{"a":1}\n{"a":2}\n');
    expect(rows).toEqual([{ a: 1 }, { a: 2 }]);
    expect(damaged).toEqual([{ reason: "not-json", line: 1 }]);
  });

  it("set a line aside that is too large, also where it comes in pieces", () => {
    const found: number[] = [];
    const lines: number[] = [];
    const scanner = new JsonScanner({
      row: (_, line) => lines.push(line),
      damaged: (reason, _, line) => reason === "too-large" && found.push(line),
    });
    scanner.push('{"a":1}\n{"a":2}\n', false);
    for (let piece = 0; piece < 4; piece++) scanner.push("x".repeat(700_000), false);
    scanner.push('x\n{"a":3}\n', true);
    expect(found).toEqual([3]);
    expect(lines).toEqual([1, 2, 4]);
  });
});

describe("JSON documents", () => {
  it("give the elements of an array, one by one, with their lines", () => {
    const text = '[\n  {"a": 1},\n  {\n    "a": "]},{[",\n    "b": [1, {"c": 2}]\n  },\n  {"a": "\\"}"}\n]\n';
    const { rows, lines, damaged } = scan(text);
    expect(rows).toEqual([{ a: 1 }, { a: "]},{[", b: [1, { c: 2 }] }, { a: '"}' }]);
    expect(lines).toEqual([2, 3, 7]);
    expect(damaged).toEqual([]);
    expect(scan(text, 1)).toEqual(scan(text));
  });

  it("lose one element to damage and go on at the next", () => {
    const { rows, damaged } = scan('[\n{"a":1},\n{"a":"open},\n{"a":3},\n{"a":4}\n]');
    expect(rows).toEqual([{ a: 1 }, { a: 3 }, { a: 4 }]);
    expect(damaged).toEqual([{ reason: "not-json", line: 3 }]);
  });

  it("do not hang on stray brackets", () => {
    for (const text of [
      "[}",
      "[}}}}\n{}\n",
      "[]]]",
      "[,,,",
      "[{]",
      "[[[[",
      '[{"a":1}}{"b":2}]',
      "{}}",
      "{{{",
      '["',
      "[\n}\n}\n]",
    ]) {
      const { rows, damaged } = scan(text);
      expect(rows.length + damaged.length).toBeLessThan(8);
    }
  });

  it("give the resources of a FHIR Bundle and the records of an envelope", () => {
    const bundle = {
      resourceType: "Bundle",
      entry: [{ resource: { resourceType: "AuditEvent", n: 1 } }, { resource: { n: 2 } }],
    };
    expect(scan(JSON.stringify(bundle)).rows).toEqual([{ resourceType: "AuditEvent", n: 1 }, { n: 2 }]);
    expect(scan(JSON.stringify(bundle, null, 2)).rows).toHaveLength(2);
    expect(scan(JSON.stringify({ Records: [{ n: 1 }, { n: 2 }] })).rows).toEqual([{ n: 1 }, { n: 2 }]);
    expect(scan(JSON.stringify({ id: 1, time: "t", events: [{ n: 1 }] })).rows).toHaveLength(1);
  });

  it("may be one record on one or many lines, or objects one after the other", () => {
    expect(scan('{"a":1}').rows).toEqual([{ a: 1 }]);
    expect(scan('{\n  "a": 1\n}\n').rows).toEqual([{ a: 1 }]);
    const { rows, lines } = scan('{\n  "a": 1\n}\n{\n  "a": 2\n}\n');
    expect(rows).toEqual([{ a: 1 }, { a: 2 }]);
    expect(lines).toEqual([1, 4]);
  });

  it("say so where one is too large to hold", () => {
    const scanner = new JsonScanner({ row: () => undefined, damaged: () => undefined });
    scanner.push('{\n"a": 1,\n', false);
    expect(() => {
      for (let piece = 0; piece < 80; piece++) scanner.push(`"b": "${"x".repeat(1 << 20)}",\n`, false);
    }).toThrow(CounterwatchError);
  });

  it("read back whatever is written, in blocks of any size", () => {
    const records = fc.array(
      fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
      { minLength: 1, maxLength: 6 },
    );
    // An object that holds nothing but a list of objects is an envelope, see above.
    const plain = records.filter((list) =>
      list.every((record) => !Object.values(record).some(Array.isArray)),
    );
    fc.assert(
      fc.property(
        plain,
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        (list, indent, lines) => {
          // What JSON cannot tell apart (-0 and 0) is not our business.
          const expected = JSON.parse(JSON.stringify(list)) as unknown[];
          expect(scan(JSON.stringify(list, null, indent), lines).rows).toEqual(expected);
          const ndjson = list.map((record) => JSON.stringify(record)).join("\n");
          expect(scan(`${ndjson}\n`, lines).rows).toEqual(expected);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("account for something in any text that looks like JSON, and stop", () => {
    const text = fc
      .array(
        fc.oneof(
          fc.constantFrom("{", "}", "[", "]", '"', ",", ":", "\n", '{"a":1}', "\\", '"x"'),
          fc.string({ maxLength: 2 }),
        ),
        { maxLength: 40 },
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.constantFrom("{", "["), text, fc.integer({ min: 1, max: 3 }), (first, rest, lines) => {
        const { rows, damaged } = scan(first + rest, lines);
        expect(rows.length + damaged.length).toBeLessThanOrEqual(rest.length + 1);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("looksLikeJson", () => {
  it.each([
    ['  {"a":1}', true],
    ["[1]", true],
    ["a,b", false],
    ["", false],
  ])("of %j is %s", (text, expected) => {
    expect(looksLikeJson(text)).toBe(expected);
  });
});
