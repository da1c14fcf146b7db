import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { simulate } from "@counterwatch/simulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countRegister, describeRegister } from "../src/app/register.ts";
import { all, PEOPLE, RegisterDesk } from "./register-desk.ts";

let desk: RegisterDesk;
beforeEach(() => {
  desk = new RegisterDesk();
});
afterEach(() => desk.close());

const CANARIES = ["525512340001", "5512340001", "5512340002", "canary77", "dec0y01"];

/** Where an identifier stands in something written or said. */
function traces(files: Iterable<[string, Buffer | string]>): string[] {
  const found: string[] = [];
  for (const [name, content] of files) {
    const text = content
      .toString("latin1")
      .toLowerCase()
      .replace(/[^a-z0-9]/g, "");
    found.push(...CANARIES.filter((canary) => text.includes(canary)).map((canary) => `${name}: ${canary}`));
  }
  return found;
}

describe("a register from its founding to its use", () => {
  it("holds what two officers sealed in, and tells it to two officers, a leaf each time", async () => {
    await desk.founded();
    await desk.propose(PEOPLE);
    const version = await desk.seal("bruno", "carla");
    expect(version).toMatchObject({
      version: 1,
      edits: 1,
      counts: { people: 2, identifiers: 3, relations: 1, decoys: 1 },
    });
    expect(await all(desk.open().members("tripwire-enrolment"))).toEqual([
      { type: "phone", id: "+525512340001", member: "R00001", decoy: false },
      { type: "plate", id: "CANARY77", member: "R00001", decoy: false },
      { type: "phone", id: "+525512340002", member: "R00002", decoy: false },
      { type: "plate", id: "DEC0Y01", member: "D1", decoy: true },
    ]);
    const { file } = desk.officer("carla");
    expect(readFileSync(file, "latin1")).toContain("age-encryption.org");
    expect(await all(desk.open(desk.two(["alice", "carla"])).relations("exposure-assessment"))).toEqual(
      PEOPLE.relations,
    );
    expect(await countRegister(desk.folder, desk.two(["carla", "bruno"]), desk.means())).toMatchObject({
      people: 2,
    });
    expect(
      desk.ledger.entries.map(({ kind, statement }) => [kind, (statement as { version: number }).version]),
    ).toEqual([
      ["register-edit", 0],
      ["register-edit", 1],
      ["register-unlock", 1],
      ["register-unlock", 1],
      ["register-unlock", 1],
    ]);
    // The leaf that anyone reads says nothing of how many are protected.
    expect(JSON.stringify(desk.ledger.entries.map(({ statement }) => statement))).not.toMatch(
      /people|identifiers/,
    );
    expect(traces(desk.files())).toEqual([]);
    expect(traces([["ledger", JSON.stringify(desk.ledger.entries)]])).toEqual([]);
    // The scan sees what it looks for.
    expect(traces([["input", JSON.stringify(PEOPLE)]])).toHaveLength(CANARIES.length);
  });

  it("takes what the simulator writes", async () => {
    await desk.founded();
    const world = simulate({ seed: "register", operators: 20, days: 10, campaigns: "all" });
    for (const _ of world) {
      // Its register is known once its log is written.
    }
    const register = world.register();
    await desk.propose(register);
    const sealed = await desk.seal();
    expect(sealed?.counts.people).toBe(register.people.length);
    expect(register.people.length).toBeGreaterThan(3);
    expect(sealed?.counts.relations).toBeGreaterThan(0);
  });

  it("removes people with their relations, and does not bring them back by an old edit", async () => {
    await desk.founded();
    const { file } = await desk.propose(PEOPLE);
    const first = readFileSync(file);
    await desk.seal();
    await desk.propose({ version: 1, remove: { people: ["R00002"] } }, "bruno");
    expect(await desk.seal()).toMatchObject({ version: 2, counts: { people: 1, relations: 0 } });
    desk.write(file.slice(desk.root.length + 1), first);
    expect(await desk.seal()).toBeUndefined();
    expect(describeRegister(desk.folder)).toMatchObject({ version: 2, pending: 0 });
  });

  it("keeps one sealed file, whose length says little", async () => {
    await desk.founded();
    const sealed = () => readdirSync(desk.folder).filter((name) => name.endsWith(".age"));
    expect(sealed()).toEqual(["register.000000.age"]);
    const empty = [...desk.files()].find(([name]) => name.endsWith("register.000000.age"));
    await desk.propose(PEOPLE);
    await desk.seal();
    expect(sealed()).toEqual(["register.000001.age"]);
    const full = [...desk.files()].find(([name]) => name.endsWith("register.000001.age"));
    expect(full?.[1].length).toBe(empty?.[1].length);
  });
});

describe("nothing plain before the leaf", () => {
  it("hands out nothing and changes nothing where the ledger refuses", async () => {
    await desk.founded();
    await desk.propose(PEOPLE);
    desk.ledger.refuse = true;
    await expect(desk.seal()).rejects.toThrow("the disk is full");
    expect(describeRegister(desk.folder)).toMatchObject({ version: 0, pending: 1 });
    desk.ledger.refuse = false;
    expect(await desk.seal()).toMatchObject({ version: 1 });
    desk.ledger.refuse = true;
    const seen: unknown[] = [];
    await expect(
      (async () => {
        for await (const member of desk.open().members("tripwire-enrolment")) seen.push(member);
      })(),
    ).rejects.toThrow("the disk is full");
    expect(seen).toEqual([]);
  });

  it("adopts a version that the ledger knows after a crash, and drops one that it does not", async () => {
    await desk.founded();
    await desk.propose(PEOPLE);
    const before = new Map(desk.files());
    await desk.seal();
    const after = new Map(desk.files());
    // As a crash between the leaf and the new name leaves the folder.
    const staged = after.get("register/covers.jsonl") as Buffer;
    for (const [name, bytes] of before) desk.write(name, bytes);
    desk.write("register/covers.staged.jsonl", staged);
    expect(await countRegister(desk.folder, desk.two(), desk.means())).toMatchObject({ people: 2 });
    expect(describeRegister(desk.folder)).toMatchObject({ version: 1 });
    // The edit is in, and is not sealed in again.
    expect(await desk.seal()).toBeUndefined();

    await desk.propose({ version: 1, remove: { people: ["R00002"] } });
    desk.ledger.refuse = true;
    await expect(desk.seal()).rejects.toThrow();
    desk.ledger.refuse = false;
    expect(await countRegister(desk.folder, desk.two(), desk.means())).toMatchObject({ people: 2 });
    expect(await desk.seal()).toMatchObject({ version: 2, counts: { people: 1 } });
  });
});

describe("refusals", () => {
  it("names the officer whose passphrase or file is wrong", async () => {
    await desk.founded();
    const wrong = [desk.officer("alice"), desk.officer("bruno", "not the passphrase")];
    await expect(countRegister(desk.folder, wrong, desk.means())).rejects.toMatchObject({
      code: "share",
      message: expect.stringContaining("bruno"),
      remedy: expect.stringContaining("passphrase"),
    });
    const exchanged = [desk.officer("alice"), { ...desk.officer("carla"), name: "bruno" }];
    await expect(countRegister(desk.folder, exchanged, desk.means())).rejects.toMatchObject({
      code: "share",
      message: "the file given for bruno is another one",
    });
    expect(desk.ledger.entries).toHaveLength(1);
  });

  it("refuses one officer twice, one officer, and a stranger", async () => {
    await desk.founded();
    const alice = desk.officer("alice");
    for (const officers of [[alice, alice], [alice], []])
      await expect(countRegister(desk.folder, officers, desk.means())).rejects.toMatchObject({
        code: "usage",
      });
    const stranger = { ...alice, name: "mallory" };
    await expect(countRegister(desk.folder, [alice, stranger], desk.means())).rejects.toMatchObject({
      code: "share",
      remedy: "Its officers are alice, bruno, carla.",
    });
  });

  it("refuses an officer of another register, and another ledger", async () => {
    await desk.founded();
    const other = new RegisterDesk();
    try {
      await other.init();
      const mixed = [desk.officer("alice"), other.officer("bruno")];
      await expect(countRegister(desk.folder, mixed, desk.means())).rejects.toMatchObject({ code: "share" });
      rmSync(other.officer("bruno").file.replace(".age", ".mark"));
      await expect(countRegister(desk.folder, mixed, desk.means())).rejects.toMatchObject({
        code: "share",
        message: "bruno is an officer of another register",
      });
      await expect(countRegister(desk.folder, desk.two(), other.means())).rejects.toMatchObject({
        code: "rollback",
      });
    } finally {
      other.close();
    }
  });

  it("refuses an officer's file that others can read", async () => {
    await desk.founded();
    chmodSync(desk.officer("alice").file, 0o644);
    await expect(countRegister(desk.folder, desk.two(), desk.means())).rejects.toMatchObject({
      code: "share",
      remedy: expect.stringContaining("chmod 600"),
    });
  });

  it("is not opened without the ledger that it was made with", async () => {
    await desk.founded();
    desk.withLedger = false;
    await expect(countRegister(desk.folder, desk.two(), desk.means())).rejects.toMatchObject({
      code: "usage",
    });
  });

  it("seals nothing that breaks a rule, and says where without a value", async () => {
    await desk.founded();
    const bad: [unknown, string][] = [
      [{ version: 1, people: [{ id: "R1", identifiers: [{ type: "plate", id: "CANARY*" }] }] }, "people[0]"],
      [{ version: 1, people: [{ id: "R1", name: "CANARY77", identifiers: [] }] }, "people[0]"],
      [
        { version: 1, people: [{ id: "R1", identifiers: [{ type: "phone", id: "" }] }] },
        "people[0].identifiers[0].id",
      ],
      [{ version: 2 }, "version"],
    ];
    for (const [document, place] of bad) {
      const error = (await desk.propose(document).catch((cause: unknown) => cause)) as Error;
      expect(error).toMatchObject({ code: "format-damaged", message: expect.stringContaining(place) });
      expect(traces([["error", error.message]])).toEqual([]);
    }
    expect(describeRegister(desk.folder).pending).toBe(0);
    await desk.propose({ version: 1, relations: [{ from: "R1", to: "R2", kind: "family" }] });
    await expect(desk.seal()).rejects.toMatchObject({ code: "format-damaged" });
    expect(describeRegister(desk.folder)).toMatchObject({ version: 0, pending: 1 });
  });
});

describe("rollback", () => {
  it("is told by the ledger, and by the mark of an officer where there is no ledger", async () => {
    await desk.sealed();
    const old = new Map([...desk.files()].filter(([name]) => name.startsWith("register/")));
    await desk.propose({ version: 1, remove: { decoys: ["D1"] } });
    await desk.seal();
    rmSync(desk.folder, { recursive: true });
    mkdirSync(desk.folder);
    for (const [name, bytes] of old) desk.write(name, bytes);
    for (const name of ["alice", "bruno"] as const) rmSync(desk.officer(name).file.replace(".age", ".mark"));
    await expect(countRegister(desk.folder, desk.two(), desk.means())).rejects.toMatchObject({
      code: "rollback",
      message: "the ledger has seen version 2 of this register, and version 1 is here",
    });
    expect(readdirSync(desk.folder)).toContain("covers.jsonl");
  });

  it("without a ledger: seen where one officer present has a newer mark; said to be unseen otherwise", async () => {
    desk.withLedger = false;
    await desk.init();
    const old = new Map([...desk.files()].filter(([name]) => name.startsWith("register/")));
    await desk.propose(PEOPLE);
    await desk.seal("alice", "bruno");
    for (const [name, bytes] of old) desk.write(name, bytes);
    await expect(
      countRegister(desk.folder, desk.two(["bruno", "carla"]), desk.means()),
    ).rejects.toMatchObject({
      code: "rollback",
      message: expect.stringContaining("the mark of bruno"),
    });
    // What is not detected, and is said: neither of the two has seen the newer version.
    rmSync(desk.officer("bruno").file.replace(".age", ".mark"));
    desk.warnings.length = 0;
    expect(await countRegister(desk.folder, desk.two(["bruno", "carla"]), desk.means())).toMatchObject({
      people: 0,
    });
    expect(desk.warnings).toEqual([expect.stringContaining("no ledger")]);
  });
});
