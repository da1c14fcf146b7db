/** Findings that need not be shown for a while. What is suppressed is kept, counted and found again; it is never deleted. */
import type { Finding } from "../../model/index.ts";
import type { Suppression } from "./case.ts";

type Told = Pick<Finding, "detector" | "operator" | "time">;

/** The first that covers the finding at `now` (RFC 3339). Deletion findings and tripwire hits cannot be suppressed. */
export function suppressedBy(
  finding: Told,
  all: readonly Suppression[],
  now: string,
): Suppression | undefined {
  if (!mayBeSuppressed(finding.detector)) return undefined;
  return all.find(
    ({ detector, operator, except = [], from, until }) =>
      (detector === undefined || detector === finding.detector) &&
      (operator === undefined || operator === finding.operator) &&
      !except.includes(finding.operator) &&
      from <= now &&
      now < until,
  );
}

/** What speaks of protected people or of the evidence itself is always shown. */
export function mayBeSuppressed(detector: string): boolean {
  return detector !== "tripwire" && detector !== "decoy" && !detector.startsWith("ledger/");
}

/** What a suppression would have hidden: shown before it is made. */
export function wouldHide<T extends Told>(findings: readonly T[], suppression: Suppression): T[] {
  return findings.filter(
    (finding) => suppressedBy(finding, [{ ...suppression, from: "" }], suppression.from) !== undefined,
  );
}
