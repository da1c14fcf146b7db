import { CompiledRule, type CompileOptions, compileRules } from "./compile.ts";
import { ABSENT, type SigmaEvent } from "./fields.ts";
import type { Plan, TestPlan, ValuePlan } from "./plan.ts";
import { printPattern } from "./pattern.ts";
import type { SigmaRule, SigmaValue } from "./rule.ts";
import type { ValueTest } from "./value-test.ts";
import { EventView } from "./view.ts";

/** Why a rule matched an event or not, clause by clause. */
export interface Explanation {
  readonly title: string;
  readonly id?: string;
  readonly matched: boolean;
  readonly conditions: readonly Clause[];
}

export type Clause = LinkClause | SelectionClause | TestClause;

export interface LinkClause {
  readonly kind: "and" | "or" | "not";
  readonly matched: boolean;
  /** What the rule wrote for several selections, such as `1 of filter_*`. */
  readonly label?: string;
  readonly clauses: readonly Clause[];
}

export interface SelectionClause {
  readonly kind: "selection";
  readonly name: string;
  readonly matched: boolean;
  readonly clauses: readonly Clause[];
}

export interface TestClause {
  readonly kind: "test";
  readonly matched: boolean;
  /** Undefined for keywords. */
  readonly field: string | undefined;
  readonly modifiers: readonly string[];
  /** Every value of the rule and whether the event meets it. */
  readonly values: readonly ValueClause[];
  /** Whether the event has the field; for keywords always true. */
  readonly present: boolean;
}

export interface ValueClause {
  /** The value as the rule writes it. */
  readonly value: string;
  readonly matched: boolean;
  /** What was compared, where that differs from the value as written, such as an encoded or expanded form. */
  readonly compared: readonly string[];
  /** The text of the event that was accepted, after redaction. */
  readonly accepted?: string;
}

export interface ExplainOptions extends CompileOptions {
  /** Rewrites a value of the event before it enters the explanation. */
  readonly redact?: (value: string, field: string | undefined) => string;
}

/** Throws the SigmaError of a rule that cannot be compiled. */
export function explainRule(
  rule: SigmaRule | CompiledRule,
  event: SigmaEvent,
  options: ExplainOptions = {},
): Explanation {
  const compiled = rule instanceof CompiledRule ? rule : compileOne(rule, options);
  const view = new EventView(compiled.table).take(event);
  const explain = new Explainer(view, options.redact ?? ((value) => value));
  const { plan, rule: source } = compiled;
  const parts = plan.kind === "or" && plan.label === "any condition" ? plan.parts : [plan];
  const conditions = parts.map((part) => explain.clause(part));
  return {
    title: source.title,
    ...(source.id === undefined ? {} : { id: source.id }),
    matched: conditions.some((condition) => condition.matched),
    conditions,
  };
}

function compileOne(rule: SigmaRule, options: CompileOptions): CompiledRule {
  const { ruleSet, errors } = compileRules([rule], options);
  const [compiled] = ruleSet.rules;
  if (compiled === undefined) throw errors[0] ?? new Error("a rule was neither compiled nor refused");
  return compiled;
}

class Explainer {
  readonly #view: EventView;
  readonly #redact: (value: string, field: string | undefined) => string;

  constructor(view: EventView, redact: (value: string, field: string | undefined) => string) {
    this.#view = view;
    this.#redact = redact;
  }

  clause(plan: Plan): Clause {
    switch (plan.kind) {
      case "test":
        return this.#test(plan);
      case "selection": {
        const body = this.clause(plan.body);
        const clauses = body.kind === "and" && body.label === undefined ? body.clauses : [body];
        return { kind: "selection", name: plan.name, matched: body.matched, clauses };
      }
      case "not": {
        const part = this.clause(plan.part);
        return { kind: "not", matched: !part.matched, clauses: [part] };
      }
      default: {
        const clauses = plan.parts.map((part) => this.clause(part));
        const matched =
          plan.kind === "and"
            ? clauses.every((clause) => clause.matched)
            : clauses.some((clause) => clause.matched);
        return {
          kind: plan.kind,
          matched,
          ...(plan.label === undefined ? {} : { label: plan.label }),
          clauses,
        };
      }
    }
  }

  #test(plan: TestPlan): TestClause {
    const values = plan.values.map((alternatives, index) =>
      this.#value(plan, alternatives, plan.source.values[index]),
    );
    const met = plan.all ? values.every((value) => value.matched) : values.some((value) => value.matched);
    return {
      kind: "test",
      matched: met !== plan.negated,
      field: plan.source.field,
      modifiers: plan.source.modifiers.map((use) => use.name),
      values,
      present: plan.field === undefined || this.#view.raw(plan.field) !== ABSENT,
    };
  }

  #value(plan: TestPlan, alternatives: readonly ValuePlan[], source: SigmaValue | undefined): ValueClause {
    const holding = alternatives.find((alternative) => alternative.holds(this.#view));
    const texts = plan.field === undefined ? this.#view.allTexts() : this.#view.texts(plan.field);
    const list = typeof texts === "string" ? [texts] : (texts ?? []);
    const accepted = holding?.accepts === undefined ? undefined : list.find(holding.accepts);
    const written = writtenValue(source);
    const compared = alternatives.map(({ test }) => comparedText(test)).filter((text) => text !== written);
    return {
      value: written,
      matched: holding !== undefined,
      compared: [...new Set(compared)].filter((text) => text !== undefined),
      ...(accepted === undefined ? {} : { accepted: this.#redact(accepted, plan.source.field) }),
    };
  }
}

function writtenValue(value: SigmaValue | undefined): string {
  if (value === undefined || value.kind === "null") return "null";
  return value.kind === "boolean" ? String(value.value) : value.text;
}

function comparedText(test: ValueTest): string | undefined {
  return test.kind === "text" ? printPattern(test.pattern) : undefined;
}
