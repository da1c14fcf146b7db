import type { Plan, TestPlan } from "./plan.ts";
import type { EventView } from "./view.ts";

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
