import { describe, expect, it } from "vitest";
import type { IncidentStep, RecordedStep } from "./case.ts";
import { reviewing } from "./reviewing.ts";

/** Steps as `[who, seconds, step]`. */
function steps(...all: [by: string, seconds: number, step: IncidentStep][]): RecordedStep[] {
  return all.map(([by, seconds, step], number) => ({
    incident: "i1",
    number,
    by,
    at: new Date(seconds * 1000).toISOString(),
    step,
  }));
}

const opened: IncidentStep = { do: "opened", findings: ["f"] };
const proposed = (reason: "explained" | "misuse") => ({ do: "close-proposed", reason, why: "why" }) as const;
const closed = (reason: "explained" | "misuse") => ({ do: "closed", reason, why: "why" }) as const;
const reopened = { do: "reopened", why: "why" } as const;

describe("how reviewers review", () => {
  it("counts decisions on what others proposed: agreed, sent back, proposed anew with another reason", () => {
    const figures = reviewing([
      steps(
        ["counterwatch", 0, opened],
        ["ana", 100, proposed("explained")],
        ["rosa", 130, closed("explained")],
      ),
      steps(["counterwatch", 0, opened], ["ana", 100, proposed("explained")], ["rosa", 400, reopened]),
      steps(
        ["counterwatch", 0, opened],
        ["ana", 100, proposed("explained")],
        ["rosa", 1100, proposed("misuse")],
        ["max", 1159, closed("misuse")],
      ),
    ]);
    expect(figures).toMatchObject([
      { reviewer: "rosa", closed: 1, sentBack: 2, median: 300_000, quick: 1 },
      { reviewer: "max", closed: 1, sentBack: 0, median: 59_000, quick: 1 },
    ]);
    const [low = 1, high = 0] = figures[0]?.agreeShare ?? [];
    expect([low < 1 / 3, high > 1 / 3]).toEqual([true, true]);
  });

  it("counts nothing that is no decision: the own proposal taken back, the same reason again, work after it was closed", () => {
    expect(
      reviewing([
        steps(["ana", 0, opened], ["ana", 1, proposed("explained")], ["ana", 2, reopened]),
        steps(["ana", 0, opened], ["ana", 1, proposed("explained")], ["rosa", 2, proposed("explained")]),
        steps(["ana", 0, opened], ["rosa", 5, reopened]),
      ]),
    ).toEqual([]);
    const [figures] = reviewing([
      steps(
        ["ana", 0, opened],
        ["ana", 1, proposed("explained")],
        ["rosa", 101, closed("explained")],
        ["rosa", 201, reopened],
        ["ana", 301, proposed("misuse")],
        ["rosa", 601, closed("misuse")],
      ),
    ]);
    expect(figures).toMatchObject({ reviewer: "rosa", closed: 2, sentBack: 0, median: 200_000, quick: 0 });
  });

  it("says how little a few decisions say", () => {
    const [figures] = reviewing([
      steps(["ana", 0, opened], ["ana", 1, proposed("explained")], ["rosa", 2, closed("explained")]),
    ]);
    // Wilson 1927 for one of one: from 0.2065 to 1.
    expect(figures?.quickShare[0]).toBeCloseTo(0.2065, 4);
    expect(figures?.quickShare[1]).toBe(1);
  });
});
