/** Rules as people read them, and what trying one out tells. */
import type { Account } from "../../../incidents/desk/case.ts";
import type { Severity } from "../../../model/index.ts";
import type { BacktestResult } from "../../../rules/backtest.ts";
import type { TestOutcome } from "../../../rules/rule-tests.ts";

export interface RuleShown {
  /** What stands after `rule/` in a finding's detector. */
  readonly name: string;
  readonly title: string;
  readonly severity: Severity;
  readonly description: string | undefined;
  readonly falsePositives: readonly string[];
  /** What to do first about a finding of it. */
  readonly next: string | undefined;
  readonly file: string;
  /** What one finding gathers, and how many look-ups make one. */
  readonly group: string;
  readonly atLeast: number;
  readonly automated: "no" | "also" | "only";
  /** Told once where half of all operators set it off. */
  readonly habit: boolean;
  /** Its own tests: how many, and events that must set it off and that must not. */
  readonly tests: { readonly count: number; readonly match: number; readonly pass: number };
  /** Lists that it needs and this server was not given, in words; empty: it is asked. */
  readonly needs: readonly string[];
}

export interface RuleTested {
  readonly name: string;
  /** No outcome has a failure or an error. */
  readonly holds: boolean;
  readonly outcomes: readonly TestOutcome[];
}

export interface RuleRemark {
  readonly message: string;
  readonly remedy: string | undefined;
  /** From 1. */
  readonly line: number | undefined;
  readonly column: number | undefined;
}

export interface RuleCheck {
  readonly rules: readonly RuleShown[];
  readonly errors: readonly RuleRemark[];
  readonly warnings: readonly RuleRemark[];
  readonly tested: readonly RuleTested[];
}

export interface BacktestWish {
  /** By name… */
  readonly rule?: string | undefined;
  /** …or as YAML, with one rule in it. */
  readonly text?: string | undefined;
  /** Up to the latest look-up. */
  readonly days: number;
}

export interface BacktestReport extends BacktestResult {
  readonly rule: Pick<RuleShown, "name" | "title" | "severity">;
  /** Event times of the first and the last look-up that was shown, RFC 3339; undefined: there was none. */
  readonly period: { readonly from: string; readonly to: string; readonly days: number } | undefined;
  /** Why not the whole of what was asked for; undefined: it was. */
  readonly cut: "rows" | "time" | undefined;
  /** Look-ups that are the reader's own or of a system that they administer: left out. */
  readonly withheld: number;
  /** False alerts a day that the budget allows the stories; undefined: there is no budget. */
  readonly budgetPerDay: number | undefined;
  readonly milliseconds: number;
}

export interface RuleMeans {
  list(): Promise<readonly RuleShown[]>;
  /** The file that it stands in. Throws `not-found`. */
  textOf(name: string): Promise<{ readonly rule: RuleShown; readonly text: string }>;
  /** Throws `not-found`. */
  test(name: string): Promise<RuleTested>;
  /** Never throws for what is wrong with the text. */
  check(text: string): Promise<RuleCheck>;
  /** Throws `not-found`, `usage` for a text that is not one rule, `refused` for a rule that looks for somebody or where too many wait. */
  backtest(wish: BacktestWish, account: Account): Promise<BacktestReport>;
}
