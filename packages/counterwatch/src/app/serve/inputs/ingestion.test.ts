import { describe, expect, it } from "vitest";
import { createIdentifiers } from "../../../intake/identifiers.ts";
import type { AccessEvent, DeadLetter } from "../../../model/index.ts";
import { Ingestion } from "./ingestion.ts";

const NOW = Date.parse("2026-03-01T12:00:00.000Z");
const HOUR = 3_600_000;

function office() {
  const events: AccessEvent[] = [];
  const letters: DeadLetter[] = [];
  const ingestion = new Ingestion({
    line: {
      take: (taken) => {
        events.push(...taken);
        return Promise.resolve({ appended: taken.length, present: 0 });
      },
    },
    letters: { keep: (_source, _request, rejected) => void letters.push(...rejected) },
    identifiers: createIdentifiers({ siteKey: new Uint8Array(32) }),
    zone: undefined,
    clock: () => NOW,
  });
  const send = (source: string, ...lines: object[]) =>
    ingestion.take(source, Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")), "0");
  return { events, letters, ingestion, send };
}

function lookUp(ahead: number, more: object = {}): object {
  const time = new Date(NOW + ahead).toISOString();
  return { time, source: "a", system: "plates", action: "search", operator: { id: "op-1" }, ...more };
}

describe("rows of one source", () => {
  it("that lie further ahead than any zone are dead letters, whoever sends them, and wake no silence", async () => {
    const { events, letters, ingestion, send } = office();
    const far = lookUp(0, { time: "2099-12-31T23:59:59.000Z" });
    expect(await send("a", lookUp(-HOUR), lookUp(14 * HOUR), lookUp(27 * HOUR), far)).toMatchObject({
      rows: 4,
      appended: 2,
      rejected: 2,
    });
    expect(events.map(({ time }) => time)).toEqual(["2026-03-01T11:00:00.000Z", "2026-03-02T02:00:00.000Z"]);
    expect(letters.map(({ reason, line }) => [reason, line])).toEqual([
      ["time-implausible", 3],
      ["time-implausible", 4],
    ]);
    // Not of tomorrow: it would be taken for speaking until then.
    expect(ingestion.heard.get("a")?.time).toBe("2026-03-01T12:00:00.000Z");
  });

  it("that name another source are that source's own within it, and take nobody's name", async () => {
    const { events, send } = office();
    await send("a", lookUp(0, { id: "1" }), lookUp(0, { id: "2", source: "b" }));
    await send("a", lookUp(0, { id: "3", source: "counterwatch" }));
    expect(events.map(({ source }) => source)).toEqual(["a", "a/b", "a/counterwatch"]);
  });
});
