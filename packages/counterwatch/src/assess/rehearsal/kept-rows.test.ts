import { describe, expect, it } from "vitest";
import type { ShownRow } from "../../model/index.ts";
import { floorTime, keptRows } from "./kept-rows.ts";
import type { Measure } from "./measure.ts";
import { address, call, fix, sighting } from "./rows.fixture.ts";

const END = Date.parse("2026-03-31T00:00:00.000Z");

function kept(rows: readonly ShownRow[], measure: Extract<Measure, { system: unknown }>): ShownRow[] {
  return [...keptRows(rows, measure, END)];
}

describe("rows that a custodian keeps", () => {
  it("lose a field, and the row only where nothing is left of it", () => {
    const rows = [
      call("a", "b", { site: { id: "cell-1" }, seconds: 60 }),
      sighting("a", "gate"),
      fix("a", "cell-1"),
    ];
    expect(kept(rows, { do: "drop-field", system: "calls", field: "site", cost: 1 })[0]).not.toHaveProperty(
      "site",
    );
    expect(kept(rows, { do: "drop-field", system: "calls", field: "seconds", cost: 1 })[0]).toMatchObject({
      site: { id: "cell-1" },
    });
    expect(kept(rows, { do: "drop-field", system: "plates", field: "site", cost: 1 })).toHaveLength(2);
    expect(kept(rows, { do: "drop-field", system: "location", field: "position", cost: 1 })).toHaveLength(3);
    const bare = fix("a", undefined, { lat: 19.4, lon: -99.1 });
    expect(kept([bare], { do: "drop-field", system: "location", field: "position", cost: 1 })).toEqual([]);
  });

  it("of other systems are left alone", () => {
    const rows = [call("a", "b"), sighting("a", "gate"), fix("a", "cell-1"), address("a", "home")];
    for (const measure of [
      { do: "retain", system: "finance", days: 1, cost: 1 },
      { do: "coarsen-time", system: "finance", to: "month", cost: 1 },
      { do: "aggregate", system: "travel", to: "month", cost: 1 },
      { do: "withhold-table", system: "travel", table: "address", cost: 1 },
    ] as const)
      expect(kept(rows, measure)).toEqual(rows);
  });

  it("go after the days they are kept for; a holding without an end stays", () => {
    const rows = [
      call("a", "b", { time: "2026-03-29T00:00:00.000Z" }),
      call("a", "b", { time: "2026-03-01T00:00:00.000Z" }),
    ];
    expect(kept(rows, { do: "retain", system: "calls", days: 7, cost: 1 })).toEqual([rows[0]]);
    const held = { ...address("a", "home"), system: "calls" as const };
    expect(kept([held], { do: "retain", system: "calls", days: 7, cost: 1 })).toEqual([held]);
  });

  it("have times cut to the beginning of hour, day, Monday and month", () => {
    const at = "2026-03-18T17:45:12.345Z";
    expect(floorTime(at, "hour")).toBe("2026-03-18T17:00:00.000Z");
    expect(floorTime(at, "day")).toBe("2026-03-18T00:00:00.000Z");
    expect(floorTime(at, "week")).toBe("2026-03-16T00:00:00.000Z");
    expect(floorTime(at, "month")).toBe("2026-03-01T00:00:00.000Z");
    expect(floorTime("1969-12-31T23:59:59.999Z", "day")).toBe("1969-12-31T00:00:00.000Z");
  });

  it("have places within a grid, the same for neighbours, another a few kilometres on", () => {
    const measure = { do: "coarsen-place", system: "location", metres: 3000, cost: 1 } as const;
    const [near, neighbour, far] = kept(
      [
        fix("a", undefined, { lat: 19.4301, lon: -99.1301 }),
        fix("b", undefined, { lat: 19.4305, lon: -99.1305 }),
        fix("c", undefined, { lat: 19.5301, lon: -99.1301 }),
      ],
      measure,
    ) as Extract<ShownRow, { kind: "fix" }>[];
    expect(near?.site).toEqual(neighbour?.site);
    expect(far?.site?.id).not.toBe(near?.site?.id);
    expect(near).not.toHaveProperty("lat");
    expect(Math.abs((near?.site?.lat ?? 0) - 19.4301)).toBeLessThan(0.03);
  });

  it("are one a month where they are aggregated", () => {
    const times = ["2026-03-01T10:00:00.000Z", "2026-03-20T10:00:00.000Z", "2026-04-01T10:00:00.000Z"];
    const rows = times.flatMap((time) => [call("a", "b", { time, seconds: 9 }), call("b", "a", { time })]);
    const left = kept(rows, { do: "aggregate", system: "calls", to: "month", cost: 1 });
    expect(left).toHaveLength(4);
    expect(left[0]).not.toHaveProperty("seconds");
  });
});
