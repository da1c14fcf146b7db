import { describe, expect, it } from "vitest";
import { incidentOf } from "../../../incidents/desk/grouping.ts";
import { finding, opened } from "../../../store/desk/contract/desk-contract.fixture.ts";
import { Browser, House, NOW } from "../desk-house.fixture.ts";

const INCIDENT = incidentOf("f-8");
const PHONE = "+52 55 1234 5678";
const OPERATOR = "Agent.Smith";

/** An incident about a hidden operator and one subject's telephone. */
async function place(): Promise<House> {
  const house = await new House().furnish();
  const operator = house.unmasking.operator(OPERATOR) ?? "";
  const subject = house.unmasking.subject("phone", PHONE) ?? "";
  await house.store.advance({
    position: 2,
    events: [],
    findings: [finding(8, { operator, subjects: [subject] as never })],
    suppressed: new Set(),
    steps: [opened(8, NOW)],
    now: NOW,
  });
  return house;
}

async function step(house: House, name: string, what: object) {
  const after = (await house.store.incident(INCIDENT))?.steps.length;
  return await new Browser(house)
    .become(name)
    .ask("POST", `/api/incidents/${INCIDENT}/steps`, { after, step: what });
}

async function granted(what: "operator" | "subjects"): Promise<House> {
  const house = await place();
  expect((await step(house, "analyst", { do: "unmask-asked", what, why: "she came and asked" })).status).toBe(
    200,
  );
  expect((await step(house, "reviewer", { do: "unmask-granted", what, asked: "analyst" })).status).toBe(200);
  return house;
}

function attempt(house: House, body: object, name = "analyst") {
  return new Browser(house).become(name).ask("POST", `/api/incidents/${INCIDENT}/unmask`, body);
}

describe("unmasking", () => {
  it("answers yes or no for a candidate in whatever spelling, and nothing else", async () => {
    const house = await granted("subjects");
    const phone = { what: "subjects", type: "phone" };
    expect((await attempt(house, { ...phone, candidate: "55 1234 5679" })).body).toEqual({
      matched: false,
      left: 19,
      until: "2026-03-02T00:00:00.000Z",
    });
    expect((await attempt(house, { ...phone, candidate: "0052-55-1234-5678" })).body).toMatchObject({
      matched: true,
      left: 18,
    });
    // The same digits as something else are somebody else.
    expect((await attempt(house, { what: "subjects", type: "imsi", candidate: PHONE })).body.matched).toBe(
      false,
    );
    const { body } = await new Browser(house)
      .become("analyst")
      .ask("GET", `/api/incidents/${INCIDENT}/unmask`);
    expect(body).toEqual({
      operatorsHidden: true,
      grants: [{ what: "subjects", left: 17, until: "2026-03-02T00:00:00.000Z" }],
    });
  });

  it("knows operators where they are hidden", async () => {
    const house = await granted("operator");
    expect((await attempt(house, { what: "operator", candidate: "Agent.Jones" })).body.matched).toBe(false);
    expect((await attempt(house, { what: "operator", candidate: ` ${OPERATOR}` })).body.matched).toBe(true);
    expect((await attempt(house, { what: "subjects", type: "phone", candidate: PHONE })).status).toBe(403);
  });

  it("records each try with its outcome, and the candidate nowhere", async () => {
    const house = await granted("subjects");
    await attempt(house, { what: "subjects", type: "phone", candidate: PHONE });
    await attempt(house, { what: "subjects", type: "email", candidate: "eva@example.org" });
    const incident = await house.store.incident(INCIDENT);
    expect(incident?.steps.slice(3).map(({ by, step: taken }) => [by, taken])).toEqual([
      ["analyst", { do: "unmask-tried", what: "subjects", granted: 2, matched: true }],
      ["analyst", { do: "unmask-tried", what: "subjects", granted: 2, matched: false }],
    ]);
    expect(house.looked.filter((line) => line.includes("tried"))).toEqual([
      `analyst tried ${INCIDENT} 3 true`,
      `analyst tried ${INCIDENT} 4 false`,
    ]);
    const kept = JSON.stringify([incident, await house.store.auditTrail({ limit: 100 }), house.looked]);
    for (const raw of ["1234", "eva", "5678"]) expect(kept).not.toContain(raw);
  });

  it("is not answered where its look-up cannot be kept, and the try is counted all the same", async () => {
    const house = await granted("subjects");
    Object.assign(house.unmasking, { tried: () => Promise.reject(new Error("the disk is full")) });
    const answer = await attempt(house, { what: "subjects", type: "phone", candidate: PHONE });
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([
      500,
      expect.not.stringContaining("matched"),
    ]);
    expect((await house.store.incident(INCIDENT))?.steps).toHaveLength(4);
  });

  it("is for whoever asked alone, in this incident, for a day, with twenty tries", async () => {
    const house = await granted("subjects");
    const body = { what: "subjects", type: "phone", candidate: PHONE };
    for (const name of ["reviewer", "watched"]) expect((await attempt(house, body, name)).status).toBe(403);
    for (const name of ["auditor", "administrator", "register-officer"])
      expect((await attempt(house, body, name)).status).toBe(403);
    const tries = await Promise.all(Array.from({ length: 25 }, () => attempt(house, body)));
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(tries.filter(({ status }) => status === 403)).toHaveLength(5);
    const late = await granted("subjects");
    late.now += 24 * 3_600_000;
    expect((await attempt(late, body)).status).toBe(403);
  });

  it("refuses what singles nobody out, without counting it, and what is no candidate", async () => {
    const house = await granted("subjects");
    for (const [type, candidate] of [
      ["plate", "AB*"],
      ["plate", "AB"],
      ["phone", "+52 55 1234 *"],
      ["phone", "REDACTED"],
      ["phone", "***"],
      ["phone", "N/A"],
    ])
      expect([candidate, (await attempt(house, { what: "subjects", type, candidate })).status]).toEqual([
        candidate,
        400,
      ]);
    for (const body of [
      { what: "subjects", candidate: PHONE },
      { what: "subjects", type: "operator", candidate: PHONE },
      { what: "subjects", type: "phone", candidate: "" },
      { what: "subjects", type: "phone", candidate: "5".repeat(300) },
      { what: "subjects", type: "phone", candidate: [PHONE, PHONE] },
    ])
      expect((await attempt(house, body)).status).toBe(400);
    expect((await house.store.incident(INCIDENT))?.steps).toHaveLength(3);
  });

  it("cannot be written as a step of one's own, nor asked for where there is nothing to unmask", async () => {
    const house = await granted("subjects");
    const forged = { do: "unmask-tried", what: "subjects", granted: 2, matched: false };
    expect((await step(house, "analyst", forged)).status).toBe(403);
    Object.assign(house.unmasking, { operatorsHidden: false });
    const ask = { do: "unmask-asked", what: "operator", why: "to know who it is" };
    expect((await step(house, "analyst", ask)).status).toBe(403);
  });

  it("keeps the rule of independence where operators are hidden: accounts are kept as findings have them", async () => {
    const house = await place();
    const root = new Browser(house).become("administrator");
    const body = { roles: ["analyst"], operators: [OPERATOR], password: "password of smith" };
    expect((await root.ask("PUT", "/api/accounts/smith", body)).status).toBe(200);
    expect(JSON.stringify(await house.store.accounts())).not.toContain(OPERATOR);
    expect((await new Browser(house).become("smith").ask("GET", `/api/incidents/${INCIDENT}`)).status).toBe(
      403,
    );
    const { operators } = (await house.store.accounts()).find(({ name }) => name === "smith") ?? {};
    const again = { roles: ["analyst", "reviewer"], operators };
    await root.ask("PUT", "/api/accounts/smith", again);
    expect((await new Browser(house).become("smith").ask("GET", `/api/incidents/${INCIDENT}`)).status).toBe(
      403,
    );
  });
});

describe("colleagues and reviewers", () => {
  it("are those who judge, by name and role alone", async () => {
    const house = await place();
    const { body } = await new Browser(house).become("analyst").ask("GET", "/api/colleagues");
    expect(body.items).toContainEqual({ name: "reviewer", roles: ["reviewer"] });
    const names = body.items.map(({ name }: { name: string }) => name);
    for (const name of ["gone", "administrator", "auditor", "nobody"]) expect(names).not.toContain(name);
  });

  it("show a reviewer the own figures, and the auditor all", async () => {
    const house = await place();
    const proposal = { do: "close-proposed", reason: "explained", why: "a case on paper" };
    await step(house, "analyst", proposal);
    house.now += 90_000;
    expect((await step(house, "reviewer", { ...proposal, do: "closed" })).status).toBe(200);
    const figures = async (name: string) =>
      (await new Browser(house).become(name).ask("GET", "/api/reviewers")).body.reviewers;
    expect(await figures("auditor")).toMatchObject([
      { reviewer: "reviewer", closed: 1, median: 90_000, quick: 0 },
    ]);
    expect(await figures("reviewer")).toHaveLength(1);
    expect(await figures("watched")).toEqual([]);
  });
});
