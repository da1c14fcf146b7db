/**
 * Whom or what a finding asks to explain itself: an operator, or a record system. `operator` is never empty, so that a finding
 * about a source has "source NAME" there; an account may bear that name too, and the detector alone tells the two apart.
 */
import type { Finding } from "./finding.ts";

const SOURCE_DETECTORS = /^(?:source|ledger)\//;
const MARK = "source ";

/** What stands in `operator` where a source is meant. */
export function sourceAsOperator(source: string): string {
  return MARK + source;
}

/** The source that a finding is about; undefined: it is about its operator. */
export function sourceOf({ detector, operator }: Pick<Finding, "detector" | "operator">): string | undefined {
  if (!SOURCE_DETECTORS.test(detector)) return undefined;
  return operator.startsWith(MARK) ? operator.slice(MARK.length) : operator;
}
