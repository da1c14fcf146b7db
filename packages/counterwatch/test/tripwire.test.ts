/** Custodian and agency as they are run: two processes, killed at any moment. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { Workshop } from "./workshop.ts";

const COMMAND = fileURLToPath(new URL("../bin/counterwatch.js", import.meta.url));
const DIE_AT_STEP = new URL("die-at-step.mjs", import.meta.url).href;
const workshop = new Workshop();
const children = new Set<ChildProcess>();

// Gone, not only told to go: a process that still writes would leave files to the next test.
afterEach(async () => {
  const left = [...children].filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  const gone = left.map((child) => new Promise((resolve) => child.once("exit", resolve)));
  for (const child of left) child.kill("SIGKILL");
  await Promise.all(gone);
  children.clear();
});

const plateOf = (at: number) => `QXW${String(at).padStart(4, "0")}`;
const memberLines = (plates: readonly number[]) =>
  plates
    .map(
      (at) => `${JSON.stringify({ type: "plate", id: plateOf(at), member: `m-${at}`, decoy: at === 3 })}\n`,
    )
    .join("");

function logLine(at: number, plate: string): string {
  const time = new Date(Date.UTC(2025, 2, 1) + at * 1000).toISOString();
  const operator = { id: `op-${at % 7}` };
  const subjects = [{ type: "plate", id: plate }];
  return `${JSON.stringify({ id: `e${at}`, time, source: "alpr", system: "plates", action: "search", operator, subjects, purpose: { reason: `look for ${plate}` } })}\n`;
}

class Process {
  readonly child: ChildProcess;
  stdout = "";
  stderr = "";
  readonly ended: Promise<number | null>;

  /** `dieAt`: the change of the disk after which it is no more. */
  constructor(args: readonly string[], input = "", dieAt?: number) {
    const preload = dieAt === undefined ? [] : ["--import", DIE_AT_STEP];
    this.child = spawn(process.execPath, [...preload, COMMAND, ...args], {
      cwd: workshop.path,
      env: { ...process.env, ...(dieAt !== undefined && { DIE_AT_STEP: String(dieAt) }) },
    });
    children.add(this.child);
    this.child.stdout!.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.child.stderr!.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.child.stdin!.on("error", () => undefined);
    this.child.stdin!.end(input);
    this.ended = new Promise((resolve) => this.child.on("close", resolve));
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }
}

/** A port that was free a moment ago: both commands must know it before either runs. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function ok(...args: readonly string[]): Promise<string> {
  const said = await workshop.run(["tripwire", ...args]);
  expect(said).toMatchObject({ status: 0 });
  return said.stdout;
}

async function pair(...sizes: readonly string[]) {
  await ok(
    "init",
    "cust",
    "--name",
    "city-alpr",
    "--as",
    "custodian",
    "--quota",
    "128",
    "--enrolment-batch",
    "64",
    ...sizes,
  );
  const shown = await ok("init", "ag", "--name", "agency-7", "--as", "agency");
  for (const name of ["ana", "bo"]) await ok("officer", `${name}.key`);
  const officers = ["ana", "bo"].flatMap((name) => ["--officer", `${name}=${name}.key.pub`]);
  const fingerprint = /fingerprint\s+([0-9a-f]{64})/.exec(shown)![1]!;
  await ok("pair", "cust", "--peer", "ag/identity.crt", "--fingerprint", fingerprint, ...officers);
  await ok("pair", "ag", "--peer", "cust/identity.crt", ...officers);
  const [desk, door] = [await freePort(), await freePort()];
  return {
    send: (log: string, ...more: readonly string[]) => [
      "tripwire",
      "send",
      log,
      "--data",
      "cust",
      "--agency",
      `https://127.0.0.1:${door}`,
      "--listen",
      `127.0.0.1:${desk}`,
      ...more,
    ],
    enrol: (...more: readonly string[]) => [
      "tripwire",
      "enrol",
      "--data",
      "ag",
      "--custodian",
      `https://127.0.0.1:${desk}`,
      ...more,
    ],
    match: (...more: readonly string[]) => [
      "tripwire",
      "match",
      "--data",
      "ag",
      "--listen",
      `127.0.0.1:${door}`,
      "--delay",
      "5",
      ...more,
    ],
  };
}

const BOTH = ["--officer", "ana.key", "--officer", "bo.key"];

async function enrolled(args: readonly string[], members: string): Promise<void> {
  for (let attempt = 0; attempt < 40; attempt++) {
    const enrolment = new Process(args, members);
    if ((await enrolment.ended) === 0) return;
    await setTimeout(100);
  }
  throw new Error("never enrolled");
}

interface FindingLine {
  readonly id: string;
  readonly detector: string;
  readonly events: readonly string[];
  readonly evidence: { readonly member: string };
}

const findings = () =>
  workshop
    .read("ag/findings.jsonl")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as FindingLine);

describe("tripwire enrol, send, match", () => {
  it("find what is there, and nothing of an identifier is in anything that is written or printed", async () => {
    const commands = await pair("--size", "16", "--every", "0.02");
    const plates = Array.from({ length: 60 }, (_, at) => plateOf(at % 12));
    workshop.write("log/audit.jsonl", plates.map((plate, at) => logLine(at, plate)).join(""));
    const sending = new Process(commands.send("log/audit.jsonl"));
    const matching = new Process(commands.match());
    const one = new Process(commands.enrol("--officer", "ana.key"), memberLines([1, 3, 500]));
    while (!sending.stderr.includes("are taken at")) await setTimeout(10);
    await one.ended;
    await enrolled(commands.enrol(...BOTH), memberLines([1, 3, 500]));
    expect(await sending.ended).toBe(0);
    matching.child.kill("SIGTERM");
    expect(await matching.ended).toBe(0);
    const found = findings().map(
      ({ detector, evidence, events }) => `${detector} ${evidence.member} ${events}`,
    );
    const expected = plates.flatMap((plate, at) =>
      plate === plateOf(1) ? [`tripwire m-1 e${at}`] : plate === plateOf(3) ? [`decoy m-3 e${at}`] : [],
    );
    expect(found.toSorted()).toEqual(expected.toSorted());
    expect(matching.stdout.trim().split("\n").toSorted()).toEqual(
      workshop.read("ag/findings.jsonl").trim().split("\n").toSorted(),
    );
    const printed = [sending, matching, one].map(({ stdout, stderr }) => stdout + stderr).join("");
    expect(printed).not.toMatch(/QXW/i);
    for (const [name, content] of workshop.files())
      if (!name.startsWith("log/")) expect(content).not.toMatch(/QXW/i);
  });

  it("lose no look-up and count none twice when either side is killed at any moment", async () => {
    const commands = await pair("--size", "8", "--every", "0.015");
    const plates = Array.from({ length: 1200 }, (_, at) => plateOf(at % 10));
    workshop.write("log/audit.jsonl", plates.map((plate, at) => logLine(at, plate)).join(""));
    let sending = new Process(commands.send("log/audit.jsonl"));
    let matching = new Process(commands.match());
    const members = memberLines([1, 3]);
    // The enrolment is killed, and its custodian.
    for (let kill = 0; kill < 3; kill++) {
      const enrolment = new Process(commands.enrol(...BOTH), members);
      await setTimeout(250 + 120 * kill);
      await enrolment.kill();
      if (kill === 1) {
        await sending.kill();
        sending = new Process(commands.send("log/audit.jsonl"));
      }
    }
    await enrolled(commands.enrol(...BOTH), members);
    let kills = 0;
    const random = mulberry(20_261_128);
    for (let running = true; running && kills < 24; kills++) {
      running = !(await Promise.race([
        sending.ended.then(() => true),
        setTimeout(300 + random() * 500, false),
      ]));
      if (!running) break;
      if (kills % 2 === 0) {
        await sending.kill();
        sending = new Process(commands.send("log/audit.jsonl"));
      } else {
        await matching.kill();
        matching = new Process(commands.match());
      }
    }
    expect(await sending.ended).toBe(0);
    expect(kills).toBeGreaterThan(3);
    while (readdirSync(join(workshop.path, "ag/inbox")).length > 0) await setTimeout(20);
    matching.child.kill("SIGTERM");
    await matching.ended;
    const found = findings().map(({ events }) => events[0]!);
    const expected = plates.flatMap((plate, at) =>
      plate === plateOf(1) || plate === plateOf(3) ? [`e${at}`] : [],
    );
    expect(found.toSorted()).toEqual(expected.toSorted());
    // Each batch has one root in the journal, however often a crash made it be said, and each was acknowledged.
    const said = readFileSync(join(workshop.path, "cust/journal.jsonl"), "utf8").trim().split("\n");
    const batches = said.map(
      (line) => JSON.parse(line) as { kind: string; statement: { batch: number; root: string } },
    );
    const roots = (kind: string) =>
      new Set(
        batches
          .filter((each) => each.kind === kind)
          .map(({ statement }) => `${statement.batch} ${statement.root}`),
      );
    const made = roots("tripwire-batch");
    expect(roots("tripwire-acknowledgement")).toEqual(made);
    expect([...made].map((each) => Number(each.split(" ")[0])).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: made.size }, (_, at) => at + 1),
    );
  }, 300_000);

  it("lose nothing and count nothing twice when a side dies at each of its first changes of the disk", async () => {
    const commands = await pair("--size", "4", "--every", "0.01");
    const plates = Array.from({ length: 160 }, (_, at) => plateOf(at % 4));
    workshop.write("log/audit.jsonl", plates.map((plate, at) => logLine(at, plate)).join(""));
    const members = memberLines([1, 3]);
    let sending = new Process(commands.send("log/audit.jsonl"));
    while (!sending.stderr.includes("are taken at")) await setTimeout(10);
    // An enrolment makes few changes: it dies at each of them until none is left to die at.
    let step = 1;
    for (let done = false; !done; step += 2) {
      const enrolment = new Process(commands.enrol(...BOTH), members, step);
      done = (await enrolment.ended) === 0;
    }
    expect(step).toBeGreaterThan(8);
    await sending.kill();
    for (let at = 3; at <= 40; at += 3) {
      const matching = new Process(commands.match(), "", 2 * at);
      sending = new Process(commands.send("log/audit.jsonl"), "", at + 8);
      await Promise.race([sending.ended, setTimeout(4000)]);
      await sending.kill();
      await matching.kill();
    }
    const matching = new Process(commands.match());
    expect(await new Process(commands.send("log/audit.jsonl")).ended).toBe(0);
    while (readdirSync(join(workshop.path, "ag/inbox")).length > 0) await setTimeout(20);
    matching.child.kill("SIGTERM");
    await matching.ended;
    const found = findings().map(({ events }) => events[0]!);
    const expected = plates.flatMap((plate, at) =>
      plate === plateOf(1) || plate === plateOf(3) ? [`e${at}`] : [],
    );
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it("refuse a second process in one folder, the wrong role, and strangers", async () => {
    const commands = await pair("--size", "8", "--every", "1");
    workshop.write("log/audit.jsonl", logLine(0, plateOf(1)));
    const sending = new Process(commands.send("log/audit.jsonl"));
    while (!sending.stderr.includes("are taken at")) await setTimeout(10);
    const second = await workshop.run(commands.send("log/audit.jsonl"));
    expect(second.status).toBe(5);
    expect(second.stderr).toContain("is at work in this folder");
    const wrong = await workshop.run(
      commands.enrol(...BOTH).map((arg) => (arg === "ag" ? "cust" : arg)),
      { input: "" },
    );
    expect(wrong.status).toBe(2);
    // A stranger with a certificate of their own, who knows everything but the agency's key.
    await workshop.run(["tripwire", "init", "evil", "--name", "agency-7", "--as", "agency"]);
    const officers = ["ana", "bo"].flatMap((name) => ["--officer", `${name}=${name}.key.pub`]);
    await workshop.run(["tripwire", "pair", "evil", "--peer", "cust/identity.crt", ...officers]);
    const stranger = await workshop.run(
      commands.enrol(...BOTH).map((arg) => (arg === "ag" ? "evil" : arg)),
      { input: "" },
    );
    expect(stranger.status).toBe(5);
    expect(stranger.stderr).toContain("does not know this side's certificate");
    const file = workshop.write("members.jsonl", memberLines([1]));
    const fromFile = spawn(
      "sh",
      ["-c", `"${process.execPath}" "${COMMAND}" ${commands.enrol(...BOTH).join(" ")} < ${file}`],
      {
        cwd: workshop.path,
      },
    );
    let told = "";
    fromFile.stderr.setEncoding("utf8").on("data", (text: string) => (told += text));
    expect(await new Promise((resolve) => fromFile.on("close", resolve))).toBe(2);
    expect(told).toContain("through a pipe");
  });
});

/** Small and repeatable: only when to kill depends on it. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
