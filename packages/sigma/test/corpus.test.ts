import { describe, expect, it } from "vitest";
import { readCorpus, readEventLines } from "../bench/corpus.js";
import { routeWindowsEvent, WINDOWS_FIELD_NAMES } from "../bench/windows-routing.js";
import {
  type Condition,
  compileRules,
  explainRule,
  lintRules,
  parseCondition,
  parseRules,
  printCondition,
  type SelectionBody,
  type SigmaEvent,
  type SigmaRule,
} from "../src/index.ts";

const corpus = readCorpus();
const lines = readEventLines();
if (corpus === undefined || lines === undefined)
  console.warn("Sigma corpus tests are skipped: ../shared/data beside the repository is missing.");

function count(words: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function* modifierChains(body: SelectionBody): Generator<string> {
  if (body.kind === "test") yield body.modifiers.map((use) => use.name).join("|") || "(none)";
  else for (const part of body.parts) yield* modifierChains(part);
}

function withoutPlaces(condition: Condition): string {
  return JSON.stringify(condition, (key, value: unknown) => (key === "place" ? undefined : value));
}

describe.skipIf(corpus === undefined || lines === undefined)("the public Sigma rules", () => {
  const files = corpus ?? [];
  const parsed = files.map(({ path, text }) => parseRules(text, { file: path }));
  const rules: SigmaRule[] = parsed.flatMap((collection) => collection.rules);
  const options = { route: routeWindowsEvent, fieldNames: WINDOWS_FIELD_NAMES };
  const { ruleSet, errors } = compileRules(rules, options);
  const { ruleSet: plain } = compileRules(rules, { ...options, index: false });
  const events = (lines ?? []).map((line) => JSON.parse(line) as SigmaEvent);

  it("all parse and compile", () => {
    expect(files).toHaveLength(3141);
    expect(parsed.flatMap((collection) => collection.errors).map(String)).toEqual([]);
    expect(errors.map(String)).toEqual([]);
    expect(ruleSet.size).toBe(3141);
  });

  it("hold what they held when this was written", () => {
    const bodies = rules.flatMap((rule) => rule.detection.selections.map((selection) => selection.body));
    expect({
      selections: bodies.length,
      levels: count(rules.map((rule) => rule.level ?? "none")),
      custom: count(rules.flatMap((rule) => Object.keys(rule.custom))),
      modifiers: count(bodies.flatMap((body) => [...modifierChains(body)])),
    }).toMatchInlineSnapshot(`
      {
        "custom": {
          "regression_tests_path": 192,
          "simulation": 65,
        },
        "levels": {
          "critical": 71,
          "high": 1420,
          "informational": 25,
          "low": 273,
          "medium": 1352,
        },
        "modifiers": {
          "(none)": 3131,
          "all": 14,
          "base64offset|contains": 7,
          "cidr": 33,
          "contains": 2721,
          "contains|all": 925,
          "contains|windash": 102,
          "endswith": 2810,
          "fieldref": 4,
          "re": 159,
          "re|i": 2,
          "startswith": 487,
        },
        "selections": 6610,
      }
    `);
  });

  it("have conditions that print and read back the same", () => {
    for (const { detection } of rules)
      for (const condition of detection.conditions) {
        const again = parseCondition(printCondition(condition), () => ({ line: 1, column: 1 }));
        expect(withoutPlaces(again)).toBe(withoutPlaces(condition));
      }
  });

  it("give few warnings", () => {
    const warnings = files.flatMap(({ path, text }) =>
      lintRules(text, { file: path, customAttributes: ["regression_tests_path", "simulation"] }),
    );
    expect(count(warnings.map((warning) => warning.code))).toMatchInlineSnapshot(`
      {
        "plain-regex": 7,
        "redundant-modifier": 7,
        "wildcard-ends": 28,
      }
    `);
  });

  it("match the recorded events alike with and without the index", { timeout: 600_000 }, () => {
    expect(events).toHaveLength(60_000);
    let matched = 0;
    for (const [number, event] of events.entries()) {
      // Without the index it takes half a minute: every second one, as all of them did when the index was made (182).
      if (number % 2 === 1) continue;
      const found = ruleSet.match(event).map(({ rule }) => rule.id);
      const expected = plain.match(event).map(({ rule }) => rule.id);
      if (found.join() !== expected.join()) expect({ number, found }).toEqual({ number, found: expected });
      matched += expected.length;
    }
    expect(matched).toBe(94);
  });

  it("match a sample alike where the log source is unknown and every rule may apply", {
    timeout: 600_000,
  }, () => {
    const { ruleSet: all } = compileRules(rules);
    const { ruleSet: allPlain } = compileRules(rules, { index: false });
    const sample = events.filter((_, number) => number % 199 === 0);
    for (const event of sample)
      expect(all.match(event).map(({ rule }) => rule.id)).toEqual(
        allPlain.match(event).map(({ rule }) => rule.id),
      );
  });

  it("explain each match with clauses that hold", () => {
    let explained = 0;
    for (const event of events)
      for (const rule of ruleSet.match(event)) {
        expect(explainRule(rule, event).matched).toBe(true);
        explained++;
      }
    expect(explained).toBe(182);
  });
});
