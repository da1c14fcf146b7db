/**
 * Sentences with numbers in them, as rule authors write them:
 *
 *     {operator} made {lookups:look-up|look-ups} on {days:day|days}[, the longest {context.window.lookbackDays:day|days} back].
 *
 * `{name}` is a value. `{name:one|many}` is a number with its noun in the right form; where the second form has a `#`, the forms are
 * whole and the number stands at the sign, as in `{lookups:once|# times}`. A part in square brackets is left out where
 * one of its values is unknown. `{{`, `}}`, `[[` and `]]` are the signs themselves.
 */
export interface ExplanationTemplate {
  readonly parts: readonly Part[];
  /** Every name used, in order of first use. */
  readonly names: readonly string[];
}

type Part =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "value";
      readonly name: string;
      readonly nouns: readonly [one: string, many: string] | undefined;
    }
  | { readonly kind: "optional"; readonly parts: readonly Part[] };

/** A count that stopped at its bound, and so is at least that. */
interface AtLeast {
  readonly atLeast: number;
}

export type TemplateValue = string | number | boolean | AtLeast | undefined;

/** What is wrong with a template, and at which character (from 0). */
export class TemplateFault extends Error {
  override readonly name = "TemplateFault";
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** @throws TemplateFault */
export function parseTemplate(source: string): ExplanationTemplate {
  const names = new Set<string>();
  const outer: Part[] = [];
  let parts = outer;
  let optional: { start: number; parts: Part[] } | undefined;
  for (const { 0: token, index } of source.matchAll(/\{\{|\}\}|\[\[|\]\]|\{[^{}]*\}|[{}[\]]|[^{}[\]]+/g)) {
    if (token === "[") {
      if (optional !== undefined) throw new TemplateFault("an optional part stands within another", index);
      optional = { start: index, parts: [] };
      parts = optional.parts;
    } else if (token === "]") {
      if (optional === undefined) throw new TemplateFault("] closes nothing; write ]] for the sign", index);
      outer.push({ kind: "optional", parts: optional.parts });
      optional = undefined;
      parts = outer;
    } else if (token === "{" || token === "}") {
      throw new TemplateFault(`${token} is alone; write ${token}${token} for the sign`, index);
    } else if (token.length > 2 && token.startsWith("{")) {
      const value = parseValue(token, index);
      names.add(value.name);
      parts.push(value);
    } else if (token === "{}") {
      throw new TemplateFault("{} has no name", index);
    } else {
      parts.push({ kind: "text", text: /^(\{\{|\}\}|\[\[|\]\])$/.test(token) ? token[0]! : token });
    }
  }
  if (optional !== undefined) throw new TemplateFault("an optional part is not closed", optional.start);
  return { parts: outer, names: [...names] };
}

function parseValue(token: string, offset: number): Part & { kind: "value" } {
  const [, name, nouns] = /^\{\s*([\w.]+)\s*(?::([^{}]*))?\}$/.exec(token) ?? [];
  if (name === undefined) throw new TemplateFault("a value is written {name} or {name:one|many}", offset);
  if (nouns === undefined) return { kind: "value", name, nouns: undefined };
  const [one, many, ...more] = nouns.split("|").map((noun) => noun.trim());
  if (!one || !many || more.length > 0) {
    throw new TemplateFault("a number's nouns are written {name:one|many}", offset);
  }
  return { kind: "value", name, nouns: [one, many] };
}

/** Where a value outside of optional parts is unknown, the sentence says so instead of lying. */
export function renderTemplate(
  template: ExplanationTemplate,
  value: (name: string) => TemplateValue,
): string {
  return renderParts(template.parts, value) ?? "";
}

function renderParts(
  parts: readonly Part[],
  value: (name: string) => TemplateValue,
  optional = false,
): string | undefined {
  let text = "";
  for (const part of parts) {
    if (part.kind === "text") text += part.text;
    else if (part.kind === "optional") text += renderParts(part.parts, value, true) ?? "";
    else {
      const known = value(part.name);
      if (known === undefined && optional) return undefined;
      text += renderValue(known, part.nouns);
    }
  }
  return text;
}

const PLURALS = new Intl.PluralRules("en");
const NUMBERS = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

function renderValue(value: TemplateValue, nouns: readonly [string, string] | undefined): string {
  if (value === undefined) {
    return nouns === undefined ? "an unknown value" : `an unknown number of ${nouns[1].replace("# ", "")}`;
  }
  const number = typeof value === "object" ? value.atLeast : value;
  if (typeof number !== "number") return String(number);
  const printed = `${typeof value === "object" ? "at least " : ""}${NUMBERS.format(number)}`;
  if (nouns === undefined) return printed;
  const form = PLURALS.select(number) === "one" ? nouns[0] : nouns[1];
  return nouns[1].includes("#") ? form.replace("#", printed) : `${printed} ${form}`;
}
