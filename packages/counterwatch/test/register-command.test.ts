import { chmodSync, openSync, readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { PEOPLE } from "./register-desk.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();
const NAMES = ["ana", "bo", "cy"];

function officers(...names: string[]): string[] {
  return names.flatMap((name) => ["--officer", `${name}=${name}`, "--passphrase", `${name}=${name}.pass`]);
}

async function init() {
  for (const name of NAMES) {
    workshop.write(join(name, ".keep"), "");
    workshop.write(`${name}.pass`, `the passphrase of ${name}\n`, 0o600);
  }
  return await workshop.run(
    ["register", "init", "people", "--without-ledger", "--work-factor", "10", ...officers(...NAMES)],
    {},
  );
}

describe("counterwatch register", () => {
  it("makes, fills, seals and answers; identifiers leave it by a pipe alone", async () => {
    const made = await init();
    expect(made).toMatchObject({
      status: 0,
      stdout: "ana/ana.officer.age\nbo/bo.officer.age\ncy/cy.officer.age\n",
    });
    expect(made.stderr).toContain("no ledger");
    workshop.write("list.json", JSON.stringify(PEOPLE));
    const add = ["register", "add", "people", "--from", "list.json", "--country", "MX", ...officers("ana")];
    expect(await workshop.run(add)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^[0-9a-f]{64}\n$/),
    });
    expect((await workshop.run(["register", "show", "people"])).stdout).toContain("pending   1 edit");
    const sealed = await workshop.run(["register", "seal", "people", ...officers("bo", "cy")]);
    expect(sealed).toMatchObject({ status: 0, stdout: expect.stringMatching(/^1 [0-9a-f]{64}\n$/) });
    expect(sealed.stderr).toContain("2 people with 3 identifiers, 1 relation, 1 decoy");
    const counts = await workshop.run(["register", "unlock", "people", ...officers("ana", "cy")]);
    expect(JSON.parse(counts.stdout)).toEqual({ people: 2, identifiers: 3, relations: 1, decoys: 1 });
    const members = await workshop.run([
      "register",
      "unlock",
      "people",
      "--give",
      "members",
      ...officers("ana", "bo"),
    ]);
    expect(
      members.stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toContainEqual({
      type: "plate",
      id: "CANARY77",
      member: "R00001",
      decoy: false,
    });
    const written = [...workshop.files()].filter(([name]) => name !== "list.json");
    expect(written.length).toBeGreaterThan(8);
    for (const [name, text] of written) expect(text.toLowerCase(), name).not.toMatch(/canary|1234|dec0y/);
    expect(made.stderr + sealed.stderr + members.stderr).not.toMatch(/canary|1234 ?000|dec0y/i);
  });

  it("gives no identifiers into a file, and shows no pending edit but on a terminal", async () => {
    await init();
    const out = openSync(join(workshop.path, "out.jsonl"), "w");
    const command = fileURLToPath(new URL("../bin/counterwatch.js", import.meta.url));
    const args = ["register", "unlock", "people", "--give", "members", ...officers("ana", "bo")];
    const said = spawnSync(process.execPath, [command, ...args], {
      cwd: workshop.path,
      stdio: ["ignore", out, "pipe"],
      encoding: "utf8",
    });
    expect(said).toMatchObject({ status: 2, stderr: expect.stringContaining("into a pipe") });
    expect(readFileSync(join(workshop.path, "out.jsonl"), "utf8")).toBe("");
    expect(await workshop.run(["register", "review", "people", ...officers("ana", "bo")])).toMatchObject({
      status: 2,
    });
  });

  it("says what is wrong, with its exit code", async () => {
    await init();
    const unlock = (...rest: string[]) => workshop.run(["register", "unlock", "people", ...rest]);
    expect(await unlock(...officers("ana"))).toMatchObject({ status: 2 });
    expect(await unlock("--officer", "ana=ana", "--officer", "bo=bo")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("nobody can be asked for the passphrase of ana"),
    });
    workshop.write("wrong.pass", "another passphrase\n", 0o600);
    expect(
      await unlock(...officers("ana"), "--officer", "bo=bo", "--passphrase", "bo=wrong.pass"),
    ).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("the file of bo does not open"),
    });
    chmodSync(join(workshop.path, "bo.pass"), 0o644);
    expect(await unlock(...officers("ana", "bo"))).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("chmod 600"),
    });
    chmodSync(join(workshop.path, "bo.pass"), 0o600);
    const sealed = workshop.read("people/register.000000.age");
    workshop.write("people/register.000000.age", sealed.slice(1));
    expect(await unlock(...officers("ana", "bo"))).toMatchObject({ status: 4 });
    expect(await workshop.run(["register", "show", "nowhere"])).toMatchObject({ status: 3 });
    expect(await init()).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("has a file there already"),
    });
    expect(await workshop.run(["register", "init", "other", ...officers(...NAMES)])).toMatchObject({
      status: 2,
    });
  });

  it("wants long passphrases that differ", async () => {
    const init = () =>
      workshop.run([
        "register",
        "init",
        "people",
        "--without-ledger",
        "--work-factor",
        "10",
        ...officers(...NAMES),
      ]);
    for (const name of NAMES) workshop.write(`${name}.pass`, "the same passphrase", 0o600);
    for (const name of NAMES) workshop.write(join(name, ".keep"), "");
    expect(await init()).toMatchObject({ status: 2, stderr: expect.stringContaining("of another officer") });
    workshop.write("ana.pass", "short", 0o600);
    expect(await init()).toMatchObject({ status: 2, stderr: expect.stringContaining("too short") });
    expect([...workshop.files().keys()].filter((name) => name.endsWith(".age"))).toEqual([]);
  });

  it("takes passphrases by a descriptor and by a file that the environment names", async () => {
    await init();
    const args = [
      "register",
      "unlock",
      "people",
      "--officer",
      "ana=ana",
      "--officer",
      "bo=bo/bo.officer.age",
    ];
    const env = { COUNTERWATCH_PASSPHRASE_BO_FILE: "bo.pass" };
    const said = await workshop.run([...args, "--passphrase", "ana=fd:0"], {
      env,
      // Descriptor 0 is the process's own.
      alone: true,
      input: "the passphrase of ana\n",
    });
    expect(said).toMatchObject({ status: 0, stdout: expect.stringContaining('"people":0') });
  });
});
