import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRules, explainRule, lintRules, parseRules, printExplanation, SigmaError } from "./index.ts";

const SEED = `title: Seed
id: 5c7b8a4e-7e0c-4b5f-9c6d-0d5a3f1b2c3d
status: test
related:
    - id: 08fbc97d-0a2f-491c-ae21-8ffcfd3174e9
      type: derived
logsource:
    product: &product windows
    service: security
taxonomy: *product
detection:
    selection:
        - Image|endswith: ['\\cmd.exe', "\\\\x\\t.exe"]
          EventID: 4624
          Time|hour|gte: 22
          Net|cidr: 10.0.0.0/8
          Text|wide|base64offset|contains: 'ping'
          Arg|contains|windash|all: [' -a', ' -b']
    words: ['a*b', 5]
    filter_1:
        User|re|i: '^adm(in)?_\\d{2,3}$'
        Ref|fieldref: User
        Gone: null
        There|exists: true
        Who|expand: '%people%'
    condition: (selection or words) and not 1 of filter_*
falsepositives:
    - none
level: low
---
title: Correlation
correlation:
    type: value_count
    rules: [a]
    group-by: [User]
    timespan: 5m
    condition: {field: Host, gte: 3}
---
title: Filter
logsource: {product: windows}
filter:
    rules: [a]
    selection: {User: x}
    condition: selection
`;

const EVENT = {
  Image: "C:\\cmd.exe",
  EventID: 4624,
  Time: "2025-03-01T23:00:00Z",
  User: "admin_12",
  a: { b: ["x", null] },
};

/** Everything that can be done with a text; whatever it holds, mistakes come back as errors with places. */
function useText(text: string): number {
  const { rules, correlations, filters, errors } = parseRules(text);
  for (const error of errors) {
    expect(error).toBeInstanceOf(SigmaError);
    expect(error.place.line).toBeGreaterThanOrEqual(1);
    expect(error.place.column).toBeGreaterThanOrEqual(1);
    expect(error.place.line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length + 1);
  }
  const { ruleSet, errors: refused } = compileRules(rules, { placeholders: () => ["x*"] });
  expect(ruleSet.size + refused.length).toBe(rules.length);
  ruleSet.match(EVENT);
  for (const rule of ruleSet.rules) {
    const explanation = explainRule(rule, EVENT);
    expect(explanation.matched).toBe(rule.matches(EVENT));
    printExplanation(explanation);
  }
  for (const warning of lintRules(text)) expect(warning.message).toBeTruthy();
  return rules.length + correlations.length + filters.length;
}

const snippet = fc.constantFrom(
  ..."\t\n\r'\"|:*?-[]{}&!%\\#@`,<> \u0000\uFEFF\u2028é😀".split(""),
  "---\n",
  "...\n",
  "    ",
  "null",
  "- ",
  "|re",
  "|all",
  "|expand",
  "1 of them",
  "not ",
  "(",
  "&a ",
  "*a",
  "<<: ",
  "!!binary ",
  "action: global\n",
  "correlation: ",
  "(?=",
  "\\1",
  "9".repeat(400),
  "[".repeat(100),
  "(a+)+$",
);

const edit = fc.tuple(
  fc.constantFrom("insert", "delete", "replace", "double"),
  fc.nat(10_000),
  fc.nat(40),
  snippet,
);

function apply(text: string, [kind, at, length, piece]: [string, number, number, string]): string {
  const start = at % (text.length + 1);
  const end = Math.min(text.length, start + length);
  if (kind === "insert") return text.slice(0, start) + piece + text.slice(start);
  if (kind === "delete") return text.slice(0, start) + text.slice(end);
  if (kind === "replace") return text.slice(0, start) + piece + text.slice(end);
  return text.slice(0, end) + text.slice(start);
}

describe("hostile rule files", () => {
  it("reads the seed", () => {
    expect(useText(SEED)).toBe(3);
  });

  it("with random changes give rules or errors, never an exception", () => {
    let read = 0;
    let runs = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        runs++;
        read += useText(edits.reduce((text, one) => apply(text, one), SEED));
      }),
      { numRuns: 600 },
    );
    // Most changes leave something that can be read, so what comes after reading is tested too.
    expect(read).toBeGreaterThan(runs);
  });

  it("with changed bytes give rules or errors, never an exception", () => {
    const bytes = Buffer.from(SEED);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const changed = Buffer.from(bytes);
          for (const [at, byte] of changes) changed[at] = byte;
          useText(changed.toString("latin1"));
          useText(changed.toString("utf8"));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("of random YAML give rules or errors, never an exception", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.json({ maxDepth: 3 }), (detection, whole) => {
        useText(`title: x\nlogsource: {product: x}\ndetection: ${detection}\n`);
        useText(`title: x\nlogsource: {product: x}\ndetection: {s: ${detection}, condition: s}\n`);
        useText(whole);
      }),
      { numRuns: 600 },
    );
  });

  it("meet any event", () => {
    const { rules } = parseRules(SEED);
    const { ruleSet } = compileRules(rules, { placeholders: () => ["x*"] });
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string(),
          fc.anything({ maxDepth: 4, withDate: true, withBigInt: true, withNullPrototype: true }),
        ),
        (event) => {
          expect(ruleSet.match(event).length).toBe(
            ruleSet.rules.filter((rule) => rule.matches(event)).length,
          );
        },
      ),
    );
  });

  it("cannot make a deep or circular event overflow", () => {
    const { rules } = parseRules(SEED);
    const { ruleSet } = compileRules(rules, { placeholders: () => ["x*"] });
    let deep: unknown = "a-b";
    for (let i = 0; i < 50_000; i++) deep = i % 2 === 0 ? [deep] : { x: deep };
    const circle: Record<string, unknown> = { Image: [] };
    circle["self"] = circle;
    (circle["Image"] as unknown[]).push(circle["Image"]);
    expect(ruleSet.match({ Image: deep, x: deep })).toEqual([]);
    expect(ruleSet.match(circle)).toEqual([]);
    const path = compileRules(parseRules(SEED.replace("EventID: 4624", "x.y.z: 1")).rules, {
      placeholders: () => ["x*"],
    });
    expect(path.errors).toEqual([]);
    for (const x of [deep, circle["Image"], [deep], { y: deep }])
      expect(path.ruleSet.match({ x })).toEqual([]);
  });
});
