/** New officers: the key split anew, older files refused, and a crash at any moment leaves a register that two officers open. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { proposeEdit } from "../src/app/register-edits.ts";
import { countRegister, describeRegister } from "../src/app/register.ts";
import { checkCovers } from "../src/register/cover.ts";
import { openCredential } from "../src/register/officer.ts";
import { unsealDocument } from "../src/register/sealing.ts";
import { combineKey } from "../src/register/shares.ts";
import type { Officer } from "../src/store/register-keeper.ts";
import { all, type Name, RegisterDesk } from "./register-desk.ts";

let desk: RegisterDesk;
beforeEach(async () => {
  desk = new RegisterDesk();
  await desk.sealed();
});
afterEach(() => desk.close());

const count = (officers: readonly Officer[]) => countRegister(desk.folder, officers, desk.means());
const NOW: readonly Name[] = ["alice", "bruno", "dora"];

/** What two of the files, as they were, put together to. */
async function keyOf(officers: readonly Officer[]): Promise<Uint8Array> {
  const covers = checkCovers(readFileSync(join(desk.folder, "covers.jsonl"), "utf8"), "covers");
  const held = await Promise.all(
    officers.map(async ({ name, file, passphrase }) => {
      const credential = await openCredential(readFileSync(file), (await passphrase()).toString(), name);
      const bytes = Uint8Array.from(Buffer.from(credential.share, "hex"));
      return { officer: name, place: credential.place, set: credential.set, bytes };
    }),
  );
  return await combineKey(held, covers.newest);
}

describe("register replace-officers", () => {
  it("gives the same register to new files, and to no older ones", async () => {
    const before = desk.two();
    const carla = desk.officer("carla");
    const oldKey = await keyOf(before);
    const members = await all(desk.open().members("tripwire-enrolment"));
    const oldSet = describeRegister(desk.folder).set;
    const replaced = await desk.replace(NOW);
    const { set } = describeRegister(desk.folder);
    expect(replaced).toMatchObject({ version: 2, splitting: set.slice(0, 8) });
    expect(describeRegister(desk.folder)).toMatchObject({ version: 2, officers: NOW, pending: 0 });
    for (const pair of [
      ["alice", "dora"],
      ["dora", "bruno"],
    ] as const)
      expect(await all(desk.open(desk.two(pair)).members("tripwire-enrolment"))).toEqual(members);

    const words = `belongs to splitting ${oldSet.slice(0, 8)} of the key, and this register is sealed to splitting ${set.slice(0, 8)}`;
    await expect(count(before)).rejects.toMatchObject({
      code: "share",
      message: `the share of alice ${words}`,
    });
    await expect(count([desk.officer("alice"), before[1] as Officer])).rejects.toMatchObject({
      code: "share",
      message: `the share of bruno ${words}`,
    });
    await expect(count([desk.officer("alice"), carla])).rejects.toMatchObject({
      code: "share",
      remedy: "Its officers are alice, bruno, dora.",
    });
    // Not by our own check alone: the old key does not open the new file.
    const { newest } = checkCovers(readFileSync(join(desk.folder, "covers.jsonl"), "utf8"), "covers");
    const sealed = readFileSync(join(desk.folder, "register.000002.age"));
    await expect(unsealDocument(sealed, oldKey, newest)).rejects.toMatchObject({ code: "register" });
    const document = await unsealDocument(sealed, await keyOf(desk.two(["alice", "dora"])), newest);
    expect(document.people).toHaveLength(2);
    expect(readdirSync(desk.folder).filter((name) => name.endsWith(".age"))).toEqual(["register.000002.age"]);
  });

  it("is a leaf that names who signed, who comes and which splitting, and nobody who is protected", async () => {
    const keys = signingKeys();
    const { splitting } = await desk.replace(NOW, desk.two(["bruno", "carla"]));
    const leaf = desk.ledger.entries.at(-1);
    expect(leaf).toMatchObject({
      kind: "register-edit",
      statement: {
        version: 2,
        edits: [],
        splitting,
        officers: [keys.get("bruno"), keys.get("carla")],
        successors: NOW.map((name) => signingKeys().get(name)),
      },
    });
    // Those who stay have new signing keys, too.
    expect(signingKeys().get("bruno")).not.toBe(keys.get("bruno"));
    expect(JSON.stringify(leaf)).not.toMatch(/canary|5512340/i);
  });

  it("takes edits from new files alone, and can be done again", async () => {
    const oldAlice = desk.officer("alice");
    await desk.replace(NOW);
    await desk.propose({ version: 1, remove: { people: ["R00002"] } }, "alice");
    expect(await desk.seal("bruno", "dora")).toMatchObject({ version: 3, counts: { people: 1 } });
    desk.write("list.json", JSON.stringify({ version: 1, remove: { people: ["R00001"] } }));
    const list = join(desk.root, "list.json");
    await expect(proposeEdit(desk.folder, oldAlice, list, undefined, desk.means())).rejects.toMatchObject({
      code: "share",
      message: expect.stringContaining("splitting"),
    });
    await desk.replace(["carla", "dora", "alice"], desk.two(["dora", "bruno"]));
    expect(await count(desk.two(["carla", "alice"]))).toMatchObject({ people: 1 });
  });

  it("refuses fewer or more than three, a name twice, a file that is there, and edits that wait", async () => {
    const versions = () => describeRegister(desk.folder).version;
    await expect(desk.replace(["alice", "bruno"])).rejects.toMatchObject({ code: "usage" });
    await expect(desk.replace(["alice", "bruno", "alice"])).rejects.toMatchObject({ code: "usage" });
    await expect(desk.replace(NOW, desk.two(["alice", "alice"]))).rejects.toMatchObject({ code: "usage" });
    await expect(desk.replace(NOW, [desk.officer("alice")])).rejects.toMatchObject({ code: "usage" });
    await desk.propose({ version: 1, remove: { people: ["R00002"] } });
    await expect(desk.replace(NOW)).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("1 edits are pending"),
    });
    expect(versions()).toBe(1);
    expect(existsSync(join(desk.root, "dora"))).toBe(true);
    expect(readdirSync(join(desk.root, "dora"))).toEqual([]);
    // A wrong passphrase of one who is there: nothing is made for anybody.
    await desk.seal();
    const wrong = [desk.officer("alice"), desk.officer("bruno", "not the passphrase")];
    await expect(desk.replace(NOW, wrong)).rejects.toMatchObject({ code: "share" });
    expect(readdirSync(join(desk.root, "dora"))).toEqual([]);
    expect(await count(desk.two())).toMatchObject({ people: 1 });
  });

  it("tells an edit that was proposed to the key before, and where to put it", async () => {
    const { file } = await desk.propose({ version: 1, remove: { people: ["R00002"] } });
    const bytes = readFileSync(file);
    rmSync(file);
    await desk.replace(NOW);
    desk.write(file.slice(desk.root.length + 1), bytes);
    await expect(desk.seal()).rejects.toMatchObject({
      code: "register",
      remedy: expect.stringContaining("before the key was split anew"),
    });
  });
});

describe("a crash while officers are replaced", () => {
  it("before the leaf: the old files open it, and it can be done again", async () => {
    const before = desk.two();
    desk.ledger.refuse = true;
    await expect(desk.replace(NOW)).rejects.toThrow("the disk is full");
    desk.ledger.refuse = false;
    expect(await count(before)).toMatchObject({ people: 2 });
    expect(readdirSync(desk.folder).toSorted()).toEqual(["covers.jsonl", "pending", "register.000001.age"]);
    await desk.replace(NOW);
    expect(await count(desk.two(["alice", "dora"]))).toMatchObject({ people: 2 });
  });

  it("after the leaf: the new files open it", async () => {
    const aside = join(desk.root, "aside");
    cpSync(desk.folder, aside, { recursive: true });
    const before = desk.two();
    await desk.replace(NOW);
    const covers = readFileSync(join(desk.folder, "covers.jsonl"));
    cpSync(join(aside, "covers.jsonl"), join(desk.folder, "covers.jsonl"));
    cpSync(join(aside, "register.000001.age"), join(desk.folder, "register.000001.age"));
    desk.write("register/covers.staged.jsonl", covers);
    await expect(count(before)).rejects.toMatchObject({ code: expect.stringMatching(/share|rollback/) });
    expect(await count(desk.two(["bruno", "dora"]))).toMatchObject({ people: 2 });
    expect(describeRegister(desk.folder)).toMatchObject({ version: 2, officers: NOW });
  });

  it("a sealed file that got no cover stands in nobody's way", async () => {
    desk.write("register/register.000002.age", "half of a version");
    expect(await count(desk.two())).toMatchObject({ people: 2 });
    desk.write("register/register.000002.age", "half of a version");
    await desk.propose({ version: 1, remove: { people: ["R00002"] } });
    expect(await desk.seal()).toMatchObject({ version: 2 });
    desk.write("register/register.000003.age", "half of a version");
    expect(await desk.replace(NOW)).toMatchObject({ version: 3 });
  });

  it("of a version that another process is sealing, an opening touches nothing", async () => {
    const staged = "register/covers.staged.jsonl";
    desk.write(staged, "being written");
    desk.write("register/register.000002.age", "being written");
    desk.write("register/lock", `${process.ppid}\n`);
    expect(await count(desk.two())).toMatchObject({ people: 2 });
    expect([...desk.files().keys()]).toEqual(
      expect.arrayContaining([staged, "register/register.000002.age"]),
    );
  });
});

/** First digits of the officers' public keys, as the newest cover has them. */
function signingKeys(): Map<string, string> {
  const { newest } = checkCovers(readFileSync(join(desk.folder, "covers.jsonl"), "utf8"), "covers");
  return new Map(newest.officers.map(({ name, key }) => [name, key.slice(0, 16)]));
}
