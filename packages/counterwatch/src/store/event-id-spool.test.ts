import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EventIdSpool, MemoryEventIdSpool } from "../rules/event-id-spool.ts";
import { FileEventIdSpool } from "./event-id-spool.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "spool-test-"));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const spools: [string, () => EventIdSpool & { close?(): void }][] = [
  ["in memory", () => new MemoryEventIdSpool()],
  ["in a file", () => new FileEventIdSpool(parent)],
];

describe.each(spools)("an event id spool %s", (_, make) => {
  it("gives every group its ids in order, as often as asked, whatever they contain", () => {
    const id = fc.oneof(
      fc.string(),
      fc.string({ unit: "grapheme" }),
      fc.constant('"\n\u0000,]'),
      fc.constant("\ud800"),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), id), { maxLength: 200 }), (steps) => {
        const spool = make();
        const model = new Map<number, string[]>();
        for (const [group, text] of steps) {
          spool.append(group, text);
          model.set(group, [...(model.get(group) ?? []), text]);
        }
        for (let group = 0; group < 5; group++) {
          expect([...spool.read(group)]).toEqual(model.get(group) ?? []);
          expect([...spool.read(group)]).toEqual(model.get(group) ?? []);
        }
        spool.close?.();
      }),
      { numRuns: 50 },
    );
  });

  it("keeps many chunks apart", () => {
    const spool = make();
    const count = 30_000;
    for (let n = 0; n < count; n++) {
      spool.append(n % 3, `city-a-alpr:${String(n).padStart(9, "0")}`);
      if (n === count / 2) expect([...spool.read(0)].length).toBe(Math.floor(n / 3) + 1);
    }
    const ids = [...spool.read(1)];
    expect(ids.length).toBe(count / 3);
    expect(ids[0]).toBe("city-a-alpr:000000001");
    expect(ids.at(-1)).toBe("city-a-alpr:000029998");
    spool.close?.();
  });
});

describe("FileEventIdSpool", () => {
  it("leaves nothing behind, and makes no file for few ids", () => {
    const spool = new FileEventIdSpool(parent);
    spool.append(0, "log:1");
    expect(readdirSync(parent)).toEqual([]);
    for (let n = 0; n < 5000; n++) spool.append(0, `log:${n}`);
    spool.close();
    expect(readdirSync(parent)).toEqual([]);
    expect([...spool.read(0)]).toEqual([]);
  });

  it("says which folder cannot be written", () => {
    const missing = join(parent, "gone");
    expect(existsSync(missing)).toBe(false);
    const spool = new FileEventIdSpool(missing);
    expect(() => {
      for (let n = 0; n < 5000; n++) spool.append(0, `log:${n}`);
    }).toThrowError(expect.objectContaining({ code: "unwritable", place: { file: missing } }));
  });
});
