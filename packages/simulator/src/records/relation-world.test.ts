import { describe, expect, it } from "vitest";
import { type RelationWorldOptions, relationWorld } from "./relation-world.ts";
import { partiesOf } from "./shown-row.ts";

const small: RelationWorldOptions = { people: 1200, relations: 40, days: 28, seed: 4 };
const keyOf = ({ type, id }: { type: string; id: string }) => `${type}:${id}`;

const told = (options: RelationWorldOptions) => {
  const world = relationWorld(options);
  return JSON.stringify([world.register, world.ties, [...world.lookups()], [...world.rows()]]);
};

describe("relationWorld", () => {
  it("is the same for the same seed, and another for another", () => {
    const once = told({ ...small, relations: 10 });
    expect(told({ ...small, relations: 10 }) === once).toBe(true);
    expect(told({ ...small, relations: 10, seed: 5 }) === once).toBe(false);
  });

  it("sets each real relation against decoys that stand for everybody else", () => {
    const world = relationWorld({ ...small, decoys: { contacts: 2, others: 3 } });
    const byFirst = new Map<string, { real: number; contacts: number; others: number }>();
    for (const { from, weight, stratum, real } of world.ties) {
      const sums = byFirst.get(from) ?? { real: 0, contacts: 0, others: 0 };
      sums[stratum] += weight;
      byFirst.set(from, sums);
      expect(real).toBe(stratum === "real");
    }
    expect(byFirst.size).toBe(40);
    for (const { real, contacts, others } of byFirst.values()) {
      expect(real).toBe(1);
      /* Themselves left out. */
      expect(real + contacts + others).toBeCloseTo(1200 - 1, 6);
      expect(contacts).toBeGreaterThan(3);
    }
  });

  it("draws decoys from contacts where it says so, and from nobody in contact elsewhere", () => {
    const world = relationWorld(small);
    const identifiers = new Map(world.register.people.map((person) => [person.id, person.identifiers]));
    for (const { from, to, stratum } of world.ties) {
      const label = world.owner(identifiers.get(to)![0]!);
      const contacts = world.contacts(from).map((all) => world.owner(all[0]!));
      if (stratum === "contacts") expect(contacts).toContain(label);
      if (stratum === "others") expect(contacts).not.toContain(label);
    }
    expect(() => world.contacts("R99999")).toThrow(/member/);
  });

  it("says nothing by its order, and knows nobody twice in real relations", () => {
    const world = relationWorld({ ...small, relations: 100 });
    const places = world.ties.flatMap(({ real }, i) => (real ? [i / world.ties.length] : []));
    const mean = places.reduce((a, b) => a + b, 0) / places.length;
    expect(mean).toBeGreaterThan(0.4);
    expect(mean).toBeLessThan(0.6);
    const people = world.ties.flatMap(({ real, from, to }) => (real ? [from, to] : []));
    expect(new Set(people).size).toBe(people.length);
  });

  it("has look-ups whose answers are its rows, of those read alone", () => {
    for (const view of ["first", "both"] as const) {
      const world = relationWorld({ ...small, relations: 10, view, secondPhones: true });
      const lookups = new Map(Array.from(world.lookups(), (event) => [event.id, event]));
      expect(world.read.size).toBe(view === "first" ? 10 : 20);
      expect(lookups.size).toBeGreaterThanOrEqual(6 * world.read.size);
      const read = new Set(
        world.register.people
          .filter(({ id }) => world.read.has(id))
          .flatMap(({ identifiers }) => identifiers.map(keyOf)),
      );
      for (const { subjects } of lookups.values()) expect(read.has(keyOf(subjects![0]!))).toBe(true);
      let rows = 0;
      let strange = 0;
      for (const row of world.rows()) {
        rows += 1;
        const lookup = lookups.get(row.lookup!);
        if (lookup?.time !== row.shown || lookup?.system !== row.system) strange += 1;
        if (
          row.kind !== "device" &&
          row.kind !== "booking" &&
          !partiesOf(row).some((party) => read.has(keyOf(party)))
        )
          strange += 1;
      }
      expect(strange).toBe(0);
      expect(rows).toBeGreaterThan(2000);
    }
  });

  it("shows of quiet people their ties, hubs and chance alone", () => {
    const loud = relationWorld({ ...small, systems: ["calls"] });
    const quiet = relationWorld({ ...small, systems: ["calls"], circles: false });
    const calls = (world: typeof loud) => [...world.rows()].filter(({ kind }) => kind === "call").length;
    expect(calls(quiet)).toBeLessThan(calls(loud) / 3);
    const seen = (world: typeof loud) =>
      world.ties.reduce((sum, tie) => sum + (tie.real ? tie.seen.calls : 0), 0);
    expect(seen(quiet)).toBe(seen(loud));
  });

  it("reads systems whole, and those asked for alone", () => {
    const world = relationWorld({
      ...small,
      relations: 5,
      days: 7,
      view: "whole",
      systems: ["travel", "finance"],
    });
    expect([...world.lookups()]).toEqual([]);
    const rows = [...world.rows()];
    expect(new Set(rows.map(({ system }) => system))).toEqual(new Set(["travel", "finance"]));
    expect(rows.every((row) => row.lookup === undefined)).toBe(true);
    expect(world.read.size).toBe(world.register.people.length);
  });

  it("makes the kinds of relations that are asked for", () => {
    const world = relationWorld({ ...small, kinds: { family: 1, meets: 1 } });
    const kinds = world.ties.filter(({ real }) => real).map(({ kind, circles }) => ({ kind, circles }));
    expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(["family", "meets"]));
    for (const { kind, circles } of kinds)
      expect(circles).toContain(kind === "family" ? "household" : "friends");
  });

  it("refuses what it cannot do, by the option's name", () => {
    expect(() => relationWorld({ people: 10 })).toThrow(/people/);
    expect(() => relationWorld({ people: 1000, relations: 400 })).toThrow(/relations/);
    expect(() => relationWorld({ days: 0 })).toThrow(/days/);
  });
});
