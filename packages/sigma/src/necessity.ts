import { fold } from "./fold.ts";
import { mapLiterals, type Pattern, plainText } from "./pattern.ts";
import type { Plan, TestPlan } from "./plan.ts";
import { regexShape } from "./regex-syntax.ts";
import type { ValueTest } from "./value-test.ts";

/**
 * Something simple about one event that can be looked up. `text` is folded; except for `equals` it is ASCII. `foreign` says that
 * the field holds a character beyond ASCII, `present` that the event has the field.
 */
export interface Atom {
  /** Undefined: any text of the event. */
  readonly field: number | undefined;
  readonly kind: "equals" | "startswith" | "endswith" | "contains" | "foreign" | "present";
  readonly text: string;
}

/** Whatever matches has at least one of these atoms. Undefined: nothing is known, the rule must always be evaluated. */
export type Necessity = readonly Atom[] | undefined;

/** What is known of the rules around, to guess what events hold; 1 is the cost of evaluating a rule. */
export interface Surroundings {
  /** What it costs to look at a field of an event, shared among the rules that do. */
  fieldCost(field: number | undefined): number;
  /** In how many rules a folded text stands: what many rules look for is what many events have. */
  uses(text: string): number;
}

/** Keeps trees small; of long texts the end tells more than the beginning: paths and registry keys begin alike. */
const LONGEST = 24;

/** Shorter than this, a character beyond ASCII tells more than the letters beside it. */
const FEW_LETTERS = 6;

/** The cheapest thing that must be so in every event that a plan matches. Sound: it never excludes a match. */
export function necessityOf(plan: Plan, around: Surroundings): Necessity {
  switch (plan.kind) {
    case "selection":
      return necessityOf(plan.body, around);
    case "not":
      return undefined;
    case "test":
      return necessityOfTest(plan, around);
    case "and":
      return cheapest(
        plan.parts.map((part) => necessityOf(part, around)),
        around,
      );
    case "or":
      return union(plan.parts.map((part) => necessityOf(part, around)));
  }
}

/** The fields that a necessity of this plan could speak of. */
export function fieldsOf(plan: Plan, into: Set<number | undefined>): void {
  if (plan.kind === "test") {
    if (!plan.negated) into.add(plan.field);
  } else if (plan.kind === "selection") fieldsOf(plan.body, into);
  else if (plan.kind !== "not") for (const part of plan.parts) fieldsOf(part, into);
}

/** Counts each text of a rule once. */
export function countTexts(plan: Plan, uses: Map<string, number>): void {
  const texts = new Set<string>();
  collectTexts(plan, texts);
  for (const text of texts) uses.set(text, (uses.get(text) ?? 0) + 1);
}

function collectTexts(plan: Plan, into: Set<string>): void {
  if (plan.kind === "selection") collectTexts(plan.body, into);
  else if (plan.kind === "not") collectTexts(plan.part, into);
  else if (plan.kind !== "test") for (const part of plan.parts) collectTexts(part, into);
  else
    for (const alternatives of plan.values)
      for (const { test } of alternatives)
        if (test.kind === "text")
          for (const part of test.pattern)
            if (typeof part === "string") {
              const text = fold(part);
              into.add(text.slice(0, LONGEST).trim()).add(text.slice(-LONGEST).trim());
            }
}

function necessityOfTest({ field, all, negated, values }: TestPlan, around: Surroundings): Necessity {
  if (negated) return undefined;
  const each = values.map((alternatives) =>
    union(alternatives.map(({ test }) => necessityOfValue(test, field, around))),
  );
  return all ? cheapest(each, around) : union(each);
}

function necessityOfValue(test: ValueTest, field: number | undefined, around: Surroundings): Necessity {
  switch (test.kind) {
    case "text":
      return [necessityOfPattern(mapLiterals(test.pattern, fold), field, around)];
    case "regex": {
      const sets = regexShape(test.source, test.flags).required;
      return cheapest(
        [[present(field)], ...sets.map((texts) => texts.map((text) => inside(text, field)))],
        around,
      );
    }
    case "null":
      return undefined;
    case "exists":
      return test.expected ? [present(field)] : undefined;
    default:
      return [present(field)];
  }
}

function necessityOfPattern(pattern: Pattern, field: number | undefined, around: Surroundings): Atom {
  const plain = plainText(pattern);
  if (plain !== undefined) return { field, kind: "equals", text: plain };
  let best = present(field);
  for (const [index, part] of pattern.entries()) {
    if (typeof part !== "string") continue;
    const atom =
      index === 0
        ? start(part, field)
        : index === pattern.length - 1
          ? end(part, field)
          : inside(part, field);
    if (likelihood(atom, around) < likelihood(best, around)) best = atom;
  }
  return best;
}

function present(field: number | undefined): Atom {
  return { field, kind: "present", text: "" };
}

function start(text: string, field: number | undefined): Atom {
  const ascii = /^[\x00-\x7f]*/.exec(text)?.[0].slice(0, LONGEST) ?? "";
  return ascii === "" ? inside(text, field) : { field, kind: "startswith", text: ascii };
}

function end(text: string, field: number | undefined): Atom {
  const ascii = /[\x00-\x7f]*$/.exec(text)?.[0].slice(-LONGEST) ?? "";
  return ascii === "" ? inside(text, field) : { field, kind: "endswith", text: ascii };
}

function inside(text: string, field: number | undefined): Atom {
  let longest = "";
  for (const run of text.match(/[\x00-\x7f]+/g) ?? []) if (run.length > longest.length) longest = run;
  if (longest.length >= FEW_LETTERS || longest.length === text.length)
    return longest === "" ? present(field) : { field, kind: "contains", text: longest.slice(-LONGEST) };
  return { field, kind: "foreign", text: "" };
}

function union(each: readonly Necessity[]): Necessity {
  const atoms: Atom[] = [];
  for (const necessity of each) {
    if (necessity === undefined) return undefined;
    for (const atom of necessity) atoms.push(atom);
  }
  return atoms;
}

function cheapest(each: readonly Necessity[], around: Surroundings): Necessity {
  let best: Necessity;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const necessity of each) {
    if (necessity === undefined) continue;
    const cost = costOf(necessity, around);
    if (best === undefined || cost < bestCost) [best, bestCost] = [necessity, cost];
  }
  return best;
}

function costOf(atoms: readonly Atom[], around: Surroundings): number {
  let cost = 0;
  for (const field of new Set(atoms.map((atom) => atom.field))) cost += around.fieldCost(field);
  for (const atom of atoms) cost += likelihood(atom, around);
  return cost;
}

/**
 * How likely an event has an atom, and how dear it is to find out: only a guess is needed, soundness does not depend on it.
 * Longer texts are rarer; looking inside a text costs a walk over it, looking at its ends does not; keywords walk over all texts.
 */
function likelihood({ field, kind, text }: Atom, around: Surroundings): number {
  if (kind === "present") return 1;
  if (kind === "foreign") return 0.05;
  const popularity = Math.min(around.uses(text) / 200, 0.5) * Math.min(1, 36 / text.length ** 2);
  const rarity = Math.max(0.5 ** Math.min(text.length, 12), popularity);
  if (field === undefined) return 0.5 + rarity;
  switch (kind) {
    case "equals":
      return 0.01 + rarity / 4;
    case "contains":
      return 0.01 + rarity;
    default:
      return 0.005 + rarity;
  }
}
