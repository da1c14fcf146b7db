import { describe, expect, it } from "vitest";
import { sampleReport, type SampleShape } from "./sample-report.fixture.ts";
import { renderTerminal } from "./terminal.ts";
import { clip, columnsOf, wrap } from "../page/terminal-text.ts";

const reportPath = "counterwatch-out/report.html";
const render = (shape: SampleShape, width = 100, colour = false) =>
  renderTerminal(sampleReport(shape), { width, colour, reportPath });

describe.each([40, 60, 80, 100, 200])("terminal of %d columns", (width) => {
  it.each([0, 1, 7, 1000])("tells of %d findings in at most twenty lines that fit", (findings) => {
    for (const locale of ["en", "es"] as const) {
      const lines = render({ findings, locale }, width).split("\n");
      expect(lines.pop()).toBe("");
      expect(lines.length).toBeLessThanOrEqual(20);
      for (const line of lines)
        if (!line.includes(reportPath)) expect(columnsOf(line)).toBeLessThanOrEqual(width);
      expect(lines.some((line) => line.includes(reportPath))).toBe(true);
    }
  });
});

describe("terminal summary", () => {
  it("tells what was read, found, not checked, and what to do next, the most urgent first", () => {
    const text = render({ findings: 7 }, 200);
    expect(text).toContain("Read         18,246 rows = 17,995 events + 240 duplicates + 11 dead letters\n");
    expect(text).toMatch(/\n■ critical {2}op-180 {2}Operator op-180 looked at plate/);
    expect(text.indexOf("● high")).toBeLessThan(text.indexOf("◐ medium"));
    expect(text).toContain("Not checked  5 things, all in the report: No alert budget was given");
    expect(text).toContain("Next         Open the report and begin with op-180. Leads, not verdicts.\n");
  });

  it("counts what it does not show", () => {
    expect(render({ findings: 1000 })).toContain("992 more in the report");
  });

  it("colours severity and path only, and only when asked to", () => {
    expect(render({ findings: 7 })).not.toContain("\u001b");
    const painted = render({ findings: 7 }, 100, true);
    expect(painted).toContain("\u001b[1;31m■ critical\u001b[0m");
    expect(painted).toContain(`\u001b[36m${reportPath}\u001b[0m\n`);
    expect(painted.replaceAll(/\p{Cc}\[[\d;]*m/gu, "")).toBe(render({ findings: 7 }));
  });

  it("lets no control character of the log reach the terminal", () => {
    const text = render({ findings: 7, reason: "\u001b[2J\u009b1m\u202eevil\u0007" }, 400);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain("[U+001B][2J[U+009B]1m[U+202E]evil[U+0007]");
  });

  it("says what to repair where nothing could be read", () => {
    const input = sampleReport({ findings: 0, events: 0 });
    const summary = { ...input.summary, rows: 5, deadLetters: 5 };
    const text = renderTerminal({ ...input, summary }, { width: 160, colour: false, reportPath });
    expect(text).toContain("Nothing was read. None of 5 rows");
    expect(text).toContain("Read dead-letters.jsonl; then try --format");
  });
});

describe("width of text", () => {
  it("counts columns as a terminal does", () => {
    expect(columnsOf("平和")).toBe(4);
    expect(columnsOf("e\u0301")).toBe(1);
    expect(clip("平和平和", 5)).toBe("平和…");
    expect(wrap("one two three", 7, 2)).toEqual(["one two", "three"]);
    expect(wrap("one two three four", 7, 2)).toEqual(["one two", "three…"]);
  });
});
