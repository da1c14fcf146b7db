/** Warnings from assessment to delivery, through the installed command, with a real register and ledger. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Leaf, verifyLog } from "@counterwatch/evidence";
import { FolderReader, readKeyFile } from "@counterwatch/evidence/node";
import { describe, expect, it } from "vitest";
import type { Assessment } from "../src/model/index.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();
const NAMES = ["ana", "bo", "cy"];
const PLACE = ["--register", "people", "--ledger", "ledger"];

function officers(...names: string[]): string[] {
  return names.flatMap((name) => ["--officer", `${name}=${name}`, "--passphrase", `${name}=${name}.pass`]);
}

const warnings = (command: string, ...rest: string[]) =>
  workshop.run(["warnings", command, "duties", ...rest, ...PLACE]);

/** Seconds, so that clocks run out while the test looks on. */
const CONFIG = `warnings:
  deadlines: { certain: 6s, likely: 24h, possible: 7d }
authority:
  line:
    - { office: duty officer, has: { certain: 2s, likely: 6h, possible: 2d } }
    - { office: head of protection, has: 2s }
    - { office: inspector general }
  incidents:
    source-exposed: { decides: head of protection }
`;

/** An empty register does: a warning is about an internal id, which is not looked up. */
async function house(): Promise<string> {
  for (const name of NAMES) {
    workshop.write(`${name}.pass`, `the passphrase of ${name}\n`, 0o600);
    workshop.write(join(name, ".keep"), "");
  }
  workshop.write("counterwatch.yaml", CONFIG);
  const init = ["register", "init", "people", "--ledger", "ledger", "--work-factor", "10"];
  expect(await workshop.run([...init, ...officers(...NAMES)])).toMatchObject({ status: 0 });
  const [cover] = workshop.read("people/covers.jsonl").split("\n");
  return (JSON.parse(cover as string) as { register: string }).register;
}

function assessment(
  register: string,
  tiers: Readonly<Record<string, "certain" | "likely" | "none">>,
): string {
  const { certain, none } = { certain: "certain", none: "none" } as const;
  const value: Assessment = {
    version: 1,
    id: `a-${Object.values(tiers).join("-")}`,
    incident: "incident-7",
    assessed: new Date().toISOString(),
    register: { id: register, version: 0 },
    view: {
      lookups: 3,
      rows: 9,
      rejected: 0,
      outside: 0,
      unattributed: 0,
      withheld: 0,
      bySystem: { calls: 9 },
    },
    gaps: [],
    relations:
      tiers["R00001"] === certain
        ? [
            {
              from: "R00001",
              to: "R00002",
              relation: "handler-source",
              tier: "likely",
              upper: "likely",
              rank: "1",
              effectiveSet: "2-5",
              bits: 9.1,
              chain: [],
            },
          ]
        : [],
    people: Object.entries(tiers).map(([member, tier]) => ({
      member,
      tier,
      upper: tier,
      recordsShown: tier !== none,
      movement: false,
    })),
  };
  const name = `${value.id}.json`;
  workshop.write(name, JSON.stringify(value));
  return name;
}

const at = (name: string) => join(workshop.path, name);

interface Listed {
  readonly id: string;
  readonly person: string;
  readonly state: string;
  readonly overdue: boolean;
  readonly owner?: string;
  readonly holder?: { readonly office: string };
  readonly deadline: string;
  readonly history: { readonly step: { readonly do: string } }[];
}

async function list(...rest: string[]): Promise<Listed[]> {
  return JSON.parse((await warnings("list", "--all", "--json", ...rest)).stdout) as Listed[];
}

async function leaves(): Promise<Leaf[]> {
  const folder = join(workshop.path, "ledger");
  const { key } = await readKeyFile(join(folder, "private", "ledger.key"));
  const seen: Leaf[] = [];
  await verifyLog(new FolderReader(folder), { keys: [key], visit: (leaf) => seen.push(leaf) });
  return seen;
}

describe("warnings", () => {
  it("go from assessment to delivery; two officers release; the clock goes up the line by itself", async () => {
    const register = await house();
    const file = assessment(register, { R00001: "certain", R00002: "likely" });
    const opened = await warnings("open", "--assessment", file, "--kind", "source-exposed");
    expect(opened).toMatchObject({ status: 0, stderr: expect.stringContaining("Drafted 2") });
    const [certain, likely] = opened.stdout.trim().split("\n") as [string, string];
    expect(await warnings("open", "--assessment", file)).toMatchObject({
      status: 0,
      stdout: "",
      stderr: expect.stringContaining("2 stand as they are"),
    });

    const alone = await warnings("release", ...officers("ana"));
    expect(alone).toMatchObject({ status: 2, stderr: expect.stringContaining("--officer NAME=FILE twice") });
    expect(await warnings("release", ...officers("ana", "ana"))).toMatchObject({ status: 2 });
    const early = await warnings(
      "record",
      likely,
      "--outcome",
      "delivered",
      "--by",
      "duty officer",
      "--channel",
      "voice",
    );
    expect(early).toMatchObject({ status: 2, stderr: expect.stringContaining("release this warning first") });
    const released = await warnings("release", ...officers("ana", "bo"));
    expect(released).toMatchObject({ status: 0, stdout: `${certain}\n${likely}\n` });
    expect(released.stderr).toContain("R00001");

    await pause(6500);
    const overdue = await warnings("list", "--fail-on", "overdue", "--zone", "America/Chicago");
    expect(overdue).toMatchObject({ status: 1, stderr: expect.stringContaining("1 overdue") });
    expect(overdue.stdout).toMatch(/■ critical +overdue by .*R00001/);
    expect(overdue.stdout).toContain("inspector general");
    expect(overdue.stdout).toContain("America/Chicago");
    const [first, second] = (await list()) as [Listed, Listed];
    expect(first).toMatchObject({ id: certain, overdue: true, holder: { office: "inspector general" } });
    expect(second).toMatchObject({ id: likely, overdue: false, holder: { office: "duty officer" } });
    expect(first.history.filter(({ step }) => step.do === "escalated").length).toBeGreaterThan(0);

    const before = (await leaves()).length;
    await list();
    expect(await leaves()).toHaveLength(before);

    expect(await warnings("assign", likely, "--owner", "case office", "--by", "duty officer")).toMatchObject({
      status: 0,
    });
    const record = (id: string, outcome: string, ...rest: string[]) =>
      warnings("record", id, "--outcome", outcome, "--by", "duty officer", ...rest);
    expect(await record(certain, "attempted", "--channel", "voice")).toMatchObject({ status: 0 });
    expect(
      await record(certain, "delivered", "--channel", "in-person", "--at", "2026-01-01T08:00:00-06:00"),
    ).toMatchObject({ status: 0 });
    expect(await record(likely, "not-needed", "--reason", "Already abroad", ...officers("cy"))).toMatchObject(
      { status: 2 },
    );
    expect(await record(likely, "not-needed", ...officers("cy", "bo"))).toMatchObject({ status: 2 });
    const named = await record(
      likely,
      "not-needed",
      "--reason",
      "Call +52 55 1234 0001",
      ...officers("cy", "bo"),
    );
    expect(named).toMatchObject({ status: 2, stderr: expect.not.stringContaining("1234") });
    expect(
      await record(likely, "not-needed", "--reason", "Already abroad", ...officers("cy", "bo")),
    ).toMatchObject({ status: 0 });
    expect((await list()).map(({ id, state }) => [id, state])).toEqual(
      expect.arrayContaining([
        [certain, "delivered"],
        [likely, "not-needed"],
      ]),
    );
    expect(await warnings("list", "--fail-on", "overdue")).toMatchObject({ status: 0, stdout: "" });
    expect(await record(certain, "disputed", "--reason", "Nobody came")).toMatchObject({ status: 0 });
    expect(await warnings("list", "--fail-on", "overdue")).toMatchObject({ status: 1 });

    const verified = await warnings("verify", "--json");
    expect(JSON.parse(verified.stdout)).toMatchObject({
      byState: { due: 1, "not-needed": 1 },
      signed: 2,
      unfinished: false,
    });

    // Readers of the ledger include those who must not know who is protected.
    const told = (await leaves()).filter(({ kind }) => kind === "warning");
    expect(told.length).toBe((JSON.parse(verified.stdout) as { lines: number }).lines);
    for (const leaf of told) {
      expect(Object.keys(leaf.statement as object).toSorted()).toEqual(["line", "number"]);
      expect(leaf.commitment).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(JSON.stringify(await leaves())).not.toMatch(/R0000|w1_|handler|incident-7/);
    const tiles = readdirSync(join(workshop.path, "ledger"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("private"))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
    for (const text of tiles) expect(text).not.toMatch(/R0000|w1_/);

    expect(await warnings("list", "--all", "--html", "board.html", "--lang", "es")).toMatchObject({
      status: 0,
    });
    expect(workshop.read("board.html")).toContain("A quién hay que avisar");
  });

  it("refuse a journal with a line less, another line, none at all, or an older copy of the whole folder", async () => {
    const register = await house();
    await warnings("open", "--assessment", assessment(register, { R00001: "certain", R00002: "likely" }));
    cpSync(at("duties"), at("old"), { recursive: true });
    await warnings("release", ...officers("ana", "bo"));
    const journal = at("duties/journal.jsonl");
    const whole = readFileSync(journal, "utf8");
    const lines = whole.trimEnd().split("\n");
    const refused = async (text: string) => {
      writeFileSync(journal, text);
      for (const command of ["list", "verify"])
        expect(await warnings(command), command).toMatchObject({ status: 4, stdout: "" });
    };
    await refused(`${lines.slice(0, -1).join("\n")}\n`);
    await refused(`${lines.toSpliced(1, 1).join("\n")}\n`);
    await refused(whole.replace("R00001", "R00009"));
    await refused(whole.slice(0, -9));
    expect((await warnings("list")).stderr).toContain("journal.jsonl");
    rmSync(at("duties"), { recursive: true });
    expect(await warnings("list")).toMatchObject({ status: 4 });
    expect(await warnings("open", "--assessment", "a-certain-likely.json")).toMatchObject({ status: 4 });
    rmSync(at("duties"), { recursive: true });
    cpSync(at("old"), at("duties"), { recursive: true });
    const older = await warnings("list");
    expect(older).toMatchObject({ status: 4, stderr: expect.stringContaining("Lines were taken away") });
    writeFileSync(journal, whole);
    expect(await warnings("verify")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("nothing is missing"),
    });
  });

  it("need their ledger and their own register, and say what is wrong with what they are given", async () => {
    const register = await house();
    expect(await workshop.run(["warnings", "list", "duties", "--register", "people"])).toMatchObject({
      status: 2,
    });
    expect(await warnings("list")).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("no warnings here"),
    });
    expect(existsSync(join(workshop.path, "duties"))).toBe(false);
    const other = assessment("f".repeat(32), { R00001: "certain" });
    expect(await warnings("open", "--assessment", other)).toMatchObject({ status: 3 });
    workshop.write("broken.json", '{"version":1,"secret":"+525512340001"}');
    const broken = await warnings("open", "--assessment", "broken.json");
    expect(broken).toMatchObject({ status: 3, stderr: expect.not.stringContaining("5512340001") });
    const kind = await warnings(
      "open",
      "--assessment",
      assessment(register, { R00001: "certain" }),
      "--kind",
      "theft",
    );
    expect(kind).toMatchObject({ status: 2, stderr: expect.stringContaining("source-exposed") });
    workshop.write(
      "counterwatch.yaml",
      "warnings:\n  deadlines: { certain: 7d, likely: 24h, possible: 7d }\n",
    );
    const loose = await warnings("open", "--assessment", assessment(register, { R00001: "certain" }));
    expect(loose).toMatchObject({ status: 2, stderr: expect.stringContaining("must not leave more time") });
    expect(existsSync(join(workshop.path, "duties"))).toBe(false);
  });
});
