import { describe, expect, it } from "vitest";
import { assessmentOf, exposure, inputOf } from "./assessment.fixture.ts";
import { renderAssessment } from "./assessment-page.ts";
import { renderAssessmentText } from "./assessment-text.ts";

const SCREEN = { width: 100, colour: false, reportPath: "out/report.html" };
const some = (count: number) => Array.from({ length: count }, (_, number) => exposure(number));
const GAPS = [
  {
    what: "rows-missing" as const,
    lookups: 21,
    explanation: "The rows that 21 of 129 look-ups showed are not there.",
  },
  { what: "log-gap" as const, lookups: 0, explanation: "Source x numbers its rows, and 3 are missing." },
];

/** The page without its style, so that words of CSS are not taken for words of ours. */
function wordsOf(page: string): string {
  return page
    .replace(/<style>[^]*?<\/style>/g, "")
    .replace(/<[^>]+>/g, " ")
    .toLowerCase();
}

describe("the assessment's page", () => {
  it("says what was found, and as large what was not seen, before anything else", () => {
    const gone = some(8).map((each) => ({ ...each, upper: "certain" as const }));
    const page = renderAssessment(inputOf(assessmentOf(gone, { gaps: GAPS })));
    const result = page.indexOf("the intruder could know 2 for certain and 2 likely");
    const unseen = page.indexOf("2 gaps: with everything read that is missing");
    expect(result).toBeGreaterThan(0);
    expect(unseen).toBeGreaterThan(result);
    expect(page.slice(result - 70, result)).toContain('class="result"');
    expect(page.slice(unseen - 80, unseen)).toContain('class="result unseen"');
    expect(page).toContain("If everything missing had been read: 8 certain, 0 likely.");
    expect(page.indexOf('id="not-checked"')).toBeLessThan(page.indexOf('id="relations"'));
    expect(page).toContain("Source x numbers its rows, and 3 are missing.");
  });

  it("counts no gap where rows of other look-ups were left out, and one where rows name no look-up", () => {
    const assessment = assessmentOf(some(8));
    const seen = (view: object) =>
      renderAssessment(inputOf({ ...assessment, view: { ...assessment.view, ...view } }));
    const outside = seen({ outside: 7 });
    expect(outside).toContain("No gap is known");
    expect(outside).toContain("7 rows belong to look-ups that are not the incident’s");
    expect(outside).not.toContain("with everything read that is missing");
    expect(seen({ unattributed: 3 })).toContain("One gap: with everything read that is missing");
  });

  it("has a card with its rows for each certain or likely relation, and both times of every row", () => {
    const page = renderAssessment(inputOf(assessmentOf(some(8))));
    expect(page.match(/class="finding exposure"/g)).toHaveLength(4);
    expect(page).toContain("city-a-calls:5");
    expect(page).toContain("2025-01-05 08:00");
    expect(page).toContain("we learned it 2025-03-04 09:30");
  });

  it.each(["en", "es"] as const)("never says that somebody is safe (%s)", (locale) => {
    for (const relations of [[], some(1), some(4), some(40)]) {
      const input = inputOf(assessmentOf(relations, { gaps: GAPS }), {
        locale,
        strangers: true,
        exercise: true,
      });
      const all = wordsOf(renderAssessment(input)) + renderAssessmentText(input, SCREEN).toLowerCase();
      expect(all).not.toMatch(/\bsafe|\bsecure|seguro|a salvo|undefined|\[object/);
      if (relations.length >= 4)
        expect(all).toContain(locale === "en" ? "no evidence in the logs" : "sin indicios en los registros");
    }
  });

  it.each([0, 1, 7, 10_000])("stays readable with %d relations", (count) => {
    const page = renderAssessment(inputOf(assessmentOf(some(count))));
    expect(Buffer.byteLength(page)).toBeLessThan(3_000_000);
    if (count === 10_000) expect(page).toContain("6,000 relations more in assessment.json.");
    if (count === 0) expect(page).toContain("The register holds no relations.");
  });

  it("asks nothing of a network, and shows hostile names as text", () => {
    const hostile = exposure(0, {
      relation: '"><img src=x onerror=alert(1)>',
      chain: [{ row: "<script>alert(1)</script>\u202e", system: "calls", kind: "call", bits: 1 }],
    });
    const page = renderAssessment(inputOf(assessmentOf([hostile], { incident: "</title><b>" })));
    expect(page).not.toMatch(/<img|<script|<\/title><b>|\u202e/);
    expect(page).not.toMatch(/(?:src|href)="(?!#|data:)/);
    expect(page).toContain("default-src 'none'");
  });

  it("is the same to the byte for the same assessment", () => {
    const [one, other] = [some(40), some(40)].map((relations) =>
      inputOf(assessmentOf(relations, { gaps: GAPS })),
    );
    expect(renderAssessment(one!)).toBe(renderAssessment(other!));
  });
});

describe("the assessment on a terminal", () => {
  it.each([0, 1, 7, 10_000])("has at most 20 lines with %d relations, worst first", (count) => {
    for (const width of [40, 80, 200]) {
      const text = renderAssessmentText(
        inputOf(assessmentOf(some(count), { gaps: GAPS }), { exercise: true }),
        { ...SCREEN, width },
      );
      const lines = text.trimEnd().split("\n");
      expect(lines.length).toBeLessThanOrEqual(20);
      expect(lines.every((line) => line.length <= width)).toBe(true);
      if (count === 7 && width >= 80)
        expect(text.indexOf("■ certain")).toBeLessThan(text.indexOf("● likely"));
    }
  });
});
