import { describe, expect, it } from "vitest";
import { Clock, DAY } from "../agency/roster.ts";
import { City } from "../city/city.ts";
import { Identities } from "../city/identities.ts";
import { type SubjectJson, SYSTEM_NAMES, type SystemName } from "../event.ts";
import { CALLS, POSITIONS } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { RecordBook } from "./record-book.ts";
import { partiesOf, type Period, type ShownRowJson } from "./shown-row.ts";
import { drawTie, type Tie, Ties } from "./ties.ts";

const PEOPLE = 600;
const clock = new Clock(Date.UTC(2025, 0, 1), 28);
const period: Period = { from: clock.start, to: clock.end };

const random = RandomStream.seeded("ties");
const secret = Array.from({ length: 12 }, (_, i) =>
  drawTie(1010 + 40 * i, 1030 + 40 * i, "handler-source", random),
);

function open(seed: string, ties: readonly Tie[] = secret, people = PEOPLE): RecordBook {
  const keys = RandomStream.seeded(seed);
  const city = new City("city-a", 0, 1000, people, clock, new Identities(keys), keys);
  return new RecordBook(city, clock, new Ties(ties), keys.fork("records"));
}

const book = open("records");
const everybody = Array.from({ length: PEOPLE }, (_, i) => 1000 + i);
const rowsOf = (system: SystemName, person: number, within = period) => [
  ...book.of(system, person, false, within),
  ...(book.phones.hasSecond(person) && (system === "calls" || system === "location")
    ? book.of(system, person, true, within)
    : []),
];
const text = (rows: Iterable<ShownRowJson>) => Array.from(rows, (row) => JSON.stringify(row));
const keyOf = ({ type, id }: SubjectJson) => `${type}:${id}`;

describe("the records of a city", () => {
  it("are the same for the same seed, and others for another", () => {
    for (const system of SYSTEM_NAMES) {
      const days = { from: clock.start, to: clock.start + 4 * DAY };
      const once = text(book.whole(system, days)).join("\n");
      expect(text(open("records").whole(system, days)).join("\n") === once, system).toBe(true);
      expect(text(open("other").whole(system, days)).join("\n") === once, system).toBe(false);
    }
  });

  it.each(SYSTEM_NAMES)("are the same rows asked person by person and read whole: %s", (system) => {
    const week = { from: clock.start, to: clock.start + 7 * DAY };
    const whole = text(book.whole(system, week));
    const asked = new Set(everybody.flatMap((person) => text(rowsOf(system, person, week))));
    expect(new Set(whole).size).toBe(whole.length);
    expect(asked.size).toBe(whole.length);
    expect(whole.filter((row) => !asked.has(row))).toEqual([]);
    expect(whole.length).toBeGreaterThan(20);
  });

  it("show the same call to either party, whichever phone", () => {
    let calls = 0;
    const missing: string[] = [];
    const asked = new Map<string, ShownRowJson[]>();
    for (const person of everybody.slice(20, 26)) {
      for (const row of rowsOf("calls", person)) {
        if (row.kind !== "call") continue;
        calls += 1;
        for (const party of [row.from, row.to]) {
          const { person: other, second } = book.city.identities.ownerOf(party)!;
          const key = `${other} ${second}`;
          const theirs = (
            asked.get(key) ?? asked.set(key, book.of("calls", other, second, period)).get(key)!
          ).find(({ id }) => id === row.id);
          if (JSON.stringify(theirs) !== JSON.stringify(row)) missing.push(row.id);
        }
      }
    }
    expect(missing).toEqual([]);
    expect(calls).toBeGreaterThan(100);
  });

  it.each(SYSTEM_NAMES)("lie in the period, and are those of a wider period that do: %s", (system) => {
    const narrow = { from: clock.start + 3 * DAY + 7_777_777, to: clock.start + 10 * DAY + 123_456 };
    for (const person of everybody.slice(0, 40)) {
      const within = (row: ShownRowJson) =>
        "time" in row
          ? Date.parse(row.time) >= narrow.from && Date.parse(row.time) < narrow.to
          : (row.from === undefined || Date.parse(row.from) < narrow.to) &&
            (row.to === undefined || Date.parse(row.to) > narrow.from);
      const wide = rowsOf(system, person).filter(within);
      expect(text(rowsOf(system, person, narrow))).toEqual(text(wide));
    }
  });

  it("concern the person asked for, or whoever shares a device or booking", () => {
    const strange: string[] = [];
    for (const system of SYSTEM_NAMES) {
      for (const person of everybody.slice(0, 60)) {
        const asked = keyOf(book.city.identifier(system, person));
        const rows = book.of(system, person, false, period);
        const own = new Set<string>();
        for (const row of rows) if ("thing" in row && keyOf(row.subject) === asked) own.add(row.thing);
        for (const row of rows) {
          const concerns =
            "thing" in row && row.kind !== "address"
              ? own.has(row.thing)
              : partiesOf(row).some((party) => keyOf(party) === asked);
          if (!concerns) strange.push(JSON.stringify(row));
        }
      }
    }
    expect(strange).toEqual([]);
  });

  it("show at a site whoever shows the site, at the same time", () => {
    for (const [system, kind] of [
      ["cameras", "camera"],
      ["plates", "reader"],
      ["location", "cell"],
    ] as const) {
      const day = { from: clock.midnight(5), to: clock.midnight(6) };
      const node = Array.from(
        { length: book.city.roads.nodes / 2 },
        (_, i) => book.city.roads.nodes / 2 + i,
      ).find((i) => book.city.roads.has(i, kind))!;
      const site = book.city.roads.site(node, kind).id;
      const there = text(book.at(system, site, day));
      const asked = everybody.flatMap((person) =>
        book
          .of(system, person, false, day)
          .filter((row) => "site" in row && row.kind !== "call" && row.site?.id === site),
      );
      expect(there.length, system).toBeGreaterThan(3);
      expect(there.sort(), system).toEqual(text(asked).sort());
      expect(book.at(system, "city-b-cam-0001", day)).toEqual([]);
    }
    expect(book.at("calls", "city-a-cam-0001", period)).toEqual([]);
  });

  it("have ids that occur once and hold no identifier", () => {
    const ids = new Set<string>();
    let rows = 0;
    for (const system of SYSTEM_NAMES) {
      const form = new RegExp(`^city-a-${system}:[0-9a-f]{16}$`);
      for (const row of book.whole(system, { from: clock.start, to: clock.start + 3 * DAY })) {
        rows += 1;
        ids.add(row.id);
        if (!form.test(row.id)) throw new Error(row.id);
      }
    }
    expect(ids.size).toBe(rows);
  });

  it("know whose identifier is whose", () => {
    const { identities } = book.city;
    for (let person = 0; person < 2_000_000; person += 7919) {
      for (const made of [
        identities.plate(person),
        identities.phone(person),
        identities.account(person),
        identities.person(person),
      ])
        expect(identities.ownerOf(made), made.id).toEqual({ person, second: false });
      expect(identities.ownerOf(identities.secondPhone(person))).toEqual({ person, second: true });
    }
    for (const id of ["+15551234567", "+12025560000", "", "+1290555000", "ABI1234", "AC0000000001"])
      for (const type of ["phone", "plate", "person", "account"] as const)
        expect(identities.ownerOf({ type, id })).toBeUndefined();
  });
});

describe("base rates", () => {
  const large = open("rates", [], 6000);
  const calls = [...large.whole("calls", period)].filter((row) => row.kind === "call");
  const weeks = 4;

  it("of calls: what the parameters say, by person and week", () => {
    const { perWeek } = CALLS;
    const matters = CALLS.wrongNumber + (1 - CALLS.wrongNumber) * (1 + CALLS.matterFurther);
    const expected =
      perWeek.household * 2 +
      perWeek.friends * 6 +
      perWeek.acquaintances * 4 +
      perWeek.workplace * 17 +
      2 * (CALLS.favouriteHubs * CALLS.hubPerWeek + CALLS.chanceSlots * CALLS.chanceShare * matters);
    const measured = (2 * calls.length) / 6000 / weeks;
    expect(measured / expected).toBeGreaterThan(0.9);
    expect(measured / expected).toBeLessThan(1.1);
    const messages = calls.filter((row) => row.seconds === undefined).length / calls.length;
    expect(messages).toBeCloseTo(CALLS.messages, 2);
  });

  it("of calls: contacts are heavy-tailed, hubs popular, and chance strangers common", () => {
    const pairs = new Map<string, number>();
    const degree = new Map<string, Set<string>>();
    for (const { from, to } of calls) {
      const key = [from.id, to.id].sort().join(" ");
      pairs.set(key, (pairs.get(key) ?? 0) + 1);
      for (const [a, b] of [
        [from.id, to.id],
        [to.id, from.id],
      ] as const)
        degree.set(a, (degree.get(a) ?? new Set()).add(b));
    }
    const counts = [...pairs.values()].sort((a, b) => b - a);
    const top = counts.slice(0, counts.length / 10).reduce((a, b) => a + b, 0);
    expect(top / calls.length).toBeGreaterThan(0.4);
    expect(counts.filter((count) => count === 1).length / counts.length).toBeGreaterThan(0.3);
    const degrees = Array.from(degree.values(), (others) => others.size).sort((a, b) => b - a);
    expect(degrees[0]! / degrees[degrees.length >> 1]!).toBeGreaterThan(20);
    const { society, identities } = large.city;
    const sample = calls.filter((_, i) => i % 20 === 0);
    const strangers = sample.filter(({ from, to }) => {
      const [a, b] = [identities.ownerOf(from)!.person, identities.ownerOf(to)!.person];
      return !society.contacts(a, 60).includes(b) && !large.city.isHub(a) && !large.city.isHub(b);
    });
    const share = strangers.length / sample.length;
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.08);
  });

  it("of calls: few at night, most in the afternoon and evening", () => {
    const hours = Array.from({ length: 24 }, () => 0);
    for (const { time } of calls) hours[(Number(time.slice(11, 13)) + 18) % 24]! += 1;
    expect(hours[18]! / hours[3]!).toBeGreaterThan(15);
  });

  it("of second phones, cameras and readers", () => {
    const holders = Array.from({ length: 6000 }, (_, i) => 1000 + i).filter((person) =>
      large.phones.hasSecond(person),
    );
    expect(holders.length / 6000).toBeCloseTo(CALLS.secondPhone, 1);
    const day = { from: clock.midnight(2), to: clock.midnight(3) };
    const people = Array.from({ length: 400 }, (_, i) => 1000 + i * 7);
    const seen = { cameras: 0, plates: 0 };
    const passed = { cameras: 0, plates: 0 };
    for (const person of people) {
      for (const [system, kind] of [
        ["cameras", "camera"],
        ["plates", "reader"],
      ] as const) {
        seen[system] += large.of(system, person, false, day).filter((row) => row.kind === "sighting").length;
        for (const { from, to, acrossFirst } of large.itineraries.legs(person, 2))
          for (const node of large.city.roads.route(from, to, acrossFirst))
            if (large.city.roads.has(node, kind)) passed[system] += 1;
      }
    }
    expect(seen.cameras / passed.cameras).toBeCloseTo(POSITIONS.recognised, 1);
    expect(seen.plates / passed.plates).toBeCloseTo(POSITIONS.read, 1);
  });

  it("of places: somebody is at the busiest place in the same ten minutes by chance, far more than elsewhere", () => {
    const at = (node: number) => {
      const cell = large.city.roads.site(node, "cell").id;
      const noon = { from: clock.midnight(2) + 12.5 * 3_600_000, to: clock.midnight(2) + 13.5 * 3_600_000 };
      return large.at("location", cell, noon).length;
    };
    const corner = at(0);
    expect(at(large.itineraries.publicPlaces[0]!)).toBeGreaterThan(10 * Math.max(1, corner));
  });
});

describe("ties", () => {
  it("add to the records what they say, on average", () => {
    const year = { from: clock.start, to: clock.start + 364 * DAY };
    let [calls, expectedCalls, meetings, expectedMeetings] = [0, 0, 0, 0];
    for (const tie of secret) {
      const seen = book.between(tie, year);
      calls += seen.calls;
      meetings += seen.meetings;
      expectedCalls += 52 * tie.calls;
      expectedMeetings += 52 * tie.meetings;
    }
    expect(calls / expectedCalls).toBeGreaterThan(0.8);
    expect(calls / expectedCalls).toBeLessThan(1.25);
    /* Evenings on which one of them sees friends drop out: 15 % each. */
    expect(meetings / expectedMeetings).toBeGreaterThan(0.5);
    expect(meetings / expectedMeetings).toBeLessThan(0.95);
  });

  it("bring the two to one cell within minutes when they meet", () => {
    let met = 0;
    for (const tie of secret) {
      for (let day = 0; day < 28; day++) {
        const meeting = book.itineraries.meeting(tie, day);
        if (meeting === undefined) continue;
        met += 1;
        const cell = book.city.roads.site(meeting.node, "cell").id;
        const late = meeting.at + 180_000;
        for (const person of [tie.from, tie.to])
          expect(book.city.roads.site(book.itineraries.nodeAt(person, late), "cell").id).toBe(cell);
      }
    }
    expect(met).toBeGreaterThan(5);
  });

  it("use the phones that their tradecraft says", () => {
    for (const tie of secret) {
      if (!tie.second) continue;
      expect(book.phones.hasSecond(tie.from) && book.phones.hasSecond(tie.to)).toBe(true);
      const other = book.phones.number(tie.to, true).id;
      const over = (second: boolean) =>
        book
          .of("calls", tie.from, second, period)
          .filter((row) => row.kind === "call" && (row.to.id === other || row.from.id === other)).length;
      expect(over(false)).toBe(0);
    }
  });

  it("leave less of a circle's traffic where the two take care", () => {
    const [person] = everybody.slice(100);
    const other = book.city.society.contacts(person!, 1)[0]!;
    const calm = { calls: 0, meetings: 0, transfers: 0, second: false, busy: false, kind: "family" } as const;
    const tie = { ...calm, from: person!, to: other };
    const year = { from: clock.start - 700 * DAY, to: clock.end };
    const free = open("records", [{ ...tie, tradecraft: "circle" }]).between(
      { ...tie, tradecraft: "circle" },
      year,
    );
    const guarded = open("records", [{ ...tie, tradecraft: "guarded" }]).between(
      { ...tie, tradecraft: "guarded" },
      year,
    );
    expect(free.calls).toBeGreaterThan(20);
    expect(guarded.calls).toBeLessThan(free.calls / 3);
  });
});
