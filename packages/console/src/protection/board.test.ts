import { describe, expect, it } from "vitest";
import { holderAt, startClock } from "../../../counterwatch/src/incidents/warnings/escalation.ts";
import type { BoardWarning } from "../api/protection-api.ts";
import { lanesOf, passes, readBoardFilter } from "./board.ts";
import { dialOf, standingAt } from "./standing.ts";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-03-01T08:00:00.000Z");
const OFFICES = [
  { office: "duty officer", has: HOUR },
  { office: "head of protection", has: 2 * HOUR },
  { office: "inspector general", has: undefined },
];

function warning(within: number, more: Partial<BoardWarning> = {}): BoardWarning {
  const { from, deadline, line } = startClock(NOW, within, OFFICES);
  return {
    tier: "certain",
    urgency: "critical",
    state: "due",
    open: true,
    deadline,
    since: from,
    opened: from,
    line,
    incident: "i1_a",
    attempts: 0,
    ...more,
  };
}

describe("what stands at a moment", () => {
  it("is what the server's own function says, at every minute", () => {
    for (const within of [HOUR / 2, 4 * HOUR, 9 * HOUR]) {
      const one = warning(within);
      const clock = { from: one.since, deadline: one.deadline, line: one.line };
      for (let now = NOW - HOUR; now < NOW + 12 * HOUR; now += 60_000) {
        const { holder, overdue, escalated } = standingAt(one, now);
        expect(holder).toEqual(holderAt(clock, now));
        expect(overdue).toBe(Date.parse(one.deadline) <= now);
        expect(escalated).toBe(holderAt(clock, now).place > 0);
      }
    }
  });

  it("is nobody's once it is closed", () => {
    expect(standingAt(warning(HOUR, { open: false }), NOW + 9 * HOUR)).toMatchObject({
      holder: undefined,
      overdue: false,
      escalated: false,
    });
  });

  it("has its place on a dial that never leaves its ends", () => {
    expect(dialOf(warning(4 * HOUR), NOW + HOUR)).toEqual({ now: 0.25, turns: [0.25, 0.75] });
    expect(dialOf(warning(4 * HOUR), NOW + 99 * HOUR).now).toBe(1);
    expect(dialOf(warning(4 * HOUR), NOW - HOUR).now).toBe(0);
  });
});

describe("the board", () => {
  it("has overdue ones first, then by the time that is left; closed ones where they are asked for", () => {
    const all = [
      warning(48 * HOUR),
      warning(HOUR),
      warning(20 * HOUR),
      warning(2 * HOUR),
      warning(HOUR, { open: false, state: "delivered" }),
    ];
    const lanes = lanesOf(all, NOW + 1.5 * HOUR);
    expect(lanes.map(({ lane, warnings }) => [lane, warnings.length])).toEqual([
      ["overdue", 1],
      ["soon", 1],
      ["day", 1],
      ["later", 1],
      ["closed", 1],
    ]);
    const open = all.filter((each) => passes({}, each, NOW));
    expect(open).toHaveLength(4);
    expect(all.filter((each) => passes({ closed: "yes" }, each, NOW))).toHaveLength(5);
    expect(
      all.filter((each) => passes({ office: "head of protection" }, each, NOW + 1.5 * HOUR)),
    ).toHaveLength(3);
    expect(all.filter((each) => passes({ state: "draft" }, each, NOW))).toHaveLength(0);
  });

  it("takes from the address what is its own", () => {
    expect(readBoardFilter({ tier: "certain", closed: "", other: "x", view: 7 })).toEqual({
      tier: "certain",
    });
  });
});
