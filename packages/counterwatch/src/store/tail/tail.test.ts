import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { firstRecordEnd, wholeRecords } from "./tail-cut.ts";
import { PATIENCE, Tail } from "./tail.ts";
import { TailState } from "./tail-state.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A tail whose rows are lines; `crash`: what is taken is not noted. */
class Desk {
  readonly logs = mkdtempSync(join(tmpdir(), "counterwatch-tail-"));
  readonly data = mkdtempSync(join(tmpdir(), "counterwatch-tail-data-"));
  readonly taken: string[] = [];
  crash = false;
  now = Date.now();

  constructor() {
    folders.push(this.logs, this.data);
  }

  at(name: string): string {
    return join(this.logs, name);
  }

  async look(path: string): Promise<Tail> {
    const tail = new Tail(
      this.at(path),
      new TailState(this.data, "t"),
      async ({ bytes }) => {
        this.taken.push(...Buffer.from(bytes).toString().split("\n").filter(Boolean));
        if (this.crash) throw new Error("killed");
        return undefined;
      },
      () => this.now,
    );
    await tail.look();
    return tail;
  }
}

/** Writes rows, in one go or in two, and rotates its file between them. */
class Writer {
  readonly rows: string[] = [];
  readonly #log: string;
  #half = "";
  #rotated = 0;

  constructor(log: string) {
    this.#log = log;
    writeFileSync(log, "");
  }

  write(): void {
    const row = `row ${this.rows.length}`;
    this.rows.push(row);
    appendFileSync(this.#log, `${row.slice(this.#half.length)}\n`);
    this.#half = "";
  }

  half(): void {
    if (this.#half === "") appendFileSync(this.#log, "ro");
    this.#half = "ro";
  }

  rename(): void {
    if (this.#half !== "") this.write();
    renameSync(this.#log, `${this.#log}.${++this.#rotated}`);
    writeFileSync(this.#log, "");
  }

  copy(): void {
    if (this.#half !== "") this.write();
    copyFileSync(this.#log, `${this.#log}.${++this.#rotated}`);
    truncateSync(this.#log, 0);
  }

  pack(): void {
    const old = `${this.#log}.${this.#rotated}`;
    if (!existsSync(old) || this.#rotated === 0) return;
    writeFileSync(`${old}.gz`, gzipSync(readFileSync(old)));
    rmSync(old);
  }
}

describe("following a file", () => {
  it("takes whole lines once, over restarts, and lets the last one wait for its end", async () => {
    const desk = new Desk();
    writeFileSync(desk.at("a.log"), "1\n2\n3");
    await desk.look("a.log");
    expect(desk.taken).toEqual(["1", "2"]);
    appendFileSync(desk.at("a.log"), "3\n4");
    await desk.look("a.log");
    expect(desk.taken).toEqual(["1", "2", "33"]);
    desk.now += PATIENCE + 60_000;
    await desk.look("a.log");
    expect(desk.taken).toEqual(["1", "2", "33", "4"]);
  });

  it("reads a stretch again where a crash came before it was noted", async () => {
    const desk = new Desk();
    writeFileSync(desk.at("a.log"), "1\n2\n");
    desk.crash = true;
    await expect(desk.look("a.log")).rejects.toThrow("killed");
    desk.crash = false;
    await desk.look("a.log");
    expect(desk.taken).toEqual(["1", "2", "1", "2"]);
  });

  it("goes on in a renamed file and begins its successor", async () => {
    const desk = new Desk();
    writeFileSync(desk.at("a.log"), "1\n2\n");
    await desk.look("a.log");
    appendFileSync(desk.at("a.log"), "3\n");
    renameSync(desk.at("a.log"), desk.at("a.log.1"));
    writeFileSync(desk.at("a.log"), "4\n");
    await desk.look("a.log");
    expect(desk.taken.toSorted()).toEqual(["1", "2", "3", "4"]);
  });

  it("goes on in the copy of a file that was truncated, even where that grew beyond what was read", async () => {
    const desk = new Desk();
    writeFileSync(desk.at("a.log"), "1\n2\n");
    await desk.look("a.log");
    appendFileSync(desk.at("a.log"), "3\n");
    copyFileSync(desk.at("a.log"), desk.at("a.log.1"));
    truncateSync(desk.at("a.log"), 0);
    appendFileSync(desk.at("a.log"), "4\n5\n6\n7\n8\n");
    await desk.look("a.log");
    expect(desk.taken.toSorted()).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
  });

  it("knows a packed copy by its content, and reads its last line", async () => {
    const desk = new Desk();
    writeFileSync(desk.at("a.log"), "1\n2\n3");
    await desk.look("a.log");
    writeFileSync(desk.at("a.log.1.gz"), gzipSync("1\n2\n3"));
    rmSync(desk.at("a.log"));
    writeFileSync(desk.at("a.log"), "4\n");
    await desk.look("a.log");
    await desk.look("a.log");
    expect(desk.taken.toSorted()).toEqual(["1", "2", "3", "4"]);
  });

  it("takes new files of a folder, and those that a pattern fits", async () => {
    const desk = new Desk();
    writeFileSync(desk.at("pg-1.csv"), "1\n");
    writeFileSync(desk.at("pg-1.log"), "x\n");
    await desk.look("pg-*.csv");
    writeFileSync(desk.at("pg-2.csv"), "2\n");
    await desk.look("pg-*.csv");
    expect(desk.taken).toEqual(["1", "2"]);
    await expect(desk.look("none.csv")).rejects.toMatchObject({ code: "not-found" });
  });

  it("sets a damaged archive aside and goes on with the others", async () => {
    const desk = new Desk();
    writeFileSync(desk.at("a.log.1.gz"), gzipSync("1\n".repeat(50)).subarray(0, 20));
    writeFileSync(desk.at("a.log"), "2\n");
    const tail = await desk.look("a.log");
    expect(tail.troubles).toMatchObject([{ path: desk.at("a.log.1.gz") }]);
    expect(desk.taken).toEqual(["2"]);
  });

  it("loses nothing and keeps the order of each file, whatever happens between looks", async () => {
    const happening = fc.constantFrom("write", "half", "rename", "copy", "pack", "look", "crash");
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 20 }), async (happenings) => {
        const desk = new Desk();
        const writer = new Writer(desk.at("a.log"));
        for (const what of [...happenings, "write", "look", "look"] as const) {
          if (what === "look" || what === "crash") {
            desk.crash = what === "crash";
            await desk.look("a.log").catch(() => {});
            desk.crash = false;
          } else writer[what]();
        }
        expect(new Set(desk.taken)).toEqual(new Set(writer.rows));
      }),
      { numRuns: 30 },
    );
  });
});

const bytes = (text: string) => Buffer.from(text);

describe("cutting where records end", () => {
  it("keeps a quoted cell with line ends whole, and lets a stray quote be", () => {
    expect(wholeRecords(bytes('a,b\n1,"x\ny"\n2,"z'), ",")).toBe(12);
    expect(wholeRecords(bytes('a,b\n1,5" tall\n2,z\n3'), ",")).toBe(18);
    expect(wholeRecords(bytes('1,"a ""quoted""\nword"\n'), ",")).toBe(22);
    expect(wholeRecords(bytes('{"a":1,"b":"x,"}\n{"a"'), undefined)).toBe(17);
    expect(wholeRecords(bytes(`1,"never closed\n${"x\n".repeat(40_000)}`), ",")).toBe(80_016);
    expect(firstRecordEnd(bytes('1,"x\ny"\n2,z\n'), ",")).toBe(8);
    expect(firstRecordEnd(bytes('1,"never\n2,z\n'), ",")).toBe(9);
  });

  it("cuts behind a record, wherever the writing stood", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", " "), maxLength: 6 });
    const row = fc
      .array(cell, { minLength: 2, maxLength: 3 })
      .map((cells) => `${cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(",")}\n`);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), fc.nat(100), (rows, cut) => {
        const text = rows.join("").slice(0, cut);
        let end = 0;
        for (const each of rows)
          if (end + each.length <= text.length) end += each.length;
          else break;
        expect(wholeRecords(bytes(text), ",")).toBe(end);
      }),
    );
  });
});
