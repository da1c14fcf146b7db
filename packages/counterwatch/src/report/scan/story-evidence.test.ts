import { describe, expect, it } from "vitest";
import { sampleStoryFindings } from "./sample-stories.fixture.ts";
import { storyEvidence } from "./story-evidence.ts";

const story = (evidence: Record<string, unknown>) => storyEvidence({ detector: "story/following", evidence });

describe("evidence of a story", () => {
  it("is read as the stories give it, earliest first", () => {
    const account = [
      { time: "2025-03-02T10:00:00.000Z", nats: 4.5 },
      { time: "2025-03-01T10:00:00.000Z", nats: 1 },
    ];
    expect(story({ account, alertNats: 4, expected: 0.3 })).toMatchObject({
      account: [
        { time: Date.parse("2025-03-01T10:00:00.000Z"), nats: 1 },
        { time: Date.parse("2025-03-02T10:00:00.000Z"), nats: 4.5 },
      ],
      alertNats: 4,
      expected: 0.3,
      path: [],
      also: [],
      colleagues: undefined,
    });
    const [, following] = sampleStoryFindings(2, 0);
    expect(following && storyEvidence(following.finding)?.path).toHaveLength(16);
  });

  it("is not looked for in other findings", () => {
    expect(storyEvidence({ detector: "rule/x", evidence: { account: [] } })).toBeUndefined();
  });

  it.each([
    ["a time that is none", { site: "a", lat: 1, lon: 2, time: "yesterday" }],
    ["a latitude beyond the pole", { site: "a", lat: 91, lon: 2, time: "2025-03-01T10:00:00.000Z" }],
    ["no site", { lat: 1, lon: 2, time: "2025-03-01T10:00:00.000Z" }],
    ["text for a number", { site: "a", lat: "1", lon: 2, time: "2025-03-01T10:00:00.000Z" }],
  ])("draws no path with %s", (_, broken) => {
    const whole = { site: "b", lat: 1, lon: 2, time: "2025-03-01T10:00:00.000Z" };
    expect(story({ path: [whole] })?.path).toHaveLength(1);
    expect(story({ path: [whole, broken] })?.path).toEqual([]);
  });

  it("takes no negative, infinite or textual amount", () => {
    expect(
      story({ alertNats: -1, expected: Number.POSITIVE_INFINITY, ratePerDay: "3", days: Number.NaN }),
    ).toMatchObject({
      alertNats: undefined,
      expected: undefined,
      ratePerDay: undefined,
      days: undefined,
    });
  });
});
