import { SigmaError } from "./errors.ts";
import type { SigmaEvent } from "./fields.ts";
import { fieldNamesFor, type FieldNames } from "./field-names.ts";
import type { Placeholders } from "./placeholders.ts";
import { compilePlan } from "./evaluate.ts";
import { type Plan, planRule } from "./plan.ts";
import type { LogSource, SigmaRule } from "./rule.ts";
import { RuleSet } from "./rule-set.ts";
import { EventView, FieldTable } from "./view.ts";

export interface CompileOptions {
  /** The values of `%name%` under the expand modifier; a rule whose placeholder is unknown is refused. */
  readonly placeholders?: Placeholders;
  /** How the fields of rules are called in the events, where names differ. */
  readonly fieldNames?: FieldNames;
  /** The log source of an event for which `match` is given none; undefined means every rule may apply. */
  readonly route?: (event: SigmaEvent) => LogSource | readonly LogSource[] | undefined;
  /** False evaluates every rule of the log source: the same matches, slower. */
  readonly index?: boolean;
}

/** A rule that can be asked about events. */
export interface CompiledRule {
  readonly rule: SigmaRule;
  /** Whether the detection holds for an event; the log source is not looked at. */
  matches(event: SigmaEvent): boolean;
}

/** A compiled rule as this package sees it. Holds nothing of any event. */
export class ReadyRule implements CompiledRule {
  readonly rule: SigmaRule;
  /** One for each condition. */
  readonly plans: readonly Plan[];
  /** All conditions in one. */
  readonly plan: Plan;
  readonly table: FieldTable;
  readonly test: (view: EventView) => boolean;
  /** Shared by the rules of a set, used by `matches` alone. */
  readonly #view: EventView;

  constructor(rule: SigmaRule, plans: readonly Plan[], table: FieldTable, view: EventView) {
    this.rule = rule;
    this.plans = plans;
    this.plan = { kind: "or", parts: plans, label: undefined };
    this.table = table;
    this.test = compilePlan(this.plan);
    this.#view = view;
  }

  matches(event: SigmaEvent): boolean {
    try {
      return this.test(this.#view.take(event));
    } finally {
      this.#view.release();
    }
  }
}

/** Makes rules ready. A rule that cannot be compiled is reported and left out; the others are not affected. */
export function compileRules(
  rules: readonly SigmaRule[],
  options: CompileOptions = {},
): { ruleSet: RuleSet; errors: SigmaError[] } {
  const table = new FieldTable();
  const context = {
    table,
    placeholders: options.placeholders ?? (() => undefined),
    fieldNames: fieldNamesFor(options.fieldNames),
  };
  const view = new EventView(table);
  const compiled: ReadyRule[] = [];
  const errors: SigmaError[] = [];
  for (const rule of rules) {
    try {
      compiled.push(new ReadyRule(rule, planRule(rule, context), table, view));
    } catch (error) {
      if (!(error instanceof SigmaError)) throw error;
      errors.push(error);
    }
  }
  return { ruleSet: new RuleSet(compiled, table, options), errors };
}
