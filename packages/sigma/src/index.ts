export type { Modifier } from "./modifiers.ts";
export { type CompiledRule, type CompileOptions, compileRules } from "./compile.ts";
export { type Condition, parseCondition, printCondition } from "./condition.ts";
export { type Place, SigmaError, type SigmaErrorCode } from "./errors.ts";
export type { FieldNames } from "./field-names.ts";
export type { SigmaEvent } from "./fields.ts";
export { parseRules, type SigmaCollection } from "./parse.ts";
export type { Placeholders } from "./placeholders.ts";
export type { RuleSet } from "./rule-set.ts";
export type * from "./rule.ts";
export {
  type Clause,
  type Explanation,
  type ExplainOptions,
  explainRule,
  type LinkClause,
  type MatchedClause,
  matchedClauses,
  type SelectionClause,
  type TestClause,
  type ValueClause,
} from "./explain.ts";
export { printExplanation } from "./explain-text.ts";
export { type LintCode, type LintOptions, type LintWarning, lintRules } from "./lint.ts";
