import {
  type AccessEvent,
  type ExplainedFinding,
  SEVERITIES,
  type Severity,
  severityRank,
} from "../model/index.ts";

/** A finding that gets a card. */
export interface HeldFinding {
  readonly finding: ExplainedFinding["finding"];
  readonly rows: readonly AccessEvent[];
}

/** Findings of one operator by one detector, told in one line by the largest of them. */
export interface LesserLine {
  readonly finding: ExplainedFinding["finding"];
  readonly findings: number;
  readonly lookups: number;
  readonly since: string;
  readonly time: string;
}

export interface OperatorGroup {
  readonly operator: string;
  readonly cards: readonly HeldFinding[];
  readonly lesser: readonly LesserLine[];
}

interface Flagged {
  findings: number;
  severity: Severity;
}

export interface Selection {
  readonly total: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byDetector: ReadonlyMap<string, number>;
  /** Every operator with a finding, on the page or not. */
  readonly flagged: ReadonlyMap<string, Flagged>;
  /** Operators with at least one card, most urgent first. */
  readonly groups: readonly OperatorGroup[];
  /** Lines of operators without a card. */
  readonly lesser: readonly LesserLine[];
  /** What the page leaves to the findings file. */
  readonly beyond: {
    readonly findings: number;
    readonly operators: ReadonlySet<string>;
    readonly byDetector: ReadonlyMap<string, number>;
  };
}

export interface SelectionLimits {
  readonly cards: number;
  readonly lines: number;
  /** Up to so many findings in all, low ones get cards too. */
  readonly lowCards: number;
}

const PAGE_LIMITS: SelectionLimits = { cards: 500, lines: 600, lowCards: 60 };

/** Severity first; then more look-ups, then the later one; the id settles ties, so that a replay gives the same page. */
export function byUrgency(a: ExplainedFinding["finding"], b: ExplainedFinding["finding"]): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    b.lookups - a.lookups ||
    compare(b.time, a.time) ||
    compare(a.id, b.id)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Reads the findings once. Memory is bounded by the limits and by operators × detectors, not by the number of findings:
 * what cannot become a card is folded into its line at once and its rows are let go.
 */
export function selectFindings(
  findings: Iterable<ExplainedFinding>,
  limits: SelectionLimits = PAGE_LIMITS,
): Selection {
  const tally = new FindingTally();
  const lines = new LineBook();
  let held: HeldFinding[] = [];
  const release = (keep: number) => {
    held.sort((a, b) => byUrgency(a.finding, b.finding));
    for (const { finding } of held.splice(keep)) lines.add(finding);
  };
  for (const { finding, rows } of findings) {
    tally.add(finding);
    const low = finding.severity === "low";
    if (low && tally.total > limits.lowCards) lines.add(finding);
    else held.push({ finding, rows });
    if (held.length >= 2 * limits.cards) release(limits.cards);
  }
  if (tally.total > limits.lowCards) {
    for (const { finding } of held) if (finding.severity === "low") lines.add(finding);
    held = held.filter(({ finding }) => finding.severity !== "low");
  }
  release(limits.cards);

  const cards = byOperator(held);
  const { kept, beyond } = lines.close(limits.lines);
  const withCards: Map<string, LesserLine[]> = new Map();
  const lesser: LesserLine[] = [];
  for (const line of kept) {
    const operator = line.finding.operator;
    if (!cards.has(operator)) lesser.push(line);
    else withCards.set(operator, [...(withCards.get(operator) ?? []), line]);
  }
  const groups = [...cards].map(([operator, group]) => ({
    operator,
    cards: group,
    lesser: withCards.get(operator) ?? [],
  }));
  return { ...tally.close(), groups, lesser, beyond };
}

function byOperator(held: readonly HeldFinding[]): Map<string, HeldFinding[]> {
  const groups = new Map<string, HeldFinding[]>();
  for (const one of held) {
    const group = groups.get(one.finding.operator);
    if (group === undefined) groups.set(one.finding.operator, [one]);
    else group.push(one);
  }
  return groups;
}

class FindingTally {
  total = 0;
  readonly #severities: Record<Severity, number> = { low: 0, medium: 0, high: 0, critical: 0 };
  readonly #detectors = new Map<string, number>();
  readonly #flagged = new Map<string, Flagged>();

  add(finding: ExplainedFinding["finding"]): void {
    this.total += 1;
    this.#severities[finding.severity] += 1;
    this.#detectors.set(finding.detector, (this.#detectors.get(finding.detector) ?? 0) + 1);
    const known = this.#flagged.get(finding.operator);
    if (known === undefined) {
      this.#flagged.set(finding.operator, { findings: 1, severity: finding.severity });
      return;
    }
    known.findings += 1;
    if (severityRank(finding.severity) > severityRank(known.severity)) known.severity = finding.severity;
  }

  close() {
    return {
      total: this.total,
      bySeverity: this.#severities,
      byDetector: this.#detectors,
      flagged: this.#flagged,
    };
  }
}

class LineBook {
  readonly #lines = new Map<string, { -readonly [K in keyof LesserLine]: LesserLine[K] }>();

  add(finding: ExplainedFinding["finding"]): void {
    const key = `${finding.detector}\n${finding.operator}`;
    const line = this.#lines.get(key);
    if (line === undefined) {
      const { lookups, since, time } = finding;
      this.#lines.set(key, { finding, findings: 1, lookups, since, time });
      return;
    }
    line.findings += 1;
    line.lookups += finding.lookups;
    if (finding.since < line.since) line.since = finding.since;
    if (finding.time > line.time) line.time = finding.time;
    if (byUrgency(finding, line.finding) < 0) line.finding = finding;
  }

  close(limit: number): { kept: readonly LesserLine[]; beyond: Selection["beyond"] } {
    const all = [...this.#lines.values()].toSorted((a, b) => byUrgency(a.finding, b.finding));
    const kept = all.slice(0, limit);
    const byDetector = new Map<string, number>();
    const operators = new Set<string>();
    let findings = 0;
    for (const line of all.slice(limit)) {
      findings += line.findings;
      operators.add(line.finding.operator);
      byDetector.set(line.finding.detector, (byDetector.get(line.finding.detector) ?? 0) + line.findings);
    }
    return { kept, beyond: { findings, operators, byDetector } };
  }
}

/** The severities that occur, most urgent first. */
export function severitiesOf(selection: Pick<Selection, "bySeverity">): readonly Severity[] {
  return SEVERITIES.toReversed().filter((severity) => selection.bySeverity[severity] > 0);
}
