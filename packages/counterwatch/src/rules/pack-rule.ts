import {
  type CompiledRule,
  compileRules,
  type Level,
  type Placeholders,
  type SigmaError,
  type SigmaRule,
} from "@counterwatch/sigma";
import { CounterwatchError, type Severity } from "../model/index.ts";
import { nearestName } from "../model/nearest-name.ts";
import { type ExplanationTemplate, parseTemplate, TemplateFault } from "./explanation-template.ts";
import { GROUP_VALUES, isGroupValue } from "./group-values.ts";
import { knownFields } from "./known-fields.ts";
import { type RuleBlock, ruleBlockSchema } from "./rule-block.ts";
import { fieldsOf } from "./rule-fields.ts";
import type { RuleFile } from "./rule-files.ts";
import { yamlPlace } from "./yaml-place.ts";

/** One rule, ready to be asked. */
export interface PackRule {
  /** What stands after `rule/` in a finding's detector: the rule's `name`, else its id. */
  readonly name: string;
  readonly file: string;
  readonly sigma: SigmaRule;
  readonly compiled: CompiledRule;
  readonly block: RuleBlock;
  readonly template: ExplanationTemplate;
  /** The fields and facts that the template names. */
  readonly values: readonly { readonly name: string; readonly path: readonly string[] }[];
  readonly level: Level;
  readonly severity: Severity;
  /** `context.…` paths that it reads. */
  readonly reads: readonly string[];
}

const DEFAULT_EXPLANATION =
  "{operator} made {lookups:look-up|look-ups} on {days:day|days} that fit the rule “{title}”.";
/** Where every look-up comes from, in the words of Sigma. */
const LOG_SOURCE = { product: "counterwatch", category: "access" } as const;
const SEVERITY: Readonly<Record<Level, Severity>> = {
  informational: "low",
  low: "low",
  medium: "medium",
  high: "high",
  critical: "critical",
};

/** @throws CounterwatchError `rule` with file, line and column. */
export function readPackRule(
  sigma: SigmaRule,
  { file, text }: RuleFile,
  placeholders: Placeholders,
): PackRule {
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
  const { ruleSet, errors } = compileRules([sigma], { placeholders });
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
    values: template.names
      .filter((each) => !isGroupValue(each))
      .map((each) => ({ name: each, path: each.split(".") })),
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
    if (isGroupValue(name) || knownFields().has(name)) continue;
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

export function fromSigma(error: SigmaError): CounterwatchError {
  return new CounterwatchError("rule", error.message, {
    place: error.place,
    cause: error,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
  });
}
