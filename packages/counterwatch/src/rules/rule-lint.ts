import { lintRules } from "@counterwatch/sigma";
import type { Place } from "../model/index.ts";
import type { PackRule } from "./pack-rule.ts";
import { compileRulePack, type RuleFile } from "./rule-files.ts";
import { countSteps } from "./rule-tests.ts";

/** An error keeps a rule from being asked; a warning keeps its reader from judging what it finds. */
export interface LintRemark {
  readonly severity: "error" | "warning";
  readonly place: Place;
  readonly message: string;
  readonly remedy: string | undefined;
}

const STEPS = 2;

/** What is wrong or doubtful in rule files, by file and line. */
export function lintRuleFiles(files: readonly RuleFile[]): LintRemark[] {
  const { pack, errors } = compileRulePack(files);
  const remarks: LintRemark[] = errors.map(({ place, message, remedy }) => ({
    severity: "error",
    place,
    message,
    remedy,
  }));
  for (const { file, text } of files) {
    for (const { severity, place, message, remedy } of lintRules(text, {
      file,
      customAttributes: ["counterwatch"],
    })) {
      // The engine's errors are among those of the pack.
      if (severity === "warning") remarks.push({ severity, place, message, remedy });
    }
  }
  for (const rule of pack.rules) remarks.push(...lintRule(rule));
  const order = new Map(files.map(({ file }, index) => [file, index]));
  return remarks.toSorted(
    (a, b) =>
      (order.get(a.place.file ?? "") ?? -1) - (order.get(b.place.file ?? "") ?? -1) ||
      (a.place.line ?? 0) - (b.place.line ?? 0) ||
      (a.place.column ?? 0) - (b.place.column ?? 0),
  );
}

function lintRule(rule: PackRule): LintRemark[] {
  const { sigma, block } = rule;
  const { match, pass } = countSteps(rule);
  const wishes: [boolean, string, string][] = [
    [
      sigma.level === undefined,
      "no level",
      "Without one it is low. Give `level`: informational to critical.",
    ],
    [sigma.description === undefined, "no description", "Say why a match deserves a look."],
    [(sigma.falsepositives?.length ?? 0) === 0, "no false positives", "Say which honest work sets it off."],
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
    .map(([, what, remedy]) => ({
      severity: "warning",
      place: sigma.place,
      message: `${rule.name} has ${what}`,
      remedy,
    }));
}
