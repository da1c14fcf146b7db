/** What ends a scan with a ledger from outside: kill -9 at any moment, a full disk, a limit of file sizes, a read-only file system. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { verifyLog } from "@counterwatch/evidence";
import { FolderReader, nodeSha256 } from "@counterwatch/evidence/node";
import { describe, expect, it } from "vitest";
import { publishedKeys } from "../src/store/ledger-keys.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();
const at = (...names: string[]) => join(workshop.path, ...names);
const COMMAND = fileURLToPath(new URL("../bin/counterwatch.js", import.meta.url));

/** Six batches. */
const EVENTS = 24_000;
const BATCH = 4096;
const KILLS = 9;
/** Of these, at a moment of the program's start; the others once the ledger has come to a certain record. */
const EARLY = 3;
const LONGEST = 600_000;

// A mount that this process tree alone sees: as root, or as root of a user namespace.
const UNSHARE = "unshare";
const namespace = ["-m", "-Urm"].find((flag) => spawnSync(UNSHARE, [flag, "true"]).status === 0);
if (namespace === undefined) console.warn("a full and a read-only disk: skipped, no mount can be made here");

function writeLog(): void {
  const start = Date.parse("2025-03-01T00:00:00.000Z");
  const lines = Array.from({ length: EVENTS }, (_, number) =>
    JSON.stringify({
      id: `city:${String(number).padStart(6, "0")}`,
      time: new Date(start + number * 30_000).toISOString(),
      source: "city",
      system: "plates",
      action: "search",
      operator: { id: `op-${(number * 7919) % 60}` },
      subjects: [{ type: "plate", id: `ABC${(number * 104_729) % 100_000}` }],
      purpose: { case: `C25-${(number * 31) % 900}` },
    }),
  );
  workshop.write("log.jsonl", `${lines.join("\n")}\n`);
}

const SCAN = ["scan", "log.jsonl", "-q", "--ledger", "ledger", "-o", "out", "--force"];

/** Look-ups whose salts were written, whether or not their leaves came. */
function records(): number {
  const path = at("ledger", "private", "salts.bin");
  return existsSync(path) ? Math.floor(statSync(path).size / 64) : 0;
}

function checkpoint(): Uint8Array | undefined {
  const path = at("ledger", "checkpoint");
  return existsSync(path) ? readFileSync(path) : undefined;
}

/** As a stranger finds it, before anyone has opened it again. */
async function sizeOf(older: readonly Uint8Array[]): Promise<number> {
  const keys = publishedKeys(at("ledger")) ?? [];
  return (await verifyLog(new FolderReader(at("ledger")), { keys, older, sha256: nodeSha256 })).checkpoint
    .size;
}

async function expectEachOnce(): Promise<void> {
  const said = await workshop.run(["ledger", "verify", "ledger", "--json"]);
  expect(said).toMatchObject({ status: 0 });
  expect(JSON.parse(said.stdout)).toMatchObject({
    leaves: EVENTS,
    sources: { city: EVENTS },
    bodies: { matched: EVENTS, erased: 0, unfinished: 0, absent: 0 },
  });
  const ids = workshop
    .read("ledger/private/bodies.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { id: string }).id);
  expect(ids).toHaveLength(EVENTS);
  expect(new Set(ids).size).toBe(EVENTS);
}

it(
  "kill -9 of a scan at random moments, then the scan again: every look-up once, and the ledger verifies",
  async () => {
    writeLog();
    let older: Uint8Array[] = [];
    let killed = 0;
    let midway = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const moment = kill < EARLY ? performance.now() + Math.random() * 1500 : Number.POSITIVE_INFINITY;
      // Into a batch or just behind one, and some way on: salts come first, leaves and checkpoint within milliseconds.
      const record = Math.min(EVENTS - 1, records() + Math.ceil(Math.random() * 1.5 * BATCH));
      const delay = Math.random() * 60;
      let reached: number | undefined;
      const when = (): boolean => {
        if (records() >= record) reached ??= performance.now();
        return performance.now() >= Math.min(moment, (reached ?? Number.POSITIVE_INFINITY) + delay);
      };
      const { status } = await workshop.run(SCAN, { signal: { name: "SIGKILL", when } });
      if (status === null) killed++;
      // Nothing is told of a scan that did not end.
      expect(existsSync(at("out", "findings.jsonl"))).toBe(status !== null);
      const note = checkpoint();
      if (note === undefined) continue;
      const size = await sizeOf(older);
      older = [note];
      if (size > 0 && size < EVENTS) midway++;
      if (status !== null) rmSync(at("out"), { recursive: true });
    }
    expect((await workshop.run(SCAN)).status).toBe(0);
    expect(await sizeOf(older)).toBe(EVENTS);
    await expectEachOnce();
    console.log(`${killed} scans killed, ${midway} of them between the first leaf and the last`);
    expect(killed).toBeGreaterThan(KILLS / 2);
    expect(midway).toBeGreaterThan(1);
  },
  LONGEST,
);

/** What a shell says that runs `script` in the workshop, with `scan` and `verify` as its commands. */
function inShell(script: string, shell: readonly string[]): string {
  const commands = `
    scan() { ${quoted(process.execPath)} ${quoted(COMMAND)} ${SCAN.join(" ")} 2> said; echo "scan $?"; tail -n 3 said; }
    verify() { ${quoted(process.execPath)} ${quoted(COMMAND)} ledger verify ledger > verdict 2>&1; echo "verify $?"; }
    output() { test -e out/findings.jsonl && echo "output" || echo "no output"; }`;
  const [command = "", ...args] = [...shell, "sh", "-c", `${commands}\n${script}`];
  const { stdout, stderr, status } = spawnSync(command, args, { cwd: workshop.path, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  return stdout;
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

it(
  "a file that may not grow further: exit 5 with a clear error, no output, and the ledger goes on afterwards",
  async () => {
    writeLog();
    // In blocks of 512 bytes: the bodies of the first batch do not fit.
    const said = inShell("(ulimit -f 1600; scan); verify; output", []);
    expect(said).toMatch(/scan 5\n[^]*larger than is allowed[^]*verify 0\nno output\n/);
    expect((await workshop.run(SCAN)).status).toBe(0);
    await expectEachOnce();
  },
  LONGEST,
);

// With CI=true a machine without mounts is a failure.
describe.skipIf(namespace === undefined && process.env["CI"] !== "true")("a disk", () => {
  const unshare = [UNSHARE, namespace ?? "-m"];

  it.each(["300k", "7m"])(
    "of %s that is full: exit 5 with a clear error, no output, nothing twice once there is room",
    (size) => {
      writeLog();
      const said = inShell(
        `mkdir ledger; mount -t tmpfs -o size=${size} tmpfs ledger || exit 1
         scan; ${size === "300k" ? "" : "verify;"} output
         mount -o remount,size=64m ledger; scan; verify; output; cp -r ledger kept`,
        unshare,
      );
      expect(said).toMatch(
        /^scan 5\n[^]*(no space left|ENOSPC)[^]*no output\nscan 0\n[^]*verify 0\noutput\n$/i,
      );
      if (size !== "300k") expect(said.match(/verify 0/g)).toHaveLength(2);
      rmSync(at("ledger"), { recursive: true });
      spawnSync("mv", [at("kept"), at("ledger")]);
      return expectEachOnce();
    },
    LONGEST,
  );

  it(
    "that is read-only: exit 5 with a clear error, no output, and not a byte is changed",
    async () => {
      writeLog();
      expect((await workshop.run(SCAN)).status).toBe(0);
      rmSync(at("out"), { recursive: true });
      const before = [...workshop.files()].filter(([name]) => name.startsWith("ledger"));
      const said = inShell(
        "mount --bind ledger ledger && mount -o remount,ro,bind ledger || exit 1\nscan; verify; output",
        unshare,
      );
      expect(said).toMatch(/^scan 5\n[^]*(read-only|permission|right to write)[^]*verify 0\nno output\n$/i);
      expect([...workshop.files()].filter(([name]) => name.startsWith("ledger"))).toEqual(before);
      await expectEachOnce();
    },
    LONGEST,
  );
});
