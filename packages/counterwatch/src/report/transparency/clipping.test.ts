/** The claim of clipping.ts, on whole logs: without one person, or one operator, no count differs by more than its cap. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIONS, type AccessEvent, type Pseudonym, SYSTEMS } from "../../model/index.ts";
import { ClippedCounter, type Places } from "./clipping.ts";
import { type Contribution, ContributionSource } from "./contribution.ts";
import { countTables } from "./counting.ts";
import { type TableName, TABLES } from "./tables.ts";

const ROOMY: Places = { subjects: 4096, operators: 4096 };
/** Where nearly everybody shares a place. */
const CROWDED: Places = { subjects: 5, operators: 3 };
const CAPPED: readonly TableName[] = ["total", "system", "action", "purpose", "system-action"];

interface Row {
  readonly operator: number;
  readonly subjects: readonly number[];
  readonly system: number;
  readonly action: number;
  readonly purpose: number;
  readonly minute: number;
}

const rowOf = fc.record({
  operator: fc.nat(5),
  subjects: fc.array(fc.nat(9), { maxLength: 3 }),
  system: fc.nat(2),
  action: fc.nat(1),
  purpose: fc.nat(3),
  minute: fc.nat(500),
});

const PURPOSES = [undefined, { case: "C-1" }, { reason: "r" }, { withheld: ["case" as const] }];

function eventOf({ operator, subjects, system, action, purpose, minute }: Row): AccessEvent {
  return {
    id: `log:${minute}`,
    time: new Date(Date.UTC(2026, 6, 1, 0, minute)).toISOString(),
    source: "log",
    system: SYSTEMS[system]!,
    action: ACTIONS[action]!,
    operator: { id: `op-${operator}`, ...(operator === 0 ? { withheld: true as const } : {}) },
    subjects: subjects.map((id) =>
      id === 0
        ? { type: "plate" as const, withheld: true as const }
        : { type: "plate" as const, id: `p1_${id}` as Pseudonym },
    ),
    purpose: PURPOSES[purpose],
  };
}

function countsOf(
  rows: readonly Row[],
  key: Uint8Array,
  caps: { perSubject: number; perOperator: number },
  places = ROOMY,
) {
  const source = new ContributionSource(key, places);
  const contributions: Contribution[] = rows.flatMap((row) => [...source.ofEvent(eventOf(row))]);
  contributions.sort((a, b) => a.order - b.order);
  return countTables(
    CAPPED.map((table) => ({ table, ...caps })),
    (visit) => contributions.forEach(visit),
    new ClippedCounter(places),
  );
}

/** A log without all that it says about a subject: rows that name nobody else go, in others the name goes. */
function withoutSubject(rows: readonly Row[], subject: number): Row[] {
  return rows
    .filter(({ subjects }) => subjects.length === 0 || subjects.some((id) => id !== subject))
    .map((row) => ({ ...row, subjects: row.subjects.filter((id) => id !== subject) }));
}

const caps = fc.record({
  perSubject: fc.integer({ min: 1, max: 3 }),
  perOperator: fc.integer({ min: 1, max: 4 }),
});
const log = fc.array(rowOf, { maxLength: 60 });
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });

const at = (fill: number) => new Uint8Array(32).fill(fill);

function furthest(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number {
  return Math.max(
    0,
    ...a.flatMap((row, table) => row.map((value, cell) => Math.abs(value - b[table]![cell]!))),
  );
}

describe("sensitivity", () => {
  it.each([
    ["roomy", ROOMY],
    ["crowded", CROWDED],
  ])("of every cell is at most the cap, places %s", (_, places) => {
    fc.assert(
      fc.property(log, key, caps, fc.nat(9), fc.nat(5), (rows, secret, cap, subject, operator) => {
        const all = countsOf(rows, secret, cap, places);
        const lessSubject = countsOf(withoutSubject(rows, subject), secret, cap, places);
        expect(furthest(all, lessSubject)).toBeLessThanOrEqual(cap.perSubject);
        const others = rows.filter((row) => row.operator !== operator);
        expect(furthest(all, countsOf(others, secret, cap, places))).toBeLessThanOrEqual(cap.perOperator);
      }),
      { numRuns: 1500 },
    );
  });

  it("of a whole table is at most its cells times the cap", () => {
    fc.assert(
      fc.property(log, key, caps, fc.nat(9), (rows, secret, cap, subject) => {
        const all = countsOf(rows, secret, cap);
        const less = countsOf(withoutSubject(rows, subject), secret, cap);
        for (const [at, table] of CAPPED.entries()) {
          const differences = all[at]!.map((value, cell) => Math.abs(value - less[at]![cell]!));
          const total = differences.reduce((sum, each) => sum + each, 0);
          expect(total).toBeLessThanOrEqual(TABLES[table].cells.length * cap.perSubject);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("is reached: a cap is not looser than it must be", () => {
    const rows = Array.from(
      { length: 40 },
      (_, minute): Row => ({ operator: minute % 6, subjects: [3], system: 0, action: 0, purpose: 0, minute }),
    );
    const cap = { perSubject: 3, perOperator: 4 };
    const secret = new Uint8Array(32);
    expect(furthest(countsOf(rows, secret, cap), countsOf(withoutSubject(rows, 3), secret, cap))).toBe(3);
  });

  it("would not be bound by the plainer way, in which each row has its rank among its operator's and its subject's rows", () => {
    // Thirty operators looked at one subject and, later in the order, each at one of their own; caps of 1.
    const edges = Array.from({ length: 30 }, (_, operator) => [
      { operator, subject: 0 },
      { operator, subject: operator + 1 },
    ]).flat();
    const ranked = (all: typeof edges) =>
      all.filter(
        (edge, at) =>
          !all.slice(0, at).some(({ operator }) => operator === edge.operator) &&
          !all.slice(0, at).some(({ subject }) => subject === edge.subject),
      ).length;
    expect(ranked(edges.filter(({ subject }) => subject !== 0)) - ranked(edges)).toBe(29);
    const clipped = (all: typeof edges) => {
      const counter = new ClippedCounter({ subjects: 64, operators: 64 });
      counter.begin({ perSubject: 1, perOperator: 1 });
      for (const { operator, subject } of all) counter.offer(operator, subject);
      return counter.count;
    };
    expect(
      Math.abs(clipped(edges.filter(({ subject }) => subject !== 0)) - clipped(edges)),
    ).toBeLessThanOrEqual(1);
  });
});

describe("counts", () => {
  it("are the true ones where no cap is reached", () => {
    fc.assert(
      fc.property(log, key, (rows, secret) => {
        const counts = countsOf(rows, secret, { perSubject: 1000, perOperator: 1000 });
        const mentions = rows.reduce((sum, { subjects }) => sum + Math.max(1, new Set(subjects).size), 0);
        expect(counts[0]).toEqual([mentions]);
        for (const row of counts) expect(row.reduce((sum, value) => sum + value, 0)).toBe(mentions);
      }),
      { numRuns: 200 },
    );
  });

  it("do not hang on the order of rows, and each key offers them in an order of its own", () => {
    const rows = Array.from(
      { length: 300 },
      (_, at): Row => ({
        operator: at % 3,
        subjects: [1 + (at % 9)],
        system: at % 3,
        action: at % 2,
        purpose: at % 4,
        minute: at,
      }),
    );
    const cap = { perSubject: 7, perOperator: 9 };
    expect(countsOf(rows.toReversed(), at(1), cap)).toEqual(countsOf(rows, at(1), cap));
    const ordered = (fill: number) => {
      const source = new ContributionSource(at(fill), ROOMY);
      const orders = rows.flatMap((row) => [...source.ofEvent(eventOf(row))].map(({ order }) => order));
      return [...orders.keys()].toSorted((a, b) => (orders[a] as number) - (orders[b] as number));
    };
    expect(ordered(1)).toEqual(ordered(1));
    expect(ordered(1)).not.toEqual(ordered(2));
  });

  it("tell changed inputs from the same ones in another order", () => {
    const printOf = (rows: readonly Row[]) => {
      const source = new ContributionSource(new Uint8Array(32).fill(9));
      for (const row of rows) for (const _ of source.ofEvent(eventOf(row))) continue;
      return source.inputs;
    };
    const rows: Row[] = [3, 1, 2].map((minute) => ({
      operator: 1,
      subjects: [4],
      system: 0,
      action: 0,
      purpose: 1,
      minute,
    }));
    expect(printOf(rows.toReversed())).toBe(printOf(rows));
    expect(printOf(rows.slice(1))).not.toBe(printOf(rows));
    expect(printOf(rows.map((row) => ({ ...row, purpose: 2 })))).not.toBe(printOf(rows));
  });
});
