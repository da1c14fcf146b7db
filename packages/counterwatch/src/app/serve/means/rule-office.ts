/** The rules of the running server as people read and try them; the pack that look-ups are shown to stays as it is. */
import { setImmediate } from "node:timers/promises";
import type { Identifiers } from "../../../intake/identifiers.ts";
import { CounterwatchError } from "../../../model/index.ts";
import { lacking } from "../../../rules/backtest.ts";
import { compileRulePack, type PackRule, type RuleFile } from "../../../rules/rule-files.ts";
import { ruleWarnings } from "../../../rules/rule-lint.ts";
import { namesSomebody } from "../../../rules/rule-restraint.ts";
import { countSteps, runRuleTests } from "../../../rules/rule-tests.ts";
import type {
  RuleCheck,
  RuleMeans,
  RuleRemark,
  RuleShown,
  RuleTested,
} from "../../../server/desk/rules/rule-report.ts";
import { readRuleMeans, ruleFilesOf } from "../../rule-means.ts";
import { findRule } from "../../rules.ts";
import type { Settings } from "../../settings.ts";
import { parseBudget } from "../../../stories/budget.ts";
import { type BacktestParts, Backtests } from "./backtests.ts";

/** Events that the tests of a text which somebody tries out may have: they are run while others wait. */
const MOST_TEST_EVENTS = 20_000;

export interface RuleOfficeParts extends Omit<BacktestParts, "means" | "budgetPerDay"> {
  readonly settings: Settings;
  readonly identifiers: Identifiers;
  /** As `4/month`, or `none`. */
  readonly budget: string;
}

/**
 * The files are read at once, so that people see what look-ups are shown to; they are compiled, and lists read, when somebody asks
 * first. Throws what reading them throws.
 */
export function ruleOffice(parts: RuleOfficeParts): RuleMeans {
  const files = ruleFilesOf(parts.settings);
  let opened: ReturnType<typeof openOffice> | undefined;
  const office = () => (opened ??= openOffice(files, parts));
  return {
    async list() {
      const { rules, shown } = await office();
      return rules.map(shown);
    },
    async textOf(name) {
      const { rules, shown } = await office();
      const rule = findRule(rules, name);
      return { rule: shown(rule), text: files.find(({ file }) => file === rule.file)?.text ?? "" };
    },
    async test(name) {
      return tested(findRule((await office()).rules, name));
    },
    async check(text): Promise<RuleCheck> {
      const file: RuleFile = { file: "", text };
      const { shown } = await office();
      const { pack, errors } = compileRulePack([file]);
      return {
        rules: pack.rules.map(shown),
        errors: errors.map(remark),
        warnings: ruleWarnings([file], pack.rules).map(remark),
        tested: testedWithin(pack.rules, MOST_TEST_EVENTS),
      };
    },
    async backtest({ rule, text, days }, account) {
      const { rules, backtests } = await office();
      const wanted = text === undefined ? findRule(rules, rule ?? "") : triedOut(text);
      return await backtests.run(wanted, days, account);
    },
  };
}

/** One file after the other: all at once takes half a second of processor, and sources would wait. */
async function openOffice(files: readonly RuleFile[], parts: RuleOfficeParts) {
  const { settings, identifiers, budget } = parts;
  const means = readRuleMeans(settings, identifiers);
  const rules: PackRule[] = [];
  for (const file of files) {
    rules.push(...compileRulePack([file]).pack.rules);
    await setImmediate();
  }
  const budgetPerDay = budget === "none" ? undefined : parseBudget(budget).perDay;
  return {
    rules,
    shown: (rule: PackRule) => shownRule(rule, lacking(rule, means)),
    backtests: new Backtests({ ...parts, means, budgetPerDay }),
  };
}

function shownRule(rule: PackRule, needs: readonly string[]): RuleShown {
  const { name, sigma, severity, block, file } = rule;
  return {
    name,
    title: sigma.title,
    severity,
    description: sigma.description,
    falsePositives: sigma.falsepositives ?? [],
    next: block.next,
    file,
    group: block.group,
    atLeast: block.atLeast,
    automated: block.automated,
    habit: block.habit,
    tests: { count: block.tests.length, ...countSteps(rule) },
    needs,
  };
}

/** One text may hold a hundred rules: together they have no more than one may have. */
function testedWithin(rules: readonly PackRule[], most: number): RuleTested[] {
  let left = most;
  return rules.map((rule) => {
    const outcome = tested(rule, left);
    left = Math.max(0, left - eventsOf(rule));
    return outcome;
  });
}

function eventsOf(rule: PackRule): number {
  return rule.block.tests
    .flatMap((test) => test.events)
    .map((step) => ("match" in step ? step.match : step.pass))
    .reduce((sum, { repeat = 1 }) => sum + repeat, 0);
}

function tested(rule: PackRule, most = MOST_TEST_EVENTS): RuleTested {
  const events = eventsOf(rule);
  if (events > most) {
    const error = `the tests have ${events} events, and at most ${most} more are run here: use counterwatch rules test`;
    return { name: rule.name, holds: false, outcomes: [{ rule: rule.name, test: "", failures: [], error }] };
  }
  const outcomes = runRuleTests(rule);
  const holds = outcomes.every(({ failures, error }) => failures.length === 0 && error === undefined);
  return { name: rule.name, holds, outcomes };
}

function triedOut(text: string): PackRule {
  const { pack, errors } = compileRulePack([{ file: "", text }]);
  const [error] = errors;
  if (error !== undefined)
    throw new CounterwatchError("usage", `the rule cannot be read: ${error.message}`, {
      remedy: "Check it first.",
      cause: error,
    });
  const [rule, ...others] = pack.rules;
  if (rule === undefined || others.length > 0)
    throw new CounterwatchError("usage", `the text holds ${pack.rules.length} rules, and one is needed`, {
      remedy: "Leave one of them.",
    });
  const named = namesSomebody(rule);
  if (named.length > 0)
    throw new CounterwatchError("refused", `the rule reads ${named.join(" and ")}`, {
      remedy: "A backtest looks for conduct, never for a person: ask about it with facts under `context.`.",
    });
  return rule;
}

function remark({ message, remedy, place }: Pick<CounterwatchError, "message" | "remedy" | "place">) {
  return { message, remedy, line: place.line, column: place.column } satisfies RuleRemark;
}
