/** What every adapter of the desk's store must do, in one story that ends with the same answers as the store in memory. */
import type { RecordedStep } from "../../../incidents/desk/case.ts";
import type { DeskStore, StoredEvent, ToldFinding } from "../../../incidents/desk/desk-store.ts";
import { parseFindingQuery } from "../../../incidents/desk/finding-query.ts";
import { incidentOf } from "../../../incidents/desk/grouping.ts";
import { parseIncidentQuery } from "../../../incidents/desk/incident-query.ts";
import type { AccessEvent, Severity } from "../../../model/index.ts";
import { lookUpAnswers, officeEvent } from "./look-up-contract.fixture.ts";
import { retentionAnswers } from "./retention-contract.fixture.ts";

function queryOf(text: string) {
  return parseFindingQuery(new URLSearchParams(text));
}

const QUERIES = [
  "",
  "severity=high,critical",
  "severity=-low&sort=learned",
  "detector=story/fixation&q=Plate%20sittings",
  "state=taken",
  "operator=-op-1&sort=time",
  "owner=ana",
  "owner=-",
  "since=2026-03-02T00:00:00Z",
  "q=%25_'",
];

const INCIDENT_QUERIES = [
  "",
  "open=true&severity=critical,high",
  "state=taken,-open",
  "state=-taken&owner=-ana",
  "operator=op-1&detector=-story/fixation",
  "operator=-op-1",
  "q=Plate%20sittings",
];

function event(n: number, operator = `op-${n % 3}`): AccessEvent {
  return {
    id: `e-${n}`,
    time: new Date(Date.UTC(2026, 2, 1, n)).toISOString(),
    source: "alpr",
    system: "plates",
    action: "search",
    operator: { id: operator, unit: "patrol" },
    purpose: { reason: "o'clock; DROP TABLE events; -- é 🚓" },
  };
}

export function finding(n: number, more: Partial<ToldFinding["finding"]> = {}): ToldFinding {
  return {
    finding: {
      id: `f-${n}`,
      time: new Date(Date.UTC(2026, 2, 1, n)).toISOString(),
      since: "2026-03-01T00:00:00.000Z",
      detector: n % 2 === 0 ? "story/fixation" : "rule/wide",
      severity: (["low", "medium", "high", "critical"] as const)[n % 4] as Severity,
      operator: `op-${n % 3}`,
      subjects: [],
      lookups: n + 1,
      explanation: n === 4 ? "100%_ of 'one' plate in 3 sittings" : `One plate in ${n} sittings.`,
      evidence: { strength: n / 10 },
      ...more,
    },
    events: [`e-${n}`, `e-${n + 1}`],
  };
}

export function opened(n: number, at: string): RecordedStep {
  const incident = incidentOf(`f-${n}`);
  return { incident, number: 0, at, by: "counterwatch", step: { do: "opened", findings: [`f-${n}`] } };
}

const proposal = { do: "close-proposed", reason: "explained", why: "honest work" } as const;

function day(n: number): string {
  return `2026-03-0${n}T00:00:00.000Z`;
}

const OFFICE: readonly StoredEvent[] = Array.from({ length: 120 }, (_, n) => ({
  leaf: 1000 + n,
  received: day(1),
  event: officeEvent(n),
}));

/** Drives the store through a working week; the answers to every question at its end. */
export async function workingWeek(store: DeskStore): Promise<unknown> {
  const stored = (from: number, to: number): StoredEvent[] =>
    Array.from({ length: to - from }, (_, i) => ({
      leaf: from + i,
      received: day(1),
      event: event(from + i),
    }));
  const first = [0, 1, 2, 3, 4].map((n) => finding(n));
  await store.advance({
    position: 10,
    events: [...stored(0, 10), ...OFFICE],
    findings: first,
    suppressed: new Set(),
    steps: [0, 1, 2, 4]
      .map((n) => opened(n, day(1)))
      .concat({
        incident: incidentOf("f-0"),
        number: 1,
        at: day(1),
        by: "counterwatch",
        step: { do: "finding-added", finding: "f-3" },
      }),
    now: day(1),
  });
  await store.advance({
    position: 25,
    events: stored(10, 25),
    findings: [finding(0, { lookups: 9, severity: "critical" }), finding(5)],
    suppressed: new Set(),
    steps: [opened(5, day(3))],
    now: day(3),
  });
  await store.record(
    [{ incident: incidentOf("f-0"), number: 2, at: day(4), by: "ana", step: { do: "taken" } }],
    new Map([
      ["f-0", "taken"],
      ["f-3", "taken"],
    ]),
    { at: day(4), by: "ana", action: "incident.take", target: incidentOf("f-0"), detail: undefined },
  );
  const conflict = await store
    .record(
      [{ incident: incidentOf("f-0"), number: 2, at: day(4), by: "bo", step: { do: "taken" } }],
      new Map([["f-0", "new"]]),
      { at: day(4), by: "bo", action: "incident.take", target: undefined, detail: "late" },
    )
    .then(
      () => "recorded",
      (error: { code?: string }) => error.code,
    );
  await store.saveAccount(
    {
      name: "ana",
      roles: ["analyst"],
      operators: ["op-9"],
      administers: [],
      password: undefined,
      disabled: false,
    },
    { at: day(5), by: "root", action: "account.save", target: "ana", detail: undefined },
  );
  await store.saveAccount(
    {
      name: "ana",
      roles: ["reviewer"],
      operators: [],
      administers: ["alpr"],
      password: "$argon2id$",
      disabled: true,
    },
    { at: day(5), by: "root", action: "account.save", target: "ana", detail: "roles" },
  );
  await store.suppress(
    { id: "s-1", operator: "op-1", by: "ana", why: "known", from: day(1), until: day(9) },
    { at: day(6), by: "ana", action: "suppress", target: "s-1", detail: undefined },
  );
  // Proposed and reopened; proposed and standing; closed.
  const lives: [n: number, steps: RecordedStep["step"][]][] = [
    [1, [proposal, { do: "reopened", why: "not yet" }]],
    [2, [proposal]],
    [4, [proposal, { ...proposal, do: "closed" }]],
    [5, [{ do: "commented", text: 'it says "do":"close-proposed" there' }]],
  ];
  for (const [n, steps] of lives) {
    const incident = incidentOf(`f-${n}`);
    for (const [at, step] of steps.entries())
      await store.record(
        [{ incident, number: at + 1, at: day(7), by: at === 0 ? "ana" : "bo", step }],
        new Map(),
        { at: day(7), by: "ana", action: "incident.step", target: incident, detail: undefined },
      );
  }
  for (const n of [7, 8, 9])
    await store.audit({ at: day(n), by: "ana", action: "sign-in", target: undefined, detail: undefined });
  const queries = await Promise.all(
    QUERIES.map(async (text) => {
      const query = queryOf(text);
      const page = await store.findings(query, { limit: 2 });
      const rest = await store.findings(query, { limit: 100, after: page.next ?? "0" });
      return { text, page, rest, facets: await store.facets(query) };
    }),
  );
  const shownAgain = [await store.settleSuppressed(day(8)), await store.settleSuppressed(day(9))];
  return {
    conflict,
    shownAgain,
    lookUps: await lookUpAnswers(store),
    queries,
    position: await store.position(),
    finding: [await store.finding("f-0"), await store.finding("nobody")],
    events: [
      await store.eventsById(["e-7", "e-3", "nothing"]),
      await store.eventsOf("op-1", { limit: 3, before: "20" }),
    ],
    dayCounts: await store.dayCounts(),
    between: [await store.eventsBetween(3, 6), await store.eventsBetween(24, 9000)],
    firstLeaf: [
      await store.firstLeafSince("2026-03-01T05:00:00.000Z"),
      await store.firstLeafSince("2027-01-01T00:00:00.000Z"),
    ],
    openWork: [
      await store.openWork({ learned: day(3), stories: "2026-03-01T02:00:00.000Z" }),
      await store.openWork({ learned: day(9), stories: day(9) }),
      await store.openWork({ learned: day(1), stories: day(1), without: ["op-1", "op-nobody"] }),
    ],
    signIns: [await store.signInsOf("ana", 2), await store.signInsOf("bo", 2)],
    activity: [await store.activity(undefined), await store.activity("op-2")],
    incident: [await store.incident(incidentOf("f-0")), await store.incident("i1_nothing")],
    incidents: [
      await store.incidents({}, { limit: 2 }),
      await store.incidents({ open: true, owner: { only: ["ana"], not: [] } }, { limit: 9 }),
      ...(await Promise.all(
        INCIDENT_QUERIES.map(async (text) => {
          const query = parseIncidentQuery(new URLSearchParams(text));
          return {
            text,
            page: await store.incidents(query, { limit: 9 }),
            facets: await store.incidentFacets(query),
          };
        }),
      )),
      await store.openIncidentsOf("op-0"),
    ],
    accounts: await store.accounts(),
    suppressions: await store.suppressions(),
    audit: [await store.auditTrail({ limit: 2 }), await store.auditTrail({ limit: 9, after: "2" })],
    // Last: look-ups go.
    retention: await retentionAnswers(store),
  };
}
