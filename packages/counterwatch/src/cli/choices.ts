/**
 * Words that flags take. Written out, with the model's types to hold them, because loading the schemas they belong to would
 * make every --help and every completion wait three times as long.
 */
import type { Severity } from "../model/index.ts";
import type { Form } from "../report/forms/forms.ts";
import type { Config } from "../store/config-file.ts";

export const SEVERITY_WORDS = ["low", "medium", "high", "critical"] as const satisfies readonly Severity[];
export const FORM_WORDS = ["csv", "jsonl", "ocsf", "stix", "cef"] as const satisfies readonly Form[];
export const LANGUAGE_WORDS = ["en", "es"] as const satisfies readonly Config["lang"][];
export const LOG_LEVEL_WORDS = [
  "silent",
  "error",
  "warn",
  "info",
  "debug",
] as const satisfies readonly Config["logLevel"][];
