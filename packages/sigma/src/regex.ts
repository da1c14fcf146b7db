import { RE2JS } from "re2js";
import { type Place, SigmaError } from "./errors.ts";
import type { Position } from "./value-test.ts";

export interface CompiledRegex {
  test(text: string): boolean;
}

export function compileRegex(source: string, flags: string, position: Position, place: Place): CompiledRegex {
  let mask = 0;
  if (flags.includes("i")) mask |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes("m")) mask |= RE2JS.MULTILINE;
  if (flags.includes("s")) mask |= RE2JS.DOTALL;
  const anchored =
    position === "startswith" ? `\\A(?:${source})` : position === "endswith" ? `(?:${source})\\z` : source;
  try {
    const compiled = RE2JS.compile(anchored, mask);
    return { test: (text) => compiled.test(text) };
  } catch (cause) {
    throw new SigmaError("regex-syntax", "this regular expression cannot be read", place, { cause });
  }
}
