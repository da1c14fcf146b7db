import { beforeAll, describe, expect, it } from "vitest";
import type { Account, Role } from "../../../incidents/desk/case.ts";
import { incidentOf } from "../../../incidents/desk/grouping.ts";
import { finding, opened } from "../../../store/desk/contract/desk-contract.fixture.ts";
import { MemoryDesk } from "../../../store/desk/memory/memory-desk.fixture.ts";
import { account as accountOf } from "../desk-house.fixture.ts";
import type { DeskService } from "../desk-service.ts";
import type { SourceList, SourceReport } from "../sources/source-report.ts";
import { SOURCE_ROUTES } from "../sources/source-routes.ts";
import type { Overview } from "./overview-report.ts";
import { OVERVIEW_ROUTES } from "./overview-routes.ts";

const at = (day: number) => `2026-03-0${day}T00:00:00.000Z`;

function report(source: string, more: Partial<SourceReport>): SourceReport {
  return {
    source,
    system: "plates",
    heard: at(1),
    silent: false,
    deadLetters: 0,
    standing: "heard",
    heartbeat: undefined,
    arrivals: undefined,
    days: [],
    ...more,
  };
}

describe("overview and sources", () => {
  const store = new MemoryDesk();
  const desk = {
    store,
    now: () => at(9),
    state: () => Promise.resolve({ ledger: { leaves: 7, waiting: 0 } }),
    sourcesOf: () => Promise.resolve(["alpr"]),
    protection: {
      warnings: {
        now: () =>
          Promise.resolve({
            now: at(9),
            step: "",
            warnings: [
              { incident: incidentOf("f-1"), open: true, deadline: at(8) },
              { incident: incidentOf("f-2"), open: true, deadline: "2026-03-10T00:00:00.000Z" },
            ],
          }),
      },
    },
    overview: {
      days: () => Promise.resolve([{ value: "2026-03-01", count: 7 }]),
      budget: () => Promise.resolve({ period: { from: at(1), to: at(9), days: 8 } }),
      checkpoint: () => ({ size: 7, at: at(9), witnessed: undefined }),
    },
    sources: {
      since: at(1),
      reports: () =>
        Promise.resolve([
          report("alpr", {}),
          report("cameras", { system: "cameras", silent: true, standing: "silent" }),
          report("new", { system: undefined, heard: undefined, standing: "never" }),
          report("old", { standing: "behind" }),
        ]),
    },
  } as unknown as DeskService;

  const ask = async <T>(routes: typeof OVERVIEW_ROUTES, account: Account): Promise<T> =>
    (await routes[0]?.handle({
      account,
      desk,
      params: {},
      query: new URLSearchParams(),
      body: undefined,
    } as never)) as T;
  const overview = (name: string, role: Role, more: Partial<Account> = {}) =>
    ask<Overview>(OVERVIEW_ROUTES, accountOf(name, [role], more));

  beforeAll(async () => {
    await store.advance({
      position: 7,
      events: [],
      findings: [
        finding(1),
        finding(2),
        finding(4),
        finding(5, { detector: "source/silence", operator: "source alpr/north" }),
      ],
      suppressed: new Set(),
      steps: [1, 2, 4, 5].map((n) => opened(n, at(1))),
      now: at(2),
    });
    const step = { do: "close-proposed", reason: "explained", why: "honest work" } as const;
    for (const [n, by] of [
      [1, "bo"],
      [2, "ana"],
    ] as const)
      await store.record([{ incident: incidentOf(`f-${n}`), number: 1, at: at(3), by, step }], new Map(), {
        at: at(3),
        by,
        action: "incident.step",
        target: undefined,
        detail: undefined,
      });
    for (const day of [1, 2, 3])
      await store.audit({ at: at(day), by: "ana", action: "sign-in", target: undefined, detail: undefined });
  });

  it("tells a reader what waits, what changed since the sign-in before, and what is covered", async () => {
    const { work, sources, ledger, days } = await overview("ana", "reviewer");
    expect(work).toMatchObject({
      waiting: {
        proposed: { byOthers: 1, byReader: 1, oldest: { id: incidentOf("f-1") } },
        oldest: { learned: at(2) },
      },
      since: { at: at(2), closed: 0 },
      stories: 2,
    });
    expect(work?.since.findings.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    expect(sources).toEqual([
      { system: "cameras", heard: 0, behind: [], silent: ["cameras"], never: [] },
      { system: "plates", heard: 1, behind: ["old"], silent: [], never: [] },
      { system: undefined, heard: 0, behind: [], silent: [], never: ["new"] },
    ]);
    expect([ledger.leaves, ledger.checkpoint?.size, days.length]).toEqual([7, 7, 1]);
  });

  it.each(["administrator", "register-officer"] as const)(
    "tells no %s of findings, and what is covered all the same",
    async (role) => {
      const { work, sources } = await overview("root", role);
      expect([work, sources.length]).toEqual([undefined, 3]);
      const { items } = await ask<SourceList>(SOURCE_ROUTES, accountOf("root", [role]));
      expect(items.every(({ findings }) => findings === undefined)).toBe(true);
    },
  );

  it("shows nobody what is about themselves or their own system", async () => {
    const own = await overview("ana", "reviewer", { operators: ["op-1"] });
    expect(own.work?.waiting.proposed.byOthers).toBe(0);
    const all = { operators: ["op-0", "op-1", "op-2", "source alpr/north"] };
    expect((await overview("ana", "analyst", all)).work?.waiting.oldest).toBeUndefined();
    // Nor counts: of four findings two are about op-1.
    expect(own.work?.since.findings.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    expect((await overview("ana", "analyst", { administers: ["alpr"] })).work).toBeUndefined();
  });

  it("tells of warnings whoever has to see that the duty is kept, but of none about themselves", async () => {
    const next = "2026-03-10T00:00:00.000Z";
    expect((await overview("rita", "register-officer")).warnings).toEqual({ open: 2, overdue: 1, next });
    expect((await overview("ana", "analyst")).warnings).toBeUndefined();
    const own = await overview("rita", "register-officer", { operators: ["op-1"] });
    expect(own.warnings).toEqual({ open: 1, overdue: 0, next });
  });

  it("counts findings about a source, and about what speaks through it", async () => {
    const { items, since } = await ask<SourceList>(SOURCE_ROUTES, accountOf("ana", ["analyst"]));
    expect(since).toBe(at(1));
    expect(items.map(({ source, findings }) => [source, findings])).toEqual([
      ["alpr", { count: 1, operators: ["source alpr/north"] }],
      ["cameras", { count: 0, operators: [] }],
      ["new", { count: 0, operators: [] }],
      ["old", { count: 0, operators: [] }],
    ]);
    const keeper = accountOf("ana", ["analyst"], { administers: ["alpr"] });
    const own = await ask<SourceList>(SOURCE_ROUTES, keeper);
    expect(own.items.map(({ findings }) => findings?.count)).toEqual([undefined, 0, 0, 0]);
  });
});
