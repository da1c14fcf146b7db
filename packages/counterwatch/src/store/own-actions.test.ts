import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { memoryLog, readAll, testIdentifiers } from "../intake/memory-log.fixture.ts";
import { type OwnAction, ownName } from "../ledger/own-action.ts";
import { appendOwnAction, readOwnActions } from "./own-actions.ts";

const TIME = new Date("2026-03-01T12:00:00.000Z");
const ACTION: OwnAction = {
  action: "view",
  by: ["bruno", "alice"],
  object: "assessment",
  name: ownName("0123456789abcdef"),
  version: 12,
  incident: "incident-85332ce746b7",
  reason: "exposure-assessment",
};

describe("the log of our own look-ups", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "counterwatch-own-"));
    path = join(folder, "deep", "own-actions.jsonl");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("numbers its lines, for its owner alone", () => {
    for (let n = 0; n < 3; n++) appendOwnAction(path, ACTION, TIME);
    const events = readOwnActions(path);
    expect(events.map(({ id }) => id)).toEqual(["counterwatch:1", "counterwatch:2", "counterwatch:3"]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(events[0]).toMatchObject({
      operator: { id: "alice+bruno" },
      purpose: { case: "incident-85332ce746b7" },
    });
    expect(events.some(({ subjects }) => subjects !== undefined)).toBe(false);
  });

  it("goes on after a line that a crash cut off", () => {
    appendOwnAction(path, ACTION, TIME);
    appendFileSync(path, '{"id":"counterwatch:2","ti\n');
    appendOwnAction(path, ACTION, TIME);
    expect(readOwnActions(path).map(({ id }) => id)).toEqual(["counterwatch:1", "counterwatch:2"]);
  });

  it("is read by a scan as it was written: no word of it is taken for an identifier", async () => {
    appendOwnAction(path, ACTION, TIME);
    const { events, deadLetters } = await readAll(memoryLog(readFileSync(path), "own-actions.jsonl"), {
      identifiers: testIdentifiers(),
    });
    expect(deadLetters).toEqual([]);
    expect(events).toEqual(readOwnActions(path));
  });

  it("refuses where it cannot write, so that nothing goes on unseen", () => {
    writeFileSync(join(folder, "deep"), "");
    expect(() => appendOwnAction(path, ACTION, TIME)).toThrow(
      expect.objectContaining({ code: "unwritable" }),
    );
  });
});

describe("ownName", () => {
  it("writes hexadecimal digits as letters, one to one", () => {
    const names = Array.from({ length: 256 }, (_, n) => ownName(n.toString(16).padStart(8, "0")));
    expect(new Set(names).size).toBe(256);
    expect(names.every((name) => /^[a-z]{8}$/.test(name))).toBe(true);
  });
});
