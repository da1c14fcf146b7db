import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compileRulePack } from "../rules/rule-files.ts";
import { countSteps, runRuleTests } from "../rules/rule-tests.ts";
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
    const example = /```yaml\n([^]*?)```/.exec(readFileSync(page, "utf8"))![1]!;
    const read = compileRulePack([{ file: "docs/rules.md", text: example }]);
    expect(read.errors).toEqual([]);
    const outcomes = runRuleTests(read.pack.rules[0]!);
    expect(outcomes.length).toBeGreaterThan(0);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ failures: [] });
  });
});
