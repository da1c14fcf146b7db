import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { LONGEST_RECORD, sniffDelimiter, TableScanner } from "./table-scanner.ts";

interface Scan {
  rows: string[][];
  lines: number[];
  damaged: { reason: string; text: string; line: number }[];
}

/** Pushes whole lines, as the decoder does, `lines` at a time. */
function scan(text: string, delimiter = ",", lines = 1000): Scan {
  const found: Scan = { rows: [], lines: [], damaged: [] };
  const scanner = new TableScanner(delimiter, {
    row: (cells, line) => {
      found.rows.push([...cells]);
      found.lines.push(line);
    },
    damaged: (reason, rest, line) => found.damaged.push({ reason, text: rest, line }),
  });
  const parts = text.split(/(?<=\n)/);
  for (let from = 0; from < parts.length; from += lines)
    scanner.push(parts.slice(from, from + lines).join(""), false);
  scanner.push("", true);
  return found;
}

const blank = (row: readonly string[]): boolean => row.length === 1 && row[0] === "";

describe("tables (RFC 4180)", () => {
  it("reads quotes, doubled quotes, delimiters and line ends inside quotes", () => {
    const text = 'a,b,c\n"1,5","say ""x""",plain\n"two\nlines",,"two\r\nmore"\n';
    const { rows, lines, damaged } = scan(text);
    expect(rows).toEqual([
      ["a", "b", "c"],
      ["1,5", 'say "x"', "plain"],
      ["two\nlines", "", "two\r\nmore"],
    ]);
    expect(lines).toEqual([1, 2, 3]);
    expect(damaged).toEqual([]);
    expect(scan(text, ",", 1).rows).toEqual(rows);
  });

  it("counts lines through cells of several lines and blank lines", () => {
    expect(scan('a\n"x\ny\nz"\n\n\nb\n').lines).toEqual([1, 2, 7]);
  });

  it("reads CRLF, a last line without end, and the delimiters", () => {
    expect(scan("a;b\r\n1;2").rows).toEqual([["a;b"], ["1;2"]]);
    for (const delimiter of [";", "\t", "|"]) {
      const line = ["a", "b,c", ""].join(delimiter);
      expect(scan(`${line}\r\n"q"${delimiter}2${delimiter}3\r\n`, delimiter).rows).toEqual([
        ["a", "b,c", ""],
        ["q", "2", "3"],
      ]);
    }
  });

  it("allows spaces around a quoted cell", () => {
    expect(scan('a, "b,c" ,d\n').rows).toEqual([["a", "b,c", "d"]]);
  });

  it("keeps a quote inside an unquoted cell", () => {
    expect(scan('5" pipe,b\n').rows).toEqual([['5" pipe', "b"]]);
  });

  it("takes no quoted cell over from the row above, because it may hold delimiters", () => {
    expect(scan('"a,b",c\na,b,c\n"a,b",c\n').rows).toEqual([
      ["a,b", "c"],
      ["a", "b", "c"],
      ["a,b", "c"],
    ]);
  });

  it("loses one line to a quote that is never closed", () => {
    const { rows, damaged } = scan('a,b\n1,"open\n2,x\n3,y\n');
    expect(rows).toEqual([
      ["a", "b"],
      ["2", "x"],
      ["3", "y"],
    ]);
    expect(damaged).toEqual([{ reason: "quoting", text: '1,"open', line: 2 }]);
  });

  it("loses one line to a quote whose end is missing before other quoted cells", () => {
    const { rows, damaged } = scan('a,b,c\n1,"x,y\n2,"x",y\n3,"p",q\n');
    expect(rows).toEqual([
      ["a", "b", "c"],
      ["2", "x", "y"],
      ["3", "p", "q"],
    ]);
    expect(damaged.map(({ line }) => line)).toEqual([2]);
  });

  it("loses one line to letters behind a closing quote", () => {
    const { rows, damaged } = scan('a,b\n"x"y,1\n2,3\n');
    expect(rows).toEqual([
      ["a", "b"],
      ["2", "3"],
    ]);
    expect(damaged).toEqual([{ reason: "quoting", text: '"x"y,1', line: 2 }]);
  });

  it("goes on after a record that is too large, quoted or not, in blocks of any size", () => {
    const large = "x".repeat(LONGEST_RECORD + 10);
    for (const text of [
      `a,b\n${large},1\n2,3\n`,
      `a,b\n"${large}",1\n2,3\n`,
      `a,b\n"${"x\n".repeat(LONGEST_RECORD / 2 + 10)}",1\n2,3\n`,
    ]) {
      const { rows, damaged } = scan(text, ",", 200_000);
      expect(rows.at(0)).toEqual(["a", "b"]);
      expect(rows.at(-1)).toEqual(["2", "3"]);
      expect(damaged.length).toBeGreaterThan(0);
      expect(damaged[0]!.line).toBe(2);
    }
  });

  it("skips what is left of a long line that comes in pieces", () => {
    const found: Scan = { rows: [], lines: [], damaged: [] };
    const scanner = new TableScanner(",", {
      row: (cells, line) => {
        found.rows.push(cells);
        found.lines.push(line);
      },
      damaged: (reason, text, line) => found.damaged.push({ reason, text: text.slice(0, 3), line }),
    });
    scanner.push("a,b\n", false);
    for (let piece = 0; piece < 5; piece++) scanner.push("y".repeat(LONGEST_RECORD), false);
    scanner.push("y,1\n2,3\n", true);
    expect(found.damaged).toEqual([{ reason: "too-large", text: "yyy", line: 2 }]);
    expect(found.rows).toEqual([
      ["a", "b"],
      ["2", "3"],
    ]);
    expect(found.lines).toEqual([1, 3]);
  });

  it("is linear where every line opens a quote", () => {
    const started = process.cpuUsage().user;
    const { rows, damaged } = scan('"\n'.repeat(100_001), ",", 5000);
    expect(rows.length + damaged.length).toBeGreaterThan(0);
    expect(scan('1,"x\n2,"y\n'.repeat(50_000), ",", 5000).damaged.length).toBeGreaterThan(40_000);
    expect((process.cpuUsage().user - started) / 1000).toBeLessThan(10_000);
  });

  const cell = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom("", " ", '"', ",", "\n", "\r\n", 'x"y', "Operator 1", "a,b", "3", " lead"),
  );
  const tables = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
    );

  it("reads back whatever is written, as Papa Parse does, in blocks of any size", () => {
    fc.assert(
      fc.property(
        tables,
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n"),
        (rows, lines, delimiter, newline) => {
          const text = Papa.unparse(rows, { delimiter, newline, quotes: true }) + newline;
          const { rows: found, damaged } = scan(text, delimiter, lines);
          expect(damaged).toEqual([]);
          expect(found.filter((row) => !blank(row))).toEqual(rows.filter((row) => !blank(row)));
          const papa = Papa.parse<string[]>(text, { delimiter, newline }).data.slice(0, -1);
          expect(found.filter((row) => !blank(row))).toEqual(papa.filter((row) => !blank(row)));
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("gives the same for any text, however it is cut into blocks of lines", () => {
    const text = fc
      .array(
        fc.oneof(fc.constantFrom('"', ",", "\n", '""', '",', ',"', "\r\n", " "), fc.string({ maxLength: 3 })),
        { maxLength: 60 },
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 4 }), (content, lines) => {
        expect(scan(content, ",", lines)).toEqual(scan(content, ",", 1000));
      }),
      { numRuns: 3000 },
    );
  });

  it("accounts for every line of any text", () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom('"', ",", "\n", '""', '",', "x"), fc.string({ maxLength: 2 })), {
        maxLength: 60,
      })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (content) => {
        const { lines, damaged } = scan(content);
        const starts = [...lines, ...damaged.map(({ line }) => line)];
        expect(new Set(starts).size).toBe(starts.length);
        const first = content.split("\n").findIndex((line) => line !== "" && line !== "\r");
        if (first >= 0) expect(Math.min(...starts)).toBe(first + 1);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("delimiters", () => {
  it.each([
    ["a,b,c\n1,2,3\n", ","],
    ["a;b;c\n1,5;2,5;3\n", ";"],
    ["a\tb\n1,2\t3\n", "\t"],
    ["a|b|c\n1|2|3\n", "|"],
    ["sep=;\na,b;c\n", ";"],
    ["only\n1\n2\n", ","],
    ['"x, y";"z"\n"1, 2";"3"\n', ";"],
    ["a,b", ","],
    ["", ","],
  ])("of %j is %j", (text, delimiter) => {
    expect(sniffDelimiter(text)).toBe(delimiter);
  });
});
