import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRules } from "./compile.ts";
import { LetterSearch, SHORTEST_INSIDE } from "./letter-search.ts";
import { logSource, randomEvent, randomRule } from "./random-rules.fixture.ts";
import { matches, one, ruleOf } from "./rule.fixture.ts";

/** Milliseconds, the fastest of many rounds. */
function timeOfRules(count: number): number {
  const { ruleSet } = compileRules(
    Array.from({ length: count }, (_, n) => ruleOf(one("f|contains", `needle${n}hay${n}`))),
  );
  const event = {
    f: "some ordinary text that holds no such thing, a few hundred letters long ".repeat(5),
  };
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 30; round++) {
    const start = performance.now();
    for (let i = 0; i < 200; i++) ruleSet.match(event);
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}

describe("the index", () => {
  it("gives the matches that every rule would give by itself", () => {
    let matched = 0;
    fc.assert(
      fc.property(
        fc.array(randomRule, { minLength: 1, maxLength: 12 }),
        fc.array(randomEvent, { minLength: 1, maxLength: 6 }),
        fc.option(logSource, { nil: undefined }),
        (rules, events, source) => {
          const { ruleSet, errors } = compileRules(rules);
          const { ruleSet: plain } = compileRules(rules, { index: false });
          expect(errors).toEqual([]);
          for (const event of events) {
            const expected = plain.match(event, source).map(({ rule }) => rules.indexOf(rule));
            expect(ruleSet.match(event, source).map(({ rule }) => rules.indexOf(rule))).toEqual(expected);
            const alone = ruleSet.rules
              .filter((rule) => rule.matches(event))
              .map(({ rule }) => rules.indexOf(rule));
            if (source === undefined) expect(alone).toEqual(expected);
            matched += expected.length;
          }
        },
      ),
      { numRuns: 800 },
    );
    // A test in which nothing ever matches would prove nothing.
    expect(matched).toBeGreaterThan(500);
  });

  it("finds letters that fold to ASCII, at every place of a text", () => {
    const values = ["maſk KEY", "MASK \u212aey", "xxmaſk \u212aEYyy", "İmask key"];
    for (const f of values) {
      expect(matches(one("f|contains", "'mask key'"), { f })).toBe(true);
      expect(matches("k:\n    - mask key\ncondition: k", { f, g: 1 })).toBe(true);
    }
    expect(matches(one("f|startswith", "'kelvin'"), { f: "\u212aelvin" })).toBe(true);
    expect(matches(one("f|endswith", "'mass'"), { f: "maſſ" })).toBe(true);
    expect(matches(one("f", "'i\u0307'"), { f: "İ" })).toBe(true);
  });

  it("keeps nothing of an event after it was matched", () => {
    const { ruleSet } = compileRules([ruleOf(one("f|contains", "needle")), ruleOf(one("g", "null"))]);
    expect(ruleSet.match({ f: "needle", g: 1 })).toHaveLength(1);
    expect(ruleSet.match({})).toHaveLength(1);
    expect(ruleSet.match({ g: 1 })).toHaveLength(0);
  });

  it("does not spend more time on rules that cannot match", () => {
    const few = timeOfRules(20);
    // Forty times the rules; without an index that is forty times the time.
    expect(timeOfRules(800)).toBeLessThan(few * 6 + 1);
  });
});

describe("LetterSearch", () => {
  /** Words of at least a length, and a text in which some of them occur among others. */
  const words = fc.integer({ min: SHORTEST_INSIDE, max: 10 }).chain((shortest) => {
    const word = fc.string({
      unit: fc.constantFrom("a", "b", "c", "\0"),
      minLength: shortest,
      maxLength: 12,
    });
    const filler = fc.string({ unit: fc.constantFrom("a", "b", "c", "x", "é", "Ł"), maxLength: 12 });
    return fc.uniqueArray(word, { minLength: 1, maxLength: 12 }).chain((sought) =>
      fc.record({
        sought: fc.constant(sought),
        text: fc
          .array(fc.oneof(filler, fc.constantFrom(...sought)), { maxLength: 14 })
          .map((parts) => parts.join("")),
      }),
    );
  });

  it("misses nothing that occurs, and in ASCII finds nothing else", () => {
    fc.assert(
      fc.property(words, ({ sought, text }) => {
        const found: number[] = [];
        new LetterSearch(sought).scan(text, found);
        const occurring = sought
          .map((_, number) => number)
          .filter((number) => text.includes(sought[number] ?? ""));
        expect(found).toEqual(expect.arrayContaining(occurring));
        if (/^[\x00-\x7f]*$/.test(text))
          expect([...new Set(found)].toSorted((a, b) => a - b)).toEqual(occurring);
      }),
      { numRuns: 3000 },
    );
  });

  it("reads texts longer than its memory, across the seams", () => {
    const search = new LetterSearch(["needle", "other one"]);
    for (const at of [0, 65_530, 65_533, 65_536, 131_060, 199_994]) {
      const text = `${".".repeat(at)}needle${".".repeat(200_000 - at - 6)}`;
      const found: number[] = [];
      search.scan(text, found);
      expect(found).toContain(0);
      expect(found).not.toContain(1);
    }
  });

  it("takes time linear in a text made to disturb it", () => {
    const search = new LetterSearch(["aaaaaaaaaaaaaaaaaaab", "aaaa"]);
    const time = (length: number) => {
      const start = process.cpuUsage().user;
      search.scan("a".repeat(length), []);
      return (process.cpuUsage().user - start) / 1000;
    };
    time(1000);
    expect(time(1_000_000)).toBeLessThan(2000);
  });
});
