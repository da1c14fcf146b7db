import { describe, expect, it } from "vitest";
import type { Calibration } from "../../stories/calibration.ts";
import type { DeskFinding, Incident } from "./case.ts";
import type { OpenWork } from "./desk-store.ts";
import { budgetKept, sinceSignIn, waitingWork, warningsRunning } from "./overview.ts";

type Count = OpenWork["findings"][number];
const counted = (severity: Count["severity"], more: Partial<Count>): Count => ({
  severity,
  state: "new",
  owned: false,
  count: 1,
  fresh: 0,
  stories: 0,
  ...more,
});
const proposal = (id: string, by: string) =>
  ({ id, changed: "2026-03-02T00:00:00.000Z", closing: { reason: "explained", by } }) as unknown as Incident;

describe("what waits", () => {
  const findings = [
    counted("low", { count: 5, fresh: 2 }),
    counted("critical", { count: 2, fresh: 1 }),
    counted("low", { count: 1, owned: true }),
    counted("high", { state: "taken", count: 4, owned: true, fresh: 3 }),
    counted("high", { state: "suppressed", count: 9 }),
  ];

  it("is new and nobody's, the worst first", () => {
    const waiting = waitingWork({ findings }, "ana", { oldest: undefined, proposed: [] });
    expect(waiting.unowned).toEqual([
      { severity: "critical", count: 2 },
      { severity: "low", count: 5 },
    ]);
    expect(waiting.taken).toBe(4);
    expect(waiting.proposed).toEqual({ byOthers: 0, byReader: 0, oldest: undefined });
  });

  it("asks nobody to agree to a closing of their own", () => {
    const proposed = [proposal("i-1", "ana"), proposal("i-2", "bo"), proposal("i-3", "bo")];
    const oldest = { id: "f-1", severity: "low", learned: "2026-03-01T00:00:00.000Z" } as DeskFinding;
    const waiting = waitingWork({ findings }, "ana", { oldest, proposed });
    expect(waiting.proposed).toMatchObject({ byOthers: 2, byReader: 1, oldest: { id: "i-2" } });
    expect(waiting.oldest).toEqual(oldest);
  });

  it("is told of since the last sign-in, and of nothing at the first", () => {
    const work = { findings, oldest: [], proposed: [], closed: 3 };
    expect(sinceSignIn(work, "2026-03-01T00:00:00.000Z")).toMatchObject({
      closed: 3,
      findings: [
        { severity: "critical", count: 1 },
        { severity: "high", count: 3 },
        { severity: "low", count: 2 },
      ],
    });
    expect(sinceSignIn(work, undefined)).toEqual({ at: undefined, findings: [], closed: 0 });
  });
});

const warning = (day: number, open = true) => ({ open, deadline: `2026-03-0${day}T00:00:00.000Z` });

describe("warnings that run", () => {
  it("are overdue from the deadline on, and closed ones are done", () => {
    const all = [warning(5), warning(2), warning(3), warning(4), warning(1, false)];
    expect(warningsRunning(all, "2026-03-03T00:00:00.000Z")).toEqual({
      open: 4,
      overdue: 2,
      next: "2026-03-04T00:00:00.000Z",
    });
    expect(warningsRunning([], "2026-03-03T00:00:00.000Z")).toEqual({ open: 0, overdue: 0, next: undefined });
  });
});

describe("how the budget is kept", () => {
  const calibration: Calibration = {
    budget: "4/month",
    perDay: 4 / 30,
    learning: false,
    learningUntil: "2026-01-01T00:00:00.000Z",
    matters: [],
    spells: [
      { group: "patrol", from: "2026-02-01T00:00:00.000Z", to: null },
      { group: "", from: "2026-01-05T00:00:00.000Z", to: "2026-01-09T00:00:00.000Z" },
    ],
    tails: [],
    groups: [],
  };

  it("is counted over thirty days at most, and from the end of learning on", () => {
    const late = budgetKept(calibration, "2026-03-31T00:00:00.000Z");
    expect(late.period).toEqual({
      from: "2026-03-01T00:00:00.000Z",
      to: "2026-03-31T00:00:00.000Z",
      days: 30,
    });
    expect(late.allowed).toBeCloseTo(4, 12);
    expect(budgetKept(calibration, "2026-01-16T00:00:00.000Z").period?.days).toBe(15);
  });

  it("names for whom nothing is promised now", () => {
    expect(budgetKept(calibration, undefined).suspended).toEqual([
      { group: "patrol", since: "2026-02-01T00:00:00.000Z" },
    ]);
  });

  it("promises nothing while learning, or without a look-up", () => {
    const learning = { ...calibration, learning: true, learningUntil: null };
    expect(budgetKept(learning, "2026-03-31T00:00:00.000Z")).toMatchObject({ period: undefined, allowed: 0 });
    expect(budgetKept(calibration, undefined)).toMatchObject({ period: undefined, allowed: 0 });
  });
});
