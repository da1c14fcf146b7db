import { describe, expect, it } from "vitest";
import type { ShownRow } from "../../model/index.ts";
import { Ground } from "./ground.ts";
import { call, fix, party, registerOf, sighting } from "./rows.fixture.ts";
import { otherwise } from "./tradecraft.ts";

const REGISTER = registerOf(
  ["a", "b", "c"],
  [
    ["a", "b", "handler-source"],
    ["a", "c", "family"],
  ],
);

function rowsWith(rows: readonly ShownRow[], measure: Parameters<typeof otherwise>[1]): ShownRow[] {
  return [...otherwise(rows, measure, new Ground(REGISTER, rows))];
}

describe("people who behave otherwise", () => {
  it("speak over second devices with each other, and with nobody else", () => {
    const rows = [call("a", "b"), call("b", "a"), call("a", "c"), call("a", "x")];
    const [there, back, family, stranger] = rowsWith(rows, {
      do: "second-device",
      relation: "handler-source",
      cost: 1,
    }) as Extract<ShownRow, { kind: "call" }>[];
    expect(there?.from.id).not.toBe(party("a").id);
    expect([there?.from.id, there?.to.id]).toEqual([back?.to.id, back?.from.id]);
    expect([family, stranger]).toEqual(rows.slice(2));
  });

  it("still pay each other from account to account, and nobody is covered by payments", () => {
    const { seconds: _, site: __, ...paid } = call("a", "b");
    const rows: ShownRow[] = [{ ...paid, kind: "transfer", system: "finance" }, call("x", "y")];
    expect(rowsWith(rows, { do: "second-device", cost: 1 })).toEqual(rows);
    expect(rowsWith(rows, { do: "cover-traffic", contacts: 2, cost: 1 })).toEqual(rows);
  });

  it("are moved to sites of the system that saw them", () => {
    const rows = [
      sighting("a", "reader-1"),
      sighting("b", "reader-1"),
      sighting("x", "reader-2"),
      ...Array.from({ length: 50 }, (_, n) => fix(`x${n}`, `cell-${n}`)),
    ];
    const moved = rowsWith(rows, { do: "vary-place", cost: 1 }).slice(0, 2);
    for (const row of moved) expect((row as { site?: { id: string } }).site?.id).toMatch(/^reader-/);
  });

  it("meet at another busy place each day, still together", () => {
    const crowd = Array.from({ length: 400 }, (_, n) => sighting(`x${n}`, `plaza-${n % 4}`));
    const days = Array.from({ length: 12 }, (_, day) => `2026-03-${String(2 * day + 1).padStart(2, "0")}`);
    const meetings = days.flatMap((day) => [
      sighting("a", "alley", { time: `${day}T18:00:00.000Z` }),
      sighting("b", "alley", { time: `${day}T18:10:00.000Z` }),
    ]);
    const alone = sighting("a", "alley", { time: "2026-03-30T09:00:00.000Z" });
    const rows = [...crowd, ...meetings, alone];
    const left = rowsWith(rows, { do: "vary-place", relation: "handler-source", cost: 1 }) as Extract<
      ShownRow,
      { kind: "sighting" }
    >[];
    const moved = left.slice(400, 424).map(({ site }) => site.id);
    expect(new Set(moved).size).toBeGreaterThan(2);
    for (let n = 0; n < 24; n += 2) expect(moved[n]).toBe(moved[n + 1]);
    expect(left.at(-1)).toEqual(alone);
    expect(left.slice(0, 400)).toEqual(crowd);
  });

  it("stay where one of them lives", () => {
    const rows = Array.from(
      { length: 10 },
      (_, day) => `2026-03-${String(day + 1).padStart(2, "0")}`,
    ).flatMap((day) => [
      fix("a", "home", { time: `${day}T20:00:00.000Z` }),
      fix("x", `cell-${day}`, { time: `${day}T20:00:00.000Z` }),
      ...(day === "2026-03-04" ? [fix("b", "home", { time: `${day}T20:10:00.000Z` })] : []),
    ]);
    expect(rowsWith(rows, { do: "vary-place", cost: 1 })).toEqual(rows);
  });

  it("who only pass the same place at other times are not meeting", () => {
    const rows = [
      fix("a", "cell", { time: "2026-03-01T08:00:00.000Z" }),
      fix("b", "cell", { time: "2026-03-01T18:00:00.000Z" }),
    ];
    expect(rowsWith(rows, { do: "vary-place", cost: 1 })).toEqual(rows);
  });

  it("call others as often as each other, the same others every time", () => {
    const rows = [
      ...Array.from({ length: 6 }, () => call("a", "b")),
      ...Array.from({ length: 50 }, (_, n) => call(`x${n}`, `y${n}`)),
    ];
    const left = rowsWith(rows, { do: "cover-traffic", contacts: 3, cost: 1 });
    const cover = left.filter(({ id }) => id.includes("+cover")) as Extract<ShownRow, { kind: "call" }>[];
    expect(cover).toHaveLength(18);
    expect(new Set(cover.map(({ to }) => to.id)).size).toBeLessThanOrEqual(3);
    expect(new Set(left.map(({ id }) => id)).size).toBe(left.length);
    expect(cover.every(({ from, to }) => from.id === party("a").id && to.id !== party("b").id)).toBe(true);
  });
});
