import { explainRule, printExplanation } from "@counterwatch/sigma";
import { CounterwatchError } from "../model/index.ts";
import { type CaseList, parseCaseList } from "./case-list.ts";
import { Context, type ContextMeans } from "./context.ts";
import { policySchema, policyWords } from "./policy.ts";
import { parseRoster, type Roster } from "./roster.ts";
import type { RuleTest } from "./rule-block.ts";
import type { PackRule } from "./pack-rule.ts";
import { RulePack } from "./rule-pack.ts";
import { parseStaffList, type StaffList } from "./staff-list.ts";
import { testEvents, testSubject } from "./test-event.ts";

/** One event of a test that did not do what it must. */
interface TestFailure {
  /** Which step of the test, from 1, and which of its repetitions, from 1. */
  readonly step: number;
  readonly repetition: number;
  readonly expected: "match" | "pass";
  /** Clause by clause, why it matched or not. */
  readonly explanation: string;
}

export interface TestOutcome {
  readonly rule: string;
  readonly test: string;
  readonly failures: readonly TestFailure[];
  /** The test itself is wrong: an event or list cannot be read. */
  readonly error?: string;
}

/** Runs the tests that a rule carries. Never throws for a faulty test: its outcome says so. */
export function runRuleTests(rule: PackRule): TestOutcome[] {
  return rule.block.tests.map((test) => {
    try {
      return { rule: rule.name, test: test.name, failures: runTest(rule, test) };
    } catch (error) {
      if (!(error instanceof CounterwatchError)) throw error;
      return { rule: rule.name, test: test.name, failures: [], error: error.message };
    }
  });
}

/** How many steps of a rule's tests must set it off, and how many must not. */
export function countSteps({ block }: PackRule): { match: number; pass: number } {
  const steps = block.tests.flatMap(({ events }) => events);
  const match = steps.filter((step) => "match" in step).length;
  return { match, pass: steps.length - match };
}

function runTest(rule: PackRule, test: RuleTest): TestFailure[] {
  const means = testMeans(test);
  const context = new Context(means, rule.reads);
  if (context.missing.size > 0) {
    const needs = [...context.missing.values()].join(" and ");
    throw new CounterwatchError("rule", `the rule needs ${needs}, and the test gives none under \`given\``);
  }
  const pack = new RulePack([rule], [], policyWords(means.policy));
  const failures: TestFailure[] = [];
  const steps = test.events.map((step) => ("match" in step ? step.match : step.pass));
  let repetition = 0;
  let before = -1;
  for (const { event, from } of testEvents(steps)) {
    repetition = from === before ? repetition + 1 : 1;
    before = from;
    const expected = "match" in test.events[from]! ? "match" : "pass";
    const view = context.see(event);
    const actual = pack.match(view, context.active).length > 0 ? "match" : "pass";
    if (actual === expected) continue;
    const explanation = printExplanation(explainRule(rule.compiled, view));
    failures.push({ step: from + 1, repetition, expected, explanation });
  }
  return failures;
}

/** The lists and the policy of a test, read as a user's would be. */
function testMeans({ given, name }: RuleTest): ContextMeans & {
  cases: CaseList | undefined;
  staff: StaffList | undefined;
  roster: Roster | undefined;
} {
  const file = `test “${name}”`;
  return {
    policy: policySchema.parse(given?.policy ?? {}),
    cases: given?.cases === undefined ? undefined : parseCaseList(given.cases, { file, text: (raw) => raw }),
    staff:
      given?.staff === undefined
        ? undefined
        : parseStaffList(given.staff, {
            file,
            identifiers: { operator: testOperator, subject: testSubject },
          }),
    roster:
      given?.roster === undefined ? undefined : parseRoster(given.roster, { file, operator: testOperator }),
  };
}

function testOperator(raw: string): { id: string } {
  return { id: raw };
}
