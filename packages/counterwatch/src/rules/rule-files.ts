import {
  type CompiledRule,
  compileRules,
  type Level,
  parseRules,
  type SigmaError,
  type SigmaRule,
} from "@counterwatch/sigma";
import { CounterwatchError, type Severity } from "../model/index.ts";
import { nearestName } from "../model/nearest-name.ts";
import { Context, type ContextMeans, type RuleView } from "./context.ts";
import {
  type ExplanationTemplate,
  parseTemplate,
  TemplateFault,
  type TemplateValue,
} from "./explanation-template.ts";
import { knownFields } from "./known-fields.ts";
import { defaultPolicy, type Policy } from "./policy.ts";
import { fieldsOf } from "./rule-fields.ts";
import { type RuleBlock, ruleBlockSchema } from "./rule-block.ts";
import { yamlPlace } from "./yaml-place.ts";

/** A rule file that somebody has read. */
export interface RuleFile {
  readonly file: string;
  readonly text: string;
}

/** One rule, ready to be asked. */
export interface PackRule {
  /** What stands after `rule/` in a finding's detector: the rule's `name`, else its id. */
  readonly name: string;
  readonly file: string;
  readonly sigma: SigmaRule;
  readonly compiled: CompiledRule;
  readonly block: RuleBlock;
  readonly template: ExplanationTemplate;
  readonly level: Level;
  readonly severity: Severity;
  /** `context.…` paths that it reads. */
  readonly reads: readonly string[];
}

/** A rule that this run cannot ask, because a list is not given. */
export interface UncheckedRule {
  readonly rule: PackRule;
  /** In words: `a case list`. */
  readonly needs: string;
}

export interface PackOptions {
  /** What the context will be given; undefined: everything, as for reading and explaining rules. */
  readonly means?: ContextMeans;
  /** Names of rules that the user switched off. */
  readonly without?: readonly string[];
}

/** Values that the desk knows of every group, beside the fields of the event. */
export const GROUP_VALUES = [
  "operator",
  "subject",
  "case",
  "title",
  "lookups",
  "days",
  "subjects",
  "since",
  "until",
  "total",
  "percent",
  "everybodyPercent",
] as const;
export type GroupValue = (typeof GROUP_VALUES)[number];

const DEFAULT_EXPLANATION =
  "{operator} made {lookups:look-up|look-ups} on {days:day|days} that fit the rule “{title}”.";
const LOG_SOURCE = { product: "counterwatch", category: "access" } as const;
const SEVERITY: Readonly<Record<Level, Severity>> = {
  informational: "low",
  low: "low",
  medium: "medium",
  high: "high",
  critical: "critical",
};

/** Rules made ready together. Asks only those rules whose lists are given, and tells which are not. */
export class RulePack {
  readonly rules: readonly PackRule[];
  readonly unchecked: readonly UncheckedRule[];
  /** `context.…` paths that any of the rules reads. */
  readonly reads: ReadonlySet<string>;
  readonly #people: Asked;
  readonly #machines: Asked;

  constructor(rules: readonly PackRule[], unchecked: readonly UncheckedRule[], policy: Policy) {
    this.rules = rules;
    this.unchecked = unchecked;
    this.reads = new Set(rules.flatMap(({ reads }) => reads));
    this.#people = new Asked(
      rules.filter(({ block }) => block.automated !== "only"),
      policy,
    );
    this.#machines = new Asked(
      rules.filter(({ block }) => block.automated !== "no"),
      policy,
    );
  }

  /** The rules that the event at hand sets off. Automated ones are shown to the rules that ask for them. */
  match(view: RuleView): readonly PackRule[] {
    return (view.automated === true ? this.#machines : this.#people).match(view);
  }
}

const NONE: readonly PackRule[] = [];

class Asked {
  readonly #ruleSet: ReturnType<typeof compileRules>["ruleSet"];
  readonly #byRule: ReadonlyMap<SigmaRule, PackRule>;

  constructor(rules: readonly PackRule[], policy: Policy) {
    this.#byRule = new Map(rules.map((rule) => [rule.sigma, rule]));
    this.#ruleSet = compileRules([...this.#byRule.keys()], { placeholders: placeholdersOf(policy) }).ruleSet;
  }

  match(view: RuleView): readonly PackRule[] {
    const matched = this.#ruleSet.match(view, LOG_SOURCE);
    return matched.length === 0 ? NONE : matched.map(({ rule }) => this.#byRule.get(rule)!);
  }
}

/**
 * Makes the rules of some files ready. Never throws for a rule: what is wrong with one becomes an error with file, line and
 * column, and the others are not affected.
 */
export function compileRulePack(
  files: readonly RuleFile[],
  options: PackOptions = {},
): { pack: RulePack; errors: CounterwatchError[] } {
  const policy = options.means?.policy ?? defaultPolicy();
  const errors: CounterwatchError[] = [];
  const rules: PackRule[] = [];
  const names = new Map<string, string>();
  for (const file of files) {
    for (const rule of readRules(file, policy, errors)) {
      const other = names.get(rule.name);
      if (other === undefined) {
        names.set(rule.name, rule.file);
        rules.push(rule);
        continue;
      }
      errors.push(
        new CounterwatchError("rule", `another rule is named ${rule.name}`, {
          place: rule.sigma.place,
          remedy: `Rename one of them; the other stands in ${other}.`,
        }),
      );
    }
  }
  const wanted = rules.filter(({ name }) => !options.without?.includes(name));
  for (const name of options.without ?? []) {
    if (!names.has(name)) errors.push(unknownRule(name, names.keys()));
  }
  const unchecked: UncheckedRule[] = [];
  const asked: PackRule[] = [];
  for (const rule of wanted) {
    const needs =
      options.means === undefined ? [] : [...new Context(options.means, rule.reads).missing.values()];
    if (needs.length === 0) asked.push(rule);
    else unchecked.push({ rule, needs: needs.join(" and ") });
  }
  return { pack: new RulePack(asked, unchecked, policy), errors };
}

export function unknownRule(name: string, names: Iterable<string>): CounterwatchError {
  const near = nearestName(name, names);
  return new CounterwatchError("not-found", `there is no rule ${name}`, {
    remedy: near === undefined ? "`counterwatch rules lint` lists the rules." : `Perhaps ${near} is meant.`,
  });
}

function placeholdersOf(policy: Policy): (name: string) => readonly string[] | undefined {
  return (name) => (name === "minorReasons" || name === "restrictedReasons" ? policy[name] : undefined);
}

function readRules(file: RuleFile, policy: Policy, errors: CounterwatchError[]): PackRule[] {
  const collection = parseRules(file.text, { file: file.file });
  errors.push(...collection.errors.map(fromSigma));
  for (const { title, place } of [...collection.correlations, ...collection.filters]) {
    errors.push(
      new CounterwatchError("rule", `“${title}” is a correlation or a filter, and only rules are evaluated`, {
        place,
        remedy: "Remove it, or write what it needs with facts under `context.`.",
      }),
    );
  }
  const rules: PackRule[] = [];
  for (const sigma of collection.rules) {
    try {
      rules.push(packRule(sigma, file, policy));
    } catch (error) {
      if (!(error instanceof CounterwatchError)) throw error;
      errors.push(error);
    }
  }
  return rules;
}

function packRule(sigma: SigmaRule, { file, text }: RuleFile, policy: Policy): PackRule {
  const { logsource, place } = sigma;
  const here =
    [undefined, LOG_SOURCE.product].includes(logsource.product?.toLowerCase() as "counterwatch") &&
    [undefined, LOG_SOURCE.category].includes(logsource.category?.toLowerCase() as "access") &&
    logsource.service === undefined;
  if (!here) {
    throw new CounterwatchError(
      "rule",
      `“${sigma.title}” is about another log source, and would never see a look-up`,
      {
        place,
        remedy: "Write logsource: {product: counterwatch, category: access}.",
      },
    );
  }
  const name = sigma.name ?? sigma.id ?? "";
  if (!/^[\w-]+$/.test(name)) {
    throw new CounterwatchError("rule", `“${sigma.title}” has no usable name`, {
      place,
      remedy: "Give `name` letters, digits and hyphens; findings are called rule/<name>.",
    });
  }
  const { ruleSet, errors } = compileRules([sigma], { placeholders: placeholdersOf(policy) });
  const [compiled] = ruleSet.rules;
  if (compiled === undefined)
    throw errors[0] === undefined ? new Error("no rule, no error") : fromSigma(errors[0]);
  const block = readBlock(sigma, file, text);
  const template = readExplanation(block, sigma, file, text);
  const fields = fieldsOf(sigma);
  for (const { field, place: at } of fields) checkField(field, at);
  const reads = [...fields.map(({ field }) => field), ...template.names].filter((path) =>
    path.startsWith("context."),
  );
  const level = sigma.level ?? "low";
  return {
    name,
    file,
    sigma,
    compiled,
    block,
    template,
    level,
    severity: SEVERITY[level],
    reads: [...new Set(reads)],
  };
}

function readBlock(sigma: SigmaRule, file: string, text: string): RuleBlock {
  const parsed = ruleBlockSchema.safeParse(sigma.custom["counterwatch"] ?? {});
  if (parsed.success) return parsed.data;
  const issue = deepestIssue(parsed.error.issues);
  const path = ["counterwatch", ...issue.path.filter((part) => typeof part !== "symbol")];
  throw new CounterwatchError("rule", `${path.join(".")}: ${issue.message}`, {
    place: yamlPlace(text, sigma.place.line, path, file),
  });
}

type Issue = {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly errors?: readonly (readonly Issue[])[];
};

/** Of a union's branches, the one that went furthest is the one that was meant. */
function deepestIssue(issues: readonly Issue[]): Issue {
  const [issue] = issues;
  if (issue?.errors === undefined) return issue ?? { path: [], message: "cannot be read" };
  const branches = issue.errors
    .filter((branch) => branch.length > 0)
    .map((branch) => deepestIssue(branch))
    .toSorted((a, b) => b.path.length - a.path.length);
  const [best] = branches;
  return best === undefined ? issue : { path: [...issue.path, ...best.path], message: best.message };
}

function readExplanation(
  block: RuleBlock,
  sigma: SigmaRule,
  file: string,
  text: string,
): ExplanationTemplate {
  const path = ["counterwatch", "explanation"];
  const fail = (message: string, remedy?: string) =>
    new CounterwatchError("rule", `explanation: ${message}`, {
      place: yamlPlace(text, sigma.place.line, path, file),
      ...(remedy === undefined ? {} : { remedy }),
    });
  let template: ExplanationTemplate;
  try {
    template = parseTemplate(block.explanation ?? DEFAULT_EXPLANATION);
  } catch (fault) {
    if (!(fault instanceof TemplateFault)) throw fault;
    throw fail(`${fault.message} (character ${fault.offset + 1})`);
  }
  for (const name of template.names) {
    if ((GROUP_VALUES as readonly string[]).includes(name) || knownFields().has(name)) continue;
    const near = nearestName(name, [...GROUP_VALUES, ...knownFields()]);
    throw fail(
      `{${name}} is nothing that a finding knows`,
      near === undefined ? undefined : `Perhaps {${near}} is meant.`,
    );
  }
  return template;
}

function checkField(field: string, place: SigmaRule["place"]): void {
  if (knownFields().has(field)) return;
  const near = nearestName(field, knownFields());
  throw new CounterwatchError("rule", `no look-up has a field ${field}`, {
    place,
    remedy: near === undefined ? "docs/rules.md lists the fields and facts." : `Perhaps ${near} is meant.`,
  });
}

function fromSigma(error: SigmaError): CounterwatchError {
  return new CounterwatchError("rule", error.message, {
    place: error.place,
    cause: error,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
  });
}

/** What the event at hand says under a path that is no list, for a sentence. */
export function viewValue(view: RuleView, path: string): TemplateValue {
  let value: unknown = view;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : undefined;
}
