/** Why a rule matches an event or not, clause by clause. */
import { readFileSync } from "node:fs";
import { explainRule, printExplanation } from "@counterwatch/sigma";
import { createIdentifiers } from "../intake/identifiers.ts";
import { CounterwatchError } from "../model/index.ts";
import { Context } from "../rules/context.ts";
import type { PackRule } from "../rules/rule-files.ts";
import { type TestEvent, testEventSchema, testEvents } from "../rules/test-event.ts";
import { fileTrouble } from "../store/file-trouble.ts";
import { readTextFile } from "../store/text-file.ts";
import { readRuleMeans } from "./rule-means.ts";
import { findRule, lintRules } from "./rules.ts";
import type { Settings } from "./settings.ts";

/** Events given by hand hold pseudonyms or names of the writer's choice: nothing is hashed with it. */
const NO_KEY = new Uint8Array(32);
const REMEDY =
  'Write an event as in a log of Counterwatch’s own, or only what matters: {"action": "export", "purpose": {}}.';

export interface EventExplanation {
  readonly event: string;
  readonly matched: boolean;
  readonly text: string;
  /** Why a scan would not ask the rule about it. */
  readonly note: string | undefined;
}

/**
 * `rule`: a rule's name, or a file with one rule. `given`: events as JSON or JSON Lines, a file of them, or `-` for stdin; in order,
 * for some facts depend on what came before. Throws `not-found`, `rule`, `format-damaged`.
 */
export function explainEvents(rule: string, given: string, settings: Settings): EventExplanation[] {
  const found = ruleNamed(rule, settings);
  const means = readRuleMeans(
    settings,
    createIdentifiers({ siteKey: settings.key ?? NO_KEY, country: settings.country }),
  );
  const context = new Context(means, found.reads);
  const missing = [...context.missing.values()].join(" and ");
  return testEvents(readEvents(given)).map(({ event }) => {
    const view = context.see(event);
    const explanation = explainRule(found.compiled, view);
    return {
      event: event.id,
      matched: explanation.matched,
      text: printExplanation(explanation),
      note:
        missing === ""
          ? automatedNote(found, event.automated === true)
          : `A scan asks it only with ${missing}.`,
    };
  });
}

function automatedNote({ block }: PackRule, automated: boolean): string | undefined {
  if (automated && block.automated === "no")
    return "A scan does not ask it about automated polls, and this is one.";
  if (!automated && block.automated === "only")
    return "A scan asks it about automated polls only, and this is none.";
  return undefined;
}

function ruleNamed(name: string, settings: Settings): PackRule {
  if (!/\.ya?ml$/i.test(name)) return findRule(lintRules([], settings).rules, name);
  const { rules, errors } = lintRules([name], settings);
  if (errors[0] !== undefined) throw errors[0];
  const [only, ...others] = rules;
  if (only !== undefined && others.length === 0) return only;
  throw new CounterwatchError("usage", `the file holds ${rules.length} rules, and one is needed`, {
    place: { file: name },
    remedy: "Name the rule, and the file with --rules.",
  });
}

function readEvents(given: string): TestEvent[] {
  const inline = given.trimStart().startsWith("{");
  const file = inline ? "EVENT" : given === "-" ? "stdin" : given;
  const text = inline ? given : given === "-" ? readStdin() : readTextFile(given);
  const values = parsed(text);
  if (values.length === 0) {
    throw new CounterwatchError("format-damaged", "there is no event", { place: { file }, remedy: REMEDY });
  }
  return values.map(({ value, line }) => {
    if (value === undefined) {
      throw new CounterwatchError("format-damaged", "this is not JSON", {
        place: { file, line },
        remedy: REMEDY,
      });
    }
    const event = testEventSchema.safeParse(value);
    if (event.success) return event.data;
    const [issue] = event.error.issues;
    const path = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
    throw new CounterwatchError("format-damaged", `this is not an event: ${path}${issue?.message ?? ""}`, {
      place: { file, line },
      remedy: REMEDY,
    });
  });
}

/** One JSON value over several lines, else one a line; what is no JSON stays undefined, for its message would quote it. */
function parsed(text: string): { value: unknown; line: number }[] {
  const whole = parseJson(text);
  if (whole !== undefined)
    return (Array.isArray(whole) ? whole : [whole]).map((value: unknown) => ({ value, line: 1 }));
  return text
    .split("\n")
    .map((line, index) => ({ text: line, line: index + 1 }))
    .filter((each) => each.text.trim() !== "")
    .map((each) => ({ value: parseJson(each.text), line: each.line }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readStdin(): string {
  try {
    return readFileSync(0, "utf8");
  } catch (cause) {
    throw fileTrouble(cause, "stdin", "unreadable");
  }
}
