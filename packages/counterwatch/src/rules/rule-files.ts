import { parseRules, type Placeholders } from "@counterwatch/sigma";
import { CounterwatchError } from "../model/index.ts";
import { nearestName } from "../model/nearest-name.ts";
import { Context, type ContextMeans } from "./context.ts";
import { fromSigma, type PackRule, readPackRule } from "./pack-rule.ts";
import { defaultPolicy, policyWords } from "./policy.ts";
import { RulePack, type UncheckedRule } from "./rule-pack.ts";

export type { PackRule } from "./pack-rule.ts";
export type { RulePack } from "./rule-pack.ts";

/** A rule file that somebody has read. */
export interface RuleFile {
  readonly file: string;
  readonly text: string;
}

export interface PackOptions {
  /** What the context will be given; undefined: everything, as for reading and explaining rules. */
  readonly means?: ContextMeans;
  /** Names of rules that the user switched off. */
  readonly without?: readonly string[];
}

/**
 * Makes the rules of some files ready. Never throws for a rule: what is wrong with one becomes an error with file, line and
 * column, and the others are not affected.
 */
export function compileRulePack(
  files: readonly RuleFile[],
  options: PackOptions = {},
): { pack: RulePack; errors: CounterwatchError[] } {
  const placeholders = policyWords(options.means?.policy ?? defaultPolicy());
  const errors: CounterwatchError[] = [];
  const rules: PackRule[] = [];
  const names = new Map<string, string>();
  for (const file of files) {
    for (const rule of readRules(file, placeholders, errors)) {
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
  return { pack: new RulePack(asked, unchecked, placeholders), errors };
}

export function unknownRule(name: string, names: Iterable<string>): CounterwatchError {
  const near = nearestName(name, names);
  return new CounterwatchError("not-found", `there is no rule ${name}`, {
    remedy: near === undefined ? "`counterwatch rules lint` lists the rules." : `Perhaps ${near} is meant.`,
  });
}

function readRules(file: RuleFile, placeholders: Placeholders, errors: CounterwatchError[]): PackRule[] {
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
      rules.push(readPackRule(sigma, file, placeholders));
    } catch (error) {
      if (!(error instanceof CounterwatchError)) throw error;
      errors.push(error);
    }
  }
  return rules;
}
