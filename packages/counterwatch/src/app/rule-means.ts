import type { Identifiers } from "../intake/identifiers.ts";
import { CounterwatchError } from "../model/index.ts";
import { parseCaseList } from "../rules/case-list.ts";
import type { ContextMeans } from "../rules/context.ts";
import { policySchema } from "../rules/policy.ts";
import { parseRoster } from "../rules/roster.ts";
import { compileRulePack, type RuleFile, type RulePack } from "../rules/rule-files.ts";
import { parseStaffList } from "../rules/staff-list.ts";
import { readRuleFiles, readShippedRules } from "../store/rule-files.ts";
import { readTextFile } from "../store/text-file.ts";
import type { Settings } from "./settings.ts";

/** The policy and the lists that the user gave, read with the identifiers of this run. Throws `config` with file and line. */
export function readRuleMeans(settings: Settings, identifiers: Identifiers): ContextMeans {
  const { cases, staff, roster } = settings;
  const text = (raw: string) => identifiers.text(raw);
  const operator = (raw: string) => identifiers.operator(raw);
  return {
    policy: policySchema.parse(settings.policy ?? {}),
    cases: cases === undefined ? undefined : parseCaseList(readTextFile(cases), { file: cases, text }),
    staff:
      staff === undefined ? undefined : parseStaffList(readTextFile(staff), { file: staff, identifiers }),
    roster: roster === undefined ? undefined : parseRoster(readTextFile(roster), { file: roster, operator }),
  };
}

/** The shipped rules unless they are switched off, then the user's own. */
export function ruleFilesOf({ defaultRules, rules }: Pick<Settings, "defaultRules" | "rules">): RuleFile[] {
  return [...(defaultRules === false ? [] : readShippedRules()), ...readRuleFiles(rules ?? [])];
}

/** Throws `rule` for the first rule that is wrong: a scan with fewer rules than were asked for would look clean. */
export function openRulePack(settings: Settings, means: ContextMeans): RulePack {
  const { pack, errors } = compileRulePack(ruleFilesOf(settings), { means });
  const [first, ...others] = errors;
  if (first === undefined) return pack;
  const more = others.length === 0 ? "" : ` (and ${others.length} more; counterwatch rules lint shows all)`;
  throw new CounterwatchError(first.code, `${first.message}${more}`, {
    place: first.place,
    ...(first.remedy === undefined ? {} : { remedy: first.remedy }),
    cause: first,
  });
}
