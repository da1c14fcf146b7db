import { type Condition, printCondition, selectedNames } from "./condition.ts";
import { ABSENT, hasValue } from "./fields.ts";
import { fold } from "./fold.ts";
import { inNetwork } from "./network.ts";
import type { Placeholders } from "./placeholders.ts";
import { compileRegex } from "./regex.ts";
import type { FieldTest, LogSource, Selection, SelectionBody, SigmaRule } from "./rule.ts";
import { textMatcher, type TextMatcher } from "./text-matcher.ts";
import { timePart } from "./time-part.ts";
import { numberOf, type Position, readTest, type ValueTest } from "./value-test.ts";
import type { EventView, FieldTable, Texts } from "./view.ts";

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

export interface ValuePlan {
  readonly test: ValueTest;
  readonly holds: (view: EventView) => boolean;
  /** Whether one text of the event, as it stands there, is what made `holds` true; undefined where no single text is. */
  readonly accepts: ((text: string) => boolean) | undefined;
}

export interface PlanContext {
  readonly table: FieldTable;
  readonly placeholders: Placeholders;
  /** The names under which a rule's field stands in an event. */
  readonly fieldNames: (field: string, logsource: LogSource) => readonly string[];
}

/** Throws a SigmaError where a placeholder is unknown or a regular expression cannot be compiled. */
export function planRule(rule: SigmaRule, context: PlanContext): Plan {
  const planner = new Planner(rule, context);
  const conditions = rule.detection.conditions.map((condition) => planner.condition(condition));
  const [only] = conditions;
  return conditions.length === 1 && only !== undefined
    ? only
    : { kind: "or", parts: conditions, label: "any condition" };
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
      values: read.values.map((alternatives) => alternatives.map((test) => this.#value(test, field))),
    };
  }

  #number(field: string): number {
    return this.#context.table.number(this.#context.fieldNames(field, this.#rule.logsource));
  }

  #value(test: ValueTest, field: number | undefined): ValuePlan {
    switch (test.kind) {
      case "text": {
        const matcher = textMatcher(test.pattern, test.cased);
        const accepts = test.cased ? matcher : (text: string) => matcher(fold(text));
        const holds = test.cased ? onTexts(field, matcher) : onFolded(field, matcher);
        return { test, holds, accepts };
      }
      case "regex": {
        const regex = compileRegex(test);
        return { test, holds: onBoth(field, regex.test), accepts: (text) => regex.test(text, fold(text)) };
      }
      case "network": {
        const accepts = (text: string) => inNetwork(text, test.network);
        return { test, holds: onTexts(field, accepts), accepts };
      }
      case "ordering": {
        const compare = comparison(test.ordering, test.bound);
        const accepts = (text: string) => {
          const number = numberOf(text);
          return number !== undefined && compare(number);
        };
        return { test, holds: onTexts(field, accepts), accepts };
      }
      case "time": {
        const compare = comparison(test.ordering, test.bound);
        const accepts = (text: string) => {
          const part = timePart(text, test.unit);
          return part !== undefined && compare(part);
        };
        return { test, holds: onTexts(field, accepts), accepts };
      }
      case "null":
        return {
          test,
          holds: (view) => field !== undefined && !hasValue(view.raw(field)),
          accepts: undefined,
        };
      case "exists":
        return {
          test,
          holds: (view) => field !== undefined && (view.raw(field) !== ABSENT) === test.expected,
          accepts: undefined,
        };
      case "field":
        return {
          test,
          holds: reference(field, this.#number(test.field), test.position, test.cased),
          accepts: undefined,
        };
    }
  }
}

const NEVER: Plan = { kind: "or", parts: [], label: "no selection of this name" };

function onFolded(field: number | undefined, matcher: TextMatcher): (view: EventView) => boolean {
  if (field === undefined) return (view) => view.allFolded().some(matcher);
  return (view) => {
    const texts = view.folded(field);
    return typeof texts === "string" ? matcher(texts) : texts !== undefined && texts.some(matcher);
  };
}

function onTexts(field: number | undefined, matcher: TextMatcher): (view: EventView) => boolean {
  if (field === undefined) return (view) => view.allTexts().some(matcher);
  return (view) => {
    const texts = view.texts(field);
    return typeof texts === "string" ? matcher(texts) : texts !== undefined && texts.some(matcher);
  };
}

function onBoth(
  field: number | undefined,
  matcher: (text: string, folded: string) => boolean,
): (view: EventView) => boolean {
  return (view) => {
    const texts = field === undefined ? view.allTexts() : view.texts(field);
    const folded = field === undefined ? view.allFolded() : view.folded(field);
    if (typeof texts === "string") return typeof folded === "string" && matcher(texts, folded);
    return texts !== undefined && texts.some((text, index) => matcher(text, folded?.[index] ?? ""));
  };
}

function comparison(
  ordering: "lt" | "lte" | "gt" | "gte" | undefined,
  bound: number,
): (number: number) => boolean {
  switch (ordering) {
    case "lt":
      return (number) => number < bound;
    case "lte":
      return (number) => number <= bound;
    case "gt":
      return (number) => number > bound;
    case "gte":
      return (number) => number >= bound;
    case undefined:
      return (number) => number === bound;
  }
}

function reference(
  field: number | undefined,
  other: number,
  position: Position,
  cased: boolean,
): (view: EventView) => boolean {
  const compare = {
    equals: (text: string, part: string) => text === part,
    startswith: (text: string, part: string) => text.startsWith(part),
    endswith: (text: string, part: string) => text.endsWith(part),
    contains: (text: string, part: string) => text.includes(part),
  }[position];
  const list = (texts: Texts) => (typeof texts === "string" ? [texts] : (texts ?? []));
  return (view) => {
    if (field === undefined) return false;
    const parts = list(cased ? view.texts(other) : view.folded(other));
    return list(cased ? view.texts(field) : view.folded(field)).some((text) =>
      parts.some((part) => compare(text, part)),
    );
  };
}

/** The evaluator: a plan turned into one function, once. */
export function compilePlan(plan: Plan): (view: EventView) => boolean {
  switch (plan.kind) {
    case "selection":
      return compilePlan(plan.body);
    case "not": {
      const part = compilePlan(plan.part);
      return (view) => !part(view);
    }
    case "test":
      return compileTest(plan);
    default:
      return link(plan.kind, plan.parts.map(compilePlan));
  }
}

function compileTest({ all, negated, values }: TestPlan): (view: EventView) => boolean {
  const tests = values.map((alternatives) =>
    link(
      "or",
      alternatives.map((alternative) => alternative.holds),
    ),
  );
  const test = link(all ? "and" : "or", tests);
  return negated ? (view) => !test(view) : test;
}

function link(
  kind: "and" | "or",
  tests: readonly ((view: EventView) => boolean)[],
): (view: EventView) => boolean {
  const [first, second] = tests;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  if (tests.length === 2)
    return kind === "and" ? (view) => first(view) && second(view) : (view) => first(view) || second(view);
  const decisive = kind === "or";
  return (view) => {
    for (const test of tests) if (test(view) === decisive) return decisive;
    return !decisive;
  };
}
