/** Register and exports with a real ledger in a folder. */
import { cpSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { verifyLog, type Leaf } from "@counterwatch/evidence";
import { FolderReader, readKeyFile } from "@counterwatch/evidence/node";
import { describe, expect, it } from "vitest";
import { openLedgerFolder } from "../src/store/register-ledger.ts";
import { PEOPLE } from "./register-desk.ts";
import { STRIDE } from "./stride.ts";
import { TripwireParties } from "./tripwire-parties.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();
const parties = new TripwireParties(workshop);
const NAMES = ["ana", "bo", "cy"];

function officers(...names: string[]): string[] {
  return names.flatMap((name) => ["--officer", `${name}=${name}`, "--passphrase", `${name}=${name}.pass`]);
}

async function filled(): Promise<void> {
  for (const name of NAMES) workshop.write(`${name}.pass`, `the passphrase of ${name}\n`, 0o600);
  workshop.write("list.json", JSON.stringify(PEOPLE));
  const init = [
    "register",
    "init",
    "people",
    "--ledger",
    "ledger",
    "--work-factor",
    "10",
    ...officers(...NAMES),
  ];
  for (const name of NAMES) workshop.write(join(name, ".keep"), "");
  expect(await workshop.run(init)).toMatchObject({ status: 0 });
  await workshop.run([
    "register",
    "add",
    "people",
    "--from",
    "list.json",
    "--country",
    "MX",
    ...officers("ana"),
  ]);
  rmSync(join(workshop.path, "list.json"));
  expect(await seal()).toMatchObject({ status: 0 });
}

const seal = () =>
  workshop.run(["register", "seal", "people", "--ledger", "ledger", ...officers("ana", "bo")]);
const unlock = (...rest: string[]) =>
  workshop.run(["register", "unlock", "people", ...rest, ...officers("bo", "cy")]);

async function leaves(): Promise<Leaf[]> {
  const folder = join(workshop.path, "ledger");
  const { key } = await readKeyFile(join(folder, "private", "ledger.key"));
  const list: Leaf[] = [];
  await verifyLog(new FolderReader(folder), { keys: [key], visit: (leaf) => list.push(leaf) });
  return list;
}

describe("a register with its ledger", () => {
  it("gets new officers by one command, at whatever change of the disk it dies", async () => {
    await filled();
    const replace = (who: readonly string[], next: readonly string[]) => {
      const command = ["register", "replace-officers", "people", "--ledger", "ledger", "--work-factor", "10"];
      const made = next.map((name) => `--new-officer=${name}=${name} --new-passphrase=${name}=${name}.pass`);
      return [...command, ...officers(...who), ...made.join(" ").split(" ")];
    };
    workshop.write("dee/.keep", "");
    workshop.write("dee.pass", "the passphrase of dee\n", 0o600);
    // Once dead after the leaf, ana and bo have new files already: the folder's own cover says which to take.
    let deaths = 0;
    for (let step = 2; ; step += 3 * STRIDE) {
      const replacing = parties.start(replace(["ana", "bo"], ["ana", "bo", "dee"]), "", step);
      if ((await replacing.ended) === 0) break;
      deaths++;
      const open = () =>
        workshop.run(["register", "unlock", "people", "--ledger", "ledger", ...officers("ana", "bo")]);
      let said = await open();
      // The first opening finished what the crash left, and it takes the new files.
      if (said.stderr.includes("belongs to splitting")) said = await open();
      expect([step, said]).toMatchObject([
        step,
        { status: 0, stdout: expect.stringContaining('"people":2') },
      ]);
    }
    expect(deaths).toBeGreaterThan(2);
    const shown = (await workshop.run(["register", "show", "people"])).stdout;
    const splitting = /ana, bo, dee, files of splitting ([0-9a-f]{8})/.exec(shown)?.[1];
    expect(readdirSync(join(workshop.path, "dee"))).toContain(`dee.officer.${splitting}.age`);
    const again = await workshop.run(replace(["dee", "bo"], ["cy", "bo", "dee"]));
    expect(again).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^cy\/cy\.officer\.[0-9a-f]{8}\.age\n/),
    });
    const old = `ana=ana/ana.officer.${splitting}.age`;
    const left = ["register", "unlock", "people", "--ledger", "ledger", "--officer", old, ...officers("dee")];
    expect(await workshop.run([...left, "--passphrase", "ana=ana.pass"])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("ana is no officer of this register"),
    });
    expect((await leaves()).at(-1)).toMatchObject({
      kind: "register-edit",
      statement: { edits: [], successors: expect.arrayContaining([expect.stringMatching(/^[0-9a-f]{16}$/)]) },
    });
    expect(await workshop.run(["ledger", "verify", "ledger"])).toMatchObject({ status: 0 });
  });

  it("has a leaf for its founding, each seal and each unlock; no identifier in any file", async () => {
    await filled();
    expect(await unlock("--ledger", "ledger", "--give", "members")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("CANARY77"),
    });
    const list = await leaves();
    expect(list.map(({ kind, sequence }) => [kind, sequence])).toEqual([
      ["register-edit", 0],
      ["register-edit", 1],
      ["register-unlock", 2],
    ]);
    expect(list.at(-1)).toMatchObject({
      statement: { version: 1, request: "members", purpose: "tripwire-enrolment" },
    });
    expect(statSync(join(workshop.path, "ledger", "private", "bodies.jsonl")).mode & 0o777).toBe(0o600);
    const files = [...workshop.files()];
    expect(files.length).toBeGreaterThan(14);
    for (const [name, text] of files) expect(text.toLowerCase(), name).not.toMatch(/canary|dec0y|5512340/);
  });

  it("refuses a rolled-back folder, a ledger that was changed, and to open without it", async () => {
    await filled();
    const at = (name: string) => join(workshop.path, name);
    cpSync(at("people"), at("old"), { recursive: true });
    workshop.write("less.json", JSON.stringify({ version: 1, remove: { people: ["R00002"] } }));
    await workshop.run(["register", "edit", "people", "--from", "less.json", ...officers("cy")]);
    expect(await seal()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^2 /) });
    rmSync(at("people"), { recursive: true });
    cpSync(at("old"), at("people"), { recursive: true });
    for (const name of NAMES) rmSync(at(join(name, `${name}.officer.mark`)), { force: true });
    expect(await unlock("--ledger", "ledger")).toMatchObject({
      status: 4,
      stderr: expect.stringContaining(
        "the ledger has seen version 2 of this register, and version 1 is here",
      ),
    });
    expect(await unlock()).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("with its ledger or not at all"),
    });
    expect(await unlock("--ledger", "another")).toMatchObject({ status: 3 });
    const bundles = readdirSync(at("ledger/tile/entries"), { recursive: true, withFileTypes: true });
    const bundle = bundles.find((entry) => entry.isFile());
    const path = join(bundle?.parentPath as string, bundle?.name as string);
    const bytes = readFileSync(path);
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] as number) ^ 1;
    workshop.write(path.slice(workshop.path.length + 1), bytes);
    expect(await unlock("--ledger", "ledger")).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("ledger"),
    });
  });

  it("is told that another process has the ledger", async () => {
    await filled();
    const ledger = await openLedgerFolder(join(workshop.path, "ledger"));
    try {
      expect(await unlock("--ledger", "ledger")).toMatchObject({ status: 5 });
    } finally {
      await ledger.close();
    }
    expect(await unlock("--ledger", "ledger")).toMatchObject({ status: 0 });
  });
});

describe("an export with its ledger", () => {
  it("is committed to before it is there, without a word of whom it is for", async () => {
    const rows = Array.from(
      { length: 3000 },
      (_, at) => `AB${10_000 + at},${1_767_225_600 + at * 7},c${at % 9}\n`,
    );
    workshop.write("rows.csv", `plate,seen,camera\n${rows.join("")}`);
    workshop.write(
      "decoys.yaml",
      'version: 1\ntype: plate\nranges: ["ZX@ ####"]\ncolumns: { plate: identifier, seen: time, camera: sample }\n',
    );
    await workshop.run(["exports", "init", "tracing", "--decoys", "decoys.yaml"]);
    const mint = (out: string) =>
      workshop.run([
        "exports",
        "mint",
        "rows.csv",
        "--code=tracing",
        "--to=Q. Recipient",
        "-o",
        out,
        "--ledger=ledger",
      ]);
    expect(await mint("a.csv")).toMatchObject({ status: 0 });
    // Held by another: nothing is delivered.
    const ledger = await openLedgerFolder(join(workshop.path, "ledger"));
    expect(await mint("b.csv")).toMatchObject({ status: 5 });
    await ledger.close();
    expect(await mint("b.csv")).toMatchObject({ status: 0 });
    const list = await leaves();
    expect(list.map(({ kind, sequence }) => [kind, sequence])).toEqual([
      ["export", 0],
      ["export", 1],
    ]);
    expect(JSON.stringify(list)).not.toContain("Recipient");
    const { commitment } = JSON.parse(workshop.read("tracing/exports.jsonl").split("\n")[0] as string) as {
      commitment: string;
    };
    expect(list[0]).toMatchObject({ statement: { export: 0, commitment } });
    const trace = (leak: string) =>
      workshop.run(["exports", "trace", leak, "--code=tracing", "--ledger=ledger", "--json"]);
    expect(await trace("b.csv")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('"committed": true'),
    });
    // What no ledger heard of before delivery points to nobody, however well it fits.
    await workshop.run([
      "exports",
      "mint",
      "rows.csv",
      "--code=tracing",
      "--to=x",
      "-o",
      "c.csv",
      "--without-ledger",
    ]);
    const untold = await trace("c.csv");
    expect(untold.status).toBe(0);
    expect((JSON.parse(untold.stdout) as { exports: unknown[] }).exports[0]).toMatchObject({
      export: 2,
      committed: false,
      accused: false,
    });
    const decoys = (name: string) =>
      workshop
        .read(name)
        .split("\n")
        .filter((line) => line.startsWith("ZX")).length;
    expect(decoys("a.csv")).toBeGreaterThan(20);
  });
});
