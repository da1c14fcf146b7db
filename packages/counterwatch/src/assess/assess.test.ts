import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Exposure, ShownRow } from "../model/index.ts";
import { assessRows, at, GIVEN, party, pseudonym, REGISTER, rowsOf } from "./shown-rows.fixture.ts";

let made = 0;
const call = (from: string, to: string, hour: number, shown?: number): ShownRow => ({
  id: `call-${made++}`,
  kind: "call",
  system: "calls",
  time: at(hour),
  from: party(from),
  to: party(to),
  ...(shown !== undefined && { shown: at(shown) }),
});
const seen = (who: string, hour: number, camera: string, shown?: number): ShownRow => ({
  id: `seen-${made++}`,
  kind: "sighting",
  system: "cameras",
  time: at(hour),
  subject: party(who),
  site: { id: camera },
  ...(shown !== undefined && { shown: at(shown) }),
});
const holds = (
  who: string,
  kind: "device" | "address",
  thing: string,
  from?: number,
  to?: number,
): ShownRow => ({
  id: `held-${made++}`,
  kind,
  system: "identity",
  subject: party(who),
  thing: pseudonym(thing),
  ...(from !== undefined && { from: at(from) }),
  ...(to !== undefined && { to: at(to) }),
});
const annAndBen = (...rows: ShownRow[]): Exposure => assessRows(rows).relations[0] as Exposure;
const dee = (all: ShownRow[]) => assessRows(all).people[3];
const PLACES = ["cam-7", "cam-8"];
const twoMeetings = (shown = [1000, 1000]): ShownRow[] =>
  PLACES.flatMap((camera, index) => [
    seen("ann 1", 10 + 30 * index, camera, shown[index]),
    seen("ben", 10.2 + 30 * index, camera, shown[index]),
  ]);

describe("what a view shows of a registered relation", () => {
  it("is certain by one call, by one device held together, and by a device of one on a row of the other", () => {
    expect(annAndBen(call("ben", "ann 2", 5)).tier).toBe("certain");
    expect(annAndBen(holds("ann 1", "device", "d"), holds("ben", "device", "d")).tier).toBe("certain");
    expect(annAndBen(holds("ben", "device", "ann 2")).tier).toBe("certain");
  });

  it("is not certain by a handset that was sold, nor by an address", () => {
    expect(annAndBen(holds("ann 1", "device", "d", 0, 50), holds("ben", "device", "d", 50)).tier).toBe(
      "possible",
    );
    expect(annAndBen(holds("ann 1", "address", "d"), holds("ben", "address", "d")).tier).toBe("likely");
    expect(annAndBen(holds("ann 1", "address", "d"), holds("ben", "device", "d")).tier).toBe("possible");
  });

  it("is likely by meetings at two places, not at one, not an hour apart, and then says which rows and since when", () => {
    const found = annAndBen(...twoMeetings([1000, 1003]));
    expect(found).toMatchObject({ tier: "likely", upper: "likely", knownSince: at(1003) });
    expect(found.chain).toHaveLength(4);
    expect(found.chain.reduce((sum, { bits }) => sum + bits, 0)).toBeGreaterThan(9);
    expect(annAndBen(...twoMeetings().slice(0, 2)).tier).toBe("possible");
    expect(
      annAndBen(seen("ann 1", 10, "a"), seen("ben", 11, "a"), seen("ann 1", 40, "b"), seen("ben", 41, "b"))
        .tier,
    ).toBe("possible");
  });

  it("is possible by any row that names one of the two, and else there is no evidence in the logs", () => {
    expect(annAndBen(call("ann 1", "u", 5))).toMatchObject({ tier: "possible", rank: "not in view" });
    const nothing = annAndBen(call("u", "v", 5));
    expect(nothing).toMatchObject({ tier: "none", upper: "none", rank: "not in view", bits: 0, chain: [] });
    expect(nothing.knownSince).toBeUndefined();
  });

  it("counts a row that was shown twice once, as it was first shown, and keeps another row of the same id", () => {
    const row = call("ann 1", "ben", 5, 1005);
    const { view, relations } = assessRows([
      row,
      { ...row, shown: at(1002), lookup: "look-up-2" },
      { ...row, time: at(6) } as ShownRow,
    ]);
    expect(view.rows).toBe(2);
    expect(relations[0]).toMatchObject({ tier: "certain", knownSince: at(1002) });
    expect(relations[0]?.chain[0]).toMatchObject({ row: row.id, lookup: "look-up-2", happened: at(5) });
  });

  it("takes the time of its look-up for a row without one, and says nothing where neither is known", () => {
    expect(annAndBen({ ...call("ann 1", "ben", 5), lookup: "look-up-2" }).knownSince).toBe(at(1001));
    expect(annAndBen({ ...call("ann 1", "ben", 5), lookup: "unheard of" }).knownSince).toBeUndefined();
  });

  it("finds nobody in a crowd, nor where a few have thousands of rows, and judges the pair all the same", () => {
    const crowd = Array.from({ length: 300 }, (_, index) => seen(`c${index}`, 10, "cam-7"));
    const busy = Array.from({ length: 5000 }, (_, index) => seen("u", 40 + index / 100_000, "cam-8"));
    const found = annAndBen(...twoMeetings(), ...crowd, ...busy);
    expect(found).toMatchObject({ tier: "likely", rank: "over 20", bits: 0 });
    expect(annAndBen(...twoMeetings())).toMatchObject({ tier: "likely", rank: "2-5" });
  });

  it("ranks the only partner of quiet places first, and a caller of everybody behind", () => {
    const hub = Array.from({ length: 300 }, (_, index) => call("cai", `s${index}`, index));
    const rows = [
      ...hub,
      ...Array.from({ length: 9 }, (_, index) => call("ann 1", "ben", index)),
      call("ann 1", "cai", 3),
    ];
    const [withBen, , withCai] = assessRows(rows).relations;
    expect(withBen).toMatchObject({ tier: "certain", rank: "1" });
    expect(withCai).toMatchObject({ tier: "certain" });
    expect(withCai?.rank).not.toBe("1");
  });

  it("gives a chain that alone gives the tier, no piece of which can be left out", () => {
    const law = fc.property(rowsOf("r"), fc.nat({ max: 3 }), (rows, index) => {
      const { tier, chain, knownSince } = assessRows(rows).relations[index] as Exposure;
      const alone = rows.filter(({ id }) => chain.some(({ row }) => row === id));
      expect(assessRows(alone).relations[index]?.tier).toBe(tier);
      for (const { row } of chain) {
        const less = assessRows(alone.filter(({ id }) => id !== row)).relations[index] as Exposure;
        expect(less.tier).not.toBe(tier);
      }
      if (knownSince === undefined) return;
      const until = (last: string) => rows.filter((row) => timeShown(row) <= last);
      expect(assessRows(until(knownSince)).relations[index]?.tier).toBe(tier);
      const before = new Date(Date.parse(knownSince) - 1).toISOString();
      expect(assessRows(until(before)).relations[index]?.tier).not.toBe(tier);
    });
    fc.assert(law, { numRuns: 300 });
  });
});

describe("what the logs do not show", () => {
  const gap = { what: "rows-missing", lookups: 1, explanation: "one look-up's rows are missing" } as const;
  const upper = (rows: ShownRow[], unseen: object) =>
    assessRows(rows, REGISTER, { ...GIVEN, gaps: [{ ...gap, ...unseen }] }).relations.map(
      (relation) => relation.upper,
    );

  it("makes relations of a subject certain where its system can name two at once", () => {
    expect(upper([], { subjects: [pseudonym("ben")], systems: ["calls"] })).toEqual([
      "certain",
      "certain",
      "none",
      "none",
    ]);
  });

  it("makes them likely where a system places one person and the other is placed, else possible", () => {
    const unseen = { subjects: [pseudonym("ben")], systems: ["cameras"] };
    expect(upper([], unseen)).toEqual(["possible", "possible", "none", "none"]);
    expect(upper([seen("ann 1", 5, "a")], unseen)).toEqual(["likely", "possible", "possible", "possible"]);
  });

  it("could have been about anybody where nobody knows", () => {
    expect(upper([], {})).toEqual(["certain", "certain", "certain", "certain"]);
    expect(upper([], { systems: ["plates"] })).toEqual(["likely", "likely", "likely", "likely"]);
  });

  it("is stated without whom it was about", () => {
    const gaps = [{ ...gap, subjects: [pseudonym("ben")] }];
    expect(assessRows([], REGISTER, { ...GIVEN, gaps }).gaps).toEqual([gap]);
  });
});

describe("a registered person", () => {
  it("is recognisable by four hours at two places, and known from the row that made them four", () => {
    const rows = [
      seen("dee", 1, "a", 1001),
      seen("dee", 2, "a", 1002),
      seen("dee", 3, "a", 1003),
      seen("dee", 4, "a", 1004),
    ];
    expect(dee(rows)).toMatchObject({ movement: false, tier: "possible", recordsShown: true });
    expect(dee([...rows, seen("dee", 5, "b", 1009)])).toMatchObject({
      movement: true,
      tier: "likely",
      knownSince: at(1009),
    });
    expect(dee([])).toEqual({
      member: "Dee",
      tier: "none",
      upper: "none",
      recordsShown: false,
      movement: false,
    });
  });
});

function timeShown({ shown, lookup }: ShownRow): string {
  return shown ?? GIVEN.lookups?.get(lookup ?? "") ?? "9";
}
