/** The register's process as the system sees it: no core files, no inspector, nothing in its surroundings, a short life. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openProcess } from "../src/store/register-keeper.ts";
import type { RegisterRequest } from "../src/store/register-request.ts";
import { PEOPLE, RegisterDesk } from "./register-desk.ts";

const onLinux = process.platform === "linux";
let desk: RegisterDesk;
beforeEach(async () => {
  desk = new RegisterDesk();
  await desk.init();
});
afterEach(() => desk.close());

function countRequest(seconds = 60): RegisterRequest {
  return {
    do: "count",
    seconds,
    officers: desk.two().map(({ name, file }) => ({ name, file })),
    covers: `${desk.folder}/covers.jsonl`,
    sealed: `${desk.folder}/register.000000.age`,
  };
}

async function gone(pid: number, within: number): Promise<boolean> {
  for (let waited = 0; waited < within; waited += 50) {
    if (!existsSync(`/proc/${pid}`) || / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) return true;
    await sleep(50);
  }
  return false;
}

/** Ports on which the process listens. */
function listening(pid: number): string[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).map(
      (fd) => /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1],
    ),
  );
  return ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === "0A" && sockets.has(fields[9]))
      .map((fields) => fields[1] as string),
  );
}

describe.skipIf(!onLinux)("the register's process (Linux shows it in /proc)", () => {
  it("may leave no core, has nothing in its arguments and environment, and opens no inspector", async () => {
    const open = await openProcess(countRequest(), desk.two());
    try {
      const limit = /^Max core file size\s+(\S+)\s+(\S+)/m.exec(
        readFileSync(`/proc/${open.pid}/limits`, "utf8"),
      );
      expect(["0", "1"]).toContain(limit?.[1]);
      expect(["0", "1"]).toContain(limit?.[2]);
      const said =
        readFileSync(`/proc/${open.pid}/cmdline`, "utf8") + readFileSync(`/proc/${open.pid}/environ`, "utf8");
      expect(said).toContain("register-child.js");
      expect(said).not.toMatch(/passphrase|NODE_OPTIONS|HOME=/);
      process.kill(open.pid, "SIGUSR1");
      await sleep(300);
      expect(existsSync(`/proc/${open.pid}`)).toBe(true);
      expect(listening(open.pid)).toEqual([]);
    } finally {
      open.kill();
    }
    expect(await gone(open.pid, 5000)).toBe(true);
  });

  it("an inspector would have been seen", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log('up')"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      await new Promise((resolve) => child.stdout.once("data", resolve));
      process.kill(child.pid as number, "SIGUSR1");
      await sleep(500);
      expect(listening(child.pid as number)).toHaveLength(1);
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("leaves no core when it crashes", async () => {
    const open = await openProcess(countRequest(), desk.two());
    process.kill(open.pid, "SIGABRT");
    expect(await gone(open.pid, 5000)).toBe(true);
    expect(readdirSync("/").filter((name) => name.startsWith("core"))).toEqual([]);
  });

  it("ends after its answer, and at its time when nobody asks", async () => {
    const answered = await openProcess(countRequest(), desk.two());
    for await (const _ of answered.answers()) throw new Error("counting has no frames");
    expect(await gone(answered.pid, 1000)).toBe(true);
    const waiting = await openProcess(countRequest(8), desk.two());
    expect(await gone(waiting.pid, 500)).toBe(false);
    expect(await gone(waiting.pid, 15_000)).toBe(true);
  });

  it("ends with its parent, whatever killed that", async () => {
    const keeper = fileURLToPath(new URL("../dist/store/register-keeper.js", import.meta.url));
    const officers = desk.two().map(({ name, file }) => ({ name, file }));
    const script = `
      import { openProcess } from ${JSON.stringify(keeper)};
      const officers = ${JSON.stringify(officers)}.map((each) => ({ ...each, passphrase: async () => Buffer.from("the passphrase of " + each.name) }));
      const open = await openProcess(${JSON.stringify(countRequest())}, officers);
      console.log(open.pid);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = Number(
      await new Promise((resolve) => parent.stdout.once("data", (data) => resolve(String(data)))),
    );
    expect(await gone(pid, 200)).toBe(false);
    parent.kill("SIGKILL");
    expect(await gone(pid, 5000)).toBe(true);
  });

  it("is gone when its reader stops in the middle, with much still unsaid", async () => {
    const people = Array.from({ length: 3000 }, (_, at) => ({
      id: `P${at}`,
      identifiers: [{ type: "plate", id: `ZZ${10_000 + at}` }],
    }));
    await desk.propose({ version: 1, people });
    await desk.seal();
    const before = childrenOf(process.pid);
    for (const stopAfter of [1, 2999]) {
      let heard = 0;
      for await (const _ of desk.open().members("tripwire-enrolment")) {
        heard += 1;
        if (heard === stopAfter) break;
      }
      expect(heard).toBe(stopAfter);
      expect(childrenOf(process.pid)).toEqual(before);
    }
    let all = 0;
    for await (const _ of desk.open().members("tripwire-enrolment")) all += 1;
    expect(all).toBe(3000);
  });
});

function childrenOf(pid: number): string[] {
  return readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      return stat.slice(stat.lastIndexOf(")")).split(" ")[2] === String(pid);
    } catch {
      return false;
    }
  });
}

describe("damage", () => {
  it("of any byte of any file is refused, and nothing is handed out", async () => {
    await desk.propose(PEOPLE);
    await desk.seal();
    const leaves = desk.ledger.entries.length;
    const files = [...desk.files()].filter(([name]) => !name.startsWith("carla"));
    expect(files.map(([name]) => name).toSorted()).toEqual([
      "alice/alice.officer.age",
      "alice/alice.officer.mark",
      "bruno/bruno.officer.age",
      "bruno/bruno.officer.mark",
      "register/covers.jsonl",
      "register/register.000001.age",
    ]);
    for (const [name, bytes] of files) {
      // The pure parts try every byte (src/register); here a few of each file go the whole way.
      for (let draw = 0; draw < 3; draw++) {
        const at = Math.floor(((draw + 0.5) * bytes.length) / 3);
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] as number) ^ 1;
        desk.write(name, damaged);
        const seen: unknown[] = [];
        const error: unknown = await (async () => {
          for await (const member of desk.open().members("tripwire-enrolment")) seen.push(member);
        })().catch((cause: unknown) => cause);
        expect(error, `${name} byte ${at}`).toMatchObject({
          code: expect.stringMatching(/^(share|register|rollback)$/),
        });
        expect(seen).toEqual([]);
      }
      desk.write(name, bytes);
    }
    expect(desk.ledger.entries).toHaveLength(leaves);
  });
});
