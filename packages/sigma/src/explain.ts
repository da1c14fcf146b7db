import { type CompiledRule, type CompileOptions, compileRules, ReadyRule } from "./compile.ts";
import { ABSENT, type SigmaEvent } from "./fields.ts";
import type { Modifier } from "./modifiers.ts";
import { printPattern } from "./pattern.ts";
import type { Plan, TestPlan } from "./plan.ts";
import type { SigmaRule, SigmaValue } from "./rule.ts";
import type { ValuePlan } from "./value-plan.ts";
import { EventView } from "./view.ts";

/** Why a rule matched an event or not, clause by clause. */
export interface Explanation {
  readonly title: string;
  readonly id?: string;
  readonly matched: boolean;
  /** Of several conditions one is enough. */
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
  readonly modifiers: readonly Modifier[];
  /** Every value of the rule and whether the event meets it. */
  readonly values: readonly ValueClause[];
  /** Whether the event has the field; for keywords always true. */
  readonly present: boolean;
  /** The first few texts that the field holds, after redaction; empty for keywords. */
  readonly found: readonly string[];
}

export interface ValueClause {
  /** The value as the rule writes it. */
  readonly value: string;
  readonly matched: boolean;
  /** What an encoding made of the value. */
  readonly encoded: readonly string[];
  /** The text of the event that was accepted, after redaction. */
  readonly accepted?: string;
}

/** A test that made a rule match, and the selection in which it stands. */
export interface MatchedClause {
  readonly selection: string;
  readonly clause: TestClause;
}

export interface ExplainOptions extends CompileOptions {
  /** Rewrites a value of the event before it enters the explanation; the field is undefined for keywords. */
  readonly redact?: (value: string, field: string | undefined) => string;
}

const MOST_FOUND = 5;

/** Throws the SigmaError of a rule that cannot be compiled. */
export function explainRule(
  rule: SigmaRule | CompiledRule,
  event: SigmaEvent,
  options: ExplainOptions = {},
): Explanation {
  const ready = rule instanceof ReadyRule ? rule : compileOne("rule" in rule ? rule.rule : rule, options);
  const explainer = new Explainer(
    new EventView(ready.table).take(event),
    options.redact ?? ((value) => value),
  );
  const conditions = ready.plans.map((plan) => explainer.clause(plan));
  return {
    title: ready.rule.title,
    ...(ready.rule.id === undefined ? {} : { id: ready.rule.id }),
    matched: conditions.some((condition) => condition.matched),
    conditions,
  };
}

/** The tests that made a rule match; empty where it did not. What a `not` excluded is not among them. */
export function matchedClauses(explanation: Explanation): MatchedClause[] {
  const found: MatchedClause[] = [];
  const walk = (clause: Clause, selection: string): void => {
    if (!clause.matched || clause.kind === "not") return;
    if (clause.kind === "test") found.push({ selection, clause });
    else
      for (const inner of clause.clauses) walk(inner, clause.kind === "selection" ? clause.name : selection);
  };
  for (const condition of explanation.conditions) walk(condition, "");
  return found;
}

function compileOne(rule: SigmaRule, options: CompileOptions): ReadyRule {
  const { ruleSet, errors } = compileRules([rule], options);
  const [ready] = ruleSet.rules;
  if (ready instanceof ReadyRule) return ready;
  throw errors[0] ?? new Error("a rule was neither compiled nor refused");
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
    const { source, field } = plan;
    const values = plan.values.map((alternatives, index) =>
      this.#value(plan, alternatives, source.values[index]),
    );
    const met = plan.all ? values.every((value) => value.matched) : values.some((value) => value.matched);
    return {
      kind: "test",
      matched: met !== plan.negated,
      field: source.field,
      modifiers: source.modifiers.map((use) => use.name),
      values,
      present: field === undefined || this.#view.raw(field) !== ABSENT,
      found:
        field === undefined
          ? []
          : this.#texts(field)
              .slice(0, MOST_FOUND)
              .map((text) => this.#redact(text, source.field)),
    };
  }

  #value(
    { source, field }: TestPlan,
    alternatives: readonly ValuePlan[],
    value: SigmaValue | undefined,
  ): ValueClause {
    const holding = alternatives.find((alternative) => alternative.holds(this.#view));
    const accepted =
      holding?.accepts === undefined ? undefined : this.#texts(field).find((text) => holding.accepts?.(text));
    const isEncoded = source.modifiers.some(({ name }) =>
      /^(base64|base64offset|utf16|utf16le|utf16be|wide)$/.test(name),
    );
    return {
      value: writtenValue(value),
      matched: holding !== undefined,
      // What placeholders were replaced by is the caller's and may be secret: it is never shown.
      encoded:
        isEncoded && source.modifiers.every(({ name }) => name !== "expand")
          ? alternatives.flatMap(({ test }) => (test.kind === "text" ? [printPattern(test.pattern)] : []))
          : [],
      ...(accepted === undefined ? {} : { accepted: this.#redact(accepted, source.field) }),
    };
  }

  #texts(field: number | undefined): readonly string[] {
    const texts = field === undefined ? this.#view.allTexts() : this.#view.texts(field);
    return typeof texts === "string" ? [texts] : (texts ?? []);
  }
}

function writtenValue(value: SigmaValue | undefined): string {
  if (value === undefined || value.kind === "null") return "null";
  return value.kind === "boolean" ? String(value.value) : value.text;
}
