import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { DeadLetter } from "../model/index.ts";
import { DeadLetterFile } from "./dead-letter-file.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-letters-"));
  folders.push(folder);
  return join(folder, "dead-letters.jsonl");
}

function letter(ordinal: number): DeadLetter {
  return {
    file: "city",
    line: ordinal + 1,
    ordinal,
    source: "inside",
    reason: "not-json",
    message: "é".repeat(ordinal % 7),
    // Longer than the window that is read at once, now and then.
    row: { line: "A".repeat(ordinal % 50 === 0 ? 300_000 : 20) },
  };
}

const letters = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => letter(from + at));

function ordinals(file: DeadLetterFile, source: string | undefined, limit: number): number[] {
  const found: number[] = [];
  for (let after: string | undefined; ; ) {
    const page = file.page(source, { limit, after });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items.map(({ ordinal }) => ordinal));
    if (page.next === undefined) return found;
    after = page.next;
  }
}

describe("dead letters of a server", () => {
  it("come back page by page, the latest first, each once", () => {
    const file = new DeadLetterFile(newPath());
    file.keep("city", "r1", letters(1, 120));
    file.keep("portal", "r2", letters(200, 210));
    const latestFirst = letters(1, 120)
      .map(({ ordinal }) => ordinal)
      .toReversed();
    for (const limit of [1, 7, 200]) expect(ordinals(file, "city", limit)).toEqual(latestFirst);
    expect(ordinals(file, undefined, 50).slice(0, 11)).toEqual([
      209, 208, 207, 206, 205, 204, 203, 202, 201, 200, 119,
    ]);
    expect(file.page("nobody", { limit: 5 })).toMatchObject({ items: [], total: 0 });
    expect(file.page(undefined, { limit: 5, after: "0" })).toMatchObject({ items: [], next: undefined });
  });

  it("are kept once, however often a request comes, and after a crash in the middle of a line", () => {
    const path = newPath();
    const first = new DeadLetterFile(path);
    first.keep("city", "r1", letters(1, 4));
    first.keep("city", "r1", letters(1, 6));
    const whole = readFileSync(path, "utf8");
    appendFileSync(path, '{"file":"city","line":9');
    const again = new DeadLetterFile(path);
    expect(readFileSync(path, "utf8")).toBe(whole);
    again.keep("city", "r1", letters(1, 7));
    expect([again.countOf("city"), ordinals(again, undefined, 3)]).toEqual([6, [6, 5, 4, 3, 2, 1]]);
  });
});
