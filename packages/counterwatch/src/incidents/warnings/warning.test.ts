import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Tier } from "../../model/index.ts";
import { holderAt } from "./escalation.ts";
import { assessment, HOUR, MemoryWarnings, OFFICERS, START } from "./sample-warnings.fixture.ts";
import { escalationsDue, listWarnings } from "./warning-list.ts";
import { foldWarnings } from "./warning-life.ts";
import { isOpen, isOverdue, type Warning } from "./warning.ts";

function drafted(tiers: Readonly<Record<string, Tier>> = { R1: "likely" }) {
  const desk = new MemoryWarnings();
  desk.draft(assessment(tiers));
  return { desk, id: desk.ids()[0] as string };
}

describe("a warning", () => {
  it("is drafted once for each exposed person, with a deadline by tier from when it was worked out", () => {
    const { desk } = drafted({ R1: "certain", R2: "likely", R3: "possible", R4: "none" });
    const listed = listWarnings(desk.warnings, desk.now);
    expect(listed.map(({ person, urgency, state }) => [person, urgency, state])).toEqual([
      ["R1", "critical", "draft"],
      ["R2", "high", "draft"],
      ["R3", "medium", "draft"],
    ]);
    expect(listed.map(({ deadline }) => (Date.parse(deadline) - START) / HOUR)).toEqual([4, 24, 168]);
    expect(desk.draft(assessment({ R1: "certain", R2: "possible", R3: "none" }))).toMatchObject({
      steps: [],
      unchanged: 2,
    });
    // A time in the future wins nothing, one in the past is used up.
    const other = new MemoryWarnings();
    other.draft(assessment({ R1: "certain" }, { at: START + 90 * HOUR }));
    expect(other.get(other.ids()[0] as string).clock.deadline).toBe(new Date(START + 4 * HOUR).toISOString());
    other.draft(assessment({ R2: "certain" }, { at: START - 10 * HOUR }));
    expect(isOverdue(other.get(other.ids()[1] as string), START)).toBe(true);
  });

  it("is drafted for people whom only a gap could have exposed where somebody asks for it", () => {
    const desk = new MemoryWarnings();
    const gapped = assessment({ R1: "none" }, { upper: "certain" });
    expect(desk.draft(gapped)).toMatchObject({ steps: [], leftOut: 1 });
    expect(desk.draft(gapped, true).steps).toMatchObject([{ basis: { tier: "possible", gaps: true } }]);
  });

  it("is released by two different officers alone, over what stands there", () => {
    const { desk, id } = drafted();
    expect(desk.record(id, "delivered")).toContain("two officers must release");
    expect(desk.release([id], ["ana"])).toBeDefined();
    expect(desk.release([id], ["ana", "ana"])).toContain("two different officers");
    expect(desk.release([id], ["ana", "mallory"])).toContain("not an officer");
    const signatures = desk.sign({ deed: "release" }, [id], ["ana", "bo"]);
    const after = desk.head;
    desk.take({ do: "assigned", warning: id, owner: "case office", by: "duty officer" });
    const late = { do: "released" as const, warnings: [id], signatures };
    expect(desk.take({ ...late, after })).toContain("another state");
    expect(desk.take({ ...late, after: desk.head })).toContain("for something else");
    expect(desk.release([id], ["cy", "bo"])).toBeUndefined();
    expect(desk.get(id)).toMatchObject({ state: "assigned", released: true, owner: "case office" });
    expect(desk.release([id])).toContain("released before");
  });

  it("is closed by what somebody did and when, or by two officers with a reason", () => {
    const { desk, id } = drafted({ R1: "likely", R2: "likely", R3: "likely" });
    const [, second, third] = desk.ids() as [string, string, string];
    desk.release([id, second]);
    expect(desk.record(id, "attempted")).toBeUndefined();
    expect(desk.record(id, "delivered", desk.now + HOUR)).toContain("later than it is recorded");
    expect(desk.record(id, "delivered", desk.now - HOUR)).toBeUndefined();
    expect(desk.record(id, "attempted")).toContain("closed: delivered");
    expect(desk.notNeeded(second, ["ana", "ana"])).toContain("two different officers");
    expect(desk.notNeeded(second)).toBeUndefined();
    expect(desk.dispute(second)).toContain("only what was recorded");
    // A draft that is not needed needs two officers as well.
    expect(desk.notNeeded(third, ["bo", "mallory"])).toContain("not an officer");
    expect(desk.notNeeded(third, ["bo", "cy"])).toBeUndefined();
    expect(desk.dispute(id)).toBeUndefined();
    expect(desk.get(id)).toMatchObject({ state: "due", owner: undefined });
    expect(desk.get(id).clock).toEqual(desk.folded().byId.get(id)?.clock);
  });

  it("is tightened by a worse assessment and never loosened, and reopened where it was closed", () => {
    const { desk, id } = drafted({ R1: "possible" });
    desk.now += 24 * HOUR;
    desk.draft(assessment({ R1: "likely" }, { at: desk.now }));
    expect(desk.get(id).clock.deadline).toBe(new Date(START + 48 * HOUR).toISOString());
    desk.now += 23 * HOUR;
    desk.draft(assessment({ R1: "certain" }, { at: desk.now }));
    // The old deadline is the earlier one.
    expect(desk.get(id).clock.deadline).toBe(new Date(START + 48 * HOUR).toISOString());
    const { steps } = desk.draft(assessment({ R1: "possible" }, { at: desk.now }));
    expect(steps).toEqual([]);
    const closed = drafted({ R1: "possible" });
    closed.desk.release([closed.id]);
    closed.desk.record(closed.id, "delivered");
    closed.desk.now += 300 * HOUR;
    closed.desk.draft(assessment({ R1: "certain" }, { at: closed.desk.now }));
    expect(closed.desk.get(closed.id)).toMatchObject({ state: "due", basis: { tier: "certain" } });
    expect(closed.desk.get(closed.id).clock.deadline).toBe(
      new Date(closed.desk.now + 4 * HOUR).toISOString(),
    );
    const loose = { ...closed.desk.get(id === closed.id ? id : closed.id) };
    const basis = { ...loose.basis, tier: "certain" as const };
    expect(desk.take({ do: "tightened", warning: id, basis, clock: { ...loose.clock } })).toContain(
      "not worse",
    );
  });

  it("goes through its line of authority by itself; the last office holds what is overdue", () => {
    const { desk, id } = drafted({ R1: "likely" });
    const holder = (hours: number) => holderAt(desk.get(id).clock, START + hours * HOUR).office;
    expect([0, 5.99, 6, 6.99, 7, 24, 9999].map(holder)).toEqual([
      "duty officer",
      "duty officer",
      "head of protection",
      "head of protection",
      "inspector general",
      "inspector general",
      "inspector general",
    ]);
    desk.now = START + 6.5 * HOUR;
    const due = escalationsDue(desk.warnings, desk.now);
    expect(due).toMatchObject([{ office: "head of protection" }]);
    for (const step of due) expect(desk.take(step)).toBeUndefined();
    expect(escalationsDue(desk.warnings, desk.now)).toEqual([]);
    for (const step of due) expect(desk.take(step)).toContain("not in these hands");
  });

  it("is signed by those who are officers then; whoever was replaced keeps what they signed and signs no more", () => {
    const { desk, id } = drafted({ R1: "likely", R2: "likely" });
    const second = desk.ids()[1] as string;
    expect(desk.release([id], ["ana", "bo"])).toBeUndefined();
    const signers = desk.warnings.signers[0]!;
    const others = signers.officers.map((officer) =>
      officer.name === "ana" ? { name: "ana", key: "b".repeat(64) } : officer,
    );
    const anew = { cover: { version: 2, cover: "c".repeat(64) }, officers: others };
    expect(desk.take({ do: "officers", signers: anew })).toBeUndefined();
    expect(desk.take({ do: "officers", signers })).toContain("older version");
    expect(desk.release([second], ["ana", "bo"])).toContain("not an officer");
    expect(desk.release([second], ["cy", "bo"])).toBeUndefined();
    expect(desk.folded().byId).toEqual(desk.warnings.byId);
  });

  it("refuses a journal whose steps cannot follow on each other, whoever wrote them", () => {
    const { desk } = drafted();
    const records = desk.records;
    const swapped = [records[1], records[0]].map((record, number) => ({ ...record!, number }));
    for (const bad of [
      swapped,
      [...records, { ...records[1]!, number: 2 }],
      [{ ...records[0]!, step: { do: "x" } }],
    ])
      expect(() => foldWarnings(bad, "j")).toThrow(expect.objectContaining({ code: "evidence" }));
  });
});

const CLOSING = new Set(["delivered", "refused", "not-needed"]);
const person = fc.constantFrom("R1", "R2", "R3");
const tier = fc.constantFrom<Tier>("certain", "likely", "possible", "none");
const names = fc.array(fc.constantFrom(...OFFICERS, "mallory" as const), { minLength: 1, maxLength: 2 });
const command = fc.oneof(
  fc.record({ do: fc.constant("assess" as const), tiers: fc.dictionary(person, tier), ago: fc.nat(40) }),
  fc.record({ do: fc.constant("wait" as const), hours: fc.double({ min: 0, max: 60, noNaN: true }) }),
  fc.record({ do: fc.constant("release" as const), which: fc.nat(2), names }),
  fc.record({ do: fc.constant("not-needed" as const), which: fc.nat(2), names }),
  fc.record({
    do: fc.constantFrom("attempted" as const, "delivered" as const, "refused" as const),
    which: fc.nat(2),
  }),
  fc.record({ do: fc.constantFrom("assign" as const, "dispute" as const), which: fc.nat(2) }),
  fc.record({ do: fc.constant("list" as const) }),
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

function run(desk: MemoryWarnings, one: Command): void {
  if (one.do === "wait") {
    desk.now += Math.round(one.hours * HOUR);
    return;
  }
  if (one.do === "assess") {
    desk.draft(assessment(one.tiers, { at: desk.now - one.ago * HOUR }));
    return;
  }
  if (one.do === "list") {
    for (const step of escalationsDue(desk.warnings, desk.now)) expect(desk.take(step)).toBeUndefined();
    return;
  }
  const id = desk.ids()[one.which];
  if (id === undefined) return;
  if (one.do === "release") desk.release([id], one.names);
  else if (one.do === "not-needed") desk.notNeeded(id, one.names);
  else if (one.do === "assign")
    desk.take({ do: "assigned", warning: id, owner: "case office", by: "duty officer" });
  else if (one.do === "dispute") desk.dispute(id);
  else desk.record(id, one.do);
}

const GOOD = { kept: true, nearer: true, onward: true, noLess: true };

describe("in any order of commands", () => {
  it("no warning is lost, no deadline of an open one moves away, nothing is closed without what it needs", () => {
    let closedOnes = 0;
    fc.assert(
      fc.property(fc.array(command, { minLength: 12, maxLength: 30, size: "max" }), (commands) => {
        const desk = new MemoryWarnings();
        desk.draft(assessment({ R1: "likely" }));
        let before = new Map<string, Warning>(desk.warnings.byId);
        for (const one of commands) {
          run(desk, one);
          for (const [id, old] of before) {
            const now = desk.get(id);
            const kept = old.history.every((entry, at) => now.history[at] === entry);
            const nearer = !isOpen(old) || now.clock.deadline <= old.clock.deadline;
            const onward =
              !isOpen(old) ||
              !isOpen(now) ||
              [0, 9, 90].every((hours) => {
                const at = desk.now + hours * HOUR;
                return holderAt(now.clock, at).place >= holderAt(old.clock, at).place;
              });
            // The words of the tiers happen to be in order.
            const noLess = now.basis.tier <= old.basis.tier;
            expect({ kept, nearer, onward, noLess }).toEqual(GOOD);
          }
          before = new Map(desk.warnings.byId);
        }
        for (const { state, released, history } of before.values()) {
          if (!CLOSING.has(state)) continue;
          closedOnes++;
          const last = history.findLast(({ step }) => CLOSING.has(step.do))?.step;
          expect(last?.do).toBe(state);
          const signed = history.filter(({ step }) => step.do === "released" || step.do === "not-needed");
          expect(released || state === "not-needed").toBe(true);
          for (const { step } of signed) {
            const officers = "signatures" in step ? step.signatures.map(({ officer }) => officer) : [];
            expect(new Set(officers).size).toBe(2);
            expect(officers).not.toContain("mallory");
          }
          expect(signed.length).toBeGreaterThan(0);
        }
        // What was written is read as the same again.
        expect(desk.folded().byId).toEqual(desk.warnings.byId);
      }),
      { numRuns: 1000 },
    );
    expect(closedOnes).toBeGreaterThan(50);
  });

  it("the holder is a function of the time: written down or not, looked at or not", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { minLength: 1, maxLength: 8 }),
        tier,
        (waits, worst) => {
          const looked = drafted({ R1: worst === "none" ? "possible" : worst });
          const unlooked = drafted({ R1: worst === "none" ? "possible" : worst });
          for (const hours of waits) {
            looked.desk.now += Math.round(hours * HOUR);
            for (const step of escalationsDue(looked.desk.warnings, looked.desk.now)) looked.desk.take(step);
          }
          unlooked.desk.now = looked.desk.now;
          const view = ({ desk }: typeof looked) =>
            listWarnings(desk.warnings, desk.now).map(({ holder, overdue, deadline }) => ({
              holder,
              overdue,
              deadline,
            }));
          expect(view(looked)).toEqual(view(unlooked));
          if (view(looked)[0]?.overdue) expect(view(looked)[0]?.holder?.office).toBe("inspector general");
        },
      ),
      { numRuns: 1000 },
    );
  });
});
