import type { LogSource } from "./rule.ts";

export const ROUTED = ["category", "product", "service"] as const;

/** Whether a rule for `rule` concerns an event from `event`: everything the rule names, the event must have. */
export function appliesTo(rule: LogSource, event: LogSource): boolean {
  return ROUTED.every((key) => rule[key] === undefined || same(rule[key], event[key]));
}

function same(a: string, b: string | undefined): boolean {
  return a === b || (b !== undefined && a.toLowerCase() === b.toLowerCase());
}
