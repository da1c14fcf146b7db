import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CounterwatchError } from "../model/index.ts";
import type { Connector } from "./connector.ts";
import { memoryLog, readAll, testIdentifiers } from "./memory-log.fixture.ts";
import { readLog } from "./read-log.ts";

const HEADER = "Name, Total Networks Searched,Time Frame,License Plate,Case #,Filters,Reason,Search Time";

function line(second: number, plate = "ABC1234", operator = "Operator 1"): string {
  const clock = new Date(Date.UTC(2025, 0, 1) + second * 1000).toISOString().slice(0, 19).replace("T", " ");
  return `${operator},3,,${plate},,,stolen,${clock}`;
}

const log = (...lines: string[]): string => `${HEADER}\n${lines.join("\n")}\n`;

describe("a log", () => {
  it("gives every row once: as event, duplicate or dead letter", async () => {
    const { rows, events, duplicates, deadLetters, account } = await readAll(
      memoryLog(log(line(1), line(1), "too,short", line(2), '"open', line(3).replace(/,[^,]*$/, ",soon"))),
    );
    expect([rows, events.length, duplicates, deadLetters.length]).toEqual([6, 2, 1, 3]);
    expect(account.rejectedByReason).toEqual({ "column-count": 1, quoting: 1, "time-unreadable": 1 });
    expect(deadLetters.map(({ line, ordinal }) => [line, ordinal])).toEqual([
      [4, 3],
      [6, 5],
      [7, 6],
    ]);
    expect(deadLetters.every(({ message, row }) => message !== "" && Object.keys(row).length > 0)).toBe(true);
  });

  it("numbers events by their row in the log, duplicates and dead letters counted too", async () => {
    const { events } = await readAll(
      [memoryLog(log(line(1), line(1), "x", line(2)), "a.csv"), memoryLog(log(line(3), line(4)), "b.csv")],
      { source: "city" },
    );
    expect(events.map(({ id }) => id)).toEqual(["city:1", "city:4", "city:5", "city:6"]);
  });

  it("numbers beyond a thousand without padding", async () => {
    const { events } = await readAll(
      memoryLog(log(...Array.from({ length: 2345 }, (_, index) => line(index)))),
    );
    for (const index of [0, 8, 9, 998, 999, 1000, 1999, 2344])
      expect(events[index]!.id).toBe(`plate-reader-audit:${index + 1}`);
  });

  it("is the same whatever order its files are named in", async () => {
    const files = [
      memoryLog(log(line(100), line(150)), "b.csv"),
      memoryLog(log("broken", line(1), line(100)), "a.csv"),
      memoryLog(log(line(200)), "c.csv"),
    ];
    const first = await readAll(files);
    for (const order of [
      [2, 1, 0],
      [1, 0, 2],
      [0, 2, 1],
    ]) {
      const again = await readAll(order.map((index) => files[index]!));
      expect(again.events).toEqual(first.events);
      expect(again.deadLetters).toEqual(first.deadLetters);
    }
    expect(first.events.map(({ time }) => time.slice(14, 19))).toEqual(["00:01", "01:40", "02:30", "03:20"]);
    expect(first.duplicates).toBe(1);
  });

  it("may hold files of several systems, each a source of its own", async () => {
    const portal = "id,userId,searchDate,cameraCount,reason\n,u-1,2025-01-01 00:00:00,1,a\n";
    const { account } = await readAll([memoryLog(log(line(1)), "a.csv"), memoryLog(portal, "b.csv")]);
    expect(account.sources.map(({ source, rows, files }) => [source, rows, files])).toEqual([
      ["portal-search-log", 1, ["b.csv"]],
      ["plate-reader-audit", 1, ["a.csv"]],
    ]);
  });

  it("comes from a pipe as well", async () => {
    const pipe = { ...memoryLog(log(line(5)), "-"), rereadable: false, size: undefined };
    expect(await readAll([pipe, memoryLog(log(line(1)), "a.csv")])).toMatchObject({ rows: 2 });
    expect(await readAll(pipe)).toMatchObject({ rows: 1 });
  });
});

describe("tables", () => {
  it.each([
    ["CRLF", (text: string) => text.replaceAll("\n", "\r\n")],
    ["CR alone", (text: string) => text.replaceAll("\n", "\r")],
    ["a byte-order mark", (text: string) => `\ufeff${text}`],
    ["no end of the last line", (text: string) => text.trimEnd()],
    ["semicolons", (text: string) => text.replaceAll(",", ";")],
    ["tabs", (text: string) => text.replaceAll(",", "\t")],
    ["bars", (text: string) => text.replaceAll(",", "|")],
    ["everything quoted", (text: string) => text.replaceAll(/[^,\n]+/g, '"$&"')],
    ["blank lines", (text: string) => text.replaceAll("\n", "\n\n")],
    ["lines of nothing but delimiters", (text: string) => text.replaceAll("\n", "\n,,,,,,,\n")],
    ["a repeated header", (text: string) => text + text],
    ["a title above the header", (text: string) => `Organization Audit\nexported on,Monday\n${text}`],
    ["a declared delimiter", (text: string) => `sep=;\n${text.replaceAll(",", ";")}`],
    ["delimiters behind the last column", (text: string) => text.replaceAll("\n", ",,\n")],
    ["a header with leading spaces", (text: string) => text.replace(HEADER, HEADER.replaceAll(",", ",  "))],
  ])("may have %s", async (_, change) => {
    const text = change(log(line(1), line(2), line(3)));
    for (const chunk of [7, 65_536]) {
      const { events, deadLetters, duplicates, rows } = await readAll(memoryLog(text, "log.csv", chunk));
      expect(deadLetters).toEqual([]);
      expect(events.map(({ time }) => time.slice(17, 19))).toEqual(["01", "02", "03"]);
      expect(rows).toBe(3 + duplicates);
      expect(events[0]!.subjects).toEqual([testIdentifiers().subject("plate", "ABC1234")]);
    }
  });

  it.each([
    ["UTF-8", (text: string) => Buffer.from(text)],
    ["UTF-16", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16 big-endian", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
    ["Latin-1", (text: string) => Buffer.from(text, "latin1")],
  ])("may be %s", async (_, encode) => {
    const { events, account } = await readAll(
      memoryLog(encode(log(line(1, "ABC1234", "José Núñez"), line(2))), "log.csv", 11),
    );
    expect(events[0]!.operator.id).toBe("José Núñez");
    expect(events).toHaveLength(2);
    expect(account.foreignLines).toBe(_ === "Latin-1" ? 1 : 0);
  });

  it("reject rows of another width, and say the widths", async () => {
    const { deadLetters } = await readAll(memoryLog(log(line(1).slice(0, -30), `${line(2)},more`, line(3))));
    expect(deadLetters.map(({ reason }) => reason)).toEqual(["column-count", "column-count"]);
    expect(deadLetters[1]!.message).toBe("The row has 9 cells, the header 8.");
  });

  it("lose nothing behind a quote that is never closed", async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => line(index));
    lines[10] = `"${lines[10]!}`;
    const { events, deadLetters, rows } = await readAll(memoryLog(log(...lines), "log.csv", 1000));
    expect(rows).toBe(5000);
    expect(deadLetters).toMatchObject([{ reason: "quoting", line: 12, ordinal: 11 }]);
    expect(events).toHaveLength(4999);
  });
});

async function refusal(text: string, options: object = {}): Promise<CounterwatchError> {
  try {
    await readAll(memoryLog(text, "folder/odd.csv"), options);
  } catch (error) {
    if (error instanceof CounterwatchError) return error;
    throw error;
  }
  throw new Error("was read");
}

const twin = (id: string): Connector => ({
  id,
  title: id,
  framing: "table",
  needsZone: false,
  recognise: () => 0.5,
  open: () => () => ({}) as never,
});

describe("recognition", () => {
  it("names the header it saw and what could be done", async () => {
    const error = await refusal("Colour,Shape\nred,round\n");
    expect(error.code).toBe("format-unknown");
    expect(error.message).toContain("Colour, Shape");
    expect(error.place).toEqual({ file: "folder/odd.csv" });
    expect(error.remedy).toContain("plate-reader-audit");
    expect(error.remedy).toContain("sources map");
  });

  it("shows no value where the first line is a row", async () => {
    for (const text of [
      "Jane Doe,ABC1234,1/1/2025\nJohn Roe,XYZ9876,1/2/2025\n",
      '{"4155552671":"ABC1234"}\n',
      "jane@example.org;x\n",
    ]) {
      const error = await refusal(text);
      expect(`${error.message} ${error.remedy}`).not.toMatch(/ABC1234|4155552671|Doe|jane@/);
    }
  });

  it("refuses an empty file", async () => {
    for (const text of ["", "\n\n \n", "\ufeff"]) expect((await refusal(text)).code).toBe("format-damaged");
  });

  it("reads what it is told to read", async () => {
    const text = log(line(1));
    expect((await readAll(memoryLog(text), { format: "plate-reader-audit" })).rows).toBe(1);
    expect((await refusal(text, { format: "plate-raeder" })).code).toBe("usage");
    const other = await readAll(memoryLog(text), { format: "portal-search-log" });
    expect(other.deadLetters).toHaveLength(1);
  });

  it("asks where two connectors claim a file", async () => {
    const error = await refusal(log(line(1)), { connectors: [twin("one"), twin("two")] });
    expect(error.message).toContain("one");
    expect(error.message).toContain("two");
  });

  it("asks a connector for the header of a table that has none", async () => {
    const headerless: Connector = {
      id: "bare",
      title: "bare",
      framing: "table",
      needsZone: false,
      impliedHeader: (first) => (first.length === 2 && first[0] === "AUDIT" ? ["kind", "who"] : undefined),
      recognise: ({ header }) => (header[0] === "kind" ? 1 : 0),
      open:
        ({ header }) =>
        (row) => ({
          id: "",
          time: "2025-01-01T00:00:00.000Z",
          source: "bare",
          system: "online",
          action: "view",
          operator: { id: `${header[1]} ${(row as string[])[1]}` },
        }),
    };
    const { events } = await readAll(memoryLog("AUDIT,ann\nAUDIT,bob\n"), { connectors: [headerless] });
    expect(events.map(({ operator }) => operator.id)).toEqual(["who ann", "who bob"]);
  });
});

describe("a connector that fails", () => {
  it("costs the row, and its message is not passed on", async () => {
    const failing: Connector = {
      id: "failing",
      title: "failing",
      framing: "table",
      needsZone: false,
      recognise: () => 0.5,
      open: () => (row) => {
        throw new TypeError(`cannot read ${String(row)}`);
      },
    };
    const { deadLetters } = await readAll(memoryLog("a,b\nABC1234,Jane Doe\n"), { connectors: [failing] });
    expect(deadLetters).toMatchObject([{ reason: "schema", row: { a: "AAA9999", b: "Aaaa Aaa" } }]);
    expect(JSON.stringify(deadLetters)).not.toMatch(/ABC1234|Jane/);
  });
});

describe("automated polls", () => {
  it("are marked and counted, people's searches are not", async () => {
    const machine = Array.from({ length: 300 }, (_, index) =>
      line(index * 600, `ABC${1000 + (index % 7)}`, "poller"),
    );
    const person = Array.from({ length: 300 }, (_, index) =>
      line(index * 600 + ((index * index * 7919) % 571), "XYZ9876", "person"),
    );
    const { events, account } = await readAll(
      memoryLog(log(...machine.flatMap((each, index) => [each, person[index]!]))),
    );
    const marked = events.filter(({ automated }) => automated === true);
    expect(new Set(marked.map(({ operator }) => operator.id))).toEqual(new Set(["poller"]));
    expect(marked.length).toBeGreaterThan(100);
    expect(account.automated).toBe(marked.length);
  });
});

describe("batches", () => {
  it("come while the file is read and stay small", async () => {
    const text = log(...Array.from({ length: 20_000 }, (_, index) => line(index)));
    let largest = 0;
    let batches = 0;
    for await (const batch of readLog([memoryLog(text)], {
      identifiers: testIdentifiers(),
      dedupeCapacity: 1000,
    })) {
      largest = Math.max(largest, batch.rows);
      batches++;
    }
    expect(batches).toBeGreaterThan(10);
    expect(largest).toBeLessThan(5000);
  });

  it("can be left early, which closes the file", async () => {
    let closed = false;
    const file = memoryLog(log(...Array.from({ length: 20_000 }, (_, index) => line(index))));
    const watched = {
      ...file,
      async *bytes() {
        try {
          yield* file.bytes();
        } finally {
          closed = true;
        }
      },
    };
    for await (const _ of readLog([watched], { identifiers: testIdentifiers(), dedupeCapacity: 1000 })) break;
    expect(closed).toBe(true);
  });
});

describe("any bytes behind a header", () => {
  it("are accounted for, in chunks of any size alike", async () => {
    const bytes = fc.array(
      fc.oneof(fc.constantFrom(10, 13, 34, 44, 0, 0xe9, 0xff), fc.integer({ min: 0, max: 255 })),
      { maxLength: 300 },
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 64 }), async (rest, chunk) => {
        const content = Buffer.concat([Buffer.from(log(line(1), line(2))), Buffer.from(rest)]);
        const whole = await readAll(memoryLog(content));
        const cut = await readAll(memoryLog(content, "log.csv", chunk));
        expect(cut.rows).toBe(whole.rows);
        expect(cut.events).toEqual(whole.events);
        expect(cut.deadLetters).toEqual(whole.deadLetters);
      }),
      { numRuns: 300 },
    );
  });
});
