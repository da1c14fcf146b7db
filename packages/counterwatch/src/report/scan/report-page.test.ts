import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { ExplainedFinding } from "../../model/index.ts";
import { readReportFonts } from "../../store/fonts.ts";
import { readMarkup, visibleText } from "../page/markup.fixture.ts";
import type { ReportFonts, ReportInput } from "./report-input.ts";
import { renderReport } from "./report-page.ts";
import { sampleReport, type SampleShape } from "./sample-report.fixture.ts";

const TWO_MEGABYTES = 2_000_000;
const LONG =
  "Investigation of the burglary series on the east side, requested by the county task force over the phone; ".repeat(
    4,
  );
const HOSTILE = `</td></script><script>alert(1)</script><img src=x onerror=alert(2)>" onclick="x' \u202egnp.exe \u0000\u001b[31m\u200b`;

let fonts: ReportFonts;
beforeAll(async () => {
  fonts = await readReportFonts();
});

function render(shape: SampleShape, more: Partial<ReportInput> = {}): string {
  return [...renderReport({ ...sampleReport(shape), fonts, ...more })].join("");
}

describe.each([
  ["no event", { findings: 0, events: 0 }],
  ["no finding", { findings: 0 }],
  ["one finding", { findings: 1 }],
  ["seven findings", { findings: 7 }],
  ["seven findings in Spanish", { findings: 7, locale: "es" }],
  ["findings of stories", { findings: 3, stories: 10, calibration: "suspended" }],
  ["findings of stories in Spanish", { findings: 3, stories: 10, calibration: "suspended", locale: "es" }],
  ["a log too short to learn from", { findings: 1, calibration: "learning" }],
  ["hostile values", { findings: 7, reason: HOSTILE }],
  ["a thousand findings", { findings: 1000, operators: 900, events: 30_000 }],
] satisfies readonly (readonly [string, SampleShape])[])("report with %s", (_, shape: SampleShape) => {
  let rendered: string | undefined;
  const page = () => (rendered ??= render(shape));

  it("is well formed, with one name for each place and a place for each link", () => {
    const elements = readMarkup(page());
    const ids = elements.map(({ attributes }) => attributes.get("id")).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    const known = new Set(ids);
    for (const { attributes } of elements) {
      for (const name of ["href", "aria-labelledby", "for"]) {
        const target = attributes.get(name)?.replace(/^#/, "");
        if (target !== undefined && !target.startsWith("data:")) expect(known).toContain(target);
      }
    }
  });

  it("has landmarks, a heading for every step and a caption for every table", () => {
    const text = page();
    const names = readMarkup(text).map(({ name }) => name);
    for (const landmark of ["header", "nav", "main", "footer", "h1"]) expect(names).toContain(landmark);
    expect(names.filter((name) => name === "main")).toHaveLength(1);
    const levels = [...text.replace(/^[\s\S]*<main>/, "").matchAll(/<h([1-6])/g)].map(([, level]) =>
      Number(level),
    );
    for (const [index, level] of levels.entries()) {
      expect(level - (index === 0 ? 1 : (levels[index - 1] ?? 1))).toBeLessThanOrEqual(1);
    }
    expect(names.filter((name) => name === "caption")).toHaveLength(
      names.filter((name) => name === "table").length,
    );
    for (const { name, attributes } of readMarkup(text))
      if (name === "th") expect(attributes.has("scope")).toBe(true);
  });

  it("asks nothing of any server, and its policy allows only what it holds", () => {
    const text = page();
    expect(text).not.toMatch(/https?:\/\//);
    expect([...text.matchAll(/url\(([^)]{0,20})/g)].map(([, target]) => target)).toEqual([
      "data:font/woff2;base",
      "data:font/woff2;base",
    ]);
    expect(text).not.toMatch(/ style="| on[a-z]+="|@import/);
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    for (const [, kind, content = ""] of text.matchAll(/<(script|style)>([\s\S]*?)<\/\1>/g)) {
      const hash = createHash("sha256").update(content).digest("base64");
      expect(policy).toMatch(new RegExp(`${kind}-src[^;]*'sha256-${hash.replace(/[+/]/g, "\\$&")}'`));
    }
  });

  it("stays under two megabytes, fonts included", () => {
    expect(Buffer.byteLength(page())).toBeLessThan(TWO_MEGABYTES);
  });

  it("shows no hole where a value should be", () => {
    expect(visibleText(page())).not.toMatch(/undefined|NaN|\[object|Invalid|Infinity| #[ .,]/);
  });
});

describe("size", () => {
  it.each([
    ["10,000 findings", { findings: 10_000, operators: 3000, events: 40_000 }],
    [
      "1,000 high findings with long reasons",
      { findings: 1000, severity: "high", reason: LONG, operators: 900, events: 40_000 },
    ],
    [
      "1,000 high findings of control characters",
      { findings: 1000, severity: "high", reason: "\u0000".repeat(900), operators: 900, events: 40_000 },
    ],
  ] satisfies readonly (readonly [string, SampleShape])[])(
    "%s fit into two megabytes",
    (_, shape: SampleShape) => {
      const text = render(shape);
      expect(Buffer.byteLength(text)).toBeLessThan(TWO_MEGABYTES);
      readMarkup(text);
      expect(visibleText(text)).toMatch(/further findings? on/);
    },
  );

  it("says how many findings it left to the file: those on the page and those beyond add up", () => {
    const text = render({ findings: 10_000, operators: 3000, events: 40_000 });
    const cards = text.match(/<article/g)?.length ?? 0;
    const lines = text.split('<tr data-s="').slice(1);
    const like = lines.reduce(
      (sum, line) => sum + 1 + Number(/and ([\d,]+) like it/.exec(line)?.[1]?.replace(",", "") ?? 0),
      0,
    );
    const beyond = Number(/([\d,]+) further findings on/.exec(text)?.[1]?.replace(",", "") ?? 0);
    expect(cards).toBeGreaterThan(300);
    expect(cards + like + beyond).toBe(10_000);
  });
});

describe("content", () => {
  it("says that findings are leads, before the first of them", () => {
    const text = visibleText(render({ findings: 7 }));
    expect(text.indexOf("Leads, not verdicts.")).toBeGreaterThan(0);
    expect(text.indexOf("Leads, not verdicts.")).toBeLessThan(text.indexOf("op-180"));
  });

  it("says that rows add up, and says so loudly when they do not", () => {
    const input = sampleReport({ findings: 1 });
    expect(visibleText(render({ findings: 1 }))).toContain(
      "18,246 rows = 17,995 events + 240 duplicates + 11 dead letters",
    );
    const wrong = render({ findings: 1 }, { summary: { ...input.summary, rows: input.summary.rows + 2 } });
    expect(visibleText(wrong)).toContain("This does not add up: 2 rows are unaccounted for.");
  });

  it("says what an empty result rests on", () => {
    expect(visibleText(render({ findings: 0 }))).toContain(
      "Nothing to review. 5 checks read 17,995 look-ups by 126 operators",
    );
  });

  it("says that nothing was read where every row was rejected", () => {
    const empty = sampleReport({ findings: 0, events: 0 }).summary;
    const summary = { ...empty, rows: 5, deadLetters: 5, rejectedByReason: { "time-unreadable": 5 } };
    const text = visibleText(render({ findings: 0, events: 0 }, { summary }));
    expect(text).toContain("Nothing was read. None of 5 rows could be taken as a look-up.");
    expect(text).not.toContain("Nothing to review");
  });

  it("lists what was not checked: what the run says, and what the log hides", () => {
    const text = visibleText(
      render({ findings: 1 }, { notChecked: ["Roster not given: hours were not checked."] }),
    );
    expect(text).toContain("No alert budget was given: rules only.");
    expect(text).toContain("the log withholds who was looked up");
    expect(text).toContain("no list of cases was given");
    expect(text).toContain("Roster not given: hours were not checked.");
    expect(text).toMatch(/11 rows \(<1.%\) could not be read/);
  });

  it("names a suspended guarantee with its date and reason", () => {
    const input = sampleReport({ findings: 1 });
    const guarantee = {
      state: "suspended",
      since: "2025-05-02T12:00:00.000Z",
      note: "Unit B changed its habits.",
    } as const;
    const text = visibleText(
      render({ findings: 1 }, { summary: { ...input.summary, budget: "1/week", guarantee } }),
    );
    expect(text).toContain(
      "Guarantee suspended since 2025-05-02: the budget of 1/week false alerts is not promised.",
    );
    expect(text).toContain("Unit B changed its habits.");
  });

  it("shows hostile values as what they are", () => {
    const text = render({ findings: 7, reason: HOSTILE }, { title: HOSTILE });
    expect(text).not.toMatch(/<script>alert|<img|onclick="/);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(visibleText(text)).toContain("[U+202E]gnp.exe [U+0000][U+001B][31m[U+200B]");
    expect(text.match(/<\/style>/g)).toHaveLength(2);
  });

  it("puts the rest of a long reason behind a disclosure and says how long it is", () => {
    expect(render({ findings: 1, reason: LONG })).toMatch(
      /<details class="long"><summary>3\d\d more characters</,
    );
  });

  it("shows a finding without rows and an operator without a line", () => {
    const [one] = sampleReport({ findings: 1 }).findings;
    const bare = { ...one, finding: { ...one?.finding, operator: "ghost" }, rows: [] } as ExplainedFinding;
    const text = visibleText(render({ findings: 0 }, { findings: [bare] }));
    expect(text).toContain("ghost");
    expect(text).toContain("The ids of the look-ups are in findings.jsonl.");
  });

  it("gives the same bytes for the same input", () => {
    expect(render({ findings: 7 })).toBe(render({ findings: 7 }));
  });

  it("comes in pieces, so that nothing holds it whole", () => {
    const pieces = [...renderReport({ ...sampleReport({ findings: 40 }), fonts })];
    expect(pieces.length).toBeGreaterThan(40);
  });
});
