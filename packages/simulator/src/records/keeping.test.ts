import { describe, expect, it } from "vitest";
import type { SystemName } from "../event.ts";
import type { Kept } from "./keeping.ts";
import { relationWorld } from "./relation-world.ts";
import type { ShownRowJson } from "./shown-row.ts";

const SYSTEMS = ["calls", "plates", "finance", "travel"] as const;

function rowsOf(system: SystemName, rule?: Kept, view: "whole" | "first" = "whole"): ShownRowJson[] {
  const world = relationWorld({
    people: 600,
    relations: 10,
    days: 28,
    seed: 2,
    view,
    systems: [system],
    ...(rule !== undefined && { keeping: { [system]: rule } }),
  });
  return [...world.rows()];
}

const plain = new Map(SYSTEMS.map((system) => [system, rowsOf(system)]));
const timed = (rows: readonly ShownRowJson[]) => rows.filter((row) => "time" in row);
const times = (rule: Kept) => new Set(timed(rowsOf("finance", rule)).map(({ time }) => time));
const sites = (rows: readonly ShownRowJson[]) =>
  new Set(rows.flatMap((row) => (row.kind === "sighting" ? [row.site.id] : [])));
const kinds = (rows: readonly ShownRowJson[]) => new Set(rows.map(({ kind }) => kind));

describe("a system that keeps less", () => {
  it("forgets records after some days", () => {
    const before = timed(plain.get("calls") ?? []);
    const after = timed(rowsOf("calls", { days: 7 }));
    const since = Date.UTC(2025, 0, 22);
    expect(after).toEqual(before.filter(({ time }) => Date.parse(time) >= since));
    expect(after.length).toBeGreaterThan(before.length / 8);
  });

  it("writes times down to the hour, day, week or month", () => {
    expect([...times({ times: "day" })].every((time) => time.endsWith("T00:00:00.000Z"))).toBe(true);
    expect(times({ times: "day" }).size).toBe(28);
    expect([...times({ times: "week" })].every((time) => new Date(time).getUTCDay() === 1)).toBe(true);
    expect([...times({ times: "month" })]).toEqual(["2025-01-01T00:00:00.000Z"]);
    expect([...times({ times: "hour" })].every((time) => time.endsWith(":00:00.000Z"))).toBe(true);
  });

  it("writes places down as areas, of which there are fewer", () => {
    const [before, after] = [
      sites(plain.get("plates") ?? []),
      sites(rowsOf("plates", { placeMetres: 3000 })),
    ];
    expect(after.size).toBeGreaterThan(1);
    expect(after.size).toBeLessThan(before.size / 3);
    const one = plain.get("plates")?.findIndex(({ kind }) => kind === "sighting") ?? 0;
    const [from, to] = [
      plain.get("plates")?.[one],
      rowsOf("plates", { placeMetres: 3000 })[one],
    ] as (ShownRowJson & { readonly site: { readonly lat: number } })[];
    expect(to?.id).toBe(from?.id);
    expect(Math.abs((to?.site.lat ?? 0) - (from?.site.lat ?? 9))).toBeLessThan(0.015);
  });

  it("leaves cells and durations out of calls, and has no tables of devices, addresses or bookings", () => {
    const bare = rowsOf("calls", { callSites: false, durations: false, without: ["device", "address"] });
    expect(kinds(bare)).toEqual(new Set(["call"]));
    expect(bare.every((row) => !("site" in row) && !("seconds" in row))).toBe(true);
    expect(bare).toHaveLength(timed(plain.get("calls") ?? []).length);
    expect(rowsOf("travel", { without: ["booking"] })).toEqual([]);
  });

  it("keeps one record of two people a month", () => {
    const pairs = new Set(
      (plain.get("calls") ?? []).flatMap((row) =>
        row.kind === "call" ? [`${row.from.id} ${row.to.id}`] : [],
      ),
    );
    expect(timed(rowsOf("calls", { oneRecordA: "month" }))).toHaveLength(pairs.size);
  });

  it("shows to a look-up what it keeps", () => {
    const all = rowsOf("calls", undefined, "first").length;
    const left = rowsOf("calls", { days: 7, without: ["address"] }, "first");
    expect(left.length).toBeLessThan(all / 2);
    expect(kinds(left).has("address")).toBe(false);
  });

  it("refuses what it cannot do, by the option's name", () => {
    expect(() => rowsOf("calls", { days: 0 })).toThrow(/keeping.calls.days/);
    expect(() => rowsOf("plates", { placeMetres: 1 })).toThrow(/placeMetres/);
  });
});
