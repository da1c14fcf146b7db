import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CounterwatchError } from "../../model/index.ts";
import { type WorkbookFixture, workbookOf, zipOf } from "./workbook.fixture.ts";
import { openWorkbook } from "./xlsx.ts";

function cells(fixture: WorkbookFixture, sheet?: string): (readonly string[])[] {
  return [...openWorkbook(workbookOf(fixture)).table(sheet).rows()].map((row) => row.cells).slice(1);
}

function codeOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof CounterwatchError) return error.code;
    throw error;
  }
  return "read";
}

const HEADER = [" Time ", "User", "Plate"];

describe("a spreadsheet", () => {
  it("has names in its first row and times as serial numbers", () => {
    const table = openWorkbook(
      workbookOf({
        sheets: [
          { name: "log", rows: [HEADER, ['<c s="1"><v>45717.500057870368</v></c>', "ana", "ABC1234"]] },
        ],
      }),
    ).table();
    expect([...table.rows()]).toEqual([
      { line: 1, cells: [" Time ", "User", "Plate"] },
      { line: 2, cells: ["2025-03-01T12:00:05", "ana", "ABC1234"] },
    ]);
  });

  it.each([
    ['<c s="1"><v>45717.5</v></c>', "2025-03-01T12:00:00"],
    ['<c s="2"><v>45717</v></c>', "2025-03-01"],
    ['<c s="3"><v>0.25</v></c>', "06:00:00"],
    ['<c s="4"><v>3.5</v></c>', "3.5"],
    ['<c s="1"><v>59</v></c>', "1900-02-28T00:00:00"],
    ['<c s="1"><v>61</v></c>', "1900-03-01T00:00:00"],
    ['<c s="1"><v>nonsense</v></c>', "nonsense"],
    ['<c s="1"><v>1e300</v></c>', "1e300"],
    ['<c t="n"><v>12345678901234567890</v></c>', "12345678901234567890"],
    ['<c t="n"><v>1.2345678901E10</v></c>', "12345678901"],
    ['<c t="b"><v>1</v></c>', "TRUE"],
    ['<c t="e"><v>#N/A</v></c>', ""],
    ['<c t="str"><f>A1</f><v>AB1</v></c>', "AB1"],
    ['<c t="s"><v>1</v></c>', "Reform & Juárez"],
    ['<c t="s"><v>0</v></c>', "plain"],
    ['<c t="s"><v>99</v></c>', ""],
    ['<c t="d"><v>2025-03-01T12:00:05</v></c>', "2025-03-01T12:00:05"],
    ['<c t="inlineStr"><is><t>a</t><rPh><t>guide</t></rPh></is></c>', "a"],
  ])("shows %s as %j", (cell, text) => {
    const sharedStrings =
      "<si><t>plain</t></si><si><r><t>Reform &amp; </t></r><r><t>Ju&#225;rez</t></r><rPh><t>guide</t></rPh></si>";
    expect(
      cells({
        sharedStrings,
        sheets: [
          {
            name: "log",
            rows: [
              ["h", "x"],
              [cell, "x"],
            ],
          },
        ],
      }),
    ).toEqual([[text, "x"]]);
  });

  it("counts days from 1904 where the book says so", () => {
    const rows = [["h"], ['<c s="1"><v>44255.5</v></c>']];
    expect(cells({ date1904: true, sheets: [{ name: "log", rows }] })).toEqual([["2025-03-01T12:00:00"]]);
  });

  it("has several sheets: the first that is visible, or the named one", () => {
    const book = openWorkbook(
      workbookOf({
        sheets: [
          { name: "old", rows: [["hidden"]], state: "hidden" },
          { name: "March", rows: [["a"], ["1"]] },
          { name: "April", rows: [["b"], ["2"]] },
        ],
      }),
    );
    expect(book.sheets).toEqual(["March", "April"]);
    expect([...book.table().rows()][0]?.cells).toEqual(["a"]);
    expect([...book.table("April").rows()][0]?.cells).toEqual(["b"]);
    expect(() => book.table("May")).toThrow(/no sheet "May"/);
  });

  it("keeps row numbers over blank rows and gaps, and fills short rows", () => {
    const xml =
      '<row r="3"><c r="B3" t="str"><v>User</v></c><c r="A3" t="str"><v>Time</v></c></row><row r="4"/><row r="6"><c r="A6" t="str"><v>x</v></c></row><row><c t="str"><v>y</v></c></row><rowBreaks/>';
    const table = openWorkbook(workbookOf({ sheets: [{ name: "log", xml }] })).table();
    expect([...table.rows()]).toEqual([
      { line: 3, cells: ["Time", "User"] },
      { line: 6, cells: ["x", ""] },
      { line: 7, cells: ["y", ""] },
    ]);
  });

  it("may have a namespace prefix", () => {
    expect(cells({ prefix: "x", sheets: [{ name: "log", rows: [["a"], ["1"], ["2"]] }] })).toEqual([
      ["1"],
      ["2"],
    ]);
  });

  it("gives back what was written", () => {
    const text = fc
      .string({ unit: "grapheme" })
      .filter((value) => value.trim() !== "" && !/[\p{Cc}\ufffe\uffff]|_x|<c /u.test(value));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 8 }), (rows) => {
        expect(cells({ sheets: [{ name: "log", rows: [["a", "b"], ...rows] }] })).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a hostile spreadsheet", () => {
  const small = { name: "xl/workbook.xml", content: "<workbook/>" };

  it("is refused where it unpacks to more than the limit", () => {
    const bomb = workbookOf({ sheets: [{ name: "log", xml: " ".repeat(3_000_000) }] });
    expect(bomb.length).toBeLessThan(10_000);
    expect(codeOf(() => openWorkbook(bomb, 1_000_000).table())).toBe("format-damaged");
    expect(codeOf(() => openWorkbook(bomb, 4_000_000).table())).toBe("read");
  });

  it("cannot unpack to more than it claims", () => {
    const lie = zipOf([{ ...small, content: "x".repeat(5_000_000), claimedSize: 100 }]);
    expect(codeOf(() => openWorkbook(lie))).toBe("format-damaged");
  });

  it("cannot claim memory that it does not fill", () => {
    const lie = zipOf([{ ...small, claimedSize: 200_000_000 }]);
    const before = process.memoryUsage().rss;
    expect(codeOf(() => openWorkbook(lie))).toBe("format-damaged");
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  it("takes no memory for rows and columns that it only names", () => {
    const xml =
      '<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>';
    const started = process.cpuUsage().user;
    const [, row] = openWorkbook(workbookOf({ sheets: [{ name: "log", xml }] }))
      .table()
      .rows();
    expect(row?.line).toBe(1_048_576);
    expect(row?.cells).toHaveLength(16_384);
    expect((process.cpuUsage().user - started) / 1000).toBeLessThan(1000);
  });

  it("is refused with a document type, so that no entity can grow", () => {
    const bomb = zipOf([
      { name: "xl/_rels/workbook.xml.rels", content: '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>' },
    ]);
    expect(codeOf(() => openWorkbook(bomb))).toBe("format-damaged");
  });

  it.each([
    ["encrypted", (bytes: Buffer) => bytes.writeUInt16LE(1, bytes.indexOf("PK\u0001\u0002") + 8)],
    [
      "compressed in another way",
      (bytes: Buffer) => bytes.writeUInt16LE(12, bytes.indexOf("PK\u0001\u0002") + 10),
    ],
    [
      "pointing outside itself",
      (bytes: Buffer) => bytes.writeUInt32LE(0x7fffffff, bytes.indexOf("PK\u0001\u0002") + 42),
    ],
    ["without end", (bytes: Buffer) => bytes.fill(0, bytes.length - 22)],
  ])("is refused when %s", (_, damage) => {
    const bytes = Buffer.from(workbookOf({ sheets: [{ name: "log", rows: [["a"], ["1"]] }] }));
    damage(bytes);
    expect(codeOf(() => openWorkbook(bytes).table())).toBe("format-damaged");
  });

  it("is read or refused, whatever bytes change", () => {
    const good = workbookOf({
      sheets: [{ name: "log", rows: [HEADER, ['<c s="1"><v>45717.5</v></c>', "ana", "ABC1234"]] }],
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const bytes = Buffer.from(good);
          for (const [at, byte] of changes) bytes[at] = byte;
          expect(["read", "format-damaged", "mapping"]).toContain(
            codeOf(() => [...openWorkbook(bytes).table().rows()]),
          );
        },
      ),
      { numRuns: 5000 },
    );
  });
});
