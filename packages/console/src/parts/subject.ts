/** The short form of a pseudonym that people see: eight digits. */
export function shortPseudonym(pseudonym: string): string {
  return /^p1_[0-9a-f]{24}$/.test(pseudonym) ? pseudonym.slice(3, 11) : pseudonym;
}

/** The part of an incident's or finding's id that people read aloud. */
export function shortId(id: string): string {
  return id.replace(/^[a-z]1_/, "").slice(0, 8);
}

const SOURCE_DETECTORS = /^(?:source|ledger)\//;

/** The source that a finding is about; undefined: it is about its operator. */
export function sourceOf({ detector, operator }: { detector: string; operator: string }): string | undefined {
  return SOURCE_DETECTORS.test(detector) ? operator.replace(/^source /, "") : undefined;
}
