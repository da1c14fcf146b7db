import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LogFile } from "../intake/log-file.ts";
import { CounterwatchError } from "../model/index.ts";
import { openLogFiles } from "./log-files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "counterwatch-logs-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, content);
  return path;
}

async function contentOf(file: LogFile | undefined): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file!.bytes()) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CounterwatchError) {
      expect(error.place.file).toBeDefined();
      return error.code;
    }
    throw error;
  }
  return "no error";
}

async function* pipe(): AsyncGenerator<Uint8Array> {
  const packed = gzipSync("from a pipe\n");
  for (let from = 0; from < packed.length; from++) yield packed.subarray(from, from + 1);
}

describe("log files", () => {
  it("are read from the beginning as often as asked, with raw progress", async () => {
    const path = await put("a.csv", "one\ntwo\n");
    const [file] = await openLogFiles([path]);
    expect(file).toMatchObject({ name: path, size: 8, rereadable: true });
    for (let pass = 0; pass < 2; pass++) {
      expect(await contentOf(file)).toBe("one\ntwo\n");
      expect(file!.consumed()).toBe(8);
    }
    expect(Buffer.from(await file!.slice!(4, 7)).toString()).toBe("two");
    expect(Buffer.from(await file!.whole()).toString()).toBe("one\ntwo\n");
  });

  it("are unpacked by what they are, not by what they are called", async () => {
    const text = "line\n".repeat(200_000);
    const packed = gzipSync(text);
    const [named, unnamed, joined] = await openLogFiles([
      await put("a.csv.gz", packed),
      await put("b.csv", packed),
      await put("c.csv.gz", Buffer.concat([packed, gzipSync("end\n")])),
    ]);
    expect(await contentOf(named)).toBe(text);
    expect(await contentOf(unnamed)).toBe(text);
    expect(await contentOf(joined)).toBe(`${text}end\n`);
    expect(named!.consumed()).toBe(packed.length);
    expect(named!.slice).toBeUndefined();
  });

  it("say so where gzip is damaged or cut off", async () => {
    const packed = gzipSync(Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 251)));
    for (const content of [
      packed.subarray(0, packed.length / 2),
      Buffer.concat([packed.subarray(0, 200), Buffer.alloc(300, 7), packed.subarray(500)]),
    ]) {
      const [file] = await openLogFiles([await put("a.gz", content)]);
      expect(await codeOf(contentOf(file))).toBe("format-damaged");
    }
  });

  it("may be empty, or a single byte", async () => {
    const [empty, single] = await openLogFiles([await put("a.csv", ""), await put("b.csv", "x")]);
    expect(await contentOf(empty)).toBe("");
    expect(await contentOf(single)).toBe("x");
  });

  it("come from a folder in order of name, through its folders, by their endings", async () => {
    for (const name of [
      "b.csv",
      "a.jsonl",
      "sub/c.CSV.gz",
      "sub/.hidden.csv",
      "readme.md",
      "z.xlsx",
      ".git/d.csv",
    ])
      await put(name, "x");
    const files = await openLogFiles([folder]);
    expect(files.map(({ name }) => relative(folder, name))).toEqual([
      "a.jsonl",
      "b.csv",
      join("sub", "c.CSV.gz"),
      "z.xlsx",
    ]);
  });

  it("are not what an earlier run wrote, nor behind a circle of links", async () => {
    for (const name of ["a.csv", "out/findings.jsonl", "out/summary.json", "out/dead-letters.jsonl"])
      await put(name, "x");
    await symlink(folder, join(folder, "circle"));
    await symlink(join(folder, "a.csv"), join(folder, "link.csv"));
    const files = await openLogFiles([folder]);
    expect(files.map(({ name }) => relative(folder, name))).toEqual(["a.csv", "link.csv"]);
  });

  it("are named by one who knows: missing ones and empty folders are errors with a place", async () => {
    expect(await codeOf(openLogFiles([join(folder, "none.csv")]))).toBe("not-found");
    expect(await codeOf(openLogFiles([folder]))).toBe("not-found");
  });

  it("may come by pipe, once, packed or not", async () => {
    const files = await openLogFiles(["-", "-"], pipe());
    expect(files).toHaveLength(1);
    expect(files[0]).toMatchObject({ name: "-", size: undefined, rereadable: false });
    expect(await contentOf(files[0])).toBe("from a pipe\n");
  });

  it("are closed when nobody reads on", async () => {
    const [file] = await openLogFiles([await put("a.csv", "x".repeat(1_000_000))]);
    for (let pass = 0; pass < 3000; pass++) {
      for await (const _ of file!.bytes()) break;
    }
    expect(await contentOf(file)).toHaveLength(1_000_000);
  });
});
