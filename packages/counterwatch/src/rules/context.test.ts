import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { parseCaseList } from "./case-list.ts";
import { Context, type ContextMeans, NOUNS } from "./context.ts";
import { knownFields } from "./known-fields.ts";
import { defaultPolicy } from "./policy.ts";
import { parseRoster } from "./roster.ts";
import { parseStaffList } from "./staff-list.ts";
import { type TestEvent, testEvents, testSubject } from "./test-event.ts";

const means: ContextMeans = {
  policy: defaultPolicy(),
  cases: parseCaseList("id,status\nC1,open\nC2,closed\n", { file: "cases.csv", text: (raw) => raw }),
  staff: parseStaffList("operator,plate\nop-1,P1\nop-2,P2\n", {
    file: "staff.csv",
    identifiers: { operator: (raw) => ({ id: raw }), subject: testSubject },
  }),
  roster: parseRoster("operator,from,to\nop-1,2025-03-03T00:00:00Z,2025-03-03T12:00:00Z\n", {
    file: "roster.csv",
    operator: (raw) => ({ id: raw }),
  }),
};

const few = <T>(...values: T[]) => fc.constantFrom(...values);
const shortEvent = fc.record(
  {
    time: few("+1s", "+1m", "+20m", "+3h", "+2d", "-5m"),
    system: few("plates" as const, "identity" as const, "location" as const),
    action: few("search" as const, "export" as const, "sign-in" as const, "configure" as const),
    operator: few("op-1", "op-2", "op-3"),
    subjects: fc.array(few("plate P1", "plate P2", "plate P3", "phone F"), { maxLength: 2 }),
    purpose: few(
      {},
      { reason: "test" },
      { case: "C1" },
      { case: "C2", authority: "warrant 1" },
      { authority: "warrant 1" },
    ),
    session: few({}, { id: "s", address: "a", client: "web" }, { id: "s", address: "b", client: "curl/1" }),
    result: few({}, { outcome: "denied" as const }, { outcome: "failure" as const }, { rows: 5000 }),
    automated: few(true, false),
  },
  { requiredKeys: [] },
);
const stream = fc
  .array(shortEvent, { maxLength: 60 })
  .map((short) => testEvents(short as TestEvent[]).map(({ event }) => event));

function facts(context: Context, events: readonly AccessEvent[]): unknown[] {
  return events.map((event) => structuredClone(context.see(event).context));
}

/** Without the nouns that operators share. */
function own(each: unknown): object {
  const shared = new Set(["authority", "session", "masked"]);
  return Object.fromEntries(Object.entries(each as object).filter(([name]) => !shared.has(name)));
}

function neverSeen(n: number): TestEvent {
  return {
    operator: `op-${n}`,
    subjects: [`plate ${n}`],
    purpose: { case: `C${n}`, reason: `reason ${n}`, authority: `warrant ${n}` },
    session: { id: `s-${n}`, address: `10.0.${n}`, client: `agent ${n}` },
    query: { prompt: `prompt ${n}`, filters: `filter ${n}` },
    result: { outcome: n % 3 === 0 ? "denied" : "success" },
  };
}

describe("context", () => {
  it("derives the same facts from the same events, always", () => {
    fc.assert(
      fc.property(stream, (events) => {
        expect(facts(new Context(means), events)).toEqual(facts(new Context(means), events));
      }),
    );
  });

  it("derives of each noun the same whether others are derived or not", () => {
    const noun = fc.constantFrom(...NOUNS.map((each) => each.noun));
    fc.assert(
      fc.property(stream, noun, (events, name) => {
        const alone = facts(new Context(means, [`context.${name}.x`]), events) as Record<string, unknown>[];
        const all = facts(new Context(means), events) as Record<string, unknown>[];
        expect(alone.map((each) => each[name])).toEqual(all.map((each) => each[name]));
        expect(alone.every((each) => Object.keys(each).length <= 1)).toBe(true);
      }),
    );
  });

  it("keeps operators apart: what others do in between changes nothing", () => {
    fc.assert(
      fc.property(stream, (events) => {
        const ownEvents = events.filter(({ operator }) => operator.id === "op-1");
        const among = facts(new Context(means), events).filter((_, i) => events[i]!.operator.id === "op-1");
        expect(among.map(own)).toEqual(facts(new Context(means), ownEvents).map(own));
      }),
    );
  });

  it("forgets what it must: its memory does not grow with the log", () => {
    const context = new Context({ ...means, operators: 50 });
    let largest = 0;
    for (let n = 0; n < 120_000; n += 1) {
      const [one] = testEvents([neverSeen(n)]);
      context.see(one!.event);
      largest = Math.max(largest, context.remembered);
    }
    // Operators 2×50; reasons, prompts and filters, clients 2×4096 each; documents and sessions 2×20,000 each.
    expect(largest).toBeLessThanOrEqual(100 + 3 * 8192 + 2 * 40_000);
    expect(largest).toBeGreaterThan(50_000);
  }, 60_000);

  it("says what is missing for the nouns that are read", () => {
    const bare = { policy: defaultPolicy() };
    expect([...new Context(bare, ["context.case.status", "context.purpose.absent"]).missing]).toEqual([
      ["case", "a case list"],
    ]);
    expect(new Context(bare, ["context.purpose.absent"]).missing.size).toBe(0);
  });

  it("documents every fact that it derives, and derives every fact that it documents", () => {
    const { context } = new Context({
      ...means,
      policy: { ...means.policy, businessHours: { zone: "UTC", from: "08:00", to: "17:00", weekdays: [1] } },
    }).see(testEvents([{}])[0]!.event);
    const derived = Object.entries(context).flatMap(([noun, each]) =>
      Object.keys(each).map((fact) => `context.${noun}.${fact}`),
    );
    expect(derived.toSorted()).toEqual(
      [...knownFields()].filter((path) => path.startsWith("context.")).toSorted(),
    );
  });
});
