import { describe, expect, it } from "vitest";
import { incidentOf } from "../../../incidents/desk/grouping.ts";
import type { Span } from "../../../incidents/desk/look-up-store.ts";
import type { AccessEvent, Pseudonym } from "../../../model/index.ts";
import { finding, opened } from "../../../store/desk/contract/desk-contract.fixture.ts";
import { House, NOW } from "../desk-house.fixture.ts";

const SUBJECT = `p1_${"a".repeat(24)}` as Pseudonym;
const OTHER = `p1_${"b".repeat(24)}` as Pseudonym;

function lookUp(leaf: number, operator: string, subject: Pseudonym, more: Partial<AccessEvent> = {}) {
  return {
    leaf,
    received: NOW,
    event: {
      id: `e-${leaf}`,
      time: new Date(Date.UTC(2026, 1, 10, leaf * 5)).toISOString(),
      source: "plates",
      system: "plates",
      action: "search",
      operator: { id: operator, unit: "patrol" },
      subjects: [{ type: "plate", id: subject }],
      ...more,
    } as AccessEvent,
  };
}

/** An operator comes back to a subject at which two colleagues looked, too; six more colleagues look at somebody else. */
async function office(): Promise<House> {
  const place = await new House().furnish();
  const own = [1, 9, 17].map((leaf) => lookUp(leaf, "op-7", SUBJECT));
  const colleagues = [2, 3, 4, 5, 6, 7].map((leaf) => lookUp(leaf, `op-2${leaf}`, OTHER));
  const company = [
    lookUp(8, "op-20", SUBJECT, { purpose: { case: "C26-123" } }),
    lookUp(10, "op-1", SUBJECT),
    lookUp(11, "op-30", SUBJECT, { source: "alpr" }),
  ];
  const told = finding(2, {
    detector: "story/fixation",
    operator: "op-7",
    subjects: [SUBJECT],
    since: own[0]?.event.time ?? "",
    time: own[2]?.event.time ?? "",
  });
  await place.store.advance({
    position: 30,
    events: [...own, ...colleagues, ...company],
    findings: [{ ...told, events: own.map(({ event }) => event.id) }],
    suppressed: new Set(),
    steps: [opened(2, NOW)],
    now: NOW,
  });
  return place;
}

async function ask(place: House, name: string, path: string) {
  const answer = await place.ask("GET", path, { cookie: place.as(name) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

describe("what stands around a finding", () => {
  it("is where its operator stands among colleagues, of whom nobody is named", async () => {
    const place = await office();
    const { status, body } = await ask(place, "analyst", "/api/findings/f-2/peers");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      quantity: "repeats",
      group: "unit",
      unit: "patrol",
      own: 3,
      colleagues: 9,
      below: 9,
    });
    expect(body["company"]).toEqual([{ value: SUBJECT, count: 3 }]);
    expect(JSON.stringify(body)).not.toMatch(/op-\d/);
    expect((await ask(place, "analyst", "/api/findings/f-2/peers?of=subjects")).body).toMatchObject({
      quantity: "subjects",
      own: 1,
    });
    expect((await ask(place, "analyst", "/api/findings/f-2/peers?of=everything")).status).toBe(400);
    // Nobody is compared where the finding's look-ups are not stored.
    expect((await ask(place, "analyst", "/api/findings/f-1/peers")).body).toMatchObject({ bins: [] });
  });

  it("is what spoke for each sitting", async () => {
    const place = await office();
    const { body } = await ask(place, "auditor", "/api/findings/f-2/sittings");
    const sittings = body["sittings"] as { by: string; colleagues: number }[];
    expect(sittings.map(({ by, colleagues }) => [by, colleagues])).toEqual([
      ["nothing", 0],
      ["colleague", 1],
      ["colleague", 3],
    ]);
    expect(body["cut"]).toBe(false);
  });

  it("is who looked at a subject of its own, and at no other subject", async () => {
    const place = await office();
    const { body } = await ask(place, "analyst", `/api/findings/f-2/neighbours?subject=${SUBJECT}`);
    const neighbours = body["neighbours"] as { operator: string; cases: string[] }[];
    expect(neighbours.map(({ operator, cases }) => [operator, cases])).toEqual([
      ["op-1", []],
      ["op-20", ["26-123"]],
      ["op-30", []],
    ]);
    for (const subject of [OTHER, "", "p1_*", "' OR 1=1"])
      expect(
        (await ask(place, "analyst", `/api/findings/f-2/neighbours?subject=${encodeURIComponent(subject)}`))
          .status,
      ).toBe(404);
    expect(place.looked.filter((look) => look === "analyst finding f-2")).toHaveLength(5);
  });

  it("leaves out of the neighbours whom the reader may not read about, and counts them", async () => {
    const place = await office();
    const path = `/api/findings/f-2/neighbours?subject=${SUBJECT}`;
    // The one is op-1, the other administers the log that told of op-30.
    for (const [reader, hidden] of [
      ["watched", "op-1"],
      ["keeper", "op-30"],
    ] as const) {
      const { body } = await ask(place, reader, path);
      expect(body["withheld"]).toBe(1);
      expect(JSON.stringify(body["neighbours"])).not.toContain(`"${hidden}"`);
    }
  });
});

describe("an operator's page", () => {
  it("is an operator's look-ups by the hundred, and no page of nothing behind the last", async () => {
    const place = await new House().furnish();
    const all = Array.from({ length: 201 }, (_, at) => lookUp(at + 1, at < 100 ? "op-100" : "op-101", OTHER));
    await place.store.advance({
      position: 300,
      events: all,
      findings: [],
      suppressed: new Set(),
      steps: [],
      now: NOW,
    });
    const exact = await ask(place, "analyst", "/api/operators/op-100");
    expect(exact.body["events"]).toHaveLength(100);
    expect(exact.body["earlier"]).toBeUndefined();
    const more = await ask(place, "analyst", "/api/operators/op-101");
    expect(more.body["events"]).toHaveLength(100);
    const last = await ask(place, "analyst", `/api/operators/op-101?before=${more.body["earlier"]}`);
    expect(last.body["events"]).toHaveLength(1);
    expect(last.body["earlier"]).toBeUndefined();
  });

  it("has their work beside the unit's, and nothing of a system of the reader's", async () => {
    const place = await office();
    const spans: Span[] = [];
    const { unitWork } = place.store.lookUps;
    place.store.lookUps.unitWork = (unit, without, span) => {
      spans.push(span);
      return unitWork.call(place.store.lookUps, unit, without, span);
    };
    const { body } = await ask(place, "analyst", "/api/operators/op-7");
    // Stores count by instants: these are whole hours of UTC, as RFC 3339 has them.
    expect(spans).toHaveLength(1);
    expect(spans.map(({ from, until }) => [from, until].map((at) => new Date(at).toISOString()))).toEqual(
      spans.map(({ from, until }) => [from, until]),
    );
    expect(body).toMatchObject({
      unit: "patrol",
      zone: "UTC",
      work: { lookups: 3, cased: 0 },
      others: { operators: 9, cased: 1 },
      withheld: 0,
    });
    expect((body["findings"] as { id: string }[]).map(({ id }) => id)).toEqual(["f-2"]);
    expect((body["incidents"] as { id: string }[]).map(({ id }) => id)).toEqual([incidentOf("f-2")]);
    const kept = await ask(place, "keeper", "/api/operators/op-30");
    expect(kept.body).toMatchObject({ events: [], withheld: 1 });
    expect((await ask(place, "watched", "/api/operators/op-1")).status).toBe(403);
    expect((await ask(place, "analyst", "/api/operators/nobody")).status).toBe(404);
  });
});

describe("incidents", () => {
  it("are filtered and counted by the address, and a mistyped filter shows nothing", async () => {
    const place = await office();
    const list = async (query: string) => {
      const { body } = await ask(place, "analyst", `/api/incidents?${query}`);
      return (body["items"] as { id: string }[]).map(({ id }) => id);
    };
    expect(await list("operator=op-7")).toEqual([incidentOf("f-2")]);
    expect(await list("operator=-op-7")).toEqual([incidentOf("f-1")]);
    expect(await list("state=closed")).toEqual([]);
    expect((await ask(place, "analyst", "/api/incidents?sevérity=high")).status).toBe(400);
    const { body } = await ask(place, "analyst", "/api/incidents/facets?operator=op-7");
    expect(body).toMatchObject({
      state: [{ value: "open", count: 1 }],
      operator: [{ count: 1 }, { count: 1 }],
    });
  });

  it("that are split off belong to nobody, and merged to whoever is on the other one", async () => {
    const place = await office();
    await place.store.record(
      [
        {
          incident: incidentOf("f-2"),
          number: 1,
          at: NOW,
          by: "counterwatch",
          step: { do: "absorbed", from: incidentOf("f-9"), findings: ["f-1"] },
        },
        { incident: incidentOf("f-2"), number: 2, at: NOW, by: "analyst", step: { do: "taken" } },
      ],
      new Map([["f-2", "taken"]]),
      { at: NOW, by: "analyst", action: "test", target: undefined, detail: undefined },
    );
    const into = `i1_${"0".repeat(24)}`;
    const take = (id: string, after: number, step: object) =>
      place.ask("POST", `/api/incidents/${id}/steps`, { cookie: place.as("analyst"), body: { after, step } });
    const of = async () => {
      const { state, owner, incident } = (await place.store.finding("f-2")) ?? {};
      return [state, owner, incident];
    };
    expect(await of()).toEqual(["taken", "analyst", incidentOf("f-2")]);
    const why = "Another matter.";
    expect((await take(incidentOf("f-2"), 3, { do: "split", into, findings: ["f-2"], why })).status).toBe(
      200,
    );
    expect(await of()).toEqual(["new", undefined, into]);
    expect((await take(into, 1, { do: "merged", into: incidentOf("f-2"), why })).status).toBe(200);
    expect(await of()).toEqual(["taken", "analyst", incidentOf("f-2")]);
  });

  it("give their evidence to reviewers and auditors, and leave a row in the trail", async () => {
    const place = await office();
    const path = `/api/incidents/${incidentOf("f-2")}/bundle`;
    const answer = await place.ask("GET", path, { cookie: place.as("auditor") });
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
      200,
      "application/x-tar",
      `tar of ${incidentOf("f-2")}`,
    ]);
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="incident-[0-9a-f]{8}\.tar"$/,
    );
    expect((await place.ask("GET", path, { cookie: place.as("analyst") })).status).toBe(403);
    expect((await place.store.auditTrail({ limit: 1 })).items[0]).toMatchObject({
      by: "auditor",
      action: "incident.bundle",
      target: incidentOf("f-2"),
    });
  });
});
