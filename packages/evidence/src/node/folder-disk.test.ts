import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { verifyLog } from "../log/verification.ts";
import { diskError } from "./disk.ts";
import { FolderReader } from "./disk-reader.ts";
import { FolderDisk } from "./folder-disk.ts";
import { lockFolder } from "./folder-lock.ts";
import { makeKey, parseSigner } from "./key-files.ts";
import { openLog } from "./log.ts";

const code = (code: string) => expect.objectContaining({ code });
const of = (errno: string) =>
  diskError(Object.assign(new Error(errno), { code: errno }), "write", "checkpoint");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterwatch-disk-"));
});
afterEach(() => {
  for (const path of [folder, `${folder}-kept`]) rmSync(path, { recursive: true, force: true });
});

describe("a folder", () => {
  it("makes folders, writes, reads, renames, removes", async () => {
    const disk = new FolderDisk(join(folder, "a/b"));
    for (const path of ["", "", "tile/0/x001", "tile/0"]) await disk.makeFolder(path);
    await disk.write("tile/0/000", utf8("long text"));
    await disk.write("tile/0/000", utf8("short"));
    await disk.sync("tile/0/000");
    await disk.sync("tile/0");
    await disk.sync("");
    expect(await disk.read("tile/0/000", 5)).toEqual(utf8("short"));
    await expect(disk.read("tile/0/000", 4)).rejects.toThrow(code("limit"));
    await disk.rename("tile/0/000", "checkpoint");
    expect(await disk.read("tile/0/000", 5)).toBeUndefined();
    expect(await disk.read("checkpoint/x", 5)).toBeUndefined();
    expect((await disk.list("tile/0"))?.toSorted()).toEqual(["x001"]);
    expect(await disk.list("nothing")).toBeUndefined();
    await disk.remove("checkpoint");
    await disk.remove("checkpoint");
    await disk.removeFolder("tile/0/x001");
    await disk.removeFolder("tile/0/x001");
    await expect(disk.removeFolder("tile")).rejects.toThrow(code("disk"));
    await expect(disk.write("no/where", utf8("x"))).rejects.toThrow(code("disk"));
    await expect(disk.sync("no-file")).rejects.toThrow(code("disk"));
  });

  it("follows no link out of the log, and reads no folder as a file", async () => {
    writeFileSync(join(folder, "secret"), "secret");
    symlinkSync(join(folder, "secret"), join(folder, "checkpoint"));
    mkdirSync(join(folder, "tile/0/000"), { recursive: true });
    const reader = new FolderReader(folder);
    await expect(reader.read("checkpoint", 100)).rejects.toThrow(
      expect.objectContaining({ name: "EvidenceError" }),
    );
    await expect(reader.read("tile/0/000", 100_000)).rejects.toThrow(code("malformed"));
    for (const path of ["secret", "../secret", ".writer/pending", "tile/0/../../secret"])
      expect(await reader.read(path, 100)).toBeUndefined();
  });

  it("says what a refusal of the system means", () => {
    expect(of("ENOSPC")).toMatchObject({ code: "disk-full", place: { file: "checkpoint" } });
    expect(of("EDQUOT")).toMatchObject({ code: "disk-full" });
    for (const errno of ["EROFS", "EACCES", "EPERM"]) expect(of(errno)).toMatchObject({ code: "read-only" });
    expect(of("EIO")).toMatchObject({ code: "disk" });
    const own = new EvidenceError("limit", "x");
    expect(diskError(own, "write", "x")).toBe(own);
    const defect = new TypeError("x");
    expect(diskError(defect, "write", "x")).toBe(defect);
  });
});

describe("the lock", () => {
  it("is held once, given free, and taken again", async () => {
    const release = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(code("locked"));
    await release();
    await (await lockFolder(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("of many that come together at most one gets it", async () => {
    for (let round = 0; round < 20; round++) {
      const results = await Promise.allSettled(Array.from({ length: 5 }, () => lockFolder(folder)));
      const held = results.filter((result) => result.status === "fulfilled");
      expect(held.length).toBeLessThanOrEqual(1);
      for (const { value } of held) await value();
    }
    await (await lockFolder(folder))();
  });

  it("is held in a folder with a long path", async () => {
    const deep = join(folder, "x".repeat(100), "y".repeat(60));
    mkdirSync(deep, { recursive: true });
    const release = await lockFolder(deep);
    await expect(lockFolder(deep)).rejects.toThrow(code("locked"));
    await release();
    expect(readdirSync(deep)).toEqual([]);
  });

  it("of a process that was killed is taken over, of a living or stopped one it is not", async () => {
    const holder = spawn(
      process.execPath,
      [
        "-e",
        `require("node:net").createServer().listen(process.argv[1], () => console.log("held"))`,
        join(folder, "0123456789abcdef.lock"),
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await new Promise((resolve) => {
      holder.stdout.once("data", resolve);
    });
    await expect(lockFolder(folder)).rejects.toThrow(code("locked"));
    holder.kill("SIGSTOP");
    await expect(lockFolder(folder)).rejects.toThrow(code("locked"));
    const ended = new Promise((resolve) => {
      holder.once("close", resolve);
    });
    holder.kill("SIGKILL");
    await ended;
    expect(existsSync(join(folder, "0123456789abcdef.lock"))).toBe(true);
    await (await lockFolder(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });
});

it("a log whose tiles are there but whose checkpoint is not, or is an older one, is not gone on with", async () => {
  const signers = [parseSigner(makeKey("log.example/put-back", 1).text)];
  const open = () =>
    openLog(folder, { signers, origin: "log.example/put-back", clock: Date.now, batch: { milliseconds: 0 } });
  const kept = `${folder}-kept`;
  const log = await open();
  await log.append(utf8("one"));
  const early = log.checkpoint;
  await log.append(utf8("two"));
  // As a crash leaves it: the pending record is there.
  cpSync(join(folder, ".writer"), kept, { recursive: true, filter: (path) => !path.endsWith(".lock") });
  await log.close();
  cpSync(kept, join(folder, ".writer"), { recursive: true });
  rmSync(join(folder, "checkpoint"));
  await expect(open()).rejects.toThrow(code("missing"));
  writeFileSync(join(folder, "checkpoint"), early);
  const again = await open();
  // The record's batch begins where this checkpoint ends: its leaf was acknowledged, and comes back.
  expect([again.size, again.recovered]).toEqual([2, 1]);
  await again.append(utf8("three"));
  rmSync(kept, { recursive: true });
  cpSync(join(folder, ".writer"), kept, { recursive: true, filter: (path) => !path.endsWith(".lock") });
  await again.close();
  cpSync(kept, join(folder, ".writer"), { recursive: true });
  writeFileSync(join(folder, "checkpoint"), early);
  await expect(open()).rejects.toThrow(code("inconsistent"));
  await expect(
    verifyLog(new FolderReader(folder), {
      keys: signers.map(({ key }) => key),
      entries: "any",
      older: [again.checkpoint],
    }),
  ).rejects.toThrow(code("inconsistent"));
});
