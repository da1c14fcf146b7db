/** What a rule's finding says of the rule and of what it matched, read with care: evidence is free in form. */

export interface RuleFacts {
  readonly title: string | undefined;
  readonly days: number | undefined;
  readonly rowsOfOperator: number | undefined;
  readonly matchedOfEverybody: number | undefined;
  readonly rowsOfEverybody: number | undefined;
  readonly sources: readonly string[];
  /** Names of fields with what they were: the highest number, or the latest text. */
  readonly facts: readonly (readonly [field: string, value: string | number])[];
}

const KNOWN: ReadonlySet<string> = new Set(
  "title ruleId level tags days subjects moreSubjects rowsOfOperator rowsOfEverybody matchedOfEverybody sources case overflow habit operators ofOperators most".split(
    " ",
  ),
);

/** Undefined where the finding is no rule's. */
export function ruleFacts(
  detector: string,
  evidence: Readonly<Record<string, unknown>>,
): RuleFacts | undefined {
  if (!detector.startsWith("rule/")) return undefined;
  const number = (name: string) => {
    const value = evidence[name];
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  };
  const title = evidence["title"];
  const sources = evidence["sources"];
  const name = evidence["case"];
  return {
    title: typeof title === "string" ? title : undefined,
    days: number("days"),
    rowsOfOperator: number("rowsOfOperator"),
    matchedOfEverybody: number("matchedOfEverybody"),
    rowsOfEverybody: number("rowsOfEverybody"),
    sources: Array.isArray(sources) ? sources.filter((each) => typeof each === "string") : [],
    facts: [
      ...(typeof name === "string" ? [["case", name] as const] : []),
      ...Object.entries(evidence).filter(
        (entry): entry is [string, string | number] =>
          !KNOWN.has(entry[0]) && (typeof entry[1] === "string" || typeof entry[1] === "number"),
      ),
    ],
  };
}

/** The rule's own name, as its file has it. */
export function ruleName(detector: string): string {
  return detector.replace(/^rule\//, "");
}
