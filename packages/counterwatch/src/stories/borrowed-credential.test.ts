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
import { MINUTE } from "./run.ts";

const NEIGHBOUR = "10.0.2.8";
const work = honestWork(1);
const victim = colleague(7);

/** Whenever the owner of the account works, a stranger works under it from a neighbour's desk four minutes later. */
const borrowed: LookUp[] = work
  .filter(
    ({ operator, time }) => operator.id === victim && Date.parse(time) > at(30) && Date.parse(time) < at(38),
  )
  .map(({ time }, i) => ({
    ...by(7),
    subject: `sought-${i}`,
    address: NEIGHBOUR,
    at: Date.parse(time) + 4 * MINUTE,
  }));

describe("borrowed credential", () => {
  const movers = [13, 19];
  const unit = Array.from({ length: 10 }, (_, i) => 4 + 6 * i);
  const moved = work.map((event) => {
    const { id, unit } = event.operator;
    const goesOn = Date.parse(event.time) < at(35);
    if (goesOn || (unit !== "unit-4" && !movers.map(colleague).includes(id))) return event;
    return { ...event, session: { address: `172.16.0.${id}` } };
  });
  const desk = judge(inOrder(moved, borrowed.map(lookUp)));
  const score = peakOf(desk, "borrowed-credential", victim);

  it("scores a stranger who alternates with the owner above every honest run, and alerts", () => {
    expect(score).toBeGreaterThan(2 * honestPeak(desk, "borrowed-credential", victim));
    expect(toldBy(desk, "borrowed-credential", victim)).toHaveLength(1);
  });

  it("names the address and how many sittings came from there", () => {
    const [told] = toldBy(desk, "borrowed-credential", victim);
    expect(told?.finding.explanation).toContain(`the address ${NEIGHBOUR}`);
    const sittings = Number(/\b(\d+) sittings\b/.exec(told?.finding.explanation ?? "")?.[1]);
    expect(sittings).toBeGreaterThan(1);
    expect(sittings).toBeLessThanOrEqual(told?.finding.lookups as number);
    expect(told?.finding.operator).toBe(victim);
  });

  it("does not take a new desk that is used for good for a stranger's", () => {
    const operators = movers.map(colleague);
    expect(toldBy(desk, "borrowed-credential", ...operators)).toEqual([]);
    expect(peakOf(desk, "borrowed-credential", ...operators)).toBeLessThan(score / 3);
  });

  it("does not take the removal of a whole unit for strangers", () => {
    const operators = unit.map(colleague);
    expect(toldBy(desk, "borrowed-credential", ...operators)).toEqual([]);
    expect(peakOf(desk, "borrowed-credential", ...operators)).toBeLessThan(score / 3);
  });

  it("knows nothing without addresses, and nothing of an operator it has just met", () => {
    const bare = borrowed.map(({ address: _address, ...one }) => lookUp(one));
    expect(peakOf(judge(bare), "borrowed-credential", victim)).toBe(0);
    const roaming = borrowed.slice(0, 6).map((one, i) => lookUp({ ...one, address: `10.9.9.${i}` }));
    expect(peakOf(judge(roaming), "borrowed-credential", victim)).toBe(0);
  });

  it("counts a sitting once", () => {
    const owner = Array.from({ length: 40 }, (_, i) => ({
      ...by(7),
      subject: `own-${i}`,
      address: "10.0.1.7",
      at: at(i >> 1, 9 + 3 * (i % 2)),
    }));
    const stranger = [10, 11, 12, 13].map((day) => ({
      ...by(7),
      subject: `sought-${day}`,
      address: NEIGHBOUR,
      at: at(day, 10),
    }));
    const once = peakOf(judge(inOrder([...owner, ...stranger].map(lookUp))), "borrowed-credential", victim);
    expect(once).toBeGreaterThan(0);
    expect(
      peakOf(judge(inOrder([...owner, ...echoed(stranger)].map(lookUp))), "borrowed-credential", victim),
    ).toBe(once);
  });
});
