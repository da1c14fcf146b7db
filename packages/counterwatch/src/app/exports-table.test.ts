import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readExport, writeRow } from "./exports-table.ts";

function whole(text: string): string {
  const table = readExport(text);
  return table.head + table.rows.map((row) => writeRow(row)).join("");
}

describe("an export's text", () => {
  it("comes back as it was, byte for byte", () => {
    for (const text of [
      "a,b\n1,2\n",
      'a;b\r\n"x;""y""\r\nz";2\r\n3;\r\n',
      "\uFEFFa\tb\n\t\n1\t2\n",
      '{"a":1,"b":"x"}\n{"b": "y" , "a" : null}\n',
      '\uFEFF{"a":"\\u00e9\\"","b":-1.5e3}\n',
    ])
      expect(whole(text)).toBe(text);
    expect(whole("a,b\n1,2")).toBe("a,b\n1,2\n");
  });

  it("comes back as it was, whatever stands in its cells (property)", () => {
    const cell = fc
      .string({ maxLength: 8 })
      .map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value));
    const row = fc.tuple(cell, cell, cell).map((cells) => cells.join(","));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const text = `id,b,c\n${rows.join("\n")}\n`;
        expect(whole(text)).toBe(text);
      }),
    );
    const member = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: member, b: member }), { minLength: 1 }),
        fc.nat(1),
        (objects, space) => {
          const text = objects
            .map(
              (object) =>
                `${JSON.stringify(object, undefined, space === 1 ? " " : undefined).replaceAll("\n", " ")}\n`,
            )
            .join("");
          expect(whole(text)).toBe(text);
        },
      ),
    );
  });

  it("has new values in the style of the old ones", () => {
    const [row] = readExport('id,b\n"x",y\n').rows;
    expect(
      writeRow(
        row as never,
        new Map([
          ["id", "1"],
          ["b", 'q"'],
        ]),
      ),
    ).toBe('"1","q"""\n');
    const table = readExport('{"id": "x", "n": 5}\n');
    const [line] = table.rows;
    expect(
      writeRow(
        line as never,
        new Map([
          ["id", 'q"'],
          ["n", "7"],
        ]),
        "lines",
      ),
    ).toBe('{"id": "q\\"", "n": 7}\n');
    expect(writeRow(line as never, new Map([["n", "+7"]]), "lines")).toBe('{"id": "x", "n": "+7"}\n');
  });

  it("is refused where it is damaged", () => {
    for (const text of [
      'a,b\n"x,2\n',
      "a,b\n1,2,3\n",
      "a,a\n1,2\n",
      '{"a":1\n',
      '{"a":{}}\n',
      '{"a":1} x\n',
      '{"a":1}\n[]\n',
    ])
      expect(() => readExport(text), text).toThrow(expect.objectContaining({ code: "format-damaged" }));
    expect(() => readExport("no columns\nhere\n")).toThrow(
      expect.objectContaining({ code: "format-unknown" }),
    );
  });
});
