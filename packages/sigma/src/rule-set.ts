import type { CompiledRule, CompileOptions, ReadyRule } from "./compile.ts";
import type { SigmaEvent } from "./fields.ts";
import { appliesTo, ROUTED } from "./log-source.ts";
import { countTexts } from "./necessity.ts";
import type { LogSource } from "./rule.ts";
import { RuleIndex } from "./rule-index.ts";
import { EventView, type FieldTable } from "./view.ts";

type IndexRules = (rules: readonly ReadyRule[]) => RuleIndex;

/** More than any honest set of log sources, so that a hostile one cannot fill the memory. */
const MOST_SHELVES = 4096;

/** Compiled rules, in the order in which they were given. */
export class RuleSet {
  readonly #ready: readonly ReadyRule[];
  readonly #view: EventView;
  readonly #route: CompileOptions["route"];
  readonly #indexRules: IndexRules | undefined;
  readonly #shelves = new Map<string, Shelf>();
  readonly #all: Shelf;
  /** Values of a log source that any rule asks for; others make no difference. */
  readonly #known = { category: new Set<string>(), product: new Set<string>(), service: new Set<string>() };

  constructor(rules: readonly ReadyRule[], table: FieldTable, options: CompileOptions) {
    this.#ready = rules;
    this.#view = new EventView(table);
    this.#route = options.route;
    if (options.index !== false) {
      const textUses = new Map<string, number>();
      for (const { plan } of rules) countTexts(plan, textUses);
      this.#indexRules = (some) =>
        new RuleIndex(
          some.map(({ plan }) => plan),
          table,
          textUses,
        );
    }
    this.#all = new Shelf(rules, this.#indexRules);
    for (const { rule } of rules)
      for (const key of ROUTED) {
        const value = rule.logsource[key];
        if (value !== undefined) this.#known[key].add(value.toLowerCase());
      }
  }

  get rules(): readonly CompiledRule[] {
    return this.#ready;
  }

  get size(): number {
    return this.#ready.length;
  }

  /**
   * The rules that an event matches, in rule set order. Without a log source, given or routed, every rule may apply; with
   * several, the rules of any of them.
   */
  match(
    event: SigmaEvent,
    logsource: LogSource | readonly LogSource[] | undefined = this.#route?.(event),
  ): readonly CompiledRule[] {
    const shelf = logsource === undefined ? this.#all : this.#shelf(logsource);
    const view = this.#view.take(event);
    try {
      return shelf.match(view);
    } finally {
      view.release();
    }
  }

  /** Rules that apply to one log source, found once and kept. Unknown names cannot make the number of shelves grow. */
  #shelf(logsource: LogSource | readonly LogSource[]): Shelf {
    const sources = Array.isArray(logsource) ? (logsource as readonly LogSource[]) : [logsource as LogSource];
    let key = "";
    for (const source of sources)
      for (const name of ROUTED) {
        const value = source[name]?.toLowerCase();
        key += value !== undefined && this.#known[name].has(value) ? `${value}\u0000` : "\u0000";
      }
    let shelf = this.#shelves.get(key);
    if (shelf === undefined) {
      if (this.#shelves.size === MOST_SHELVES) this.#shelves.clear();
      shelf = new Shelf(
        this.#ready.filter(({ rule }) => sources.some((source) => appliesTo(rule.logsource, source))),
        this.#indexRules,
      );
      this.#shelves.set(key, shelf);
    }
    return shelf;
  }
}

const NO_RULES: readonly CompiledRule[] = [];

/** The rules of one log source with their index. */
class Shelf {
  readonly #rules: readonly ReadyRule[];
  readonly #indexRules: IndexRules | undefined;
  /** Made when the first event of the log source comes. */
  #index: RuleIndex | undefined;
  readonly #candidates: number[] = [];

  constructor(rules: readonly ReadyRule[], indexRules: IndexRules | undefined) {
    this.#rules = rules;
    this.#indexRules = indexRules;
  }

  match(view: EventView): readonly CompiledRule[] {
    this.#index ??= this.#indexRules?.(this.#rules);
    if (this.#index === undefined) return this.#rules.filter((rule) => rule.test(view));
    const candidates = this.#candidates;
    candidates.length = 0;
    this.#index.candidates(view, candidates);
    let matched: number[] | undefined;
    for (const candidate of candidates)
      if (this.#rules[candidate]?.test(view) === true) (matched ??= []).push(candidate);
    if (matched === undefined) return NO_RULES;
    return matched.toSorted((a, b) => a - b).map((index) => this.#rules[index] as ReadyRule);
  }
}
