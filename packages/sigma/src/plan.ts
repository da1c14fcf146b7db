import { type Condition, printCondition, selectedNames } from "./condition.ts";
import type { Placeholders } from "./placeholders.ts";
import type { FieldTest, LogSource, Selection, SelectionBody, SigmaRule } from "./rule.ts";
import { planValue, type ValuePlan } from "./value-plan.ts";
import { readTest } from "./value-test.ts";
import type { FieldTable } from "./view.ts";

/** A rule made ready: the tree that is evaluated, indexed and explained. */
export type Plan =
  | { readonly kind: "and" | "or"; readonly parts: readonly Plan[]; readonly label: string | undefined }
  | { readonly kind: "not"; readonly part: Plan }
  | { readonly kind: "selection"; readonly name: string; readonly body: Plan }
  | TestPlan;

export interface TestPlan {
  readonly kind: "test";
  readonly source: FieldTest;
  /** Number of the field, undefined for keywords. */
  readonly field: number | undefined;
  readonly all: boolean;
  readonly negated: boolean;
  /** One entry for each value of the rule; it holds where one of its alternatives does. */
  readonly values: readonly (readonly ValuePlan[])[];
}

export interface PlanContext {
  readonly table: FieldTable;
  readonly placeholders: Placeholders;
  /** The names under which a rule's field stands in an event. */
  readonly fieldNames: (field: string, logsource: LogSource) => readonly string[];
}

/**
 * One plan for each condition of a rule; any of them is enough. Throws a SigmaError where a placeholder is unknown or a regular
 * expression cannot be compiled.
 */
export function planRule(rule: SigmaRule, context: PlanContext): Plan[] {
  const planner = new Planner(rule, context);
  return rule.detection.conditions.map((condition) => planner.condition(condition));
}

class Planner {
  readonly #rule: SigmaRule;
  readonly #context: PlanContext;
  readonly #selections = new Map<string, Plan>();

  constructor(rule: SigmaRule, context: PlanContext) {
    this.#rule = rule;
    this.#context = context;
    // Every selection, used or not, so that a mistake in any of them is reported.
    for (const selection of rule.detection.selections)
      this.#selections.set(selection.name, this.#selection(selection));
  }

  condition(condition: Condition): Plan {
    switch (condition.kind) {
      case "not":
        return { kind: "not", part: this.condition(condition.part) };
      case "selection":
        return this.#named([condition.name])[0] ?? NEVER;
      case "quantified": {
        const names = selectedNames(condition.pattern, [...this.#selections.keys()]);
        const parts = this.#named(names);
        // `all of` nothing is false like `1 of` nothing: a rule must not match because a name was misspelt.
        if (parts.length === 0) return NEVER;
        return {
          kind: condition.quantifier === "all" ? "and" : "or",
          parts,
          label: printCondition(condition),
        };
      }
      default:
        return {
          kind: condition.kind,
          parts: condition.parts.map((part) => this.condition(part)),
          label: undefined,
        };
    }
  }

  #named(names: readonly string[]): Plan[] {
    return names.map((name) => this.#selections.get(name)).filter((plan) => plan !== undefined);
  }

  #selection({ name, body }: Selection): Plan {
    return { kind: "selection", name, body: this.#body(body) };
  }

  #body(body: SelectionBody): Plan {
    if (body.kind === "test") return this.#test(body);
    const parts = body.parts.map((part) => this.#body(part));
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return only;
    return { kind: body.kind === "every" ? "and" : "or", parts, label: undefined };
  }

  #test(source: FieldTest): TestPlan {
    const read = readTest(source, this.#context.placeholders);
    const field = read.field === undefined ? undefined : this.#number(read.field);
    return {
      kind: "test",
      source,
      field,
      all: read.all,
      negated: read.negated,
      values: read.values.map((alternatives) =>
        alternatives.map((test) => planValue(test, field, (name) => this.#number(name))),
      ),
    };
  }

  #number(field: string): number {
    return this.#context.table.number(this.#context.fieldNames(field, this.#rule.logsource));
  }
}

const NEVER: Plan = { kind: "or", parts: [], label: "no selection of this name" };
