import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { ownLines } from "./own-lines.ts";
import { memoryFile, readerFor, readWhole, rejectionOf } from "./reader.fixture.ts";

const read = readerFor(ownLines);
const PSEUDONYM = `p1_${"0123456789ab".repeat(2)}`;

/** The example of DESIGN.md 4.1 with raw subjects. */
function line(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: "city-a-alpr:000123",
    time: "2025-03-01T12:00:05.000Z",
    source: "city-a-alpr",
    system: "plates",
    action: "search",
    operator: { id: "op-17", unit: "patrol", role: "officer" },
    session: { id: "s-9", address: "10.0.0.8", client: "web" },
    subjects: [{ type: "plate", id: "ABC 1234" }],
    site: { id: "cam-0042", lat: 19.43, lon: -99.13 },
    window: { from: "2025-02-28T00:00:00.000Z", to: "2025-03-01T12:00:00.000Z" },
    purpose: { case: "C25-1234", reason: "robbery", authority: "warrant 881" },
    result: { rows: 12, subjects: [{ type: "phone", id: "+1 555 010 9999" }] },
    automated: false,
    ...change,
  };
}

describe("Counterwatch's own JSON Lines", () => {
  it("come back as they are, with pseudonyms for raw subjects", () => {
    const { subjects, result, ...rest } = read(line());
    const { subjects: _, result: __, ...written } = line();
    expect(rest).toEqual(written);
    expect(subjects).toEqual([{ type: "plate", id: expect.stringMatching(/^p1_/) }]);
    expect(result).toEqual({ rows: 12, subjects: [{ type: "phone", id: expect.stringMatching(/^p1_/) }] });
  });

  it("are unchanged when read again", () => {
    const once = read(line());
    expect(read(JSON.parse(JSON.stringify(once)) as Record<string, unknown>)).toEqual(once);
  });

  it("keep pseudonyms, and meet raw ids in any spelling", () => {
    expect(read(line({ subjects: [{ type: "plate", id: PSEUDONYM }] })).subjects).toEqual([
      { type: "plate", id: PSEUDONYM },
    ]);
    expect(read(line({ subjects: [{ type: "plate", id: "abc-1234" }] })).subjects).toEqual(
      read(line()).subjects,
    );
  });

  it("keep operators that are pseudonyms, and make pseudonyms of the others where the run asks for them", () => {
    expect(read(line({ operator: { id: PSEUDONYM } })).operator).toEqual({ id: PSEUDONYM });
    const hiding = readerFor(ownLines, { identifiers: { pseudonymiseOperators: true } });
    const event = hiding(line()) as AccessEvent;
    expect(event.operator.id).toMatch(/^p1_/);
    expect(event.session?.address).toMatch(/^p1_/);
    expect(hiding(line({ operator: { id: PSEUDONYM } })).operator.id).toBe(PSEUDONYM);
  });

  it("have their free text redacted", () => {
    const event = read(
      line({
        purpose: { reason: "ABC-1234 belongs to mario@example.org" },
        query: { prompt: "call 555 010 9999" },
      }),
    );
    expect(JSON.stringify(event)).not.toMatch(/1234|mario|9999/);
  });

  it("may carry any offset", () => {
    expect(read(line({ time: "2025-03-01T06:00:05-06:00" })).time).toBe("2025-03-01T12:00:05.000Z");
  });

  it("keep what is withheld and partial", () => {
    const event = read(
      line({
        subjects: [
          { type: "phone", withheld: true },
          { type: "plate", id: PSEUDONYM, partial: true },
        ],
        purpose: { withheld: ["reason"] },
      }),
    );
    expect(event.subjects).toEqual([
      { type: "phone", withheld: true },
      { type: "plate", id: PSEUDONYM, partial: true },
    ]);
    expect(event.purpose).toEqual({ withheld: ["reason"] });
    expect(read(line({ purpose: { reason: "***" } })).purpose).toEqual({ withheld: ["reason"] });
  });

  it("need only time, source, system, action and operator", () => {
    const { time, source, system, action } = line();
    expect(read({ time, source, system, action, operator: { id: "op" } })).toMatchObject({
      id: "",
      operator: { id: "op" },
    });
  });

  it.each([
    ["no time", { time: undefined }, "time-missing", "time"],
    ["a time without offset", { time: "2025-03-01T12:00:05" }, "time-unreadable", "time"],
    ["a time long ago", { time: "1025-03-01T12:00:05Z" }, "time-implausible", "time"],
    ["no source", { source: undefined }, "schema", "source"],
    ["another system", { system: "gossip" }, "system-unknown", "system"],
    ["no action", { action: undefined }, "action-unknown", "action"],
    ["no operator", { operator: undefined }, "operator-missing", "operator"],
    ["a blank operator", { operator: { id: " - " } }, "operator-missing", "operator.id"],
    ["an operator that is a text", { operator: "op" }, "schema", "operator"],
    [
      "a subject of another type",
      { subjects: [{ type: "soul", id: "x" }] },
      "identifier-invalid",
      "subjects.0.type",
    ],
    ["a subject without id", { subjects: [{ type: "phone" }] }, "identifier-invalid", "subjects"],
    ["a place outside the world", { site: { id: "x", lat: 91 } }, "schema", "site.lat"],
    ["a negative count", { result: { rows: -1 } }, "schema", "result.rows"],
    ["an unknown field", { "+15550109999": 1 }, "schema", undefined],
  ])("with %s are rejected", (_, change, reason, column) => {
    const rejection = rejectionOf(read, line(change));
    expect([rejection.reason, rejection.column]).toEqual([reason, column]);
    expect(rejection.message).not.toContain("9999");
  });

  it("are recognised, also behind gzip's back as a JSON array", async () => {
    const log = await readWhole(
      memoryFile("events.jsonl", `${JSON.stringify(line())}\n${JSON.stringify(line({ id: "2" }))}\n`),
    );
    expect([log.connector, log.events.length]).toEqual(["counterwatch", 2]);
    expect(log.events[0]?.source).toBe("city-a-alpr");
  });
});
