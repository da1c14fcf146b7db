import { describe, expect, it } from "vitest";
import type { HostEvent } from "../inject/host.ts";
import { CAMPAIGN_SHAPES } from "../campaigns/catalogue.ts";
import type { Truth, TruthCampaign, TruthLookup } from "../truth/truth.ts";
import { simulate } from "../world/simulate.ts";
import { scoreBaselines } from "./baselines.ts";
import type { FindingJson } from "./finding.ts";
import { scoreHtml } from "./html/page.ts";
import {
  negativeBinomialTail,
  poissonAtMost,
  poissonInterval,
  quantile,
  wilsonInterval,
} from "./intervals.ts";
import { scoreRanking } from "./ranking.ts";
import { score, type ScoreWorld } from "./score.ts";
import { WorldIndex } from "./world-index.ts";

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 1);

function time(day: number, hour = 12): string {
  return new Date(START + day * DAY + hour * 3_600_000).toISOString();
}

function look(
  id: string,
  day: number,
  operator: string,
  subject: string,
  more: Partial<HostEvent> = {},
): HostEvent {
  return {
    id,
    time: time(day),
    source: "s",
    system: "plates",
    action: "search",
    operator: { id: operator, unit: operator < "m" ? "early" : "late" },
    subjects: [{ type: "plate", id: subject }],
    ...more,
  };
}

function campaign(
  shape: string,
  lookups: readonly TruthLookup[],
  accused: "operator" | "subject" = "operator",
): TruthCampaign {
  return {
    id: "campaign-1",
    shape,
    description: "",
    accused,
    operators: [...new Set(lookups.map((lookup) => lookup.operator))],
    subjects: [],
    cases: [],
    parameters: {},
    first: { event: lookups[0]!.event, time: lookups[0]!.time },
    events: lookups.map((lookup) => lookup.event),
    lookups,
  };
}

function truth(campaigns: readonly TruthCampaign[], days = 100): Truth {
  return {
    version: 1,
    seed: "1",
    preset: "hand",
    operators: 3,
    days,
    from: time(0),
    to: time(days),
    campaigns,
  };
}

/** zoe looks at V every tenth day without a case: sitting i is on day 10 i. */
const stalking = Array.from({ length: 8 }, (_, i) => look(`z${i + 1}`, 10 * (i + 1), "zoe", "V"));
const stalker = campaign(
  "obsession",
  stalking.map((event, i) => ({
    event: event.id,
    time: event.time,
    operator: "zoe",
    system: "plates",
    target: "V",
    case: false,
    sitting: i + 1,
  })),
);
/** ann looks at A on three days, ben at B on five, both without a case; cal at C on nine with one. */
const honest = [
  ...[1, 2, 3].map((day) => look(`a${day}`, day, "ann", "A")),
  ...[1, 2, 3, 4, 5].map((day) => look(`b${day}`, day, "ben", "B")),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((day) =>
    look(`c${day}`, day, "cal", "C", { purpose: { reason: "25-01234" } }),
  ),
  look("last", 99, "ann", "D"),
];

function finding(
  id: string,
  operator: string,
  events: readonly string[],
  at: string,
  detector = "story/x",
): FindingJson {
  return { id, time: at, detector, operator, events, severity: "high", lookups: events.length };
}

function world(campaigns: readonly TruthCampaign[], findings: readonly FindingJson[]): ScoreWorld {
  const events = campaigns.length > 0 ? [...honest, ...stalking] : honest;
  const ordered = events.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  return { truth: truth(campaigns), findings, index: WorldIndex.of(ordered) };
}

describe("delay", () => {
  it("counts the campaign's sittings up to the first finding that names its operator and rests on its look-ups", () => {
    const report = score(
      [
        world(
          [stalker],
          [
            finding("other", "ann", ["a1"], time(20)),
            finding("wrong operator", "ben", ["z1", "z2"], time(25)),
            finding("right", "zoe", ["z1", "z2", "z3"], stalking[2]!.time),
            finding("later", "zoe", ["z4"], stalking[5]!.time),
          ],
        ),
      ],
      { budget: 1 },
    );
    expect(report.shapes).toMatchObject([
      { shape: "obsession", campaigns: 1, neverFound: 0, median: 3, p90: 3 },
    ]);
    expect(report.falseAlerts.count).toBe(2);
  });

  it("takes the earliest version of a finding that grew", () => {
    const grown = [
      finding("f", "zoe", ["z1", "z2"], stalking[1]!.time),
      finding("f", "zoe", ["z1", "z2", "z7"], stalking[6]!.time),
    ];
    const report = score([world([stalker], grown.toReversed())], { budget: 1 });
    expect(report.shapes[0]!.median).toBe(2);
    expect(report.falseAlerts.count).toBe(0);
  });

  it("lets a ring be found through anybody, and knows nothing of findings without its look-ups", () => {
    const ring = campaign("ring", stalker.lookups, "subject");
    const found = score([world([ring], [finding("f", "ann", ["z4"], stalking[3]!.time)])], { budget: 1 });
    expect(found.shapes[0]).toMatchObject({ median: 4, neverFound: 0 });
    const missed = score([world([ring], [finding("f", "zoe", ["c1"], stalking[3]!.time)])], { budget: 1 });
    expect(missed.shapes[0]).toMatchObject({ median: null, neverFound: 1 });
    expect(missed.falseAlerts.count).toBe(1);
  });

  it("leaves rules out unless told to count them", () => {
    const findings = [finding("f", "zoe", ["z1"], stalking[0]!.time, "rule/r")];
    expect(score([world([stalker], findings)], { budget: 1 }).shapes[0]!.neverFound).toBe(1);
    expect(score([world([stalker], findings)], { budget: 1, counts: () => true }).shapes[0]!.median).toBe(1);
  });

  it("counts those never found as infinitely late", () => {
    const worlds = [1, 2, 3].map((i) =>
      world([stalker], i === 3 ? [] : [finding("f", "zoe", ["z1"], stalking[i]!.time)]),
    );
    expect(score(worlds, { budget: 1 }).shapes[0]).toMatchObject({
      median: 3,
      p90: null,
      medianOfFound: 2,
      neverFound: 1,
    });
  });
});

describe("false alerts", () => {
  it("are told from honest worlds where there are any, against the budget, the worst unit included", () => {
    const report = score(
      [
        world([], [finding("1", "ann", ["a1"], time(3)), finding("2", "ann", ["a2"], time(4))]),
        world([], []),
        world([stalker], [finding("3", "ben", ["b1"], time(4))]),
      ],
      { budget: 0.02 },
    );
    expect(report.falseAlerts.count).toBe(2);
    expect(report.falseAlerts.perDay.value).toBeCloseTo(0.01);
    expect(report.falseAlerts.meanKept).toBe(true);
    expect(report.falseAlerts.bandKept).toBe(false);
    expect(report.worstUnit).toMatchObject({ unit: "early", count: 2, share: 0.02, units: 1 });
    expect(report.worstUnit!.chance).toBeCloseTo(1 - poissonAtMost(1, 4), 6);
  });
});

describe("a world index as plain data", () => {
  it("scores the same after a structured clone", () => {
    const worlds = [world([], [finding("f1", "x", ["h1"], time(3))]), world([stalker], [])];
    const copies = worlds.map((each) => ({
      ...each,
      index: WorldIndex.from(structuredClone(each.index.state)),
    }));
    const report = score(worlds, { budget: 0.1 });
    expect(report.baselines.atBudget.length).toBeGreaterThan(3);
    expect(score(copies, { budget: 0.1 })).toEqual(report);
  });
});

function sealed(events: readonly HostEvent[]): WorldIndex {
  const index = WorldIndex.of(events.toSorted((a, b) => (a.time < b.time ? -1 : 1)));
  index.seal();
  return index;
}

describe("dumb baselines", () => {
  const worlds = [{ campaigns: [stalker], index: sealed([...honest, ...stalking]) }];

  function baseline(name: string, perDay: number) {
    return scoreBaselines(worlds, perDay).find((each) => each.name === name)!;
  }

  it("days without a case: just above the honest pair that may not alarm", () => {
    expect(baseline("days without a case", 0)).toMatchObject({
      threshold: 6,
      falsePerDay: 0,
      shapes: [{ median: 6 }],
    });
    expect(baseline("days without a case", 0.011)).toMatchObject({ threshold: 4, shapes: [{ median: 4 }] });
    expect(baseline("days without a case", 0.011).falsePerDay).toBeCloseTo(1 / 99);
  });

  it("sittings without a case take no notice of documented work", () => {
    expect(baseline("sittings without a case", 0)).toMatchObject({
      threshold: 6,
      shapes: [{ median: 6, neverFound: 0 }],
    });
  });

  it("the tail counts documented work too, so that eight sittings do not beat an honest nine", () => {
    expect(baseline("negative-binomial tail", 0).shapes[0]!.neverFound).toBe(1);
    expect(baseline("negative-binomial tail", 0.011).shapes[0]!.neverFound).toBe(0);
  });

  it("the list is as long as the rate allows, and right entries are free", () => {
    expect(baseline("top repeats", 0).falsePerDay).toBe(0);
    const generous = baseline("top repeats", 1);
    expect(generous.falsePerDay).toBeCloseTo(3 / 99);
    expect(generous.shapes[0]).toMatchObject({ shape: "obsession", neverFound: 0 });
  });

  it("realise at most the rate they are given, on simulated worlds", () => {
    const many = CAMPAIGN_SHAPES.slice(0, 4).map(({ name }, i) => {
      const made = simulate({ operators: 150, days: 60, seed: 50 + i, campaigns: [name] });
      const index = WorldIndex.of(made);
      index.seal();
      return { campaigns: made.truth().campaigns, index };
    });
    for (const rate of [0.02, 0.1, 0.5]) {
      for (const each of scoreBaselines(many, rate))
        expect(each.falsePerDay, each.name).toBeLessThanOrEqual(rate + 1e-9);
    }
  });
});

describe("ranking", () => {
  it("is average precision, ties together", () => {
    const operators = [9, 8, 7, 6].map((strength) => ({
      strength,
      misuser: strength === 9 || strength === 7,
    }));
    expect(scoreRanking(operators).areaUnderCurve).toBeCloseTo((1 + 2 / 3) / 2);
    const tied = [5, 5, 5, 5].map((strength, i) => ({ strength, misuser: i === 3 }));
    expect(scoreRanking(tied)).toMatchObject({ areaUnderCurve: 0.25, prevalence: 0.25 });
    expect(scoreRanking([{ strength: 1, misuser: false }]).areaUnderCurve).toBeNull();
  });
});

describe("intervals", () => {
  it("Garwood 1936: 0, 1 and 10 events", () => {
    expect(poissonInterval(0).high).toBeCloseTo(3.6889, 3);
    expect(poissonInterval(1)).toMatchObject({
      low: expect.closeTo(0.0253, 3),
      high: expect.closeTo(5.5716, 3),
    });
    expect(poissonInterval(10)).toMatchObject({
      low: expect.closeTo(4.7954, 3),
      high: expect.closeTo(18.3904, 3),
    });
  });

  it("Wilson 1927: 8 of 10", () => {
    expect(wilsonInterval(8, 10)).toMatchObject({
      low: expect.closeTo(0.4902, 3),
      high: expect.closeTo(0.9433, 3),
    });
  });

  it("a negative-binomial of size 1 is geometric; of a large size, Poisson", () => {
    expect(negativeBinomialTail(5, 1, 1)).toBeCloseTo(-Math.log10(0.5 ** 5), 6);
    expect(negativeBinomialTail(6, 2, 1e7)).toBeCloseTo(-Math.log10(1 - poissonAtMost(5, 2)), 4);
  });

  it("quantiles by nearest rank, infinity last", () => {
    expect(quantile([1, Number.POSITIVE_INFINITY, 2], 0.5)).toBe(2);
    expect(quantile([], 0.5)).toBeUndefined();
  });
});

describe("report", () => {
  const tails = [{ group: "patrol <b>", nominal: 0.01, trials: 1000, exceeded: 12 }];
  const drip = { ...stalker, shape: "slow-drip", parameters: { rate: 1.2 } };
  const report = score(
    [
      { ...world([], []), tails },
      { ...world([stalker], [finding("f", "zoe", ["z1"], stalking[1]!.time)]), tails },
      world([drip], [finding("f", "zoe", ["z1"], stalking[4]!.time)]),
    ],
    { budget: 0.1, detector: "<script>alert(1)</script>" },
  );

  it("is JSON, with frontier and tails", () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report.frontier).toMatchObject([{ rate: 1.25, campaigns: 1, within12: 1, median: 5 }]);
    expect(report.tails).toMatchObject([{ trials: 2000, exceeded: 24, observed: { value: 0.012 } }]);
  });

  it("keeps levels apart that have the same nominal rate in one world", () => {
    const level = { group: "patrol", nominal: 0.01, trials: 1000, exceeded: 12 };
    const twice = { ...world([], []), tails: [level, { ...level, exceeded: 3 }] };
    expect(score([twice, twice], { budget: 1 }).tails).toMatchObject([
      { trials: 2000, exceeded: 24 },
      { trials: 2000, exceeded: 6 },
    ]);
  });

  it("is one HTML file that refers to nothing outside and escapes what others wrote", () => {
    const html = scoreHtml(report);
    expect(html).not.toMatch(/<script|https?:|<link|@import|url\(/);
    expect(html).toContain("&lt;script&gt;");
    expect(html).toContain("patrol &lt;b&gt;");
    expect(html.match(/<svg /g)!.length).toBe(5);
    expect(html).toContain("oklch");
  });

  it("is readable with nothing in it", () => {
    const html = scoreHtml(score([], { budget: 1 }));
    expect(html).toContain("No campaigns were in these worlds.");
    expect(html).not.toContain("NaN");
  });
});
