import { type Explanation, explainRule, printExplanation } from "@counterwatch/sigma";
import { type AccessEvent, accessEventSchema, CounterwatchError } from "../model/index.ts";
import { Context, type ContextMeans } from "./context.ts";
import type { PackRule } from "./rule-files.ts";

/** Why a rule matched a look-up or did not. */
export interface RuleExplanation {
  readonly rule: string;
  readonly matched: boolean;
  readonly clauses: Explanation;
  /** The clauses as indented text, and the notes after them. */
  readonly text: string;
  /** What the answer depends on beyond the look-up, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Explains the last of some look-ups clause by clause. The ones before it are its history, in event time: facts such as
 * `context.operator.lookups` are as if the log had begun with them.
 */
export function explainLookup(
  rule: PackRule,
  events: readonly AccessEvent[],
  means: ContextMeans,
): RuleExplanation {
  const last = events.at(-1);
  if (last === undefined) throw new CounterwatchError("usage", "there is no look-up to explain");
  const context = new Context(means, rule.reads);
  for (const event of events.slice(0, -1)) context.see(event);
  const clauses = explainRule(rule.compiled, context.see(last));
  const notes = notesOn(rule, last, context, events.length);
  return {
    rule: rule.name,
    matched: clauses.matched,
    clauses,
    text: [printExplanation(clauses), ...notes].join("\n"),
    notes,
  };
}

function notesOn(rule: PackRule, event: AccessEvent, context: Context, events: number): string[] {
  const notes: string[] = [];
  const needs = [...context.missing.values()].join(" and ");
  if (needs !== "") notes.push(`The rule needs ${needs}; without it, it is not checked.`);
  if (event.automated === true && rule.block.automated === "no") {
    notes.push("The look-up is automated, and this rule is not shown automated ones.");
  }
  if (event.automated !== true && rule.block.automated === "only") {
    notes.push("The rule is shown automated look-ups only, and this is none.");
  }
  if (events === 1 && rule.reads.length > 0) {
    notes.push(
      "Facts are those of a log that begins with this look-up; give the earlier ones before it for others.",
    );
  }
  if (rule.block.atLeast > 1) notes.push(`A finding takes at least ${rule.block.atLeast} such look-ups.`);
  return notes;
}

/**
 * Reads look-ups as Counterwatch writes them: one JSON object, a JSON array, or JSON Lines.
 * @throws CounterwatchError `format-damaged` with file and line, without the values.
 */
export function parseLookups(text: string, { file }: { file: string }): AccessEvent[] {
  const trimmed = text.trim();
  if (trimmed === "")
    throw new CounterwatchError("format-damaged", "there is no look-up", { place: { file } });
  const whole = parseJson(trimmed);
  if (whole !== undefined) {
    return (Array.isArray(whole) ? whole : [whole]).map((value) => readLookup(value, file, 1));
  }
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const value = parseJson(line);
    if (value === undefined) {
      throw new CounterwatchError("format-damaged", "the line is not JSON", {
        place: { file, line: index + 1 },
      });
    }
    return [readLookup(value, file, index + 1)];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function readLookup(value: unknown, file: string, line: number): AccessEvent {
  const parsed = accessEventSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join(".") ?? "";
  throw new CounterwatchError("format-damaged", `${path === "" ? "the look-up" : path}: ${issue?.message}`, {
    place: { file, line },
    remedy: "Write it as `counterwatch sources test --json` does.",
  });
}
