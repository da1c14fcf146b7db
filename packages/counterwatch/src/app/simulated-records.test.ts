import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { relationWorld, type ShownRowJson, simulate } from "@counterwatch/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shownRowSchema } from "../model/shown-row.ts";
import { makeWorld, type SimulatedWorld } from "./simulation.ts";

const folder = mkdtempSync(join(tmpdir(), "simulated-records-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pseudonym = (type: string, id: string) =>
  `p1_${createHash("sha256").update(`${type}:${id}`).digest("hex").slice(0, 24)}`;

/** The row with stand-ins where it has identifiers, as an import would make it. */
function pseudonymised(row: ShownRowJson): unknown {
  const party = ({ type, id }: { type: string; id: string }) => ({ type, id: pseudonym(type, id) });
  if (row.kind === "call" || row.kind === "transfer")
    return { ...row, from: party(row.from), to: party(row.to) };
  if ("thing" in row) return { ...row, subject: party(row.subject), thing: pseudonym(row.kind, row.thing) };
  return { ...row, subject: party(row.subject) };
}

const lines = (text: string) => text.split("\n").filter((line) => line !== "");

describe("rows of the simulator", () => {
  it("have the form of shown rows, all kinds of them, but for raw identifiers", () => {
    const kinds = new Set<string>();
    for (const view of ["both", "whole"] as const) {
      const world = relationWorld({ people: 500, relations: 8, days: 7, view });
      let ordinal = 0;
      for (const row of world.rows()) {
        kinds.add(row.kind);
        // Movement is nine rows in ten, all alike.
        if ((row.kind === "fix" || row.kind === "sighting") && ordinal++ % 20 !== 0) continue;
        const written = pseudonymised(row);
        expect(shownRowSchema.parse(written)).toEqual(written);
      }
    }
    expect([...kinds].sort()).toEqual([
      "address",
      "booking",
      "call",
      "device",
      "fix",
      "sighting",
      "transfer",
    ]);
  });
});

describe("makeWorld with records", () => {
  const options = {
    preset: "city",
    operators: 20,
    days: 20,
    systems: ["calls", "travel"],
    campaigns: ["obsession"],
    answers: "campaigns",
  } as const;
  const answers = join(folder, "answers.jsonl.gz");
  const records = { folder: join(folder, "records"), days: 2 };
  let made: SimulatedWorld;
  beforeAll(async () => {
    made = await makeWorld({ options, form: "jsonl", out: folder, force: false, answers, records });
  });

  it("writes the rows of the look-ups in the log, counted by their results", () => {
    const rows = lines(gunzipSync(readFileSync(answers)).toString()).map((line) => JSON.parse(line));
    const events = lines(readFileSync(made.log, "utf8")).map((line) => JSON.parse(line));
    const truth = JSON.parse(readFileSync(made.truth, "utf8"));
    const misuse = new Set<string>(truth.campaigns.flatMap((each: { events: string[] }) => each.events));
    expect(made.answers).toEqual({ path: answers, rows: rows.length });
    expect(rows.length).toBeGreaterThan(200);
    for (const event of events) {
      if (!misuse.has(event.id)) continue;
      expect(rows.filter((row) => row.lookup === event.id).length, event.id).toBe(event.result.rows);
    }
    expect(rows.every((row) => misuse.has(row.lookup))).toBe(true);
  });

  it("writes each system whole, the last days of it, and the truth about the register", () => {
    expect(made.records.map(({ path }) => path)).toEqual([
      join(records.folder, "calls.jsonl"),
      join(records.folder, "travel.jsonl"),
    ]);
    const [calls] = made.records;
    const rows = lines(readFileSync(calls!.path, "utf8"));
    expect(rows.length).toBe(calls!.rows);
    const times = rows.flatMap((line) => JSON.parse(line).time ?? []).sort();
    expect(times[0]! >= "2025-01-19T00:00:00.000Z" && times.at(-1)! < "2025-01-21T00:00:00.000Z").toBe(true);
    expect(times.length).toBeGreaterThan(20_000);
    const register = JSON.parse(readFileSync(made.register, "utf8"));
    expect(JSON.parse(readFileSync(made.ties!, "utf8")).ties.length).toBe(register.relations.length);
  });

  it("replaces nothing unasked, refuses days that the world does not have, and leaves nothing half-written", async () => {
    const request = { options, form: "jsonl", out: folder, force: false, answers, records } as const;
    await expect(makeWorld(request)).rejects.toMatchObject({ code: "usage" });
    const elsewhere = join(folder, "elsewhere");
    await expect(
      makeWorld({
        ...request,
        out: elsewhere,
        answers: join(elsewhere, "a.jsonl"),
        records: { folder: elsewhere, days: 21 },
      }),
    ).rejects.toMatchObject({ code: "usage" });
    expect(existsSync(elsewhere)).toBe(false);
    const blocked = join(made.log, "answers.jsonl");
    await expect(
      makeWorld({ ...request, out: elsewhere, answers: blocked, records: undefined }),
    ).rejects.toMatchObject({
      code: "unwritable",
    });
    const left = readdirSync(folder, { recursive: true }).map(String);
    expect(left.filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("leaves events as they are without", async () => {
    const world = [...simulate({ ...options, answers: undefined })];
    const events = lines(readFileSync(made.log, "utf8")).map((line) => JSON.parse(line));
    expect(events.map((event) => ({ ...event, result: 0 }))).toEqual(
      world.map((event) => ({ ...event, result: 0 })),
    );
  });
});
