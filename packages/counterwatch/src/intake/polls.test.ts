import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Polls } from "./polls.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2025, 0, 6);

function lastMark(instants: readonly number[], operator = "op"): boolean {
  const polls = new Polls();
  let mark = false;
  for (const instant of instants) mark = polls.isPoll(operator, instant);
  return mark;
}

const every = (gap: number, count: number, jitter: (index: number) => number = () => 0): number[] =>
  Array.from({ length: count }, (_, index) => START + index * gap + jitter(index));

describe("automated polls", () => {
  it.each([
    ["every five minutes for two days", every(5 * 60_000, 600)],
    ["every hour for three days", every(HOUR, 73)],
    ["every second for two days", every(1000, 172_800)],
    ["every ten minutes with a few seconds of jitter", every(600_000, 400, (index) => (index * 7919) % 5000)],
    ["every ten minutes, now and then missed", every(600_000, 400).filter((_, index) => index % 10 !== 3)],
    ["newest first", every(600_000, 400).toReversed()],
    [
      "a list of plates each ten minutes",
      every(600_000, 400).flatMap((instant) => [instant, instant + 100, instant + 200]),
    ],
  ])("are told by their rhythm: %s", (_, instants) => {
    expect(lastMark(instants)).toBe(true);
  });

  it.each([
    ["too few to tell", every(HOUR, 40)],
    [
      "office hours at a regular pace",
      every(600_000, 3000).filter(
        (instant) => new Date(instant).getUTCHours() >= 8 && new Date(instant).getUTCHours() < 17,
      ),
    ],
    [
      "a desk that is staffed round the clock",
      every(600_000, 2000, (index) => ((index * 48_271) % 3511) * 250),
    ],
    ["one look-up a day", every(24 * HOUR, 300)],
    ["a burst", every(3000, 5000)],
  ])("are not %s", (_, instants) => {
    expect(lastMark(instants)).toBe(false);
  });

  it("stop when the rhythm stops", () => {
    const people = every(600_000, 400, (index) => ((index * 48_271) % 3511) * 250).map(
      (instant) => instant + 400 * 600_000,
    );
    expect(lastMark([...every(600_000, 400), ...people])).toBe(false);
  });

  it("of one operator say nothing about another", () => {
    const polls = new Polls();
    for (const instant of every(600_000, 400)) {
      polls.isPoll("machine", instant);
      expect(polls.isPoll(`person ${instant}`, instant)).toBe(false);
    }
    expect(polls.isPoll("machine", START + 400 * 600_000)).toBe(true);
  });

  it("are never seen in random times of one person (1,000 days at work)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 300, maxLength: 600 }),
        (draws) => {
          // Exponential gaps of twenty minutes on average, all round the clock: the hardest case of honest work.
          let instant = START;
          expect(lastMark(draws.map((draw) => (instant += -Math.log(draw) * 1_200_000)))).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });
});
