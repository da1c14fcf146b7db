import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { STRIDE } from "./stride.ts";
import { BOTH, COMMAND, TripwireParties } from "./tripwire-parties.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();
const parties = new TripwireParties(workshop);
const plateOf = (at: number) => `QXW${String(at).padStart(4, "0")}`;
const memberLines = (plates: readonly number[]) =>
  [
    ...plates.map((at) => ({ type: "plate", id: plateOf(at), member: `m-${at}`, decoy: at === 3 })),
    { end: plates.length },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");

function logLine(at: number, plate: string): string {
  const time = new Date(Date.UTC(2025, 2, 1) + at * 1000).toISOString();
  const operator = { id: `op-${at % 7}` };
  const subjects = [{ type: "plate", id: plate }];
  return `${JSON.stringify({ id: `e${at}`, time, source: "alpr", system: "plates", action: "search", operator, subjects, purpose: { reason: `look for ${plate}` } })}\n`;
}

describe("tripwire enrol, send, match", () => {
  it("find what is there, and nothing of an identifier is in anything that is written or printed", async () => {
    await parties.pair("--size", "16", "--every", "0.02");
    const plates = Array.from({ length: 60 }, (_, at) => plateOf(at % 12));
    workshop.write("log/audit.jsonl", plates.map((plate, at) => logLine(at, plate)).join(""));
    const sending = parties.start(parties.send("log/audit.jsonl"));
    const matching = parties.start(parties.match());
    const one = parties.start(parties.enrol("--officer", "ana.key"), memberLines([1, 3, 500]));
    await sending.says("are taken at");
    await one.ended;
    await parties.enrolled(parties.enrol(...BOTH), memberLines([1, 3, 500]));
    expect(await sending.ended).toBe(0);
    while (readdirSync(join(workshop.path, "ag/inbox")).length > 0) await setTimeout(20);
    matching.child.kill("SIGTERM");
    expect(await matching.ended).toBe(0);
    const found = parties
      .findings()
      .map(({ detector, evidence, events }) => `${detector} ${evidence.member} ${events}`);
    const expected = plates.flatMap((plate, at) =>
      plate === plateOf(1) ? [`tripwire m-1 e${at}`] : plate === plateOf(3) ? [`decoy m-3 e${at}`] : [],
    );
    expect(found.toSorted()).toEqual(expected.toSorted());
    expect(matching.stdout.trim().split("\n").toSorted()).toEqual(
      workshop.read("ag/findings.jsonl").trim().split("\n").toSorted(),
    );
    const printed = [sending, matching, one].map(({ stdout, stderr }) => stdout + stderr).join("");
    expect(printed).not.toMatch(/QXW\d{4}/i);
    for (const [name, content] of workshop.files())
      if (!name.startsWith("log/")) expect(content).not.toMatch(/QXW\d{4}/i);
  });

  it("lose no look-up and count none twice when either side is killed at any moment", async () => {
    await parties.pair("--size", "8", "--every", "0.015");
    const plates = Array.from({ length: 1200 }, (_, at) => plateOf(at % 10));
    workshop.write("log/audit.jsonl", plates.map((plate, at) => logLine(at, plate)).join(""));
    let sending = parties.start(parties.send("log/audit.jsonl"));
    let matching = parties.start(parties.match());
    const members = memberLines([1, 3]);
    // The enrolment is killed, and its custodian.
    for (let kill = 0; kill < 3; kill++) {
      const enrolment = parties.start(parties.enrol(...BOTH), members);
      await setTimeout(250 + 120 * kill);
      await enrolment.kill();
      if (kill === 1) {
        await sending.kill();
        sending = parties.start(parties.send("log/audit.jsonl"));
      }
    }
    await parties.enrolled(parties.enrol(...BOTH), members);
    let kills = 0;
    const random = mulberry(20_261_128);
    for (let running = true; running && kills < 14; kills++) {
      running = !(await Promise.race([
        sending.ended.then(() => true),
        setTimeout(300 + random() * 500, false),
      ]));
      if (!running) break;
      if (kills % 2 === 0) {
        await sending.kill();
        sending = parties.start(parties.send("log/audit.jsonl"));
      } else {
        await matching.kill();
        matching = parties.start(parties.match());
      }
    }
    expect(await sending.ended).toBe(0);
    expect(kills).toBeGreaterThan(3);
    while (readdirSync(join(workshop.path, "ag/inbox")).length > 0) await setTimeout(20);
    matching.child.kill("SIGTERM");
    await matching.ended;
    const found = parties.findings().map(({ events }) => events[0]!);
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
    await parties.pair("--size", "4", "--every", "0.01");
    const plates = Array.from({ length: 160 }, (_, at) => plateOf(at % 4));
    workshop.write("log/audit.jsonl", plates.map((plate, at) => logLine(at, plate)).join(""));
    const members = memberLines([1, 3]);
    let sending = parties.start(parties.send("log/audit.jsonl"));
    await sending.says("are taken at");
    // An enrolment makes few changes: it dies at each of them until none is left to die at.
    let step = 1;
    for (let done = false; !done; step += 2) {
      const enrolment = parties.start(parties.enrol(...BOTH), members, step);
      done = (await enrolment.ended) === 0;
    }
    expect(step).toBeGreaterThan(8);
    await sending.kill();
    for (let at = 3; at <= 40; at += STRIDE) {
      const matching = parties.start(parties.match(), "", 2 * at);
      sending = parties.start(parties.send("log/audit.jsonl"), "", at + 8);
      await Promise.race([sending.ended, setTimeout(4000)]);
      await sending.kill();
      await matching.kill();
    }
    const matching = parties.start(parties.match());
    expect(await parties.start(parties.send("log/audit.jsonl")).ended).toBe(0);
    while (readdirSync(join(workshop.path, "ag/inbox")).length > 0) await setTimeout(20);
    matching.child.kill("SIGTERM");
    await matching.ended;
    const found = parties.findings().map(({ events }) => events[0]!);
    const expected = plates.flatMap((plate, at) =>
      plate === plateOf(1) || plate === plateOf(3) ? [`e${at}`] : [],
    );
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it("refuse a second process in one folder, the wrong role, and strangers", async () => {
    await parties.pair("--size", "8", "--every", "1");
    workshop.write("log/audit.jsonl", logLine(0, plateOf(1)));
    const sending = parties.start(parties.send("log/audit.jsonl"));
    await sending.says("are taken at");
    const second = await workshop.run(parties.send("log/audit.jsonl"));
    expect(second.status).toBe(5);
    expect(second.stderr).toContain("is at work in this folder");
    const wrong = await workshop.run(
      parties.enrol(...BOTH).map((arg) => (arg === "ag" ? "cust" : arg)),
      { input: "" },
    );
    expect(wrong.status).toBe(2);
    // A stranger with a certificate of their own, who knows everything but the agency's key.
    await workshop.run(["tripwire", "init", "evil", "--name", "agency-7", "--as", "agency"]);
    const officers = ["ana", "bo"].flatMap((name) => ["--officer", `${name}=${name}.key.pub`]);
    await workshop.run(["tripwire", "pair", "evil", "--peer", "cust/identity.crt", ...officers]);
    const stranger = await workshop.run(
      parties.enrol(...BOTH).map((arg) => (arg === "ag" ? "evil" : arg)),
      { input: "" },
    );
    expect(stranger.status).toBe(5);
    expect(stranger.stderr).toContain("does not know this side's certificate");
    const file = workshop.write("members.jsonl", memberLines([1]));
    const fromFile = spawn(
      "sh",
      ["-c", `"${process.execPath}" "${COMMAND}" ${parties.enrol(...BOTH).join(" ")} < ${file}`],
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
