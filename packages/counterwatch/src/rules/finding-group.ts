import {
  type AccessEvent,
  type ExplainedFinding,
  findingId,
  instantMs,
  type Pseudonym,
  readPseudonym,
  shortPseudonym,
  utcDay,
} from "../model/index.ts";
import type { RuleView } from "./context.ts";
import { DaySet, type DaySetState } from "./day-set.ts";
import type { EventIdSpool } from "./event-id-spool.ts";
import { parseTemplate, renderTemplate, type TemplateValue } from "./explanation-template.ts";
import { flatten } from "../intake/bounded-memo.ts";
import { RowSample, type RowSampleState } from "./row-sample.ts";
import { valueUnder } from "./value-under.ts";
import { type GroupValue, isGroupValue, isSayable } from "./group-values.ts";
import type { PackRule } from "./pack-rule.ts";

/** How much one group may keep, whatever it gathers; it shrinks as groups become many. */
export interface Allowance {
  rows: number;
  ids: number;
  subjects: number;
}

/** What a finding is about by its grouping. */
export interface GroupKey {
  readonly operator: string;
  readonly subject?: string;
  readonly case?: string;
  /**
   * Many operators in one: `overflow` gathers what was beyond the bound on the number of groups, `habit` what everybody does.
   * Such a key's `operator` is the same word in every run, for the finding's id.
   */
  readonly many?: "overflow" | "habit";
}

/** Who does what everybody does, for the finding that gathers it. */
export interface Habit {
  readonly operators: number;
  readonly ofOperators: number;
  /** Most look-ups first. */
  readonly most: readonly { readonly operator: string; readonly lookups: number }[];
}

/** What the desk knows of all look-ups together, for comparison. */
export interface Totals {
  /** Rows that are no automated ones: of the operator, of everybody. */
  readonly operatorRows: number | undefined;
  readonly everybodyRows: number;
  /** How many of everybody's the rule matched. */
  readonly everybodyMatched: number;
}

const SOURCES = 8;

/** Plain data. */
export interface FindingGroupState {
  readonly key: GroupKey;
  readonly sources: string[];
  readonly firstEvent: string;
  readonly count: number;
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly days: DaySetState | undefined;
  readonly subjects: Set<string>;
  readonly moreSubjects: boolean;
  readonly ids: string[];
  readonly spooled: boolean;
  readonly rows: RowSampleState | undefined;
  readonly values: TemplateValue[];
}

/** One growing finding: what a rule has gathered under one key. Its id does not change as it grows. */
export class FindingGroup {
  readonly rule: PackRule;
  readonly key: GroupKey;
  readonly number: number;
  readonly sources: string[];
  /** True while rows wait for `settle`. */
  dirty = false;
  readonly #firstEvent: string;
  #count: number;
  #sinceMs: number;
  #untilMs: number;
  readonly #days: DaySet;
  readonly #subjects: Set<string>;
  #moreSubjects: boolean;
  #ids: string[];
  #spooled: boolean;
  readonly #rows: RowSample;
  /** By place in `rule.values`: the highest number, else the latest text. */
  readonly #values: TemplateValue[];

  private constructor(rule: PackRule, number: number, state: FindingGroupState) {
    this.rule = rule;
    this.key = state.key;
    this.number = number;
    this.sources = state.sources;
    this.#firstEvent = state.firstEvent;
    this.#count = state.count;
    this.#sinceMs = state.sinceMs;
    this.#untilMs = state.untilMs;
    this.#days = new DaySet(state.days);
    this.#subjects = state.subjects;
    this.#moreSubjects = state.moreSubjects;
    this.#ids = state.ids;
    this.#spooled = state.spooled;
    this.#rows = new RowSample(state.rows);
    this.#values = state.values;
  }

  static begin(rule: PackRule, key: GroupKey, number: number, first: AccessEvent): FindingGroup {
    return new FindingGroup(rule, number, {
      key,
      sources: [],
      firstEvent: flatten(first.id),
      count: 0,
      sinceMs: Number.POSITIVE_INFINITY,
      untilMs: Number.NEGATIVE_INFINITY,
      days: undefined,
      subjects: new Set(),
      moreSubjects: false,
      ids: [],
      spooled: false,
      rows: undefined,
      values: [],
    });
  }

  /** The group of a snapshot, which belongs to it from now on. Ids that had gone to the spool are the spool's. */
  static resume(rule: PackRule, number: number, state: FindingGroupState): FindingGroup {
    return new FindingGroup(rule, number, state);
  }

  /** Not a copy: to be written down before more is added. */
  snapshot(): FindingGroupState {
    return {
      key: this.key,
      sources: this.sources,
      firstEvent: this.#firstEvent,
      count: this.#count,
      sinceMs: this.#sinceMs,
      untilMs: this.#untilMs,
      days: this.#days.snapshot(),
      subjects: this.#subjects,
      moreSubjects: this.#moreSubjects,
      ids: this.#ids,
      spooled: this.#spooled,
      rows: this.#rows.snapshot(),
      values: this.#values,
    };
  }

  get count(): number {
    return this.#count;
  }

  add(event: AccessEvent, view: RuleView, allowance: Allowance, spool: EventIdSpool): void {
    this.#count++;
    const ms = instantMs(event.time);
    if (ms < this.#sinceMs) this.#sinceMs = ms;
    if (ms > this.#untilMs) this.#untilMs = ms;
    this.#days.add(utcDay(ms));
    if (!this.sources.includes(event.source) && this.sources.length < SOURCES) {
      this.sources.push(flatten(event.source));
    }
    if (event.subjects !== undefined) this.#addSubjects(event.subjects, allowance.subjects);
    if (this.#spooled) spool.append(this.number, event.id);
    else {
      this.#ids.push(flatten(event.id));
      if (this.#ids.length > allowance.ids) this.#spill(spool);
    }
    this.#rows.add(event, allowance.rows);
    this.dirty = true;
    this.#addValues(view);
  }

  /** Gives up what the smaller allowance does not cover; ids go to the spool, none is lost. */
  shrink(allowance: Allowance, spool: EventIdSpool): void {
    this.#rows.trim(allowance.rows);
    if (this.#ids.length > allowance.ids) this.#spill(spool);
  }

  /** Cuts what is kept loose from the read buffers. */
  settle(): void {
    this.dirty = false;
    this.#rows.settle();
    for (const [index, value] of this.#values.entries()) {
      if (typeof value === "string") this.#values[index] = flatten(value);
    }
  }

  explain(totals: Totals, spool: EventIdSpool, habit?: Habit): ExplainedFinding {
    const { rule, key } = this;
    const detector = `rule/${rule.name}`;
    const keySubjects = key.subject === undefined ? [] : [key.subject];
    const operator = habit === undefined ? key.operator : `${habit.operators} operators`;
    const facts: Record<string, TemplateValue> = {};
    for (const [index, { name }] of rule.values.entries()) {
      if (this.#values[index] !== undefined) facts[name] = this.#values[index];
    }
    return {
      finding: {
        id: findingId({
          detector,
          operator: key.operator,
          subjects: keySubjects,
          firstEvent: this.#firstEvent,
        }),
        time: printInstant(this.#untilMs),
        since: printInstant(this.#sinceMs),
        detector,
        severity: rule.severity,
        operator,
        subjects: this.#findingSubjects(),
        lookups: this.#count,
        explanation: this.#explanation(totals, facts, habit),
        evidence: {
          title: rule.sigma.title,
          ruleId: rule.sigma.id,
          level: rule.level,
          tags: rule.sigma.tags,
          ...(key.case === undefined ? {} : { case: key.case }),
          days: this.#days.size,
          subjects: this.#subjects.size,
          ...(this.#moreSubjects ? { moreSubjects: true } : {}),
          rowsOfOperator: totals.operatorRows,
          rowsOfEverybody: totals.everybodyRows,
          matchedOfEverybody: totals.everybodyMatched,
          sources: this.sources,
          ...facts,
          ...(key.many === undefined ? {} : { [key.many]: true }),
          ...(habit === undefined
            ? {}
            : { operators: habit.operators, ofOperators: habit.ofOperators, most: habit.most }),
        },
      },
      events: () => this.#eventIds(spool),
      rows: this.#rows.rows(),
    };
  }

  #explanation(totals: Totals, facts: Record<string, TemplateValue>, habit: Habit | undefined): string {
    const sentence = renderTemplate(this.rule.template, (name) => {
      if (name === "operator") return this.#who(habit);
      return isGroupValue(name) ? this.#groupValue(name, totals) : facts[name];
    });
    return habit === undefined
      ? sentence
      : `${sentence} ${renderTemplate(HABIT, (name) => habitValue(name, habit))}`;
  }

  #who(habit: Habit | undefined): TemplateValue {
    if (habit !== undefined) return renderTemplate(TOGETHER, (name) => habitValue(name, habit));
    return this.key.many === undefined ? this.key.operator : "More operators than are followed one by one";
  }

  *#eventIds(spool: EventIdSpool): Iterable<string> {
    yield* this.#spooled ? spool.read(this.number) : this.#ids.slice();
  }

  #spill(spool: EventIdSpool): void {
    for (const id of this.#ids) spool.append(this.number, id);
    this.#ids = [];
    this.#spooled = true;
  }

  #addSubjects(subjects: NonNullable<AccessEvent["subjects"]>, most: number): void {
    if (this.#moreSubjects) return;
    for (let index = 0; index < subjects.length; index++) {
      const { id } = subjects[index]!;
      if (id === undefined || this.#subjects.has(id)) continue;
      if (this.#subjects.size >= most) this.#moreSubjects = true;
      else this.#subjects.add(id);
    }
  }

  #addValues(view: RuleView): void {
    const { values } = this.rule;
    for (let index = 0; index < values.length; index++) {
      const value = valueUnder(view, values[index]!.path);
      if (!isSayable(value)) continue;
      const before = this.#values[index];
      if (typeof value !== "number" || typeof before !== "number" || value > before)
        this.#values[index] = value;
    }
  }

  #findingSubjects(): Pseudonym[] {
    const ids = this.key.subject === undefined ? [...this.#subjects] : [this.key.subject];
    return ids.map(readPseudonym).filter((id) => id !== undefined);
  }

  #groupValue(name: GroupValue, totals: Totals): TemplateValue {
    switch (name) {
      case "operator":
        return this.key.operator;
      case "subject":
        return this.key.subject === undefined ? undefined : shortPseudonym(this.key.subject);
      case "case":
        return this.key.case;
      case "title":
        return this.rule.sigma.title;
      case "lookups":
        return this.#count;
      case "days":
        return this.#days.size;
      case "subjects":
        return this.#moreSubjects ? { atLeast: this.#subjects.size } : this.#subjects.size;
      case "since":
        return printInstant(this.#sinceMs).slice(0, 10);
      case "until":
        return printInstant(this.#untilMs).slice(0, 10);
      case "total":
        return totals.operatorRows;
      case "percent":
        return percent(this.#count, totals.operatorRows);
      case "everybodyPercent":
        return percent(totals.everybodyMatched, totals.everybodyRows);
    }
  }
}

const TOGETHER = parseTemplate("{operators} of {ofOperators} operators together");
const HABIT = parseTemplate(
  "That is a custom here, not one operator's habit; most often {first}[, {second}][ and {third}].",
);

function habitValue(name: string, { operators, ofOperators, most }: Habit): TemplateValue {
  if (name === "operators") return operators;
  if (name === "ofOperators") return ofOperators;
  const one = most[["first", "second", "third"].indexOf(name)];
  return one && renderTemplate(NAMED, (each) => (each === "operator" ? one.operator : one.lookups));
}

const NAMED = parseTemplate("{operator} ({lookups})");

function printInstant(ms: number): string {
  return new Date(ms).toISOString();
}

/** Unknown rather than wrong where the operator's rows were forgotten in between. */
function percent(part: number, whole: number | undefined): number | undefined {
  if (whole === undefined || whole < part || whole === 0) return undefined;
  const share = (100 * part) / whole;
  // 5 of 4,294 is not nothing.
  return share < 10 ? Math.round(share * 10) / 10 : Math.round(share);
}
