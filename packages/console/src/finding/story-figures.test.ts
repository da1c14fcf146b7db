import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPLANATIONS } from "../../../counterwatch/src/stories/explanation.ts";
import type { AccessEvent } from "../../../counterwatch/src/model/index.ts";
import { markOf } from "../../../counterwatch/src/stories/mark.ts";
import { addMark, addSitting, DAY, openRun, type Run } from "../../../counterwatch/src/stories/run.ts";
import { tellStories } from "../../../counterwatch/src/stories/stories.ts";
import { toldFigures } from "../../../counterwatch/src/stories/told.ts";
import { storySpanish } from "../words/story-spanish.ts";
import { type SaidFinding, storyFigures } from "./story-figures.ts";

const START = Date.UTC(2026, 2, 1, 9);
const SYSTEMS = ["calls", "cameras", "plates"] as const;
const { all: STORIES } = tellStories();

const look = fc.record({
  after: fc.integer({ min: 1, max: 3 * DAY }),
  system: fc.constantFrom(...SYSTEMS),
  case: fc.constantFrom(undefined, "26-100", "26-200", "26-300"),
  reason: fc.constantFrom(undefined, "orden verbal", "a; b"),
  site: fc.constantFrom("cam-1", "cam-2"),
});
const runs = fc.record({
  looks: fc.array(look, { minLength: 3, maxLength: 20 }),
  explanation: fc.integer({ min: 0, max: EXPLANATIONS.length - 1 }),
  subjects: fc.integer({ min: 2, max: 5 }),
});
const peers = fc
  .integer({ min: 2, max: 3000 })
  .chain((colleagues) =>
    fc.record({ colleagues: fc.constant(colleagues), near: fc.integer({ min: 0, max: colleagues }) }),
  );

function runOf(
  story: string,
  { looks, explanation, subjects }: ReturnType<typeof runs.generate>["value"],
): Run {
  const names = Array.from({ length: subjects }, (_, at) => `p1_${String(at).repeat(24)}`);
  const run = openRun(story, "op-x", "unit", names, START);
  let time = START;
  for (const [at, { after, system, reason, site, case: name }] of looks.entries()) {
    time += at === 0 ? 0 : after;
    addSitting(run, time, explanation);
    const event = {
      id: `e-${at}`,
      time: new Date(time).toISOString(),
      source: "city",
      system,
      action: "view",
      operator: { id: "op-x" },
      site: { id: site, lat: 1, lon: 1 },
      purpose: { case: name, reason },
      session: { address: "10.0.0.7" },
    } as AccessEvent;
    addMark(run, markOf(event, time));
  }
  return run;
}

/** Figures of a sentence, whichever way its language groups and points them; what log and people wrote is left out. */
function figuresIn(sentence: string, point: "," | "."): number[] {
  const bare = sentence.replaceAll(/["«][^"»]*["»]|26-\d+|cam-\d|10\.0\.0\.7/g, "");
  return [...bare.matchAll(/\d[\d.,]*\d|\d/g)]
    .map(([figure]) =>
      point === "," ? figure.replaceAll(".", "").replace(",", ".") : figure.replaceAll(",", ""),
    )
    .map(Number)
    .toSorted((a, b) => a - b);
}

describe("a story's sentence in Spanish", () => {
  it.each(STORIES.map((story) => [story.name, story] as const))(
    "has the figures of the English one, none more and none less: %s",
    (name, story) => {
      fc.assert(
        fc.property(runs, peers, (drawn, compared) => {
          const run = runOf(name, drawn);
          const explanation = story.explain(run, compared);
          const finding = {
            detector: `story/${name}`,
            operator: run.operator,
            subjects: run.subjects,
            lookups: run.lookups,
            since: new Date(run.since).toISOString(),
            explanation,
            evidence: { ...toldFigures(run, compared), ...story.evidence?.(run) },
          } as unknown as SaidFinding;
          const spanish = storySpanish(JSON.parse(JSON.stringify(finding)));
          expect(figuresIn(spanish ?? "", ",")).toEqual(figuresIn(explanation, "."));
          expect(spanish).not.toMatch(/undefined|NaN|\bof\b|\bthe\b|sospech|culpable/);
          for (const said of drawn.looks.slice(0, 1).flatMap(({ case: first }) => first ?? []))
            expect(spanish?.includes(said)).toBe(explanation.includes(said));
        }),
      );
    },
  );

  it("is none where a figure is missing, and whatever a detector writes is read", () => {
    const finding = {
      detector: "story/fixation",
      operator: "o",
      subjects: [],
      lookups: 1,
      since: "2026-01-01T00:00:00Z",
    };
    expect(
      storySpanish({ ...finding, explanation: "x", evidence: { sittings: 3 } } as never),
    ).toBeUndefined();
    expect(storyFigures({ ...finding, detector: "rule/x", evidence: {} } as never)).toBeUndefined();
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (evidence) => {
        expect(["string", "undefined"]).toContain(typeof storySpanish({ ...finding, evidence } as never));
      }),
    );
  });
});
