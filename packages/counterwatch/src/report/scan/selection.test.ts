import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ExplainedFinding, SEVERITIES, severityRank } from "../../model/index.ts";
import { byUrgency, selectFindings } from "./selection.ts";

interface Sketch {
  readonly operator: string;
  readonly detector: string;
  readonly severity: (typeof SEVERITIES)[number];
  readonly lookups: number;
}

function finding({ operator, detector, severity, lookups }: Sketch, index: number): ExplainedFinding {
  return {
    finding: {
      id: String(index).padStart(6, "0"),
      time: "2025-03-02T10:00:00.000Z",
      since: "2025-03-01T10:00:00.000Z",
      detector,
      severity,
      operator,
      subjects: [],
      lookups,
      explanation: "x",
      evidence: {},
    },
    events: () => [],
    rows: [],
  };
}

const sketches = fc.array(
  fc.record({
    operator: fc.constantFrom("a", "b", "c", "d", "e"),
    detector: fc.constantFrom("rule/1", "rule/2", "rule/3"),
    severity: fc.constantFrom(...SEVERITIES),
    lookups: fc.integer({ min: 1, max: 50 }),
  }),
  { maxLength: 60 },
);
const limits = { cards: 6, lines: 4, lowCards: 8 };

function shown(from: readonly ExplainedFinding[]): string {
  return JSON.stringify(selectFindings(from, limits).groups);
}

describe("selection of findings", () => {
  it("loses none: cards, lines and what is beyond the page add up", () => {
    fc.assert(
      fc.property(sketches, (list) => {
        const selection = selectFindings(list.map(finding), limits);
        const cards = selection.groups.flatMap((group) => group.cards);
        const lines = [...selection.groups.flatMap((group) => group.lesser), ...selection.lesser];
        const told = lines.reduce((sum, line) => sum + line.findings, 0);
        expect(cards.length + told + selection.beyond.findings).toBe(list.length);
        expect(selection.total).toBe(list.length);
        expect(cards.length).toBeLessThanOrEqual(limits.cards);
        expect(lines.length).toBeLessThanOrEqual(limits.lines);
      }),
    );
  });

  it("gives cards to the most urgent, groups in the order of their most urgent card", () => {
    fc.assert(
      fc.property(sketches, (list) => {
        const all = list.map(finding);
        const { groups, lesser } = selectFindings(all, limits);
        const cards = groups.flatMap((group) => group.cards.map((card) => card.finding));
        const least = cards.toSorted(byUrgency).at(-1);
        for (const line of lesser) {
          if (least !== undefined && line.finding.severity !== "low")
            expect(byUrgency(least, line.finding)).toBeLessThan(0);
        }
        const heads = groups.map((group) => group.cards[0]?.finding).filter((head) => head !== undefined);
        expect(heads).toEqual(heads.toSorted(byUrgency));
        expect(new Set(groups.map(({ operator }) => operator)).size).toBe(groups.length);
      }),
    );
  });

  it("does not depend on the order in which the findings come", () => {
    fc.assert(
      fc.property(sketches, fc.integer(), (list, seed) => {
        const all = list.map(finding).filter(({ finding }) => finding.severity !== "low");
        const turned = all
          .map((_, i) => all[(i + Math.abs(seed)) % all.length])
          .filter((one) => one !== undefined);
        expect(shown(turned)).toBe(shown(all));
      }),
    );
  });

  it("counts an operator's findings and keeps the worst severity", () => {
    const list: Sketch[] = [
      { operator: "a", detector: "rule/1", severity: "low", lookups: 1 },
      { operator: "a", detector: "rule/2", severity: "high", lookups: 1 },
      { operator: "b", detector: "rule/1", severity: "medium", lookups: 1 },
    ];
    const { flagged, bySeverity } = selectFindings(list.map(finding));
    expect(flagged.get("a")).toEqual({ findings: 2, severity: "high" });
    expect(bySeverity).toEqual({ low: 1, medium: 1, high: 1, critical: 0 });
    expect(severityRank("critical")).toBe(3);
  });

  it("tells findings about a source from those of an account that bears its name", () => {
    const about = { operator: "source city-a", severity: "high", lookups: 1 } as const;
    const list = [
      finding({ ...about, detector: "source/gap" }, 1),
      finding({ ...about, detector: "ledger/deletion" }, 2),
      finding({ ...about, detector: "rule/1" }, 3),
    ];
    const { flagged, flaggedSources, groups } = selectFindings(list);
    expect([...flagged]).toEqual([["source city-a", { findings: 1, severity: "high" }]]);
    expect([...flaggedSources]).toEqual([["city-a", { findings: 2, severity: "high" }]]);
    expect(groups.map(({ source, cards }) => [source, cards.length])).toEqual(
      expect.arrayContaining([
        ["city-a", 2],
        [undefined, 1],
      ]),
    );
    const { beyond } = selectFindings(list, { cards: 0, lines: 0, lowCards: 0 });
    expect([[...beyond.parties.operators], [...beyond.parties.sources]]).toEqual([
      ["source city-a"],
      ["city-a"],
    ]);
  });
});
