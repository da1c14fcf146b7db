import { describe, expect, it } from "vitest";
import { by, colleague, honestWork } from "./honest-work.fixture.ts";
import {
  at,
  echoed,
  honestPeak,
  inOrder,
  judge,
  lookUp,
  type LookUp,
  peakOf,
  toldBy,
} from "./lookups.fixture.ts";

const DAYS = Array.from({ length: 20 }, (_, i) => 30 + i);
const work = honestWork(1);
const launderer = colleague(7);

/** A case of another unit's that is well established when the launderer takes its number. */
const BORROWED = work.find(
  ({ purpose, operator, time }) =>
    purpose?.case?.startsWith("25-1") === true && operator.unit === "unit-2" && Date.parse(time) > at(25),
)?.purpose?.case as string;
const cloak: LookUp[] = DAYS.map((day) => ({
  ...by(7),
  subject: `cloaked-${day}`,
  case: BORROWED,
  at: at(day, 13),
}));

describe("case laundering", () => {
  const team = [9, 15, 21];
  const desk = judge(
    inOrder(
      work,
      cloak.map(lookUp),
      DAYS.flatMap((day) =>
        team.map((n) =>
          lookUp({ ...by(n), subject: `suspect-${day}`, case: "25-77777", at: at(day, 9 + (n % 5)) }),
        ),
      ),
    ),
  );
  const score = peakOf(desk, "case-laundering", launderer);

  it("scores an outsider who gathers subjects of their own under a case above every honest run, and alerts once", () => {
    expect(score).toBeGreaterThan(honestPeak(desk, "case-laundering", launderer, ...team.map(colleague)));
    expect(toldBy(desk, "case-laundering", launderer)).toHaveLength(1);
  });

  it("names the case, the subjects and the sittings", () => {
    const [told] = toldBy(desk, "case-laundering", launderer);
    expect(told?.finding.explanation).toContain(
      `20 subjects under case ${BORROWED} in 20 sittings over 20 days`,
    );
    expect(told?.finding.explanation).toContain("none of them looks at these subjects");
  });

  it("does not take the colleague who is first with each subject of the team's case for one", () => {
    const operators = team.map(colleague);
    expect(toldBy(desk, "case-laundering", ...operators)).toEqual([]);
    expect(peakOf(desk, "case-laundering", ...operators)).toBeLessThan(score / 1.5);
  });

  it("scores nothing where the subjects are others' on the case too", () => {
    const shared = DAYS.flatMap((day) =>
      [9, 15, 21, 7].map((n) =>
        lookUp({ ...by(n), subject: `suspect-${day}`, case: "25-77777", at: at(day, 9 + (n % 5)) }),
      ),
    );
    expect(peakOf(judge(inOrder(shared)), "case-laundering", launderer)).toBe(0);
  });

  it("counts a sitting once", () => {
    const lookups = [9, 15, 9, 15].map((n, i) => ({
      ...by(n),
      subject: "suspect",
      case: BORROWED,
      at: at(20 + i),
    }));
    const once = peakOf(judge([...lookups, ...cloak].map(lookUp)), "case-laundering", launderer);
    expect(once).toBeGreaterThan(0);
    expect(peakOf(judge([...lookups, ...echoed(cloak)].map(lookUp)), "case-laundering", launderer)).toBe(
      once,
    );
  });
});
