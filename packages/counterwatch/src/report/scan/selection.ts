import {
  type AccessEvent,
  type ExplainedFinding,
  SEVERITIES,
  type Severity,
  severityRank,
  sourceOf,
} from "../../model/index.ts";

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

export interface FindingGroup {
  readonly operator: string;
  /** Where it is a record system that is asked, and no operator. */
  readonly source: string | undefined;
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
  /** Every source that a finding is about. */
  readonly flaggedSources: ReadonlyMap<string, Flagged>;
  /** Operators and sources with at least one card, most urgent first. */
  readonly groups: readonly FindingGroup[];
  /** Lines of those without a card. */
  readonly lesser: readonly LesserLine[];
  /** What the page leaves to the findings file. */
  readonly beyond: {
    readonly findings: number;
    readonly parties: Parties;
    readonly byDetector: ReadonlyMap<string, number>;
  };
}

/** Who is asked: operators by their ids, sources by their names. */
export class Parties {
  readonly operators = new Set<string>();
  readonly sources = new Set<string>();

  constructor(findings: Iterable<Pick<ExplainedFinding["finding"], "detector" | "operator">> = []) {
    for (const finding of findings) this.add(finding);
  }

  add(finding: Pick<ExplainedFinding["finding"], "detector" | "operator">): void {
    const source = sourceOf(finding);
    if (source === undefined) this.operators.add(finding.operator);
    else this.sources.add(source);
  }
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

  const cards = byParty(held);
  const { kept, beyond } = lines.close(limits.lines);
  const withCards: Map<string, LesserLine[]> = new Map();
  const lesser: LesserLine[] = [];
  for (const line of kept) {
    const party = partyOf(line.finding);
    if (!cards.has(party)) lesser.push(line);
    else withCards.set(party, [...(withCards.get(party) ?? []), line]);
  }
  const groups = [...cards].map(([party, group]) => {
    const { finding } = group[0] as HeldFinding;
    return {
      operator: finding.operator,
      source: sourceOf(finding),
      cards: group,
      lesser: withCards.get(party) ?? [],
    };
  });
  return { ...tally.close(), groups, lesser, beyond };
}

/** An account may bear the name that stands for a source. */
function partyOf(finding: Pick<ExplainedFinding["finding"], "detector" | "operator">): string {
  return `${sourceOf(finding) === undefined ? "operator" : "source"}\n${finding.operator}`;
}

function byParty(held: readonly HeldFinding[]): Map<string, HeldFinding[]> {
  const groups = new Map<string, HeldFinding[]>();
  for (const one of held) {
    const party = partyOf(one.finding);
    const group = groups.get(party);
    if (group === undefined) groups.set(party, [one]);
    else group.push(one);
  }
  return groups;
}

class FindingTally {
  total = 0;
  readonly #severities: Record<Severity, number> = { low: 0, medium: 0, high: 0, critical: 0 };
  readonly #detectors = new Map<string, number>();
  readonly #flagged = new Map<string, Flagged>();
  readonly #flaggedSources = new Map<string, Flagged>();

  add(finding: ExplainedFinding["finding"]): void {
    this.total += 1;
    this.#severities[finding.severity] += 1;
    this.#detectors.set(finding.detector, (this.#detectors.get(finding.detector) ?? 0) + 1);
    const source = sourceOf(finding);
    const [flagged, name] =
      source === undefined ? [this.#flagged, finding.operator] : [this.#flaggedSources, source];
    const known = flagged.get(name);
    if (known === undefined) {
      flagged.set(name, { findings: 1, severity: finding.severity });
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
      flaggedSources: this.#flaggedSources,
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
    const parties = new Parties();
    let findings = 0;
    for (const line of all.slice(limit)) {
      findings += line.findings;
      parties.add(line.finding);
      byDetector.set(line.finding.detector, (byDetector.get(line.finding.detector) ?? 0) + line.findings);
    }
    return { kept, beyond: { findings, parties, byDetector } };
  }
}

/** The severities that occur, most urgent first. */
export function severitiesOf(selection: Pick<Selection, "bySeverity">): readonly Severity[] {
  return SEVERITIES.toReversed().filter((severity) => selection.bySeverity[severity] > 0);
}
