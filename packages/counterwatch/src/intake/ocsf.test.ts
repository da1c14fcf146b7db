import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIONS, type AccessEvent, accessEventSchema, SUBJECT_TYPES, SYSTEMS } from "../model/index.ts";
import type { Sample } from "./connector.ts";
import { ocsf, toOcsf } from "./ocsf.ts";
import { readerFor, rejectionOf } from "./reader.fixture.ts";

const read = readerFor(ocsf);

const instant = fc
  .date({ min: new Date("1990-01-02"), max: new Date("2099-12-30"), noInvalidDate: true })
  .map((date) => date.toISOString());
const word = fc
  .stringMatching(/^[a-z]{3,10}( [a-z]{3,10}){0,2}$/)
  .filter((text) => !/x{3}|null|undefined|redact|with|mask|conf|supp|seal|hidd/.test(text));
const pseudonym = fc.stringMatching(/^p1_[0-9a-f]{24}$/);
const subject = fc.oneof(
  fc.record({ type: fc.constantFrom(...SUBJECT_TYPES), id: pseudonym }),
  fc.record({ type: fc.constantFrom(...SUBJECT_TYPES), id: pseudonym, partial: fc.constant(true as const) }),
  fc.record({ type: fc.constantFrom(...SUBJECT_TYPES), withheld: fc.constant(true as const) }),
);
const count = fc.integer({ min: 0, max: 1_000_000 });
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const group = <T extends Record<string, fc.Arbitrary<unknown>>>(model: T) =>
  fc.record(model, { requiredKeys: [] }).filter((value) => Object.keys(value).length > 0);

const event = fc
  .record({
    id: fc.uuid(),
    time: instant,
    source: word,
    system: fc.constantFrom(...SYSTEMS),
    action: fc.constantFrom(...ACTIONS),
    operator: fc.record({ id: word, unit: word, role: word }, { requiredKeys: ["id"] }),
    session: optional(group({ id: word, address: fc.oneof(fc.ipV4(), word, pseudonym), client: word })),
    subjects: optional(fc.array(subject, { minLength: 1, maxLength: 4 })),
    site: optional(
      fc.record(
        {
          id: word,
          lat: fc.double({ min: -90, max: 90, noNaN: true }),
          lon: fc.double({ min: -180, max: 180, noNaN: true }),
        },
        { requiredKeys: ["id"] },
      ),
    ),
    window: optional(group({ from: instant, to: instant })),
    purpose: optional(
      group({
        case: word,
        reason: word,
        authority: word,
        withheld: fc.uniqueArray(fc.constantFrom("case", "reason", "authority"), { minLength: 1 }),
      }),
    ),
    query: optional(group({ kind: word, filters: word, prompt: word })),
    reach: optional(group({ networks: count, devices: count })),
    object: optional(group({ type: word, name: word })),
    result: optional(
      group({
        rows: count,
        subjects: fc.array(subject, { minLength: 1, maxLength: 2 }),
        outcome: fc.constantFrom("success", "failure", "denied"),
      }),
    ),
    automated: optional(fc.boolean()),
    late: optional(fc.constant(true as const)),
  })
  .map((value) => accessEventSchema.parse(value));

describe("OCSF 1.8", () => {
  it("an event comes back as it was, whatever it holds", () => {
    fc.assert(
      fc.property(event, (original) => {
        const line = JSON.parse(JSON.stringify(toOcsf(original))) as Record<string, unknown>;
        expect(JSON.parse(JSON.stringify(read(line)))).toEqual(JSON.parse(JSON.stringify(original)));
      }),
      { numRuns: 2000 },
    );
  });

  it("carries what the classes require", () => {
    for (const action of ACTIONS) {
      const line = toOcsf({
        id: "1",
        time: "2025-03-01T12:00:05.123Z",
        source: "log",
        system: "plates",
        action,
        operator: { id: "op" },
      });
      const classUid = line["class_uid"] as number;
      expect([6001, 6005]).toContain(classUid);
      expect(line["type_uid"]).toBe(classUid * 100 + (line["activity_id"] as number));
      expect(line).toMatchObject({
        category_uid: 6,
        severity_id: 1,
        time: 1740830405123,
        metadata: { version: "1.8.0", product: { name: "Counterwatch" } },
        actor: { user: { name: "op" } },
      });
      expect(line).toHaveProperty(classUid === 6005 ? "database.type_id" : "web_resources.0.name");
      expect(line).toHaveProperty("src_endpoint");
    }
  });

  it("reads what other producers write, without query text", () => {
    const line = {
      class_uid: 6005,
      category_uid: 6,
      activity_id: 4,
      type_uid: 600504,
      time: 1740830405123,
      metadata: { version: "1.8.0", uid: "0b1c", product: { name: "DB audit" } },
      actor: {
        user: { name: "alice", uid: "S-1-5", org: { name: "Fraud unit" } },
        session: { uid: "77" },
        app_name: "psql",
      },
      src_endpoint: { ip: "10.0.0.8", port: 5432 },
      database: { name: "cdr_archive", type_id: 1 },
      table: { name: "calls" },
      query_info: { query_string: "select * from calls where msisdn = '+15551234567'" },
      unmapped: { msisdn: "+15551234567" },
      status_id: 1,
    };
    const found = read(line);
    expect(found).toEqual({
      id: "0b1c",
      time: "2025-03-01T12:00:05.123Z",
      source: "test-log",
      system: "calls",
      action: "search",
      operator: { id: "alice", unit: "Fraud unit" },
      session: { id: "77", address: "10.0.0.8", client: "psql" },
      object: { type: "table", name: "calls" },
      result: { outcome: "success" },
    });
    expect(JSON.stringify(found)).not.toContain("5551234567");
  });

  it.each([
    [1, "configure"],
    [2, "view"],
    [4, "delete"],
    [5, "search"],
    [7, "export"],
    [8, "share"],
  ])("Web Resources activity %i is %s", (activity, action) => {
    const line = {
      class_uid: 6001,
      activity_id: activity,
      time: 1740830405123,
      actor: { user: { uid: "u" } },
      web_resources: [{ name: "x", type: "page" }],
      http_response: { code: 403 },
    };
    expect(read(line)).toMatchObject({
      action,
      system: "online",
      operator: { id: "u" },
      result: { outcome: "denied" },
    });
  });

  it("turns raw subjects in the extension into pseudonyms and removes them from its texts", () => {
    const line = {
      ...toOcsf(base()),
      counterwatch: {
        system: "plates",
        action: "search",
        subjects: [{ type: "plate", id: "ABC 1234" }],
        purpose: { reason: "seen abc-1234 twice, call 555 123 4567" },
      },
    };
    const found = read(line);
    expect(found.subjects).toEqual([{ type: "plate", id: expect.stringMatching(/^p1_/) }]);
    expect(JSON.stringify(found)).not.toMatch(/1234|4567/);
  });

  it("marks system and service accounts as automated", () => {
    const { counterwatch: _, ...plain } = toOcsf(base());
    expect(read({ ...plain, actor: { user: { name: "backup", type_id: 4 } } }).automated).toBe(true);
  });

  it.each([
    ["another class", { class_uid: 3002 }, "schema", "class_uid"],
    ["no time", { time: undefined }, "time-missing", "time"],
    ["a time that is none", { time: "yesterday" }, "time-unreadable", "time"],
    ["a time before computers", { time: 1 }, "time-implausible", "time"],
    ["no user", { actor: {} }, "operator-missing", "actor.user"],
    [
      "an activity that is none",
      { activity_id: 99, counterwatch: undefined },
      "action-unknown",
      "activity_id",
    ],
    [
      "an extension that does not fit",
      { counterwatch: { system: "plates", action: "search", subjects: "all" } },
      "schema",
      "subjects",
    ],
    [
      "an extension with an unknown field",
      { counterwatch: { system: "plates", action: "search", "+15551234567": 1 } },
      "schema",
      "",
    ],
  ])("rejects %s", (_, change, reason, column) => {
    const rejection = rejectionOf(read, { ...toOcsf(base()), ...change });
    expect([rejection.reason, rejection.column]).toEqual([reason, column]);
    expect(rejection.message).not.toContain("5551234567");
  });

  it("is recognised by its class, and other OCSF classes less surely", () => {
    expect(ocsf.recognise(sample(toOcsf(base())))).toBeGreaterThan(0.9);
    expect(ocsf.recognise(sample({ class_uid: 3002, type_uid: 300201 }))).toBeGreaterThan(0.5);
    expect(ocsf.recognise(sample({ class_uid: "plates" }))).toBe(0);
    expect(ocsf.recognise({ framing: "records", name: "x", header: [], rows: [] })).toBe(0);
  });
});

function base(): AccessEvent {
  return {
    id: "1",
    time: "2025-03-01T12:00:05.123Z",
    source: "log",
    system: "plates",
    action: "search",
    operator: { id: "op" },
  };
}

function sample(row: Record<string, unknown>): Sample {
  return { framing: "records", name: "x", header: Object.keys(row), rows: [row] };
}
