import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileRules } from "@counterwatch/sigma";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCaseList } from "../rules/case-list.ts";
import { Context, type ContextMeans } from "../rules/context.ts";
import { defaultPolicy, policyWords } from "../rules/policy.ts";
import { parseRoster } from "../rules/roster.ts";
import { compileRulePack } from "../rules/rule-files.ts";
import { ruleWarnings } from "../rules/rule-lint.ts";
import { countSteps, runRuleTests } from "../rules/rule-tests.ts";
import { parseStaffList } from "../rules/staff-list.ts";
import { testEvents, testSubject } from "../rules/test-event.ts";
import { readShippedRules } from "./rule-files.ts";
import { fillMarkers, ruleTables } from "./rules-page.fixture.ts";

const files = readShippedRules();
const { pack, errors } = compileRulePack(files);

describe("the shipped rules", () => {
  it("all compile, one a file, named like their file", () => {
    expect(errors).toEqual([]);
    expect(pack.rules.map(({ name, file }) => [`rules/${name}.yml`, file])).toEqual(
      files.map(({ file }) => [file, file]),
    );
    expect(pack.rules.length).toBeGreaterThanOrEqual(24);
  });

  it("leave nothing to warn of", () => {
    expect(ruleWarnings(files, pack.rules)).toEqual([]);
  });

  it("have ids of their own", () => {
    const ids = pack.rules.map(({ sigma }) => sigma.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id!)),
    ).toBe(true);
  });

  it.each(pack.rules.map((rule) => [rule.name, rule] as const))("%s explains itself", (_, rule) => {
    expect(rule.sigma.description!.length).toBeGreaterThan(80);
    expect(rule.sigma.falsepositives!.length).toBeGreaterThan(0);
    expect(rule.sigma.level).toBeDefined();
    expect(rule.block.explanation).toBeDefined();
    expect(rule.block.next).toBeDefined();
  });

  it.each(pack.rules.map((rule) => [rule.name, rule] as const))("%s passes its own tests", (_, rule) => {
    const { match, pass } = countSteps(rule);
    expect(match).toBeGreaterThanOrEqual(2);
    expect(pass).toBeGreaterThanOrEqual(2);
    const wrong = runRuleTests(rule).filter(
      ({ failures, error }) => failures.length > 0 || error !== undefined,
    );
    expect(wrong, JSON.stringify(wrong, undefined, 1).replaceAll("\\n", "\n")).toEqual([]);
  });
});

describe("docs/rules.md", () => {
  const page = new URL("../../../../docs/rules.md", import.meta.url);

  it("shows the rules, facts and numbers as they are (rewrite it with vitest -u)", async () => {
    const filled = fillMarkers(readFileSync(page, "utf8"), ruleTables(pack.rules));
    await expect(filled).toMatchFileSnapshot(fileURLToPath(page));
  });

  it("has an example that passes its own tests", () => {
    const example = /\n## Write one\n[^]*?```yaml\n([^]*?)```/.exec(readFileSync(page, "utf8"))![1]!;
    const read = compileRulePack([{ file: "docs/rules.md", text: example }]);
    expect(read.errors).toEqual([]);
    const outcomes = runRuleTests(read.pack.rules[0]!);
    expect(outcomes.length).toBeGreaterThan(0);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ failures: [] });
  });
});

describe("gates", () => {
  const policy = {
    ...defaultPolicy(),
    businessHours: { zone: "UTC", from: "08:00", to: "17:00", weekdays: [1, 2] },
  };
  const given = pack.rules.flatMap(({ block }) => block.tests);
  const means: ContextMeans = {
    policy,
    cases: parseCaseList("id,status,opened,from,team\nC25-1,closed,2025-04-01,2024-01-01,Homicide\n", {
      file: "cases.csv",
      text: (raw) => raw,
    }),
    staff: parseStaffList("operator,to,systems,plate\nop-1,,plates,A\nop-2,2025-01-01,calls,B\n", {
      file: "staff.csv",
      identifiers: { operator: (raw) => ({ id: raw }), subject: testSubject },
    }),
    roster: parseRoster("operator,from,to\nop-1,2025-03-03T00:00:00Z,2025-03-03T10:00:00Z\n", {
      file: "roster.csv",
      operator: (raw) => ({ id: raw }),
    }),
  };
  const all = compileRulePack(files, { means });
  const { ruleSet } = compileRules(
    all.pack.rules.map(({ sigma }) => sigma),
    { placeholders: policyWords(policy) },
  );
  const everyStep = given.flatMap(({ events }) =>
    events.map((step) => ("match" in step ? step.match : step.pass)),
  );

  it("let every match through: the same rules match as when the engine is asked about all", () => {
    expect(all.pack.unchecked).toEqual([]);
    const matched = new Set<string>();
    const step = fc
      .constantFrom(...everyStep)
      .map((each) => ({ ...each, repeat: Math.min(each.repeat ?? 1, 6) }));
    fc.assert(
      fc.property(fc.array(fc.tuple(step, step), { maxLength: 40 }), (pairs) => {
        const context = new Context(means, all.pack.reads);
        // Two steps in one event: more facts at once than any rule's own tests have.
        for (const { event } of testEvents(
          pairs.map(([one, other]) => ({ ...one, ...other, automated: false })),
        )) {
          const view = context.see(event);
          const names = all.pack.match(view, context.active).map(({ name }) => name);
          expect(names).toEqual(ruleSet.match(view).map(({ rule }) => rule.name));
          for (const name of names) matched.add(name);
        }
      }),
      { numRuns: 150 },
    );
    expect(matched.size).toBeGreaterThan(30);
  });
});
