import { describe, expect, it } from "vitest";
import type { Account } from "../../../incidents/desk/case.ts";
import { incidentOf } from "../../../incidents/desk/grouping.ts";
import { finding, opened } from "../../../store/desk/contract/desk-contract.fixture.ts";
import { Browser, House, INCIDENT, NOW } from "../desk-house.fixture.ts";
import { ROUTES } from "../dispatcher.ts";

const OTHER = incidentOf("f-2");
const AUDIT = { at: NOW, by: "test", action: "set up", target: undefined, detail: undefined };

/** Everybody whom the finding f-1 (operator op-1, source alpr) is about, in one way or another, with every role that reads or judges. */
const CONCERNED: readonly (Partial<Account> & Pick<Account, "name" | "roles">)[] = [
  { name: "himself", roles: ["analyst", "reviewer"], operators: ["op-1"] },
  { name: "op-1", roles: ["analyst", "reviewer"] },
  { name: "his-auditor", roles: ["auditor"], operators: ["op-7", "op-1"] },
  { name: "his-root", roles: ["administrator"], operators: ["op-1"] },
  { name: "his-system", roles: ["analyst", "reviewer"], administers: ["portal", "alpr"] },
];

/** Two incidents: one about op-1, where things were said, and one about op-2. */
async function place(): Promise<House> {
  const house = await new House().furnish();
  for (const account of CONCERNED)
    await house.store.saveAccount(
      { operators: [], administers: [], password: undefined, disabled: false, ...account },
      AUDIT,
    );
  await house.store.advance({
    position: 2,
    events: [
      {
        leaf: 1,
        received: NOW,
        event: {
          id: "e-1",
          time: NOW,
          source: "alpr",
          system: "plates",
          action: "search",
          operator: { id: "op-1" },
          purpose: { reason: "SECRET" },
        },
      },
    ],
    findings: [finding(2)],
    suppressed: new Set(),
    steps: [opened(2, NOW)],
    now: NOW,
  });
  const suppression = {
    id: "s-1",
    operator: "op-1",
    by: "reviewer",
    from: NOW,
    until: "2026-04-01T00:00:00.000Z",
  };
  await house.store.suppress(
    { ...suppression, why: "HIDDEN" },
    { ...AUDIT, action: "suppress", target: "s-1", detail: "HIDDEN" },
  );
  const step = { do: "close-proposed", reason: "misuse", why: "SECRET" } as const;
  expect((await act(house, "analyst", INCIDENT, 1, step)).status).toBe(200);
  return house;
}

function act(house: House, name: string, incident: string, after: number, step: object) {
  return new Browser(house).become(name).ask("POST", `/api/incidents/${incident}/steps`, { after, step });
}

function addressOf(path: string): string {
  return path
    .replace("/api/findings/:id", "/api/findings/f-1")
    .replace("/api/incidents/:id", `/api/incidents/${INCIDENT}`)
    .replace("/api/operators/:id", "/api/operators/op-1")
    .replace(/:\w+/g, "f-1");
}

describe.each(CONCERNED.map(({ name }) => name))("whom it is about: %s", (name) => {
  it("reads nothing of it by any route", async () => {
    const house = await place();
    for (const { path } of ROUTES.filter(({ method }) => method === "GET")) {
      const { body } = await new Browser(house).become(name).ask("GET", addressOf(path));
      const told = JSON.stringify(body);
      expect(told, path).not.toMatch(/SECRET|One plate in 1 sittings/);
      // A suppression names an operator, and no system.
      if (name !== "his-system") expect(told, path).not.toContain("HIDDEN");
      expect(told, path).not.toContain('"f-1"');
      // Its id alone stands in no list either.
      expect(told, path).not.toContain(INCIDENT);
    }
  });

  it("takes no step in it", async () => {
    const house = await place();
    for (const step of [
      { do: "taken" },
      { do: "commented", text: "it was me" },
      { do: "closed", reason: "misuse", why: "closing it" },
      { do: "reopened", why: "opening it" },
      { do: "merged", into: OTHER, why: "out of the way" },
      { do: "split", into: incidentOf("f-9"), findings: ["f-1"], why: "out of the way" },
      { do: "unmask-asked", what: "subjects", why: "who told on me" },
      { do: "unmask-granted", what: "subjects", asked: "analyst" },
    ])
      expect([step.do, (await act(house, name, INCIDENT, 2, step)).status]).toEqual([step.do, 403]);
    expect((await house.store.incident(INCIDENT))?.steps).toHaveLength(2);
  });
});

describe("whom it is about", () => {
  it("does not join it with what they work on, and is not given it", async () => {
    const house = await place();
    // All findings of the tests are of one source, so it shows with operators alone.
    for (const name of ["himself", "op-1"]) {
      expect(
        (await act(house, name, OTHER, 1, { do: "merged", into: INCIDENT, why: "the same" })).status,
      ).toBe(403);
      expect((await act(house, "reviewer", INCIDENT, 2, { do: "assigned", to: name })).status).toBe(403);
    }
    expect((await act(house, "reviewer", INCIDENT, 2, { do: "assigned", to: "his-system" })).status).toBe(
      403,
    );
    expect((await act(house, "reviewer", OTHER, 1, { do: "assigned", to: "himself" })).status).toBe(200);
  });

  it("reads it no more when it was merged into another one", async () => {
    const house = await place();
    expect(
      (await act(house, "reviewer", INCIDENT, 2, { do: "merged", into: OTHER, why: "the same" })).status,
    ).toBe(200);
    for (const name of ["himself", "op-1"])
      for (const incident of [INCIDENT, OTHER])
        expect((await new Browser(house).become(name).ask("GET", `/api/incidents/${incident}`)).status).toBe(
          403,
        );
    expect((await new Browser(house).become("analyst").ask("GET", `/api/incidents/${INCIDENT}`)).status).toBe(
      200,
    );
  });

  it("does not count it among what there is", async () => {
    const house = await place();
    const facets = async (name: string) =>
      (await new Browser(house).become(name).ask("GET", "/api/findings/facets")).body;
    expect(await facets("auditor")).toMatchObject({
      withheld: 0,
      operator: [
        { value: "op-1", count: 1 },
        { value: "op-2", count: 1 },
      ],
    });
    expect(await facets("himself")).toMatchObject({
      withheld: 1,
      operator: [{ value: "op-2", count: 1 }],
      detector: [{ value: "story/fixation", count: 1 }],
    });
    expect(await facets("his-system")).toEqual({
      withheld: null,
      detector: [],
      severity: [],
      state: [],
      operator: [],
      owner: [],
    });
  });

  it("does not count it among the incidents that there are", async () => {
    const house = await place();
    const counted = async (name: string) =>
      (await new Browser(house).become(name).ask("GET", "/api/incidents/facets")).body.operator;
    expect(await counted("auditor")).toEqual([
      { value: "op-1", count: 1 },
      { value: "op-2", count: 1 },
    ]);
    expect(await counted("himself")).toEqual([{ value: "op-2", count: 1 }]);
    expect(await counted("his-system")).toEqual([]);
  });

  it("is read of by others, with reasons only where they read incidents", async () => {
    const house = await place();
    const trail = async (name: string) =>
      (await new Browser(house).become(name).ask("GET", "/api/audit")).body;
    expect(JSON.stringify(await trail("auditor"))).toContain("SECRET");
    const root = await trail("administrator");
    expect(root.items.map(({ action }: { action: string }) => action)).toContain("incident.close-proposed");
    expect(JSON.stringify(root)).not.toMatch(/SECRET|HIDDEN/);
    expect((await trail("his-auditor")).withheld).toBeGreaterThan(0);
  });
});
