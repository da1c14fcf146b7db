import { describe, expect, it } from "vitest";
import type { ColumnUse } from "../store/exports-folder.ts";
import { mergeDecoys, sameShape } from "./exports-decoys.ts";
import { readExport } from "./exports-table.ts";

/** A linear congruential generator (Numerical Recipes); for tests alone. */
function lcg(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const COLUMNS: Record<string, ColumnUse> = {
  row: "ordinal",
  id: "shape",
  plate: "identifier",
  seen: "time",
  camera: "sample",
  other: "counterpart",
};

const random = lcg(1);
const PLATES = Array.from({ length: 60 }, (_, at) => `AB${String(at).padStart(4, "0")}`);

function rows(count: number, sort: "up" | "down" | "plate" | "none", time = (at: number) => stamp(at)) {
  let list = Array.from({ length: count }, (_, at) => ({
    id: sameShape("a1b2c3d4-e5f6", random),
    plate: PLATES[random(60)] as string,
    seen: time(at * 97),
    camera: `cam-${random(9)}`,
    other: `XX${random(900) + 100}`,
  }));
  if (sort === "down") list = list.toReversed();
  if (sort === "plate") list = list.toSorted((a, b) => (a.plate < b.plate ? -1 : a.plate > b.plate ? 1 : 0));
  if (sort === "none") list = list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const lines = list.map((row, at) => `${at + 1},${Object.values(row).join(",")}\n`);
  return `row,id,plate,seen,camera,other\n${lines.join("")}`;
}

function stamp(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
}

const KEY = new Uint8Array(32).fill(5);
const DECOYS = ["ZZ0001", "ZZ0002", "ZZ0003"].map((identifier) => ({
  identifier,
  seed: new Uint8Array(32).fill(Number(identifier.at(-1))),
}));

function merge(text: string, columns: Record<string, ColumnUse> = COLUMNS, decoys = DECOYS) {
  return mergeDecoys({
    table: readExport(text),
    columns,
    decoys,
    key: KEY,
    counterpart: (random) => `YY${100 + random(900)}`,
  });
}

function cells(text: string): Record<string, string>[] {
  return readExport(text).rows.map((row) =>
    Object.fromEntries(row.cells.map(({ column, value }) => [column, value])),
  );
}

function strip(list: Record<string, string>[]) {
  return list.map((each) => ({ ...each, row: undefined }));
}

function own(merged: string, plate: string) {
  return strip(cells(merged).filter((row) => row["plate"] === plate));
}

function shape(value: string): string {
  return value.replace(/\d+/g, "9");
}

const refused = expect.objectContaining({ code: "config" });

describe("decoy rows", () => {
  it.each(["up", "down", "plate", "none"] as const)(
    "stand among rows sorted %s, which stay as they were",
    (sort) => {
      const text = rows(400, sort);
      const merged = merge(text);
      const all = cells(merged);
      const decoys = all.filter(({ plate }) => plate?.startsWith("ZZ"));
      expect(new Set(decoys.map(({ plate }) => plate)).size).toBe(3);
      expect(strip(all.filter(({ plate }) => !plate?.startsWith("ZZ")))).toEqual(strip(cells(text)));
      expect(all.map(({ row }) => Number(row))).toEqual(all.map((_, at) => at + 1));
      const seen = all.map((row) => row["seen"] as string);
      const plates = all.map((row) => row["plate"] as string);
      if (sort === "up") expect(seen).toEqual(seen.toSorted());
      if (sort === "down") expect(seen).toEqual(seen.toSorted().toReversed());
      if (sort === "plate") expect(plates).toEqual(plates.toSorted());
      if (sort === "none") {
        // Not at one end: somewhere among the others.
        const at = all.findIndex(({ plate }) => plate?.startsWith("ZZ"));
        expect(at).toBeGreaterThan(0);
      }
    },
  );

  it("have the forms, the period and the row counts of the others, and nobody's other party", () => {
    const text = rows(600, "up");
    const real = cells(text);
    const decoys = cells(merge(text)).filter(({ plate }) => plate?.startsWith("ZZ"));
    const counts = new Map<string, number>();
    for (const { plate } of real) counts.set(plate as string, (counts.get(plate as string) ?? 0) + 1);
    const sizes = new Set(counts.values());
    const first = real[0]?.["seen"] as string;
    const last = real.at(-1)?.["seen"] as string;
    const cameras = new Set(real.map(({ camera }) => camera));
    const ids = new Set(real.map(({ id }) => id));
    for (const plate of ["ZZ0001", "ZZ0002", "ZZ0003"])
      expect(sizes).toContain(decoys.filter((row) => row["plate"] === plate).length);
    for (const decoy of decoys) {
      expect(decoy["seen"]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      expect((decoy["seen"] as string) >= first && (decoy["seen"] as string) <= last).toBe(true);
      expect(cameras).toContain(decoy["camera"]);
      expect(decoy["other"]).toMatch(/^YY\d{3}$/);
      expect(decoy["id"]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}$/);
      expect(ids).not.toContain(decoy["id"]);
    }
  });

  it.each([
    ["seconds since 1970", (at: number) => String(1_767_225_600 + at)],
    ["milliseconds since 1970", (at: number) => String(1_767_225_600_000 + at * 1000)],
    ["American", (at: number) => `"1/${1 + Math.floor(at / 86_400)}/2026, ${clock(at)} AM UTC"`],
    ["dates alone", (at: number) => stamp(at).slice(0, 10)],
    ["minutes", (at: number) => stamp(at).slice(0, 16)],
  ] as const)("are timed in the export's own words: %s", (_, time) => {
    const text = rows(300, "up", time);
    const shapes = new Set(cells(text).map(({ seen }) => shape(seen as string)));
    const decoys = cells(merge(text)).filter(({ plate }) => plate?.startsWith("ZZ"));
    expect(decoys.length).toBeGreaterThan(2);
    for (const decoy of decoys) expect(shapes).toContain(shape(decoy["seen"] as string));
  });

  it("are the same in every export of the same rows, so that comparing exports shows which rows differ and no more", () => {
    const text = rows(3000, "up");
    const [one, two, three] = DECOYS as [(typeof DECOYS)[0], (typeof DECOYS)[0], (typeof DECOYS)[0]];
    const first = merge(text, COLUMNS, [one, two]);
    const second = merge(text, COLUMNS, [two, three]);
    expect(own(first, "ZZ0002")).toEqual(own(second, "ZZ0002"));
    expect(own(first, "ZZ0002").length).toBeGreaterThan(20);
    // A month with a few days more has most of these rows in common.
    const lines = text.split("\n");
    const longer = merge([...lines.slice(0, 2900), ""].join("\n"), COLUMNS, [two]);
    const common = own(longer, "ZZ0002").filter((row) =>
      own(first, "ZZ0002").some((other) => JSON.stringify(other) === JSON.stringify(row)),
    );
    expect(common.length).toBeGreaterThan(0.7 * own(first, "ZZ0002").length);
    // Under another key they are others.
    const other = mergeDecoys({
      table: readExport(text),
      columns: COLUMNS,
      decoys: [two],
      key: new Uint8Array(32),
      counterpart: () => "YY100",
    });
    expect(own(other, "ZZ0002")).not.toEqual(own(first, "ZZ0002"));
  });

  it("are refused where the description does not explain the export", () => {
    const text = rows(50, "up");
    const { camera: _, ...incomplete } = COLUMNS;
    expect(() => merge(text, incomplete)).toThrow(
      expect.objectContaining({ code: "config", message: expect.stringContaining("camera") }),
    );
    expect(() => merge(text, { ...COLUMNS, plate: "sample" })).toThrow(refused);
    expect(() => merge(text, { ...COLUMNS, id: "identifier" })).toThrow(refused);
    expect(() => merge(text, { ...COLUMNS, row: "sample", id: "ordinal" })).toThrow(refused);
    expect(() => merge(text, { ...COLUMNS, camera: "time", seen: "sample" })).toThrow(refused);
    expect(() => merge(text.split("\n").slice(0, 2).join("\n"))).toThrow(refused);
  });
});

function clock(at: number): string {
  const hours = (Math.floor(at / 3600) % 11) + 1;
  return `${hours}:${String(Math.floor(at / 60) % 60).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
}
