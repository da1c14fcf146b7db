/** From the sealed register into the tripwires: the pipe that the documentation shows, with both ends as they are run. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { PEOPLE } from "./register-desk.ts";
import { BOTH, TripwireParties } from "./tripwire-parties.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();
const parties = new TripwireParties(workshop);

const NAMES = ["ana", "bo", "cy"];
const officers = (...names: string[]) =>
  names.flatMap((name) => ["--officer", `${name}=${name}`, "--passphrase", `${name}=${name}.pass`]);
const UNLOCK = ["register", "unlock", "people", "--give", "members", "--ledger", "ledger"];

async function ok(...args: readonly string[]): Promise<void> {
  expect(await workshop.run(["register", ...args])).toMatchObject({ status: 0 });
}

async function makeRegister(): Promise<void> {
  for (const name of NAMES) {
    workshop.write(join(name, ".keep"), "");
    workshop.write(`${name}.pass`, `the passphrase of ${name}\n`, 0o600);
  }
  await ok("init", "people", "--ledger", "ledger", "--work-factor", "10", ...officers(...NAMES));
  workshop.write("source/list.json", JSON.stringify(PEOPLE));
  await ok("add", "people", "--from", "source/list.json", "--country", "MX", ...officers("ana"));
  await ok("seal", "people", "--ledger", "ledger", ...officers("bo", "cy"));
}

interface LookedUp {
  readonly type: "plate" | "phone";
  readonly id: string;
}

/** The member's plate once, written as a clerk writes it; strangers that differ in a character, a type, a country. */
const MEMBER: LookedUp = { type: "plate", id: "Canary 77" };
const STRANGERS: readonly LookedUp[] = [
  { type: "plate", id: "CANARY78" },
  { type: "plate", id: "CANARY7" },
  { type: "phone", id: "+52 55 1234 0003" },
  { type: "phone", id: "+1 202 555 0101" },
  ...Array.from({ length: 60 }, (_, at): LookedUp => ({ type: "plate", id: `QXW${1000 + at}` })),
];

function writeLog(subjects: readonly LookedUp[]): void {
  const lines = subjects.map((subject, at) => ({
    id: `e${at}`,
    time: new Date(Date.UTC(2025, 2, 1) + at * 1000).toISOString(),
    source: "portal",
    system: "plates",
    action: "search",
    operator: { id: `op-${at % 5}` },
    subjects: [subject],
    purpose: { reason: "follow up" },
  }));
  workshop.write("log/audit.jsonl", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

describe("register unlock --give members | tripwire enrol", () => {
  it("enrols people and decoys in one pipe: the member is found once, no stranger ever", async () => {
    await makeRegister();
    await parties.pair("--size", "16", "--every", "0.02");
    writeLog([...STRANGERS.slice(0, 40), MEMBER, ...STRANGERS.slice(40)]);
    const sending = parties.start(parties.send("log/audit.jsonl"));
    const matching = parties.start(parties.match());
    await sending.says("are taken at");
    const enrolment = parties.pipe([...UNLOCK, ...officers("ana", "cy")], parties.enrol(...BOTH));
    expect([await enrolment.ended, enrolment.stderr]).toEqual([
      0,
      expect.stringContaining("4 identifiers among 128"),
    ]);
    // Both phones have their country by now: what two officers sealed is what a custodian's log says.
    expect(enrolment.stderr).not.toContain("country code");
    expect(await sending.ended).toBe(0);
    while (readdirSync(join(workshop.path, "ag/inbox")).length > 0) await setTimeout(20);
    matching.child.kill("SIGTERM");
    expect(await matching.ended).toBe(0);
    expect(
      parties.findings().map(({ detector, evidence, events }) => [detector, evidence.member, ...events]),
    ).toEqual([["tripwire", "R00001", "e40"]]);
    const printed = [sending, matching, enrolment].map(({ stdout, stderr }) => stdout + stderr).join("");
    expect(printed).not.toMatch(/canary|1234 ?000|dec0y/i);
    for (const [name, text] of workshop.files())
      if (!/^(log|source)\//.test(name)) expect(text, name).not.toMatch(/canary|1234 ?000|dec0y/i);
  });

  it("is refused as a whole where either side refuses, and goes through when the cause is gone", async () => {
    await makeRegister();
    await parties.pair("--size", "8", "--every", "0.05");
    writeLog([MEMBER]);
    const enrol = parties.enrol(...BOTH);
    // No custodian listens: the members were unlocked for nothing, and the ledger says that they were.
    expect(await parties.pipe([...UNLOCK, ...officers("ana", "bo")], enrol).ended).toBe(5);
    const sending = parties.start(parties.send("log/audit.jsonl"));
    await sending.says("are taken at");
    // One officer alone opens nothing: an enrolment of nobody must not pass for one of the register.
    const alone = parties.pipe([...UNLOCK, ...officers("ana")], enrol);
    expect([await alone.ended, alone.stderr]).toEqual([
      3,
      expect.stringContaining("list of members is not whole"),
    ]);
    expect(readdirSync(join(workshop.path, "ag/tables"))).toEqual([]);
    const both = parties.pipe([...UNLOCK, ...officers("ana", "bo")], enrol);
    expect([await both.ended, both.stderr]).toEqual([0, expect.stringContaining("4 identifiers")]);
    const again = parties.pipe([...UNLOCK, ...officers("bo", "cy")], enrol);
    expect(await again.ended).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ state: "enrolled-before", epoch: 1 });
  });
});
