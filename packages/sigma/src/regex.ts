import { RE2JS, RE2JSSyntaxException } from "re2js";
import { SigmaError } from "./errors.ts";
import { findUnsupported, regexShape } from "./regex-syntax.ts";
import { type Written, placeWithin } from "./tree.ts";
import type { Position } from "./value-test.ts";

export interface RegexSource {
  readonly source: string;
  /** Of `i`, `m` and `s`. */
  readonly flags: string;
  readonly position: Position;
  /** Where the expression is written. */
  readonly at: Written;
}

export interface CompiledRegex {
  /** `folded` is the text folded, in which what every match must hold is looked for first. */
  test(text: string, folded: string): boolean;
}

/**
 * Compiles a regular expression of a rule. Rules are trusted less than code: no expression
 * ever reaches the backtracking engine of the platform, RE2 decides every one in time linear in the text. Measured on 5 kB
 * PowerShell payloads its lazy automaton needs 0.1–0.6 ns a character, so nothing would be won by an exception for simple ones.
 */
export function compileRegex({ source, flags, position, at }: RegexSource): CompiledRegex {
  const unsupported = findUnsupported(source);
  if (unsupported !== undefined)
    throw new SigmaError(
      "regex-unsupported",
      `the regular expression uses ${unsupported.what}, which is not part of Sigma and cannot be matched in linear time`,
      placeWithin(at, unsupported.offset),
      { remedy: "Split the test into several selections joined with `and` and `not`." },
    );
  let mask = 0;
  if (flags.includes("i")) mask |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes("m")) mask |= RE2JS.MULTILINE;
  if (flags.includes("s")) mask |= RE2JS.DOTALL;
  let compiled: RE2JS;
  try {
    // First as it is written, so that a message never speaks of what the anchors add.
    compiled = RE2JS.compile(source, mask);
    if (position === "startswith") compiled = RE2JS.compile(`\\A(?:${source})`, mask);
    if (position === "endswith") compiled = RE2JS.compile(`(?:${source})\\z`, mask);
  } catch (cause) {
    throw refusal(source, at, cause);
  }
  const { required } = regexShape(source, flags);
  return {
    test: (text, folded) =>
      required.every((texts) => texts.some((wanted) => folded.includes(wanted))) && compiled.test(text),
  };
}

function refusal(source: string, at: Written, cause: unknown): SigmaError {
  const reason =
    cause instanceof RE2JSSyntaxException
      ? cause.getDescription().replace(/^error parsing regexp: /, "")
      : "too large";
  const fragment = cause instanceof RE2JSSyntaxException ? cause.getPattern() : null;
  const offset = fragment === null || fragment === "" ? 0 : Math.max(source.indexOf(fragment), 0);
  return new SigmaError(
    "regex-syntax",
    `the regular expression cannot be read: ${reason}`,
    placeWithin(at, offset),
    {
      remedy: "Correct it at this place; a backslash makes a special character an ordinary one.",
      cause,
    },
  );
}
