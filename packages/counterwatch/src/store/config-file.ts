/** `counterwatch.yaml`: its keys, and reading it so that a mistake is answered with its line and column. */
import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { notifySchema, withPaths } from "../incidents/notices/notify-settings.ts";
import { signInSchema, withSecretPath } from "../incidents/desk/sign-in-settings.ts";
import { authoritySchema, warningsSchema } from "../incidents/warnings/authority.ts";
import { CounterwatchError, type Place, SEVERITIES, SYSTEMS } from "../model/index.ts";
import { jsonSchemaOf } from "../model/json-schemas.ts";
import { nearestName } from "../model/nearest-name.ts";
import { YamlDocument } from "../model/yaml-document.ts";
import { transparencyPolicySchema } from "../report/transparency/policy.ts";
import { policySchema } from "../rules/policy.ts";
import { fileTrouble } from "./file-trouble.ts";
import { inputKeys, inputSchema, isZone, placedInput } from "./input-settings.ts";

const LANGUAGES = ["en", "es"] as const;
const LOG_LEVELS = ["silent", "error", "warn", "info", "debug"] as const;
const BUDGET_PATTERN = /^([1-9]\d{0,5}\/(day|week|month|year)|none)$/;
const LATENESS_PATTERN = /^\d{1,4}[smhd]$/;
/** Larger files are not configurations. */
const LARGEST_FILE = 1024 * 1024;

const text = z.string().min(1);

export const configSchema = z
  .strictObject({
    keyFile: text
      .describe("File with the site key that makes pseudonyms. `counterwatch init` makes one.")
      .optional(),
    source: text.describe("Name of the log, where the connector cannot tell it.").optional(),
    format: text.describe("Connector to read with (see `counterwatch sources list`).").optional(),
    mapping: text.describe("Mapping file for a table or record log of one's own.").optional(),
    zone: text
      .refine(isZone, "expected an IANA time zone such as America/Chicago")
      .describe("IANA time zone of local times in the log, e.g. America/Chicago.")
      .optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "expected two capital letters such as US or MX")
      .describe("ISO 3166 country of phone numbers without a country code, e.g. MX.")
      .optional(),
    cases: text.describe("CSV file of cases with their state, for the rules on cases.").optional(),
    staff: text.describe("CSV file of who works here, for the rules on staff.").optional(),
    roster: text.describe("CSV file of shifts, for the rules on duty hours.").optional(),
    policy: policySchema.partial().optional(),
    rules: z.array(text).describe("Folders or files of Sigma rules, besides the rules that ship.").optional(),
    defaultRules: z.boolean().describe("Whether the rules that ship are used. Default: true.").optional(),
    failOn: z
      .enum(SEVERITIES)
      .describe("Exit with 1 when a finding is at least this severe. Default: never.")
      .optional(),
    budget: z
      .string()
      .regex(BUDGET_PATTERN, "expected a number per day, week or month such as 1/day, 1/week or 4/month")
      .describe("False alerts allowed, e.g. 1/day, 1/week, 4/month; none: rules only. Default: none.")
      .optional(),
    lateness: z
      .string()
      .regex(LATENESS_PATTERN, "expected a time such as 30m, 6h or 2d")
      .describe(
        "How much later than others a row may stand in the log and still be put in order. Default: 1h.",
      )
      .optional(),
    retention: z
      .string()
      .regex(LATENESS_PATTERN, "expected a time such as 90d or 365d")
      .describe("How long `serve` keeps look-ups; then they are erased. Default: for ever.")
      .optional(),
    ledger: text
      .describe("Folder of the ledger that every look-up is appended to. Default: none.")
      .optional(),
    ownActions: text
      .describe(
        "File to which every opening of the register and every assessment is appended, as look-ups. Default: own-actions.jsonl in the register.",
      )
      .optional(),
    probeLimit: z
      .int()
      .min(1)
      .max(1000)
      .describe("Versions of one register that may be assessed within 24 hours. Default: 5.")
      .optional(),
    sources: z
      .record(
        text,
        z.strictObject({
          heartbeat: z
            .string()
            .regex(LATENESS_PATTERN, "expected a time such as 15m, 6h or 2d")
            .describe("A source that says nothing for longer is reported as silent.")
            .optional(),
          retention: z
            .string()
            .regex(LATENESS_PATTERN, "expected a time such as 90d or 365d")
            .describe(
              "How long `serve` keeps its look-ups; then they are erased. Default: as `retention` says.",
            )
            .optional(),
          system: z
            .enum(SYSTEMS)
            .describe("The record system that it is the log of, for the posture.")
            .optional(),
        }),
      )
      .describe("What is known of each source, by its name.")
      .optional(),
    inputs: z
      .array(inputSchema)
      .max(100)
      .describe("Ways into `serve` besides HTTP: syslog, and files that are followed.")
      .optional(),
    authority: authoritySchema.optional(),
    warnings: warningsSchema.optional(),
    notify: notifySchema.optional(),
    signIn: signInSchema.optional(),
    metricsToken: z
      .string()
      .min(16, "expected at least 16 letters")
      .max(256, "expected at most 256 letters")
      .describe(
        "What /metrics of `serve` asks for as a Bearer token; better in COUNTERWATCH_METRICS_TOKEN_FILE. Default: it asks for none.",
      )
      .optional(),
    transparency: transparencyPolicySchema
      .describe("What transparency reports may cost in privacy, and how they are drawn.")
      .optional(),
    pseudonymiseOperators: z
      .boolean()
      .describe(
        "Show operators by pseudonym as well. Default: false, for they are the staff under oversight.",
      )
      .optional(),
    out: text.describe("Folder for findings, report and summary. Default: ./counterwatch-out.").optional(),
    lang: z.enum(LANGUAGES).describe("Language of the report and the terminal. Default: en.").optional(),
    logLevel: z
      .enum(LOG_LEVELS)
      .describe("Log lines on stderr from this level on. Default: silent.")
      .optional(),
  })
  .describe("Configuration of Counterwatch (counterwatch.yaml).");

export type Config = z.output<typeof configSchema>;

/** Published as `schemas/config.schema.json`, for editors. */
export function configJsonSchema(): object {
  return jsonSchemaOf("config", "Configuration", configSchema);
}

/** Keys whose values are paths; in a file they are relative to that file. */
const PATH_KEYS = ["keyFile", "mapping", "cases", "staff", "roster", "ledger", "ownActions", "out"] as const;

/** Throws `config` with the place of the mistake, `not-found`, `unreadable`. */
export function readConfigFile(path: string): Config {
  let content: string;
  try {
    if (statSync(path).size > LARGEST_FILE) {
      throw new CounterwatchError("config", "this file is too large for a configuration", {
        place: { file: path },
        remedy: "Name a YAML file such as `counterwatch init` makes.",
      });
    }
    content = readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof CounterwatchError) throw cause;
    throw fileTrouble(cause, path, "unreadable", "Make one with: counterwatch init");
  }
  return relativeTo(dirname(path), parseConfig(content, path));
}

export function parseConfig(content: string, file: string): Config {
  const document = new YamlDocument(content, { file, what: "the configuration", code: "config" });
  return checkConfig(document.value ?? {}, (path, key) =>
    key === undefined ? document.valueAt(path) : document.keyAt(path, key),
  );
}

/** Checks a configuration from anywhere; `locate` names the place of a path, or of an unknown key at that path. */
export function checkConfig(
  value: unknown,
  locate: (path: readonly PropertyKey[], unknownKey?: string) => Place,
): Config {
  const read = configSchema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0]!;
    const known = issue.path[0] === "inputs" ? inputKeys(issue.path) : Object.keys(shapeAt(issue.path));
    const near = nearestName(key, known);
    const within = issue.path.length === 0 ? "" : ` in ${issue.path.join(".")}`;
    throw new CounterwatchError("config", `unknown key "${key}"${within}`, {
      place: locate(issue.path, key),
      remedy: near === undefined ? `Known keys: ${known.join(", ")}.` : `Did you mean "${near}"?`,
    });
  }
  const place = locate(issue.path);
  // A flag or variable is its own name; a line of a file needs the key, and so does what is missing within one.
  const name = place.line === undefined && issue.path.length < 2 ? "" : issue.path.join(".");
  throw new CounterwatchError("config", name === "" ? issueText(issue) : `${name}: ${issueText(issue)}`, {
    place,
  });
}

/** Keys that may stand at a path, as far as one level down. */
function shapeAt([first]: readonly PropertyKey[]): object {
  switch (first) {
    case "policy":
      return policySchema.shape;
    case "authority":
      return authoritySchema.shape;
    case "warnings":
      return warningsSchema.shape;
    case "notify":
      return notifySchema.shape;
    case "signIn":
      return signInSchema.shape;
    case "transparency":
      return transparencyPolicySchema.shape;
    default:
      return configSchema.shape;
  }
}

function issueText(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_value":
      return `expected one of ${issue.values.map(String).join(", ")}`;
    case "invalid_type":
      return issue.path.length === 0
        ? "expected keys and values, such as `zone: America/Chicago`"
        : `expected ${article(issue.expected)}`;
    case "too_small":
      return issue.origin === "string" || issue.origin === "array"
        ? "must not be empty"
        : `must be at least ${issue.minimum}`;
    default:
      return issue.message;
  }
}

function article(type: string): string {
  return { string: "text", boolean: "true or false", array: "a list" }[type] ?? `a value of type ${type}`;
}

function relativeTo(folder: string, config: Config): Config {
  const placed: Config = { ...config };
  for (const key of PATH_KEYS) {
    const path = placed[key];
    if (path !== undefined) placed[key] = resolve(folder, path);
  }
  if (placed.inputs !== undefined) placed.inputs = placed.inputs.map((input) => placedInput(folder, input));
  if (placed.rules !== undefined) placed.rules = placed.rules.map((path) => resolve(folder, path));
  if (placed.notify !== undefined) placed.notify = withPaths(placed.notify, (path) => resolve(folder, path));
  if (placed.signIn !== undefined)
    placed.signIn = withSecretPath(placed.signIn, (path) => resolve(folder, path));
  return placed;
}
