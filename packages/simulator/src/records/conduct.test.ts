import { describe, expect, it } from "vitest";
import { simulate } from "../world/simulate.ts";
import type { Conduct } from "./conduct.ts";
import { type RelationWorldOptions, relationWorld } from "./relation-world.ts";
import type { ShownRowJson } from "./shown-row.ts";

const small: RelationWorldOptions = {
  people: 600,
  relations: 60,
  days: 28,
  seed: 3,
  view: "whole",
  kinds: { "handler-source": 2, family: 1, meets: 1 },
  decoys: { contacts: 0, others: 0 },
};

function worldWith(conduct: Conduct, systems: RelationWorldOptions["systems"] = ["calls"]) {
  const world = relationWorld({ ...small, conduct, systems: systems ?? [] });
  const holder = new Map(
    world.register.people.flatMap(({ id, identifiers }) => identifiers.map((each) => [each.id, id] as const)),
  );
  const rows = [...world.rows()];
  const related = new Set(world.ties.flatMap(({ from, to }) => [`${from} ${to}`, `${to} ${from}`]));
  const between = rows.filter(
    (row) => row.kind === "call" && related.has(`${holder.get(row.from.id)} ${holder.get(row.to.id)}`),
  );
  return { world, rows, holder, between };
}

const plain = worldWith({});
const texts = (rows: readonly ShownRowJson[]) => rows.map((row) => JSON.stringify(row)).toSorted();

describe("conduct of people in registered relations", () => {
  it("of phones for the pair alone: in no register, used for each other only, and nothing else is changed", () => {
    const { rows, between, world, holder } = worldWith({ ownPhones: { carried: "apart" } });
    expect(plain.between.length).toBeGreaterThan(50);
    // A wrong number may still be dialled.
    expect(between.length).toBeLessThan(plain.between.length / 20);
    expect(world.register).toEqual(plain.world.register);
    const own = (id: string) => world.owner({ type: "phone", id })?.startsWith("phone-") === true;
    const calls = rows.filter((row) => row.kind === "call");
    const over = calls.filter(({ from, to }) => own(from.id) || own(to.id));
    expect(over.length + between.length).toBe(plain.between.length);
    expect(over.every(({ from, to }) => own(from.id) && own(to.id))).toBe(true);
    expect(over.some(({ from }) => holder.has(from.id))).toBe(false);
    const partners = new Map<string, Set<string>>();
    for (const { from, to } of over) partners.set(from.id, (partners.get(from.id) ?? new Set()).add(to.id));
    expect([...partners.values()].every(({ size }) => size === 1)).toBe(true);
    const overIds = new Set(over.map(({ id }) => id));
    const others = calls.filter(({ id }) => !overIds.has(id));
    const before = plain.rows.filter(({ id, kind }) => kind === "call" && !overIds.has(id));
    expect(texts(others)).toEqual(texts(before));
    // Each in a handset of its own.
    const handsets = rows.filter((row) => row.kind === "device" && own(row.subject.id));
    expect(new Set(handsets.map((row) => row.kind === "device" && row.thing)).size).toBe(handsets.length);
  });

  it("of one kind of relation leaves the others alone", () => {
    const { between } = worldWith({ ownPhones: { carried: "apart", kinds: ["handler-source"] } });
    const kindOf = new Map(plain.world.ties.map(({ from, to, kind }) => [[from, to].sort().join(" "), kind]));
    const kinds = (rows: typeof between) =>
      rows.flatMap((row) =>
        row.kind === "call"
          ? [kindOf.get([plain.holder.get(row.from.id), plain.holder.get(row.to.id)].sort().join(" "))]
          : [],
      );
    const family = (rows: typeof between) => kinds(rows).filter((kind) => kind === "family").length;
    expect(kinds(plain.between)).toContain("handler-source");
    expect(family(between)).toBe(family(plain.between));
    expect(kinds(between).filter((kind) => kind === "handler-source").length).toBeLessThan(3);
  });

  it("of phones carried together: the cells that see one see the other; apart, none", () => {
    expect(fixesOfOwnPhones("apart")).toEqual([]);
    const together = fixesOfOwnPhones("together");
    expect(together.length).toBeGreaterThan(200);
    expect(new Set(together.map(({ id }) => id)).size).toBe(together.length);
  });

  it("of varied places: friends meet as often, elsewhere, and not where their circle does", () => {
    const cells = ["location"] as const;
    const [before, after] = [worldWith({}, cells), worldWith({ variedPlaces: { kinds: ["meets"] } }, cells)];
    const friends = new Set(
      before.world.ties.filter(({ kind }) => kind === "meets").flatMap(({ from, to }) => [from, to]),
    );
    const own = (row: ShownRowJson) =>
      row.kind === "fix" && friends.has(before.holder.get(row.subject.id) ?? "");
    const [mine, mineAfter] = [before.rows.filter(own), after.rows.filter(own)];
    const others = (rows: readonly ShownRowJson[]) => texts(rows.filter((row) => !own(row)));
    expect(others(after.rows)).toEqual(others(before.rows));
    expect(texts(mineAfter)).not.toEqual(texts(mine));
    const meetings = ({ world }: typeof before) => world.ties.map(({ seen }) => seen.meetings);
    expect(meetings(after)).toEqual(meetings(before));
    // Of the days on which both were at one site, the pair's favourite one loses.
    const favourites = before.world.ties
      .filter(({ kind }) => kind === "meets")
      .map(({ from, to }) => [mine, mineAfter].map((rows) => daysAtFavourite(rows, before.holder, from, to)));
    const sum = (at: number) => favourites.reduce((total, each) => total + (each[at] ?? 0), 0);
    expect(sum(1)).toBeLessThan(sum(0));
  });

  it("of cover contacts: strangers are called and call nobody back", () => {
    const { rows, holder } = worldWith({ coverContacts: { contacts: 3 } });
    const before = new Set(texts(plain.rows));
    const more = rows.filter((row) => !before.has(JSON.stringify(row)));
    expect(rows.length - more.length).toBe(plain.rows.length);
    expect(more.length).toBeGreaterThan(plain.between.length);
    expect(more.every((row) => row.kind === "call" && holder.has(row.from.id))).toBe(true);
    const called = new Set(
      more.flatMap((row) => (row.kind === "call" ? [`${row.from.id} ${row.to.id}`] : [])),
    );
    expect(called.size).toBeGreaterThan(40);
  });

  it("is in worlds with records too, for each relation of a person a pair of phones of its own", () => {
    const options = { preset: "city", operators: 20, days: 8, systems: ["calls"], seed: 5 } as const;
    expect(() => simulate({ ...options, conduct: { variedPlaces: {} } })).toThrow(/conduct/);
    /** How many there are, counted as far as `most`. */
    const calls = (conduct: Conduct, most: number) => {
      const world = simulate({ ...options, records: true, conduct });
      for (const _ of world);
      const holder = new Map(
        world
          .register()
          .people.flatMap(({ id, identifiers }) => identifiers.map((each) => [each.id, id] as const)),
      );
      const related = new Set(world.register().relations.map(({ from, to }) => [from, to].sort().join(" ")));
      let count = 0;
      for (const row of world.wholeSystem("calls")) {
        if (row.kind !== "call") continue;
        if (related.has([holder.get(row.from.id), holder.get(row.to.id)].sort().join(" "))) count++;
        if (count === most) break;
      }
      return count;
    };
    expect(calls({}, 4)).toBe(4);
    expect(calls({ ownPhones: { carried: "apart" } }, 4)).toBeLessThan(2);
  });

  it("refuses what it cannot do, by the option's name", () => {
    const conduct = { coverContacts: { contacts: 0 } };
    expect(() => relationWorld({ ...small, conduct })).toThrow(/coverContacts/);
    expect(() =>
      relationWorld({ ...small, conduct: { ownPhones: { carried: "at home" as "apart" } } }),
    ).toThrow(/carried/);
  });
});

function fixesOfOwnPhones(carried: "together" | "apart"): ShownRowJson[] {
  const { world, rows } = worldWith({ ownPhones: { carried, kinds: ["handler-source"] } }, ["location"]);
  return rows.filter((row) => row.kind === "fix" && world.owner(row.subject)?.startsWith("phone-") === true);
}

/** On how many days the two were seen within half an hour at the site where that happened most often. */
function daysAtFavourite(
  rows: readonly ShownRowJson[],
  holder: ReadonlyMap<string, string>,
  from: string,
  to: string,
): number {
  const of = (member: string) =>
    rows.flatMap((row) => (row.kind === "fix" && holder.get(row.subject.id) === member ? [row] : []));
  const theirs = of(to);
  const days = new Map<string, Set<string>>();
  for (const { site, time } of of(from))
    if (
      theirs.some(
        (row) => row.site.id === site.id && Math.abs(Date.parse(row.time) - Date.parse(time)) < 1.8e6,
      )
    )
      days.set(site.id, (days.get(site.id) ?? new Set()).add(time.slice(0, 10)));
  return Math.max(0, ...Array.from(days.values(), ({ size }) => size));
}
