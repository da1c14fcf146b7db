import { describe, expect, it } from "vitest";
import { rehearsalSchema, type ShownRow } from "../../model/index.ts";
import type { MeasureFile } from "./measure.ts";
import { usualMeasures } from "./measure.ts";
import { rehearse } from "./rehearse.ts";
import { address, call, registerOf, sighting } from "./rows.fixture.ts";

const REHEARSED = "2026-04-01T00:00:00.000Z";
const REGISTER = registerOf(
  ["a", "b", "c", "d"],
  [
    ["a", "b", "handler-source"],
    ["c", "d", "family"],
  ],
);

/** A town that calls and drives about; a and b call each other, c and d live at one address and meet in an alley. */
function town(): ShownRow[] {
  const rows: ShownRow[] = [];
  for (let n = 0; n < 600; n++) {
    const day = `2026-03-${String((n % 28) + 1).padStart(2, "0")}`;
    rows.push(
      call(`x${n % 90}`, `x${(n * 7 + 1) % 90}`, {
        time: `${day}T${String(8 + (n % 12)).padStart(2, "0")}:10:00.000Z`,
      }),
    );
    rows.push(
      sighting(`x${n % 90}`, `gate-${n % 9}`, {
        time: `${day}T${String(8 + (n % 12)).padStart(2, "0")}:20:00.000Z`,
      }),
    );
  }
  for (let day = 1; day < 25; day += 4) {
    const on = `2026-03-${String(day).padStart(2, "0")}`;
    rows.push(call("a", "b", { time: `${on}T21:00:00.000Z`, seconds: 40 }));
    rows.push(
      call("a", "x1", { time: `${on}T20:00:00.000Z` }),
      call("b", "x2", { time: `${on}T19:00:00.000Z` }),
    );
    rows.push(
      sighting("c", "alley", { time: `${on}T22:00:00.000Z` }),
      sighting("d", "alley", { time: `${on}T22:05:00.000Z` }),
    );
  }
  return [...rows, address("c", "home"), address("d", "home"), address("x1", "flat")];
}

function rehearsed(file: Partial<MeasureFile> = {}) {
  const rows = town();
  const whole = { ...usualMeasures(["calls", "plates", "finance"]), ...file };
  return rehearse({ rows, register: REGISTER, file: whole, rehearsed: REHEARSED, pause: async () => {} });
}

describe("a rehearsal", async () => {
  const found = await rehearsed();

  it("tells what each system alone would give away", () => {
    expect(rehearsalSchema.parse(found)).toEqual(found);
    const alone = Object.fromEntries(found.systems.map(({ system, alone }) => [system, alone.byRelation]));
    expect(alone["calls"]?.["handler-source"]?.certain).toBe(1);
    expect(alone["finance"]?.["family"]).toMatchObject({ possible: 0, none: 0 });
    expect(alone["calls"]?.["family"]?.certain).toBe(0);
    expect(found.before.tiers.certain + found.before.tiers.likely).toBe(2);
    expect(found.vulnerabilities.map(({ id }) => id)).toContain("calls/handler-source");
  });

  it("finds a plan that leaves least, and says what no plan can do", () => {
    const { plan, before } = found;
    expect(plan.after.exposure).toBeLessThan(before.exposure);
    expect(plan.after.exposure).toBe(plan.floor);
    expect(plan.steps.map(({ id }) => id)).toContain("second device");
    expect(plan.steps.at(-1)?.exposure).toBe(plan.after.exposure);
  });

  it("keeps to a budget", async () => {
    const { plan } = await rehearsed({ budget: 1 });
    expect(plan.cost).toBeLessThanOrEqual(1);
    expect(plan.steps).toHaveLength(1);
  });

  it("names every vector, with what was not assessed", () => {
    expect(found.vectors.map(({ vector }) => vector)).toEqual([
      "visual",
      "signals",
      "financial",
      "travel",
      "online",
    ]);
    expect(found.vectors.find(({ vector }) => vector === "travel")).toMatchObject({
      assessed: [],
      notAssessed: ["travel"],
    });
    expect(found.vectors.find(({ vector }) => vector === "visual")?.notAssessed).toEqual([
      "cameras",
      "faces",
    ]);
  });

  it("is the same again", async () => {
    const strip = (rehearsal: typeof found) => JSON.stringify(rehearsal).replaceAll(/row-\d+/g, "row");
    expect(strip(await rehearsed())).toBe(strip(found));
  });

  it("of nothing says that nothing was read", async () => {
    const empty = await rehearse({
      rows: [],
      register: REGISTER,
      file: usualMeasures([]),
      rehearsed: REHEARSED,
      pause: async () => {},
    });
    expect(empty.systems).toEqual([]);
    expect(empty.before.tiers.none).toBe(2);
    expect(empty.plan.steps).toEqual([]);
  });
});
