import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIONS, SUBJECT_TYPES, SYSTEMS } from "../model/index.ts";
import { isPlainTime } from "./plain-time.ts";
import { isPlainlyReceived } from "./received-check.ts";
import { receivedEventSchema } from "./received-event.ts";
import { createTimeReader, printTime } from "./times.ts";

const text = fc.string({ minLength: 1, maxLength: 12 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const time = fc
  .integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2099, 11, 31) })
  .map((ms) => new Date(ms).toISOString());
const yes = fc.constant(true as const);
const subjects = fc.array(
  fc.record(
    { type: fc.constantFrom(...SUBJECT_TYPES), id: text, withheld: yes, partial: yes },
    { requiredKeys: ["type"] },
  ),
  { maxLength: 3 },
);

/** Rows that fit the schema, with any of their optional members. */
const rows = fc
  .record({
    id: maybe(text),
    time,
    source: text,
    system: fc.constantFrom(...SYSTEMS),
    action: fc.constantFrom(...ACTIONS),
    operator: fc.record({ id: text, unit: text, role: text, withheld: yes }, { requiredKeys: ["id"] }),
    session: maybe(fc.record({ id: text, address: text, client: text }, { requiredKeys: [] })),
    subjects: maybe(subjects),
    site: maybe(
      fc.record(
        {
          id: text,
          lat: fc.double({ min: -90, max: 90, noNaN: true }),
          lon: fc.double({ min: -180, max: 180, noNaN: true }),
        },
        { requiredKeys: ["id"] },
      ),
    ),
    window: maybe(fc.record({ from: time, to: time }, { requiredKeys: [] })),
    purpose: maybe(
      fc.record(
        {
          case: text,
          reason: text,
          authority: text,
          withheld: fc.array(fc.constantFrom("case", "reason", "authority")),
        },
        { requiredKeys: [] },
      ),
    ),
    query: maybe(fc.record({ kind: text, filters: text, prompt: text }, { requiredKeys: [] })),
    reach: maybe(fc.record({ networks: fc.nat(), devices: fc.nat() }, { requiredKeys: [] })),
    object: maybe(fc.record({ type: text, name: text }, { requiredKeys: [] })),
    result: maybe(
      fc.record(
        { rows: fc.nat(), subjects, outcome: fc.constantFrom("success", "failure", "denied") },
        { requiredKeys: [] },
      ),
    ),
    automated: maybe(fc.boolean()),
    late: maybe(yes),
  })
  .map((row) => JSON.parse(JSON.stringify(row)) as Record<string, unknown>);

const PIECES: readonly unknown[] = [
  null,
  "",
  " ",
  0,
  -1,
  1.5,
  1e300,
  200,
  true,
  false,
  [],
  {},
  [null],
  ["case"],
  "case",
  "x".repeat(1025),
  "2025-02-29T00:00:00.000Z",
  "2024-02-29T00:00:00.000Z",
  "2025-03-01T12:00:05+02:00",
  "2025-03-01T24:00:00.000Z",
  "1989-12-31T23:59:59.999Z",
  "p1_0123456789ab0123456789ab",
  { type: "plate" },
  { id: "x" },
  { id: "x", lat: 91 },
];

/** A member anywhere is replaced, taken out or added. */
const damaged = fc
  .tuple(rows, fc.nat(), fc.nat({ max: PIECES.length }), fc.constantFrom("", "extra", "id", "__proto__"))
  .map(([whole, at, piece, added]) => {
    const row = JSON.parse(JSON.stringify(whole)) as Record<string, unknown>;
    const put: unknown = JSON.parse(JSON.stringify(PIECES[piece] ?? null));
    const places = placesOf(row);
    const [holder, key] = places[at % places.length] as readonly [Record<string, unknown>, string];
    if (added !== "")
      Object.defineProperty(holder, added, { value: put, enumerable: true, configurable: true });
    else if (piece === PIECES.length) delete holder[key];
    else holder[key] = put;
    return row;
  });

function placesOf(value: Record<string, unknown>): (readonly [Record<string, unknown>, string])[] {
  return Object.entries(value).flatMap(([key, inner]) => [
    [value, key] as const,
    ...(typeof inner === "object" && inner !== null ? placesOf(inner as Record<string, unknown>) : []),
  ]);
}

describe("the check by hand of a received row", () => {
  it("lets through what the schema lets through, and then nothing is changed by the schema", () => {
    fc.assert(
      fc.property(fc.oneof(rows, damaged), (row) => {
        const result = receivedEventSchema.safeParse(row);
        if (!isPlainlyReceived(row)) return;
        expect(result.success).toBe(true);
        expect(JSON.parse(JSON.stringify(result.data))).toEqual(JSON.parse(JSON.stringify(row)));
      }),
      { numRuns: 3000 },
    );
  });

  it("knows every row that fits", () => {
    fc.assert(fc.property(rows, (row) => isPlainlyReceived(row)));
  });
});

describe("a plain time", () => {
  it("is one that reading and printing would not change", () => {
    const read = createTimeReader(undefined);
    const sign = fc.constantFrom(..."0123456789-:.TZ ".split(""));
    const near = fc
      .tuple(time, fc.nat({ max: 23 }), sign)
      .map(([whole, at, put]) => whole.slice(0, at) + put + whole.slice(at + 1));
    fc.assert(
      fc.property(fc.oneof(time, near), (written) => {
        if (!isPlainTime(written)) return;
        expect(receivedEventSchema.shape.time.safeParse(written).success).toBe(true);
        expect(printTime(read(written, "time"))).toBe(written);
      }),
      { numRuns: 2000 },
    );
  });
});
