/** Rules without a log: are they well written, and do their own tests hold. */
import type { CounterwatchError } from "../model/index.ts";
import { compileRulePack, type PackRule, unknownRule } from "../rules/rule-files.ts";
import { type RuleWarning, ruleWarnings } from "../rules/rule-lint.ts";
import { countSteps, runRuleTests, type TestOutcome } from "../rules/rule-tests.ts";
import { readRuleFiles } from "../store/rule-files.ts";
import { ruleFilesOf } from "./rule-means.ts";
import type { Settings } from "./settings.ts";

export interface LintedRules {
  readonly rules: readonly PackRule[];
  readonly errors: readonly CounterwatchError[];
  /** What keeps a reader from judging what a rule finds: no false positives, no tests. */
  readonly warnings: readonly RuleWarning[];
}

/** Of the named files and folders; of none: of the rules that ship and of those in the settings. */
export function lintRules(paths: readonly string[], settings: Settings): LintedRules {
  const files = paths.length > 0 ? readRuleFiles(paths) : ruleFilesOf(settings);
  const { pack, errors } = compileRulePack(files);
  return { rules: pack.rules, errors, warnings: ruleWarnings(files, pack.rules) };
}

export interface TestedRule {
  readonly rule: PackRule;
  /** Events that must set it off, and events that must not. */
  readonly steps: { readonly match: number; readonly pass: number };
  readonly outcomes: readonly TestOutcome[];
  /** No outcome has a failure or an error. */
  readonly holds: boolean;
}

/** Throws `not-found` where `only` names no rule. */
export function testRules(
  paths: readonly string[],
  settings: Settings,
  only: string | undefined,
): { tested: readonly TestedRule[]; errors: readonly CounterwatchError[] } {
  const { rules, errors } = lintRules(paths, settings);
  const wanted = only === undefined ? rules : [findRule(rules, only)];
  const tested = wanted.map((rule) => {
    const outcomes = runRuleTests(rule);
    const holds = outcomes.every(({ failures, error }) => failures.length === 0 && error === undefined);
    return { rule, steps: countSteps(rule), outcomes, holds };
  });
  return { tested, errors };
}

/** By name, by `rule/name` as findings have it, or by id. Throws `not-found`. */
export function findRule(rules: readonly PackRule[], name: string): PackRule {
  const bare = name.replace(/^rule\//, "");
  const found = rules.find((rule) => rule.name === bare || rule.sigma.id === bare);
  if (found !== undefined) return found;
  throw unknownRule(
    bare,
    rules.map((rule) => rule.name),
  );
}
