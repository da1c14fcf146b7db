import { lintRules } from "@counterwatch/sigma";
import type { Place } from "../model/index.ts";
import type { PackRule } from "./pack-rule.ts";
import type { RuleFile } from "./rule-files.ts";
import { countSteps } from "./rule-tests.ts";

/** What does not keep a rule from being asked, but its reader from judging what it finds. */
export interface RuleWarning {
  readonly place: Place;
  readonly message: string;
  readonly remedy: string | undefined;
}

const STEPS = 2;

/** What is doubtful in rule files that were compiled to `rules`, by file and line. Errors are told by compiling. */
export function ruleWarnings(files: readonly RuleFile[], rules: readonly PackRule[]): RuleWarning[] {
  const warnings: RuleWarning[] = rules.flatMap(warningsOf);
  for (const { file, text } of files) {
    for (const { severity, place, message, remedy } of lintRules(text, {
      file,
      customAttributes: ["counterwatch"],
    })) {
      if (severity === "warning") warnings.push({ place, message, remedy });
    }
  }
  const order = new Map(files.map(({ file }, index) => [file, index]));
  return warnings.toSorted(
    (a, b) =>
      (order.get(a.place.file ?? "") ?? -1) - (order.get(b.place.file ?? "") ?? -1) ||
      (a.place.line ?? 0) - (b.place.line ?? 0) ||
      (a.place.column ?? 0) - (b.place.column ?? 0),
  );
}

function warningsOf(rule: PackRule): RuleWarning[] {
  const { sigma, block } = rule;
  const { match, pass } = countSteps(rule);
  const wishes: [missing: boolean, what: string, remedy: string][] = [
    [
      sigma.level === undefined,
      "no level",
      "Without one it is low. Give `level`: informational to critical.",
    ],
    [sigma.description === undefined, "no description", "Say why a match deserves a look."],
    [
      (sigma.falsepositives?.length ?? 0) === 0,
      "no false positives",
      "Say which honest work sets it off under `falsepositives`.",
    ],
    [
      block.explanation === undefined,
      "no explanation",
      "Give `counterwatch.explanation`: one sentence with numbers.",
    ],
    [
      match < STEPS || pass < STEPS,
      `${match} test events that must match and ${pass} that must not`,
      `Give at least ${STEPS} of each under \`counterwatch.tests\`.`,
    ],
  ];
  return wishes
    .filter(([missing]) => missing)
    .map(([, what, remedy]) => ({ place: sigma.place, message: `${rule.name} has ${what}`, remedy }));
}
