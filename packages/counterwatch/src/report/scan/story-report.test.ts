import { describe, expect, it } from "vitest";
import { visibleText } from "../page/markup.fixture.ts";
import type { ReportInput } from "./report-input.ts";
import { renderReport } from "./report-page.ts";
import { sampleReport, type SampleShape } from "./sample-report.fixture.ts";

function render(shape: SampleShape, more: Partial<ReportInput> = {}): string {
  return [...renderReport({ ...sampleReport(shape), ...more })].join("");
}

function card(text: string, story: string): string {
  return text.split("<article").find((part) => part.includes(`story/${story}</code>`)) ?? "";
}

function ticksAt(path = ""): readonly number[] {
  return [...path.matchAll(/M(\d+)/g)].map(([, x]) => Number(x));
}

const STORIES = { findings: 2, stories: 10, calibration: "kept" } as const;

describe("a story's finding", () => {
  it("draws the account from zero to its highest point and across the level, and gives its points as a table", () => {
    const fixation = card(render(STORIES), "fixation");
    const points = [...fixation.matchAll(/<tr><td class="t">[^<]+<\/td><td class="n">([\d.]+)<\/td>/g)];
    expect(points).toHaveLength(9);
    const line = /<path class="u" d="(M\d+ 75(?:H\d+V[\d.]+){9})"/.exec(fixation)?.[1] ?? "";
    const heights = [...line.matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y));
    const level = Number(/<line class="al"[^>]* y1="([\d.]+)"/.exec(fixation)?.[1]);
    const nats = points.map(([, value]) => Number(value));
    const alertNats = Number(/alerts at ([\d.]+) nats/.exec(fixation)?.[1]);
    for (const [i, height] of heights.entries()) {
      if (Math.abs((nats[i] ?? 0) - alertNats) > 0.2) expect(height < level).toBe((nats[i] ?? 0) > alertNats);
    }
    expect(Math.min(...heights)).toBe(18);
    expect(fixation.match(/alerted here/g)).toHaveLength(1);
  });

  it("keeps the page's time axis for the account, and says so where a short run is enlarged", () => {
    const text = render(STORIES);
    const strip = /<path class="u" d="M(\d+) 24H(\d+)/.exec(card(text, "fixation"));
    const account = /<path class="u" d="M(\d+) 75.*?H(\d+)V[\d.]+"/.exec(card(text, "fixation"));
    expect(account?.slice(1)).toEqual(strip?.slice(1));
    expect(card(text, "fixation")).not.toContain("enlarged");
    expect(visibleText(card(text, "bulk"))).toMatch(/enlarged: 2025-\d\d-\d\d \d\d:\d\d to 2025-/);
  });

  it("says what was looked for and what was found", () => {
    const text = render(STORIES);
    const said = (story: string) => visibleText(card(text, story));
    expect(said("fixation")).toContain(
      "Why not explained. Looked for: a case, colleagues with the same interest, a subject in general demand. None of the 9 look-ups listed names a case. No colleague looked at the subject. The subject was not in general demand. Honest work would have made 0.31 such sittings; there were 9, on 9 days. Honest work makes something as strong about once in 250 days.",
    );
    expect(said("case-laundering")).toContain(
      "All 10 look-ups listed name a case (C25-1477); it explains too little.",
    );
    expect(said("linked-pair")).toMatch(/5 of 12 look-ups listed name a case \(C25-1477\)/);
    expect(said("ring")).toContain("Operators. op-101, op-144 and op-120");
    expect(said("ring")).toContain("about once in 27 years");
    expect(said("borrowed-credential")).not.toContain("Looked for");
    expect(said("fixation")).toContain(
      "Told by other stories, too. Two subjects always together and Look-ups at unusual hours. It is one matter",
    );
  });

  it("draws the followed path with its list, linked both ways, explained stretches apart", () => {
    const following = card(render(STORIES), "following");
    const ids = new Set([...following.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...following.matchAll(/ href="#(f-[^"]+)"/g)].map(([, id]) => id);
    expect(links).toHaveLength(14 + 15);
    for (const link of links) expect(ids).toContain(link);
    // Sixteen look-ups at fourteen sites; two in a row at one of them are one stop, and one site is visited twice.
    expect(following.match(/<line [^>]*class="s\d( ex)?"/g)).toHaveLength(14);
    expect(following.match(/<line [^>]*class="s\d ex"/g)).toHaveLength(2);
    expect(following).toContain(">3, 6</text>");
    expect(visibleText(following)).toContain("The path: 15 stops");
    expect(visibleText(following)).toMatch(/1 k?m/);
    const shades = [...following.matchAll(/class="s(\d)/g)].map(([, shade]) => Number(shade));
    expect(shades).toEqual(shades.toSorted((a, b) => a - b));
  });

  it("leaves pictures out together with their tables where there is no room, and never half", () => {
    const text = render({ findings: 0, stories: 1000, calibration: "kept", reason: "because ".repeat(50) });
    expect(Buffer.byteLength(text)).toBeLessThan(2_000_000);
    const cards = text.split("<article").slice(1);
    expect(cards.length).toBeGreaterThan(200);
    for (const one of cards)
      expect(one.includes('class="lane account"')).toBe(one.includes("Evidence as a table"));
  });

  it("shows hostile names of sites, operators, cases and units as what they are", () => {
    const hostile = `"><script>alert(1)</script>\u202e`;
    const input = sampleReport({ findings: 0, stories: 3, calibration: "suspended" });
    const findings = [...input.findings].map((one) => ({
      ...one,
      finding: {
        ...one.finding,
        evidence: {
          ...one.finding.evidence,
          operators: [hostile, "b"],
          also: [hostile],
          path: [1, 2].map((n) => ({
            site: `${n}${hostile}`,
            lat: n,
            lon: 2,
            time: "2025-03-01T10:00:00.000Z",
          })),
        },
      },
      rows: one.rows.map((row) => ({ ...row, purpose: { case: hostile } })),
    }));
    const calibration = {
      ...input.calibration!,
      budget: hostile,
      groups: [{ group: hostile, operators: 1, sittings: 1, matters: 0, alerts: 0 }],
      spells: [{ group: hostile, from: "2025-05-02T12:00:00.000Z", to: null }],
      matters: [{ story: hostile, peaks: [3], alerts: 0, share: 0.5 }],
    };
    const text = [...renderReport({ ...input, findings, calibration })].join("");
    expect(text).not.toContain("<script>alert");
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(visibleText(text)).toContain(
      `Guarantee suspended for unit "><script>alert(1)</script>[U+202E] since 2 May 2025.`,
    );
  });
});

describe("how the alert budget was kept", () => {
  it("is not told where no budget was given", () => {
    expect(render({ findings: 1 })).not.toContain('id="budget"');
  });

  it("gives the budget in words, what it allowed after learning, and what was used", () => {
    const text = visibleText(render(STORIES));
    expect(text).toContain("Learning ended on 14 January 2025.");
    expect(text).toContain("on average, honest work may set off 4 alerts in a month of 30 days");
    expect(text).toContain("Over the 168 days after learning that is 22.4.");
    expect(text).toContain("8 alerts were raised; honest work alone is allowed 22.4. That is no more than");
    expect(text).toContain("The guarantee held in every peer group");
    expect(text).not.toContain("Guarantee suspended");
  });

  it("says that more alerts than allowed have another cause", () => {
    const input = sampleReport(STORIES);
    const calibration = { ...input.calibration!, budget: "1/year", perDay: 1 / 365 };
    expect(visibleText(render(STORIES, { calibration }))).toContain(
      "8 alerts were raised; honest work alone is allowed 0.46. That is more than",
    );
  });

  it("names an open suspension near the top, a closed one only in its section", () => {
    const text = visibleText(render({ ...STORIES, calibration: "suspended" }));
    const [top = "", rest = ""] = text.split("Leads, not verdicts.");
    expect(top).toContain("Guarantee suspended for unit patrol since 2 May 2025.");
    expect(top).not.toContain("traffic");
    expect(rest).toContain("Guarantee suspended for unit patrol since 2 May 2025.");
    expect(rest).toContain("Guarantee suspended for unit traffic from 2 March 2025 to 30 March 2025.");
    expect(rest).toContain("suspended since 2025-05-02");
  });

  it("says that learning never ended, near the top too, and promises nothing", () => {
    const text = visibleText(render({ findings: 1, calibration: "learning" }));
    const [top = "", rest = ""] = text.split("Leads, not verdicts.");
    expect(top).toContain("Learning until 29 August 2025; rules only.");
    expect(rest).toContain("no story was judged");
    expect(rest).toContain("not yet: learning");
    expect(rest).not.toMatch(/guarantee held|\d kept /i);
    const open = {
      ...sampleReport({ findings: 1, calibration: "learning" }).calibration!,
      learningUntil: null,
    };
    expect(visibleText(render({ findings: 1 }, { calibration: open }))).toContain(
      "Still learning; rules only.",
    );
  });

  it("draws every score once on one logarithmic scale, and lists them", () => {
    const text = render(STORIES);
    const comb =
      /One subject again and again<\/th><td class="comb">.*?<path class="hm" d="([^"]*)"\/><path class="u" d="([^"]*)"/.exec(
        text,
      );
    expect(ticksAt(comb?.[2])).toHaveLength(2);
    expect(Math.min(...ticksAt(comb?.[2]))).toBeGreaterThanOrEqual(Math.max(...ticksAt(comb?.[1])));
    const places = [...text.matchAll(/<text x="([\d.]+)%" y="11"[^>]*>(2|5|10|20)<\/text>/g)].map(([, x]) =>
      Number(x),
    );
    const [two = 0, five = 0, ten = 0, twenty = 0] = places;
    expect(twenty - ten).toBeCloseTo(ten - five, 0);
    expect((five - two) / (ten - five)).toBeCloseTo(Math.log(2.5) / Math.log(2), 1);
    const listed = /The scores as a table<\/caption>.*?<td>([^<]*)</s.exec(text)?.[1]?.split(" · ");
    expect(listed).toHaveLength(200);
  });
});
