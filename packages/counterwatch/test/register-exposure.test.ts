/** The request `exposure`: an assessment gets people under pseudonyms, and nothing else leaves the register's process. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readExposure } from "../src/app/register.ts";
import { createIdentifiers } from "../src/intake/identifiers.ts";
import { type OwnAction, ownEvent } from "../src/ledger/own-action.ts";
import { accessEventSchema } from "../src/model/index.ts";
import { openProcess } from "../src/store/register-keeper.ts";
import { PEOPLE, RegisterDesk } from "./register-desk.ts";

const KEY = new Uint8Array(32).map((_, at) => at + 1);

describe("exposure", () => {
  let desk: RegisterDesk;
  beforeEach(async () => {
    desk = new RegisterDesk();
    await desk.init();
    await desk.propose(PEOPLE);
    await desk.seal();
  });
  afterEach(() => desk.close());

  it("gives the pseudonyms that intake makes under the same key, without decoys and without an identifier", async () => {
    const register = await readExposure(desk.folder, desk.two(), desk.means(), KEY);
    const identifiers = createIdentifiers({ siteKey: KEY, country: "MX" });
    expect(register.version).toBe(1);
    expect(register.relations).toEqual(PEOPLE.relations);
    const parties = new Map(register.people.map(({ member, parties }) => [member, parties]));
    expect([...parties.keys()].toSorted()).toEqual(["R00001", "R00002"]);
    expect(parties.get("R00001")).toEqual(
      expect.arrayContaining([
        { type: "phone", id: identifiers.subject("phone", "55 1234 0001")?.id },
        { type: "plate", id: identifiers.subject("plate", "CANARY 77")?.id },
      ]),
    );
    expect(JSON.stringify(register)).not.toMatch(/1234|canary/i);
    const other = await readExposure(desk.folder, desk.two(), desk.means(), KEY.toReversed());
    expect(other.people[0]?.parties[0]?.id).not.toBe(register.people[0]?.parties[0]?.id);
  });

  it("is a leaf before it answers, with its purpose, and a look-up of our own before a passphrase is tried", async () => {
    const own: OwnAction[] = [];
    await readExposure(desk.folder, desk.two(), { ...desk.means(), own: (action) => own.push(action) }, KEY);
    expect(desk.ledger.entries.at(-1)).toMatchObject({
      kind: "register-unlock",
      statement: { request: "exposure", purpose: "exposure-assessment", version: 1 },
    });
    expect(own).toMatchObject([{ action: "view", by: ["alice", "bruno"], object: "register", version: 1 }]);
    const event = ownEvent(own[0] as OwnAction, 7, "2026-01-01T00:00:00.000Z", "root");
    expect(accessEventSchema.parse(event)).toMatchObject({
      id: "counterwatch:7",
      operator: { id: "alice+bruno" },
    });
    expect(event.subjects).toBeUndefined();

    const wrong = [desk.officer("alice", "not her passphrase"), desk.officer("bruno")];
    const means = { ...desk.means(), own: (action: OwnAction) => own.push(action) };
    await expect(readExposure(desk.folder, wrong, means, KEY)).rejects.toMatchObject({ code: "share" });
    expect(own).toHaveLength(2);
  });

  it("ends where no key follows", async () => {
    const question = {
      do: "exposure" as const,
      seconds: 20,
      covers: `${desk.folder}/covers.jsonl`,
      sealed: `${desk.folder}/register.000001.age`,
      officers: desk.two().map(({ name, file }) => ({ name, file })),
    };
    const silent = openProcess(question, desk.two());
    const late = new Promise((resolve) => setTimeout(() => resolve("nothing was said"), 3000));
    expect(await Promise.race([silent.then(() => "answered"), late])).toBe("nothing was said");
    await expect(
      openProcess(question, desk.two(), { key: new Uint8Array(3) }).then((open) => open.answers().next()),
    ).rejects.toMatchObject({
      code: "internal",
    });
  });
});
