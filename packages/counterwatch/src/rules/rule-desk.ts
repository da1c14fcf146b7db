import type { AccessEvent, Detector, ExplainedFinding } from "../model/index.ts";
import type { Context, ContextState, RuleView } from "./context.ts";
import type { EventIdSpool } from "./event-id-spool.ts";
import {
  type Allowance,
  FindingGroup,
  type FindingGroupState,
  type GroupKey,
  type Habit,
} from "./finding-group.ts";
import { flatten } from "../intake/bounded-memo.ts";
import { type Recorded, RecordedSources, type Source } from "./recorded-sources.ts";
import type { PackRule } from "./pack-rule.ts";
import type { RulePack } from "./rule-pack.ts";

/** Groups that are followed one by one, of all rules and of one rule. Beyond it a rule gathers the rest in one. */
const MOST_GROUPS = 30_000;
export const MOST_GROUPS_OF_RULE = 10_000;
/** As long as there are no more groups than this, each has the full allowance; it halves whenever they have doubled. */
const GENEROUS_GROUPS = 128;
const SUBJECTS_PER_EVENT = 8;
/** From how many operators on, if they are at least half of all, a habit is a custom. */
const HABIT_FROM = 20;
const HABIT_NAMES = 50;
/** How many events may pass before kept rows are copied out of the read buffers: at most that much of the log is kept alive. */
const SETTLE_EVERY = 250_000;

export interface RuleDeskParts {
  readonly rules: RulePack;
  readonly context: Context;
  readonly spool: EventIdSpool;
  /** Rows that a finding keeps, at most; 0: none, for whoever has them elsewhere. Default: 200. */
  readonly rows?: number;
}

/** All that the rules know, but what the spool keeps, as plain data. */
export interface RuleDeskState {
  readonly context: ContextState;
  /** By place: the name of the rule, and what it gathered. */
  readonly groups: readonly (readonly [rule: string, group: FindingGroupState])[];
  /** By name of the rule; groups by their place. */
  readonly gathered: ReadonlyMap<string, GatheredState>;
  readonly sources: Map<string, Source>;
  readonly allowance: Allowance;
  readonly halveAt: number;
  readonly events: number;
  readonly people: number;
}

interface GatheredState {
  readonly matched: number;
  readonly byKey: ReadonlyMap<string, number>;
  readonly overflow: number | undefined;
  readonly habit: number | undefined;
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
  readonly #allowance: Allowance;
  #sources = new RecordedSources();
  #halveAt = GENEROUS_GROUPS * 2;
  #events = 0;
  #people = 0;

  constructor({ rules, context, spool, rows = 200 }: RuleDeskParts) {
    this.#rules = rules;
    this.#context = context;
    this.#spool = spool;
    this.#allowance = { rows, ids: 512, subjects: 256 };
  }

  /** Not a copy: to be written down before the next event is seen. */
  snapshot(): RuleDeskState {
    return {
      context: this.#context.snapshot(),
      groups: this.#groups.map((group) => [group.rule.name, group.snapshot()]),
      gathered: new Map(
        [...this.#gathered].map(([rule, { matched, byKey, overflow, habit }]) => [
          rule.name,
          {
            matched,
            byKey: new Map([...byKey].map(([key, group]) => [key, group.number])),
            overflow: overflow?.number,
            habit: habit?.number,
          },
        ]),
      ),
      sources: this.#sources.snapshot(),
      allowance: this.#allowance,
      halveAt: this.#halveAt,
      events: this.#events,
      people: this.#people,
    };
  }

  /** Before the first event; of a desk with the same rules, means and rows. What the spool had it must have again. */
  resume(state: RuleDeskState): void {
    const byName = new Map(this.#rules.rules.map((rule) => [rule.name, rule]));
    this.#context.resume(state.context);
    for (const [name, group] of state.groups)
      this.#groups.push(FindingGroup.resume(byName.get(name)!, this.#groups.length, group));
    const groupAt = (place: number | undefined) => (place === undefined ? undefined : this.#groups[place]!);
    for (const [name, { matched, byKey, overflow, habit }] of state.gathered)
      this.#gathered.set(byName.get(name)!, {
        matched,
        byKey: new Map([...byKey].map(([key, place]) => [key, this.#groups[place]!])),
        overflow: groupAt(overflow),
        habit: groupAt(habit),
      });
    this.#sources = new RecordedSources(state.sources);
    Object.assign(this.#allowance, state.allowance);
    this.#halveAt = state.halveAt;
    this.#events = state.events;
    this.#people = state.people;
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
    const habits = this.#habits();
    for (const group of this.#groups) {
      const { rule, key } = group;
      const habit = habits.get(rule);
      const isTold =
        habit === undefined ? key.many !== "habit" && this.#isFinding(group) : key.many === "habit";
      if (!isTold) continue;
      const totals = {
        operatorRows: key.many === undefined ? this.#context.rowsOf(key.operator) : undefined,
        everybodyRows: this.#people,
        everybodyMatched: this.#gathered.get(rule)!.matched,
      };
      yield group.explain(totals, this.#spool, habit);
    }
  }

  #isFinding({ rule, count, sources }: FindingGroup): boolean {
    return count >= rule.block.atLeast && !this.#sources.areSilent(sources, rule.block.recorded);
  }

  /** The rules that so many operators set off that it says something of the agency and little of any of them. */
  #habits(): Map<PackRule, Habit> {
    const habits = new Map<PackRule, Habit>();
    const ofOperators = this.#context.operatorsSeen;
    for (const [rule, { byKey, habit }] of this.#gathered) {
      if (
        habit === undefined ||
        habit.sources.some((source) => this.#sources.areSilent([source], rule.block.recorded))
      )
        continue;
      const groups = [...byKey.values()].filter((group) => this.#isFinding(group));
      if (groups.length < HABIT_FROM || groups.length * 2 < ofOperators) continue;
      const most = groups
        .toSorted((a, b) => b.count - a.count)
        .slice(0, HABIT_NAMES)
        .map(({ key, count }) => ({ operator: key.operator, lookups: count }));
      habits.set(rule, { operators: groups.length, ofOperators, most });
    }
    return habits;
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
      gathered = { matched: 0, byKey: new Map(), overflow: undefined, habit: undefined };
      this.#gathered.set(rule, gathered);
    }
    gathered.matched++;
    if (rule.block.habit) {
      gathered.habit ??= this.#open(rule, { operator: "everybody", many: "habit" }, event);
      gathered.habit.add(event, view, this.#allowance, this.#spool);
    }
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
    const operator = flatten(event.operator.id);
    const groupKey: GroupKey = full
      ? { operator: "more operators", many: "overflow" }
      : {
          operator,
          ...(subject === undefined ? {} : { subject: flatten(subject) }),
          ...(rule.block.group === "operator+case" && event.purpose?.case !== undefined
            ? { case: flatten(event.purpose.case) }
            : {}),
        };
    const group = this.#open(rule, groupKey, event);
    if (full) gathered.overflow = group;
    else gathered.byKey.set(flatten(key), group);
    return group;
  }

  #open(rule: PackRule, key: GroupKey, first: AccessEvent): FindingGroup {
    const group = FindingGroup.begin(rule, key, this.#groups.length, first);
    this.#groups.push(group);
    if (this.#groups.length >= this.#halveAt) this.#halve();
    return group;
  }

  #halve(): void {
    this.#halveAt *= 2;
    const allowance = this.#allowance;
    if (allowance.rows > 0) allowance.rows = Math.max(2, allowance.rows >> 1);
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
  /** All matches of a rule about habits: told instead of the others where it is everybody's. */
  habit: FindingGroup | undefined;
}
