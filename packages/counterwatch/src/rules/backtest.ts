/**
 * What one rule would have found among look-ups that are stored: it sees each of them once, in order, as it would have live.
 *
 * Limits: facts that need a past (a dormant account, an operator's usual hours) begin with the first look-up that is shown. A rule
 * text that somebody tries out may not name a subject, nor search in all fields: a backtest looks for conduct, never for a person. Rows
 * are shown without subjects and places.
 */
import type { AccessEvent } from "../model/index.ts";
import { Context, type ContextMeans } from "./context.ts";
import { MemoryEventIdSpool } from "./event-id-spool.ts";
import type { PackRule } from "./pack-rule.ts";
import { policyWords } from "./policy.ts";
import { RuleDesk } from "./rule-desk.ts";
import { RulePack } from "./rule-pack.ts";

const MOST_OPERATORS = 50;
const MOST_ROWS = 20;
const MOST_SENTENCES = 5;
/** Characters of an RFC 3339 time that are its day. */
const DAY = 10;

interface Count {
  matched: number;
  findings: number;
}

interface BacktestRow {
  readonly id: string;
  readonly time: string;
  readonly source: string;
  readonly system: AccessEvent["system"];
  readonly action: AccessEvent["action"];
  readonly operator: string;
  readonly case: string | undefined;
  readonly reason: string | undefined;
}

interface BacktestDay {
  /** UTC. */
  readonly day: string;
  /** Look-ups that the rule matched. */
  readonly matched: number;
  /** Findings whose first look-up was that day. */
  readonly findings: number;
}

export interface BacktestResult {
  /** Look-ups that were shown to the rule. */
  readonly seen: number;
  readonly matched: number;
  readonly findings: number;
  readonly days: readonly BacktestDay[];
  /** Operators with the most findings first, then look-ups; at most 50. */
  readonly operators: readonly {
    readonly operator: string;
    readonly findings: number;
    readonly matched: number;
  }[];
  readonly operatorsInAll: number;
  /** Of the findings that began last. */
  readonly rows: readonly BacktestRow[];
  /** As the queue would say them; of those that began last. */
  readonly sentences: readonly string[];
  /** What the rule could not be asked, one sentence each. */
  readonly notChecked: readonly string[];
}

/** Lists that the rule needs and this server lacks, in words; empty: it can be asked. */
export function lacking(rule: PackRule, means: ContextMeans): string[] {
  return [...new Context(means, rule.reads).missing.values()];
}

export class Backtest {
  readonly #desk: RuleDesk;
  readonly #days = new Map<string, Count>();
  readonly #operators = new Map<string, Count>();
  #seen = 0;
  #matched = 0;

  /** The rule must lack nothing of what the means give. */
  constructor(rule: PackRule, means: ContextMeans) {
    const pack = new WatchedPack([rule], [], policyWords(means.policy));
    pack.onMatch = ({ time = "", operator }) => {
      this.#matched++;
      countOf(this.#days, time.slice(0, DAY)).matched++;
      countOf(this.#operators, operator?.id ?? "").matched++;
    };
    const context = new Context(means, pack.reads);
    this.#desk = new RuleDesk({ rules: pack, context, spool: new MemoryEventIdSpool() });
  }

  see(event: AccessEvent): void {
    this.#seen++;
    this.#desk.see(event);
  }

  result(): BacktestResult {
    let findings = 0;
    const last: { sentence: string; rows: readonly AccessEvent[]; since: string }[] = [];
    for (const { finding, rows } of this.#desk.findings()) {
      findings++;
      countOf(this.#days, finding.since.slice(0, DAY)).findings++;
      const operator = this.#operators.get(finding.operator);
      if (operator !== undefined) operator.findings++;
      last.push({ sentence: finding.explanation, rows, since: finding.since });
      if (last.length > 4 * MOST_ROWS) keepLatest(last, MOST_ROWS);
    }
    keepLatest(last, MOST_ROWS);
    return {
      seen: this.#seen,
      matched: this.#matched,
      findings,
      days: [...this.#days]
        .map(([day, counts]) => ({ day, ...counts }))
        .toSorted((a, b) => (a.day < b.day ? -1 : 1)),
      operators: [...this.#operators]
        .map(([operator, counts]) => ({ operator, ...counts }))
        .toSorted(
          (a, b) => b.findings - a.findings || b.matched - a.matched || (a.operator < b.operator ? -1 : 1),
        )
        .slice(0, MOST_OPERATORS),
      operatorsInAll: this.#operators.size,
      rows: sampleOf(last.map(({ rows }) => rows)),
      sentences: last.slice(0, MOST_SENTENCES).map(({ sentence }) => sentence),
      notChecked: this.#desk.notChecked(),
    };
  }
}

type Matched = Pick<Partial<AccessEvent>, "time" | "operator">;

/** Tells of each match. */
class WatchedPack extends RulePack {
  onMatch: (view: Matched) => void = () => {};

  override match(...[view, active]: Parameters<RulePack["match"]>): readonly PackRule[] {
    const matched = super.match(view, active);
    if (matched.length > 0) this.onMatch(view);
    return matched;
  }
}

function countOf(counts: Map<string, Count>, key: string): Count {
  const known = counts.get(key) ?? { matched: 0, findings: 0 };
  counts.set(key, known);
  return known;
}

/** The latest beginnings first. */
function keepLatest(findings: { since: string }[], many: number): void {
  findings.sort((a, b) => (a.since < b.since ? 1 : a.since > b.since ? -1 : 0)).splice(many);
}

/** One of each finding before a second of any. */
function sampleOf(byFinding: readonly (readonly AccessEvent[])[]): BacktestRow[] {
  const rows: BacktestRow[] = [];
  const shown = new Set<string>();
  for (let at = 0; rows.length < MOST_ROWS; at++) {
    const turn = byFinding.flatMap((each) => each[at] ?? []);
    if (turn.length === 0) return rows;
    for (const { id, time, source, system, action, operator, purpose } of turn) {
      if (shown.has(id) || rows.length === MOST_ROWS) continue;
      shown.add(id);
      const { case: number, reason } = purpose ?? {};
      rows.push({ id, time, source, system, action, operator: operator.id, case: number, reason });
    }
  }
  return rows;
}
