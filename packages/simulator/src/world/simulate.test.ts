import { describe, expect, it } from "vitest";
import { checkEvent } from "../event-check.ts";
import { CAMPAIGN_SHAPES } from "../campaigns/catalogue.ts";
import type { AccessEventJson } from "../event.ts";
import { jsonLines } from "../write/json-lines.ts";
import type { SimulateOptions, Stress } from "./options.ts";
import { simulate } from "./simulate.ts";

const small: SimulateOptions = { operators: 120, days: 40, campaigns: "all", prevalence: 0.03 };
const text = (options: SimulateOptions) => [...jsonLines(simulate(options))].join("");

/** Ids count up within a log, so that what is added moves them. */
const strip = (event: AccessEventJson) => JSON.stringify({ ...event, id: "" });

describe("simulate", () => {
  it.each(["plates", "city"] as const)(
    "writes the same bytes for the same seed, and others for another: %s",
    (preset) => {
      const once = text({ ...small, preset, seed: 3 });
      expect(text({ ...small, preset, seed: 3 })).toBe(once);
      expect(text({ ...small, preset, seed: 4 })).not.toBe(once);
    },
  );

  it("iterates the same world again, with the same truth and register", () => {
    const world = simulate({ ...small, seed: 6 });
    const first = [...jsonLines(world)].join("");
    const told = JSON.stringify([world.truth(), world.register()]);
    expect([...jsonLines(world)].join("")).toBe(first);
    expect(JSON.stringify([world.truth(), world.register()])).toBe(told);
  });

  it.each([
    ["plates", []],
    ["city", []],
    ["plates", ["unequal", "bursts", "reorganisation"]],
    ["city", ["unequal", "bursts", "reorganisation"]],
  ] as const)("is ordered by event time, inside its period, valid, and true: %s %s", (preset, stress) => {
    const world = simulate({ ...small, preset, stress, seed: 5 });
    const ids = new Set<string>();
    let last = "2025-01-01T00:00:00.000Z";
    let wrong: string | undefined;
    for (const event of world) {
      wrong ??= checkEvent(event);
      if (event.time < last) wrong ??= `out of order at ${event.id}`;
      last = event.time;
      ids.add(event.id);
    }
    expect(wrong).toBeUndefined();
    const truth = world.truth();
    expect(last < truth.to).toBe(true);
    expect(truth.campaigns.length).toBe(4);
    for (const campaign of truth.campaigns) {
      expect(campaign.events.length, campaign.shape).toBeGreaterThan(0);
      for (const id of campaign.events) expect(ids.has(id)).toBe(true);
      expect(campaign.lookups.map((lookup) => lookup.event)).toEqual(campaign.events);
    }
  });

  it("leaves honest work as it is where campaigns are added", () => {
    const honest = Array.from(simulate({ ...small, seed: 8, campaigns: "none" }), strip);
    const world = simulate({ ...small, seed: 8 });
    const all = [...world];
    const misuse = new Set(world.truth().campaigns.flatMap((campaign) => campaign.events));
    expect(all.filter((event) => !misuse.has(event.id)).map(strip)).toEqual(honest);
  });

  it("keeps prevalence at a few in a thousand unless told otherwise", () => {
    const world = simulate({ operators: 1200, days: 20, campaigns: "all", seed: 2 });
    let events = 0;
    for (const _ of world) events++;
    const operators = new Set(world.truth().campaigns.flatMap((campaign) => campaign.operators));
    expect(events).toBeGreaterThan(5000);
    expect(operators.size / 1200).toBeLessThanOrEqual(0.006);
  });

  it("makes only the systems asked for, and only shapes that these can show", () => {
    const world = simulate({
      preset: "city",
      operators: 120,
      days: 20,
      systems: ["calls"],
      campaigns: "all",
      seed: 2,
    });
    expect(new Set(Array.from(world, (event) => event.system))).toEqual(new Set(["calls"]));
    expect(world.options.shapes.length).toBeLessThanOrEqual(CAMPAIGN_SHAPES.length);
  });

  it("registers those whom campaigns track, with relations to others", () => {
    const world = simulate({ ...small, campaigns: ["obsession"], seed: 5 });
    let events = 0;
    for (const _ of world) events++;
    expect(events).toBeGreaterThan(0);
    const register = world.register();
    const known = new Set(register.people.flatMap((person) => person.identifiers.map(({ id }) => id)));
    for (const campaign of world.truth().campaigns)
      for (const { id } of campaign.subjects) expect(known.has(id)).toBe(true);
    const ids = new Set(register.people.map((person) => person.id));
    expect(register.relations.length).toBeGreaterThan(5);
    for (const { from, to } of register.relations)
      expect(ids.has(from) && ids.has(to) && from !== to).toBe(true);
  });

  it("refuses what it cannot do, by the option's name", () => {
    expect(() => simulate({ operators: 3 })).toThrow(/operators/);
    expect(() => simulate({ days: 0 })).toThrow(/days/);
    expect(() => simulate({ start: "yesterday" })).toThrow(/start/);
    expect(() => simulate({ prevalence: 0.5 })).toThrow(/prevalence/);
    expect(() => simulate({ campaigns: ["nothing"] })).toThrow(/nothing.*obsession/);
    expect(() => simulate({}).truth()).toThrow(/read/);
  });
});

const plain: SimulateOptions = { operators: 200, days: 60, seed: 31 };

function perOperator(options: SimulateOptions): number[] {
  const counts = new Map<string, number>();
  for (const event of simulate(options)) {
    if (!event.automated) counts.set(event.operator.id, (counts.get(event.operator.id) ?? 0) + 1);
  }
  return [...counts.values()].toSorted((a, b) => b - a);
}

function topShare(counts: readonly number[]): number {
  const all = counts.reduce((a, b) => a + b, 0);
  return counts.slice(0, 10).reduce((a, b) => a + b, 0) / all;
}

function busiest(stress: readonly Stress[]): number {
  const days = new Map<string, number>();
  for (const event of simulate({ ...plain, stress })) {
    if (!event.automated) days.set(event.time.slice(0, 10), (days.get(event.time.slice(0, 10)) ?? 0) + 1);
  }
  const counts = [...days.values()].toSorted((a, b) => a - b);
  return counts.at(-1)! / counts[Math.floor(counts.length / 2)]!;
}

describe("stress", () => {
  it("unequal: the busiest do a larger share", () => {
    expect(topShare(perOperator({ ...plain, stress: ["unequal"] }))).toBeGreaterThan(
      topShare(perOperator(plain)) + 0.05,
    );
  });

  it("bursts: some days have several times the work", () => {
    expect(busiest(["bursts"])).toBeGreaterThan(1.5 * busiest([]));
  });

  it("reorganisation: operators change unit in the middle, and only then", () => {
    const units = new Map<string, string>();
    const moves: string[] = [];
    for (const { operator, time } of simulate({ ...plain, stress: ["reorganisation"] })) {
      const unit = operator.unit ?? "";
      if ((units.get(operator.id) ?? unit) !== unit) moves.push(time);
      units.set(operator.id, unit);
    }
    expect(moves.length).toBeGreaterThan(20);
    expect(moves.every((time) => time > "2025-01-30" && time < "2025-03-02")).toBe(true);
  });
});

describe("the city at work", () => {
  const events = [...simulate({ preset: "city", operators: 300, days: 40, seed: 12 })];

  it("uses all its systems and kinds of work", () => {
    expect(new Set(events.map((event) => event.system)).size).toBe(6);
    const actions = new Set(events.map((event) => event.action));
    for (const action of ["search", "view", "playback", "locate", "export", "review"])
      expect(actions).toContain(action);
  });

  it("names sites of all three kinds: cameras looked at, readers passed, cells asked", () => {
    const kinds = new Set(
      events.map((event) => event.site && `${event.system} ${event.site.id.split("-")[2]}`),
    );
    for (const kind of ["cameras cam", "plates alpr", "location cell"]) expect(kinds).toContain(kind);
  });

  it("polls its hotlist as evenly by night as by day", () => {
    const hours = new Map<string, number>();
    for (const event of events) {
      if (!event.automated) continue;
      const hour = event.time.slice(11, 13);
      hours.set(hour, (hours.get(hour) ?? 0) + 1);
    }
    expect(hours.size).toBe(6);
    expect(Math.max(...hours.values()) / Math.min(...hours.values())).toBeLessThan(1.1);
  });

  it("follows suspects from camera to camera under a dispatched incident", () => {
    const runs = new Map<string, number>();
    for (const event of events) {
      if (event.system !== "cameras" || event.purpose?.case === undefined) continue;
      const key = `${event.operator.id} ${event.purpose.case}`;
      runs.set(key, (runs.get(key) ?? 0) + 1);
    }
    expect([...runs.values()].filter((length) => length >= 8).length).toBeGreaterThan(5);
  });

  it("shows in call records people who show this person in turn", () => {
    const shown = new Map<string, Set<string>>();
    for (const event of events) {
      if (event.system !== "calls" || event.result?.subjects === undefined) continue;
      shown.set(event.subjects![0]!.id, new Set(event.result.subjects.map(({ id }) => id)));
    }
    let [both, one] = [0, 0];
    for (const [subject, contacts] of shown) {
      for (const contact of contacts) {
        const back = shown.get(contact);
        if (back?.has(subject)) both++;
        else if (back !== undefined) one++;
      }
    }
    expect(both).toBeGreaterThan(one);
  });
});
