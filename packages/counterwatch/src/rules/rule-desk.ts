import type { AccessEvent, Detector, ExplainedFinding } from "../model/index.ts";
import type { Context, RuleView } from "./context.ts";
import type { EventIdSpool } from "./event-id-spool.ts";
import { type Allowance, FindingGroup, type GroupKey } from "./finding-group.ts";
import { ownString } from "./own-string.ts";
import { type Recorded, RecordedSources } from "./recorded-sources.ts";
import type { PackRule } from "./pack-rule.ts";
import type { RulePack } from "./rule-pack.ts";

/** Groups that are followed one by one, of all rules and of one rule. Beyond it a rule gathers the rest in one. */
export const MOST_GROUPS = 30_000;
export const MOST_GROUPS_OF_RULE = 10_000;
/** As long as there are no more groups than this, each has the full allowance; it halves whenever they have doubled. */
const GENEROUS_GROUPS = 128;
const SUBJECTS_PER_EVENT = 8;
/** How many events may pass before kept rows are copied out of the read buffers: at most that much of the log is kept alive. */
const SETTLE_EVERY = 250_000;

export interface RuleDeskParts {
  readonly rules: RulePack;
  readonly context: Context;
  readonly spool: EventIdSpool;
}

/**
 * Shows every event to the rules and gathers what they match into growing findings. Memory is bounded by the number of groups:
 * full rows and ids for the first groups, fewer as groups become many; ids beyond that go to the spool.
 */
export class RuleDesk implements Detector {
  readonly #rules: RulePack;
  readonly #context: Context;
  readonly #spool: EventIdSpool;
  readonly #groups: FindingGroup[] = [];
  readonly #gathered = new Map<PackRule, Gathered>();
  readonly #sources = new RecordedSources();
  readonly #allowance: Allowance = { rows: 200, ids: 512, subjects: 256 };
  #halveAt = GENEROUS_GROUPS * 2;
  #events = 0;
  #people = 0;

  constructor({ rules, context, spool }: RuleDeskParts) {
    this.#rules = rules;
    this.#context = context;
    this.#spool = spool;
  }

  see(event: AccessEvent): void {
    if (event.automated !== true) this.#people++;
    this.#sources.see(event);
    const view = this.#context.see(event);
    const matched = this.#rules.match(view, this.#context.active);
    for (let index = 0; index < matched.length; index++) this.#gather(matched[index]!, event, view);
    if (++this.#events % SETTLE_EVERY === 0) this.#settle();
  }

  /** In the order in which they began. May be asked while events still come: ids stay the same, findings grow. */
  *findings(): Iterable<ExplainedFinding> {
    for (const group of this.#groups) {
      const { rule, key } = group;
      if (group.count < rule.block.atLeast) continue;
      if (this.#sources.areSilent(group.sources, rule.block.recorded)) continue;
      const totals = {
        operatorRows: key.overflow === true ? undefined : this.#context.rowsOf(key.operator),
        everybodyRows: this.#people,
        everybodyMatched: this.#gathered.get(rule)!.matched,
      };
      yield group.explain(totals, this.#spool);
    }
  }

  /** What the rules could not say about this log, one sentence each. */
  notChecked(): string[] {
    const byNeed = new Map<string, string[]>();
    for (const { rule, needs } of this.#rules.unchecked) {
      byNeed.set(needs, [...(byNeed.get(needs) ?? []), `“${rule.sigma.title}”`]);
    }
    const sentences = [...byNeed].map(
      ([needs, titles]) => `Without ${needs} these rules were not checked: ${titles.join(", ")}.`,
    );
    return [...sentences, ...this.#silentSources()];
  }

  /** One sentence for each log and kind of record that rules would have accused operators of leaving out. */
  #silentSources(): string[] {
    const silent = new Map<string, { source: string; recorded: Recorded; titles: Set<string> }>();
    for (const { rule, sources } of this.#groups) {
      const { recorded } = rule.block;
      if (recorded === undefined || !this.#sources.areSilent(sources, recorded)) continue;
      for (const source of sources) {
        const key = `${recorded} ${source}`;
        const known = silent.get(key) ?? { source, recorded, titles: new Set() };
        silent.set(key, known);
        known.titles.add(`“${rule.sigma.title}”`);
      }
    }
    return [...silent.values()].map(({ source, recorded, titles }) =>
      this.#sources.sentence(source, recorded, titles),
    );
  }

  #gather(rule: PackRule, event: AccessEvent, view: RuleView): void {
    let gathered = this.#gathered.get(rule);
    if (gathered === undefined) {
      gathered = { matched: 0, byKey: new Map(), overflow: undefined };
      this.#gathered.set(rule, gathered);
    }
    gathered.matched++;
    const operator = event.operator.id;
    switch (rule.block.group) {
      case "operator":
        this.#add(rule, gathered, operator, event, view, undefined);
        return;
      case "operator+day":
        this.#add(rule, gathered, `${operator}\u0000${event.time.slice(0, 10)}`, event, view, undefined);
        return;
      case "operator+case":
        this.#add(rule, gathered, `${operator}\u0000${event.purpose?.case ?? ""}`, event, view, undefined);
        return;
      case "operator+subject":
        this.#addSubjects(rule, gathered, event, view);
    }
  }

  /** Each subject that the row names begins or joins a group; a row without one is gathered by operator. */
  #addSubjects(rule: PackRule, gathered: Gathered, event: AccessEvent, view: RuleView): void {
    const operator = event.operator.id;
    const subjects = new Set<string>();
    for (const { id } of event.subjects ?? []) {
      if (id !== undefined && subjects.size < SUBJECTS_PER_EVENT) subjects.add(id);
    }
    if (subjects.size === 0) this.#add(rule, gathered, operator, event, view, undefined);
    for (const subject of subjects) {
      this.#add(rule, gathered, `${operator}\u0000${subject}`, event, view, subject);
    }
  }

  #add(
    rule: PackRule,
    gathered: Gathered,
    key: string,
    event: AccessEvent,
    view: RuleView,
    subject: string | undefined,
  ): void {
    const known = gathered.byKey.get(key);
    const group = known ?? this.#begin(rule, gathered, key, event, subject);
    group.add(event, view, this.#allowance, this.#spool);
  }

  #begin(
    rule: PackRule,
    gathered: Gathered,
    key: string,
    event: AccessEvent,
    subject: string | undefined,
  ): FindingGroup {
    if (gathered.overflow !== undefined) return gathered.overflow;
    const full = this.#groups.length >= MOST_GROUPS || gathered.byKey.size >= MOST_GROUPS_OF_RULE;
    const operator = ownString(event.operator.id);
    const groupKey: GroupKey = full
      ? { operator, overflow: true }
      : {
          operator,
          ...(subject === undefined ? {} : { subject: ownString(subject) }),
          ...(rule.block.group === "operator+case" && event.purpose?.case !== undefined
            ? { case: ownString(event.purpose.case) }
            : {}),
        };
    const group = new FindingGroup(rule, groupKey, this.#groups.length, event);
    if (full) gathered.overflow = group;
    else gathered.byKey.set(ownString(key), group);
    this.#groups.push(group);
    if (this.#groups.length >= this.#halveAt) this.#halve();
    return group;
  }

  #halve(): void {
    this.#halveAt *= 2;
    const allowance = this.#allowance;
    allowance.rows = Math.max(2, allowance.rows >> 1);
    allowance.ids = Math.max(2, allowance.ids >> 1);
    allowance.subjects = Math.max(1, allowance.subjects >> 1);
    for (const group of this.#groups) group.shrink(allowance, this.#spool);
  }

  #settle(): void {
    for (const group of this.#groups) if (group.dirty) group.settle();
  }
}

interface Gathered {
  matched: number;
  readonly byKey: Map<string, FindingGroup>;
  overflow: FindingGroup | undefined;
}
