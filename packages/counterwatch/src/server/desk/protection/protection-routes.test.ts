import { describe, expect, it } from "vitest";
import type { Account } from "../../../incidents/desk/case.ts";
import { listWarnings } from "../../../incidents/warnings/warning-list.ts";
import { assessment, MemoryWarnings, START } from "../../../incidents/warnings/sample-warnings.fixture.ts";
import { assessmentOf, exposure } from "../../../report/exposure/assessment.fixture.ts";
import { account, House, INCIDENT } from "../desk-house.fixture.ts";
import { emptyProtection } from "./protection.fixture.ts";
import type { Protection } from "./warning-service.ts";

const AUDIT = {
  at: "2026-03-01T00:00:00.000Z",
  by: "test",
  action: "set up",
  target: undefined,
  detail: undefined,
};

const now = () => new Date(START).toISOString();

/** Warnings of the incident that is about op-1, whose look-ups are of the source alpr. */
function protectedHouse(): { house: House; taken: string[] } {
  const desk = new MemoryWarnings({ accounts: true });
  desk.draft(assessment({ R1: "certain", R2: "likely" }, { incident: INCIDENT }));
  const warnings = listWarnings(desk.warnings, START);
  const taken: string[] = [];
  const empty = emptyProtection(now);
  const kept = { assessment: assessmentOf([exposure(0)]), by: "olga", at: now(), leaf: 7 };
  const protection: Protection = {
    ...empty,
    warnings: {
      ...empty.warnings,
      now: () => Promise.resolve({ now: now(), step: "3", warnings }),
      lookUps: () => Promise.resolve({ name: "incident-1", text: "{}\n", lookups: 1, unnamed: 0 }),
      assessments: () => [kept],
      keepAssessment: () => Promise.resolve(kept),
      take: (id, after, wish, by) => {
        taken.push(`${by.account.name} ${by.lookup} ${wish.do} ${after}`);
        return Promise.resolve(warnings.find((each) => each.id === id) as (typeof warnings)[number]);
      },
      release: (wish, by) => {
        taken.push(`${by.account.name} ${wish.do}`);
        return Promise.resolve();
      },
    },
  };
  return { house: new House({ protection }), taken };
}

async function furnished() {
  const { house, taken } = protectedHouse();
  await house.furnish();
  const officer = (name: string, more: Partial<Account> = {}) =>
    house.store.saveAccount(account(name, ["register-officer"], more), AUDIT);
  await officer("olga");
  await officer("looked", { operators: ["op-1"] });
  await officer("keeps", { administers: ["alpr"] });
  const get = async (name: string, path: string) => {
    const answer = await house.ask("GET", path, { cookie: house.as(name) });
    return { status: answer.status, text: await answer.text() };
  };
  const post = async (name: string, path: string, body: unknown) => {
    const answer = await house.ask("POST", path, { cookie: house.as(name), body });
    return { status: answer.status, text: await answer.text() };
  };
  const { items } = JSON.parse((await get("olga", "/api/warnings")).text) as { items: { id: string }[] };
  return { house, taken, get, post, ids: items.map(({ id }) => id) };
}

describe("who reads and acts on warnings", () => {
  it("is no officer whom the incident is about, nor who administers the system that it is about", async () => {
    const { get, post, ids, taken } = await furnished();
    const [id = ""] = ids;
    expect(ids).toHaveLength(2);
    for (const name of ["looked", "keeps"]) {
      expect(JSON.parse((await get(name, "/api/warnings")).text)).toMatchObject({ items: [], withheld: 2 });
      expect(JSON.parse((await get(name, "/api/assessments")).text)).toMatchObject({
        items: [],
        withheld: 1,
      });
      const step = { after: 1, step: { do: "assigned", owner: "duty officer" } };
      const wish = { do: "proposed", warnings: ids };
      const { status: one } = await get(name, `/api/warnings/${id}`);
      const answers = [
        one,
        (await post(name, `/api/warnings/${id}/steps`, step)).status,
        (await post(name, "/api/warnings/steps", wish)).status,
        (await post(name, "/api/warnings/signing-request", { warnings: ids })).status,
        (await get(name, `/api/incidents/${INCIDENT}/look-ups`)).status,
        (await get(name, `/api/incidents/${INCIDENT}/assessment`)).status,
        (
          await post(name, `/api/incidents/${INCIDENT}/assessment`, {
            assessment: assessmentOf([exposure(0)]),
          })
        ).status,
        (await post(name, `/api/incidents/${INCIDENT}/warnings`, {})).status,
      ];
      expect([name, answers]).toEqual([name, Array.from({ length: 8 }, () => 403)]);
    }
    expect(taken).toEqual([]);
  });

  it("leaves a look-up before each step, whose id the step carries", async () => {
    const { house, post, ids, taken } = await furnished();
    const step = { after: 1, step: { do: "assigned", owner: "duty officer" } };
    expect((await post("olga", `/api/warnings/${ids[0]}/steps`, step)).status).toBe(200);
    expect(house.looked.at(-1)).toBe(`olga warning ${ids[0]}`);
    expect(taken).toEqual([`olga counterwatch:${house.looked.length} assigned 1`]);
  });

  it("shows overseers clocks and counts, and never whom, what or which", async () => {
    const { get } = await furnished();
    for (const name of ["auditor", "reviewer"]) {
      const { text } = await get(name, "/api/warnings");
      const { items } = JSON.parse(text) as { items: object[] };
      expect(items).toHaveLength(2);
      expect(items[0]).toMatchObject({ tier: "certain", state: "draft", holder: { office: "duty officer" } });
      expect(text).not.toMatch(/w1_|R1|R2|person|basis|relations|history|proposals|owner/);
    }
    for (const name of ["auditor", "reviewer", "analyst", "administrator"])
      expect((await get(name, "/api/warnings/w1_000000000000000000000000")).status).toBe(403);
  });
});

describe("what register officers send", () => {
  it("names people by internal ids alone, whatever else stands in it", async () => {
    const { post } = await furnished();
    const good = assessmentOf([exposure(0)]);
    const send = (change: object) =>
      post("olga", `/api/incidents/${INCIDENT}/assessment`, { assessment: { ...good, ...change } });
    expect((await send({})).status).toBe(200);
    const person = (member: string) => ({ people: [{ ...good.people[0], member }] });
    const relation = (more: object) => ({ relations: [{ ...good.relations[0], ...more }] });
    for (const change of [
      person("+52 55 1234 0001"),
      person("5512340001"),
      person("m.5512340001"),
      person("ana@example.org"),
      person("Ana Gómez"),
      relation({ from: "+525512340001" }),
      relation({ relation: "the brother of 5512340001" }),
      { gaps: [{ what: "log-gap", lookups: 0, explanation: "Ask +52 55 1234 0001." }] },
    ]) {
      const { status, text } = await send(change);
      expect([change, status]).toEqual([change, 400]);
      expect(text).not.toMatch(/1234|ana@|G.mez/);
    }
    expect((await send({ more: "fields" })).status).toBe(400);
    expect((await post("olga", `/api/incidents/${INCIDENT}/assessment`, "x".repeat(17 << 20))).status).toBe(
      400,
    );
  });
});
