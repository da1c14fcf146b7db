import { compileRules, type CompileOptions } from "./compile.ts";
import type { SigmaError } from "./errors.ts";
import type { SigmaEvent } from "./fields.ts";
import { parseRules } from "./parse.ts";
import type { SigmaRule } from "./rule.ts";

/** A rule around a detection that is written as YAML, indented or not. */
export function ruleText(detection: string, attributes = ""): string {
  const lines = detection.replace(/^\n/, "").trimEnd().split("\n");
  const indent = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  const body = lines.map((line) => `    ${line.slice(indent)}`).join("\n");
  return `title: Test\nid: 5c7b8a4e-7e0c-4b5f-9c6d-0d5a3f1b2c3d\nlevel: low\n${attributes}logsource:\n    product: test\ndetection:\n${body}\n`;
}

export function ruleOf(detection: string, attributes = ""): SigmaRule {
  const { rules, errors } = parseRules(ruleText(detection, attributes));
  const [rule] = rules;
  if (rule === undefined) throw errors[0] ?? new Error("no rule");
  return rule;
}

/** The only error of a rule around a detection. */
export function errorOf(detection: string, attributes = ""): SigmaError {
  const { errors } = parseRules(ruleText(detection, attributes), { file: "a.yml" });
  const [error] = errors;
  if (error === undefined || errors.length > 1) throw new Error(`${errors.length} errors`);
  return error;
}

export function matches(detection: string, event: SigmaEvent, options: CompileOptions = {}): boolean {
  const { ruleSet, errors } = compileRules([ruleOf(detection)], options);
  if (errors[0] !== undefined) throw errors[0];
  const indexed = ruleSet.match(event).length > 0;
  const alone = ruleSet.rules[0]?.matches(event);
  if (indexed !== alone) throw new Error("the index changes the result");
  return indexed;
}

/** A detection of one field test, `field` with its modifiers, and a value in YAML. */
export function one(field: string, value: string): string {
  return `selection:\n    ${/^[\w.|]+$/.test(field) ? field : `'${field}'`}: ${value}\ncondition: selection`;
}
