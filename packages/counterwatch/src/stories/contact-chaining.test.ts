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
  peakOn,
  toldOf,
} from "./lookups.fixture.ts";
import { DAY } from "./run.ts";

function names(prefix: string): string[] {
  return Array.from({ length: 8 }, (_, i) => `${prefix}-${i}`);
}

/** The nth operator looks up a root, and from the next day on two of its contacts a day. */
function chain(n: number, root: string, contacts: readonly string[], more: Partial<LookUp> = {}): LookUp[] {
  return [
    { ...by(n), subject: root, system: "calls", results: contacts, at: at(30, 9 + (n % 5)), ...more },
    ...contacts.map((subject, i) => ({
      ...by(n),
      subject,
      at: at(31 + (i >> 1), 9 + (n % 5) + (i % 2)),
      ...more,
    })),
  ];
}

describe("contact chaining", () => {
  const chainer = colleague(7);
  const team = [9, 15, 21];
  const desk = judge(
    inOrder(
      honestWork(1),
      chain(7, "root", names("friend")).map(lookUp),
      // The same with contacts that everybody's look-ups return: a taxi rank, a bank.
      Array.from({ length: 30 }, (_, i) =>
        lookUp({
          ...by(i + 20),
          subject: `caller-${i}`,
          system: "calls",
          results: names("hub"),
          at: at(20, 10, i),
        }),
      ),
      chain(8, "customer", names("hub")).map(lookUp),
      team.flatMap((n) => chain(n, "suspect", names("associate"), { case: "25-77777" }).map(lookUp)),
    ),
  );
  const score = peakOf(desk, "contact-chaining", chainer);

  it("scores an operator who takes contact after contact of one subject above every honest one, and alerts", () => {
    expect(score).toBeGreaterThan(honestPeak(desk, "contact-chaining", chainer));
    expect(toldBy(desk, "contact-chaining", chainer)).toHaveLength(1);
  });

  it("names how many contacts were looked up, and lists them and the root", () => {
    const [told] = toldBy(desk, "contact-chaining", chainer);
    expect(told?.finding.explanation).toMatch(/\b8 contacts\b.*\b8 sittings\b/);
    expect(told?.finding.subjects).toHaveLength(9);
    expect(told?.finding.lookups).toBe(9);
  });

  it("does not take a hub for a contact", () => {
    expect(toldOf(desk, "contact-chaining", "customer")).toEqual([]);
    expect(peakOn(desk, "contact-chaining", "customer")).toBeLessThan(score / 2);
  });

  it("does not take a team that works through the contacts of its suspect for it", () => {
    expect(toldOf(desk, "contact-chaining", "suspect")).toEqual([]);
    expect(peakOn(desk, "contact-chaining", "suspect")).toBeLessThan(score / 2);
  });

  it("pays for a contact once, however often it is looked at", () => {
    const [root, first] = chain(7, "root", names("friend")) as [LookUp, LookUp];
    const daily = Array.from({ length: 8 }, (_, i) => ({ ...first, at: first.at + i * DAY }));
    const [once, often] = [[first], daily].map((looks) =>
      peakOf(judge([root, ...looks].map(lookUp)), "contact-chaining", chainer),
    );
    expect(often).toBeLessThanOrEqual(Math.max(2, once as number) * 1.5);
  });

  it("counts a sitting once", () => {
    const list = chain(7, "root", names("friend"));
    const once = peakOf(judge(list.map(lookUp)), "contact-chaining", chainer);
    expect(once).toBeGreaterThan(0);
    expect(peakOf(judge(inOrder(echoed(list).map(lookUp))), "contact-chaining", chainer)).toBe(once);
  });
});
