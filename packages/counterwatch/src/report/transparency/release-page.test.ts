import { describe, expect, it } from "vitest";
import { makePlan } from "./plan.ts";
import { readPeriod } from "./period.ts";
import { drawRelease, type Release } from "./release.ts";
import { csvCell, releaseCsv } from "./release-csv.ts";
import { releasePage } from "./release-page.ts";
import { seededBits } from "./seeded-bits.fixture.ts";

function release(publisher?: string, mechanism: "laplace" | "gaussian" = "laplace"): Release {
  const policy = { epsilonPerYear: 4, deltaPerYear: 0.000004, mechanism, crossTable: true };
  const plan = makePlan({ policy, epsilon: undefined, findings: true, outcomes: true });
  const counts = plan.tables.map(({ cells }) => cells.map(() => 0));
  const facts = {
    publisher,
    period: readPeriod("2026-Q3"),
    revision: 1,
    reason: '<b>"late" rows</b>',
    drawn: "2026-11-28T10:00:00.000Z",
    program: "0.1.0",
  };
  return drawRelease(plan, counts, facts, seededBits("page"));
}

function page(drawn: Release, locale: "en" | "es" = "en"): string {
  return releasePage({
    release: drawn,
    leaf: 12,
    origin: "records.example/ledger",
    json: "2026-Q3.json",
    locale,
  });
}

describe("page", () => {
  it("has a line for every cell of every table, in both languages", () => {
    const drawn = release("City Records Office");
    const cells = drawn.tables.reduce((sum, table) => sum + table.cells.length, 0);
    for (const locale of ["en", "es"] as const) {
      const text = page(drawn, locale);
      expect(text.match(/<tr><th scope="row">/g)).toHaveLength(cells);
      expect(text).not.toMatch(/undefined|NaN|\[object/);
      expect(text).toContain(`<html lang="${locale}">`);
    }
  });

  it("escapes what people wrote and has the hash that the ledger has", () => {
    const text = page(release("<script>alert(1)</script>", "gaussian"));
    expect(text).not.toContain("<script>alert");
    expect(text).not.toContain("<b>&quot;late");
    expect(text).toContain("&lt;b&gt;&quot;late&quot;");
    expect(text).toMatch(/<code>[0-9a-f]{64}<\/code>/);
    expect(text).toContain("δ = 0.000001");
  });

  it("shows figures below zero as they are", () => {
    const drawn = release();
    const negative = drawn.tables.flatMap(({ cells }) => cells).filter(({ value }) => value < 0);
    expect(negative.length).toBeGreaterThan(10);
    expect(page(drawn)).toContain(`>\u2212${Math.abs(negative[0]!.value).toLocaleString("en-GB")}<`);
  });

  it("gives the same bytes for the same draw", () => {
    const drawn = release("x");
    expect(page(drawn)).toBe(page(structuredClone(drawn)));
  });
});

describe("CSV", () => {
  it("has a line a cell with the value as drawn, between its ends", () => {
    const drawn = release('Office, "Central"');
    const lines = [...releaseCsv(drawn)].join("").trimEnd().split("\r\n");
    const cells = drawn.tables.flatMap(({ cells: own }) => own);
    expect(lines).toHaveLength(cells.length + 1);
    for (const [at, line] of lines.slice(1).entries()) {
      const fields = line.split(",");
      expect(fields.slice(9, 12)).toEqual([cells[at]!.value, cells[at]!.low, cells[at]!.high].map(String));
      expect(line.endsWith(',"Office, ""Central"""')).toBe(true);
    }
  });

  it.each([
    ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
    ["+1", "'+1"],
    ["-2+3", "'-2+3"],
    ["@x", "'@x"],
    ["  =1", "'  =1"],
    ["\t=1", "'\t=1"],
    ["a\r\nb", '"a\r\nb"'],
    ["plain", "plain"],
  ])("does not let %j run", (text, written) => {
    expect(csvCell(text)).toBe(written);
  });

  it("leaves negative numbers numbers", () => {
    expect(csvCell(-12)).toBe("-12");
  });
});
