import type { Place, SigmaErrorCode } from "./errors.ts";
import { parseRules } from "./parse.ts";

export interface LintWarning {
  readonly severity: "error" | "warning";
  readonly code: SigmaErrorCode;
  readonly message: string;
  readonly remedy: string | undefined;
  readonly place: Place;
}

/** What is wrong or doubtful in a file of rules, in the order of the file. */
export function lintRules(text: string, options: { file?: string } = {}): LintWarning[] {
  return parseRules(text, options).errors.map(({ code, message, remedy, place }) => ({
    severity: "error" as const,
    code,
    message,
    remedy,
    place,
  }));
}
