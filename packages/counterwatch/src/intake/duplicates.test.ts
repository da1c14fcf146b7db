import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { Duplicates } from "./duplicates.ts";
import { testIdentifiers } from "./memory-log.fixture.ts";

const identifiers = testIdentifiers();

function event(parts: Partial<AccessEvent> = {}): AccessEvent {
  return {
    id: "",
    time: "2025-01-01T00:00:00.000Z",
    source: "log",
    system: "plates",
    action: "search",
    operator: { id: "op" },
    subjects: identifiers.subjects("plate", "ABC1234"),
    purpose: { reason: "stolen" },
    ...parts,
  };
}

class Judge {
  readonly duplicates: Duplicates;
  constructor(capacity = 1000) {
    this.duplicates = new Duplicates(identifiers, capacity);
  }
  see(parts: Partial<AccessEvent> = {}, mixed = false): string {
    const row = event(parts);
    return this.duplicates.judge(row, Date.parse(row.time), mixed);
  }
}

describe("rows without an id", () => {
  it("repeat where their events say the same", () => {
    const judge = new Judge();
    expect(judge.see()).toBe("new");
    expect(judge.see()).toBe("duplicate");
    expect(judge.see({ subjects: identifiers.subjects("plate", "abc-1234") })).toBe("duplicate");
  });

  it.each<[string, Partial<AccessEvent>]>([
    ["time", { time: "2025-01-01T00:00:01.000Z" }],
    ["source", { source: "other" }],
    ["action", { action: "export" }],
    ["operator", { operator: { id: "op2" } }],
    ["subject", { subjects: identifiers.subjects("plate", "ABC1235") }],
    ["subject count", { subjects: identifiers.subjects("plate", "ABC1234,ABC1234") }],
    ["no subject", { subjects: undefined }],
    ["case", { purpose: { case: "stolen" } }],
    ["reason", { purpose: { reason: "robbery" } }],
    ["window", { window: { from: "2025-01-01T00:00:00.000Z" } }],
    ["site", { site: { id: "cam" } }],
    ["networks", { reach: { networks: 3 } }],
    ["filters", { query: { filters: "red" } }],
    ["object", { object: { name: "list" } }],
    ["result", { result: { rows: 1 } }],
    ["session", { session: { id: "s" } }],
  ])("are new where the %s differs", (_, parts) => {
    const judge = new Judge();
    judge.see();
    expect(judge.see(parts)).toBe("new");
    expect(judge.see(parts)).toBe("duplicate");
    expect(judge.see()).toBe("duplicate");
  });

  it("meet across header eras: what only one of them can say does not part them", () => {
    const judge = new Judge();
    expect(judge.see()).toBe("new");
    expect(
      judge.see({ query: { kind: "lookup" }, operator: { id: "op", unit: "City" }, reach: { devices: 4 } }),
    ).toBe("duplicate");
    const other = new Judge();
    expect(other.see({ query: { kind: "lookup" }, session: { client: "mobile" } })).toBe("new");
    expect(other.see({ query: { kind: "convoy" } })).toBe("new");
    expect(other.see()).toBe("duplicate");
  });
});

describe("rows with an id of their own", () => {
  it("repeat by id, whatever a later export adds or masks", () => {
    const judge = new Judge();
    expect(judge.see({ id: "a" })).toBe("new");
    expect(judge.see({ id: "a", purpose: { case: "25-1", withheld: ["reason"] } })).toBe("duplicate");
    expect(judge.see({ id: "b" })).toBe("new");
  });

  it("stay where the id comes again with another operator or time, and are counted", () => {
    const judge = new Judge();
    judge.see({ id: "a" });
    expect(judge.see({ id: "a", operator: { id: "somebody else" } })).toBe("id-conflict");
    expect(judge.see({ id: "a", time: "2025-01-02T00:00:00.000Z" })).toBe("id-conflict");
    expect(judge.duplicates.idConflicts).toBe(2);
  });

  it("meet rows without id where a log mixes exports, in either order, but not each other", () => {
    const judge = new Judge();
    expect(judge.see({}, true)).toBe("new");
    expect(judge.see({ id: "a" }, true)).toBe("duplicate");
    const reverse = new Judge();
    expect(reverse.see({ id: "a" }, true)).toBe("new");
    expect(reverse.see({ id: "b" }, true)).toBe("new");
    expect(reverse.see({}, true)).toBe("duplicate");
  });
});

const timeOf = (row: number): string => new Date(Date.UTC(2025, 0, 1) + row * 1000).toISOString();

describe("memory", () => {
  it("is bounded: every row is compared with at least `capacity` rows before it", () => {
    const capacity = 64;
    const judge = new Judge(capacity);
    for (let row = 0; row < 1000; row++) expect(judge.see({ time: timeOf(row) })).toBe("new");
    expect(judge.duplicates.outOfReach).toBeGreaterThan(800);
    for (let back = 0; back < capacity; back++)
      expect(judge.see({ time: timeOf(999 - back) })).toBe("duplicate");
    expect(judge.see({ time: timeOf(0) })).toBe("new");
  });

  it("reaches as far where rows come newest first, in disorder, or all in one second", () => {
    const capacity = 64;
    const orders: readonly (readonly number[])[] = [
      Array.from({ length: 1000 }, (_, row) => 5000 - row),
      Array.from({ length: 1000 }, (_, row) => (row * 7919) % 4001),
      [4_000_000, ...Array.from({ length: 1000 }, (_, row) => row)],
    ];
    for (const order of orders) {
      const judge = new Judge(capacity);
      for (const second of order) expect(judge.see({ time: timeOf(second) })).toBe("new");
      for (const second of order.slice(-capacity))
        expect(judge.see({ time: timeOf(second) })).toBe("duplicate");
    }
    const crowd = new Judge(capacity);
    for (let row = 0; row < 1000; row++) expect(crowd.see({ operator: { id: `op${row}` } })).toBe("new");
    for (let row = 1000 - capacity; row < 1000; row++)
      expect(crowd.see({ operator: { id: `op${row}` } })).toBe("duplicate");
  });

  it("agrees with a set of all rows, in any order of times, while the table reaches", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20), fc.nat(3), fc.constantFrom("", "i", "j")), { maxLength: 80 }),
        (rows) => {
          const judge = new Judge(200);
          const seen = new Set<string>();
          for (const [second, operator, id] of rows) {
            const time = new Date(second * 1000).toISOString();
            const key = id === "" ? `${time} ${operator}` : id;
            const verdict = judge.see({ time, operator: { id: `op${operator}` }, id });
            if (verdict !== "id-conflict") expect(verdict).toBe(seen.has(key) ? "duplicate" : "new");
            else expect(seen.has(key)).toBe(true);
            seen.add(key);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
