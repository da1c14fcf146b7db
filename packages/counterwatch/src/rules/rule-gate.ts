import {
  type Condition,
  compileRules,
  type FieldTest,
  type Placeholders,
  type SelectionBody,
  type SigmaRule,
} from "@counterwatch/sigma";
import { flatten } from "../intake/bounded-memo.ts";

/**
 * One value of the event at hand without which a rule cannot match. Looking at a property costs nanoseconds, where the engine's
 * index, made for thousands of rules over unknown fields, costs 40 to 100 a field: most events are done with after thirty
 * properties (context, gates and engine together 1.1 µs an event against 6.5 µs without gates, the 47 shipped rules, Node 20).
 * A gate may let too much through, never too little: the engine decides whether a rule matches.
 */
export interface RuleGate {
  /** The keys that lead from the view to the value; at most three. */
  readonly path: readonly string[];
  /** The texts that pass, `true` and numbers as they print; undefined where `admits` decides. */
  readonly among: ReadonlySet<string> | undefined;
  /** Never asked about undefined, null or false, nor where `among` decides. */
  admits(value: unknown): boolean;
}

/** The rarest gate of a rule, or undefined where a match depends on no one value. */
export function gateOf(rule: SigmaRule, placeholders: Placeholders): RuleGate | undefined {
  const [condition, ...others] = rule.detection.conditions;
  if (condition === undefined || others.length > 0) return undefined;
  const gates = necessaryTests(condition, rule)
    .map((test) => testGate(test, rule, placeholders))
    .filter((gate) => gate !== undefined);
  return gates.toSorted((a, b) => a.commonness - b.commonness)[0];
}

/** Tests of single fields that hold whenever the condition does. */
function necessaryTests(condition: Condition, rule: SigmaRule): FieldTest[] {
  switch (condition.kind) {
    case "selection": {
      const selection = rule.detection.selections.find(({ name }) => name === condition.name);
      return selection === undefined ? [] : bodyTests(selection.body);
    }
    case "and":
      return condition.parts.flatMap((part) => necessaryTests(part, rule));
    default:
      return [];
  }
}

function bodyTests(body: SelectionBody): FieldTest[] {
  if (body.kind === "test") return [body];
  if (body.kind === "every" || body.parts.length === 1) return body.parts.flatMap(bodyTests);
  return [];
}

/** Facts that many look-ups have. */
const COMMON_FACTS = new Set(["unbacked", "lookups", "exports", "wide", "class"]);
const COMMON_ACTIONS = new Set(["search", "view"]);
/** Of an event's fields these are never lists and never spelt with capitals. */
const WORDS = new Set(["action", "system"]);
/** Fields of few distinct texts. */
const TEXTS = new Set([
  "operator.role",
  "operator.unit",
  "query.kind",
  "object.type",
  "session.client",
  "result.outcome",
]);

interface RankedGate extends RuleGate {
  readonly commonness: number;
}

function testGate(test: FieldTest, rule: SigmaRule, placeholders: Placeholders): RankedGate | undefined {
  const { field, modifiers, values } = test;
  if (field === undefined) return undefined;
  const path = field.split(".");
  const isFact = path[0] === "context" && path.length === 3;
  if (!isFact && !WORDS.has(field)) return textGate(test, path, rule, placeholders);
  const among = modifiers.length === 0 ? textsOf(values) : undefined;
  const admits = modifiers.length === 1 ? comparison(modifiers[0]!.name, values) : undefined;
  if (among === undefined && admits === undefined) return undefined;
  const isCommon = isFact
    ? COMMON_FACTS.has(path[2]!)
    : values.some((value) => value.kind === "text" && COMMON_ACTIONS.has(value.text));
  return { path, among, admits: admits ?? NEVER, commonness: isCommon ? 3 : isFact ? 0 : 1 };
}

const NEVER = () => false;
const MODIFIERS: ReadonlySet<string> = new Set([
  "contains",
  "startswith",
  "endswith",
  "all",
  "re",
  "i",
  "m",
  "s",
  "cased",
  "expand",
]);
const REMEMBERED = 1024;

/** Roles, kinds of query and of object are few words: the engine answers once for each what this one test makes of it. */
function textGate(
  test: FieldTest,
  path: readonly string[],
  rule: SigmaRule,
  placeholders: Placeholders,
): RankedGate | undefined {
  const isPlain =
    test.values.every(({ kind }) => kind === "text") &&
    test.modifiers.every(({ name }) => MODIFIERS.has(name));
  if (!isPlain || !TEXTS.has(path.join("."))) return undefined;
  const { place } = test;
  const selections = [{ name: "gate", body: test, place }];
  const alone = {
    ...rule,
    detection: { selections, conditions: [{ kind: "selection", name: "gate", place }] },
  } as const;
  const { ruleSet } = compileRules([alone], { placeholders });
  const [outer, inner] = path as [string, string];
  const answers = new Map<unknown, boolean>();
  const admits = (value: unknown): boolean => {
    let answer = answers.get(value);
    if (answer === undefined) {
      answer = ruleSet.match({ [outer]: { [inner]: value } }).length > 0;
      if (answers.size >= REMEMBERED) answers.clear();
      answers.set(typeof value === "string" ? flatten(value) : value, answer);
    }
    return answer;
  };
  return { path, among: undefined, admits, commonness: 2 };
}

function textsOf(values: FieldTest["values"]): ReadonlySet<string> | undefined {
  const texts = new Set<string>();
  for (const value of values) {
    if (value.kind === "null" || (value.kind === "text" && /[*?\\]/.test(value.text))) return undefined;
    texts.add(value.kind === "text" ? value.text.toLowerCase() : String(value.value));
  }
  // Absent and false are turned away before the gate.
  return texts.has("false") ? undefined : texts;
}

function comparison(
  modifier: string,
  [value, ...others]: FieldTest["values"],
): RuleGate["admits"] | undefined {
  if (value?.kind !== "number" || others.length > 0) return undefined;
  const bound = value.value;
  switch (modifier) {
    case "gte":
      return (number) => Number(number) >= bound;
    case "gt":
      return (number) => Number(number) > bound;
    case "lte":
      return (number) => Number(number) <= bound;
    case "lt":
      return (number) => Number(number) < bound;
    default:
      return undefined;
  }
}
