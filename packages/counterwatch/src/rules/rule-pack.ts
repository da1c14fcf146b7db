import { compileRules, type Placeholders, type RuleSet, type SigmaRule } from "@counterwatch/sigma";
import { type Context, NOUNS, type RuleView } from "./context.ts";
import type { PackRule } from "./pack-rule.ts";
import { gateOf, type RuleGate } from "./rule-gate.ts";
import { valueUnder } from "./value-under.ts";

/** A rule that this run cannot ask, because a list is not given. */
export interface UncheckedRule {
  readonly rule: PackRule;
  /** In words: `a case list`. */
  readonly needs: string;
}

/** Rules made ready together. Asks only those rules whose lists are given, and tells which are not. */
export class RulePack {
  readonly rules: readonly PackRule[];
  readonly unchecked: readonly UncheckedRule[];
  /** `context.…` paths that any of the rules reads. */
  readonly reads: ReadonlySet<string>;
  readonly #people: AskedRules;
  readonly #machines: AskedRules;

  constructor(rules: readonly PackRule[], unchecked: readonly UncheckedRule[], placeholders: Placeholders) {
    this.rules = rules;
    this.unchecked = unchecked;
    this.reads = new Set(rules.flatMap(({ reads }) => reads));
    const seeing = (other: "only" | "no") => rules.filter(({ block }) => block.automated !== other);
    this.#people = new AskedRules(seeing("only"), placeholders);
    this.#machines = new AskedRules(seeing("no"), placeholders);
  }

  /** The rules that the event at hand sets off; `active` is the context's, of the same event. Automated ones are shown to the rules that ask for them. */
  match(view: RuleView, active: Context["active"]): readonly PackRule[] {
    return (view.automated === true ? this.#machines : this.#people).match(view, active);
  }
}

const NONE: readonly PackRule[] = [];

interface GatedRule {
  readonly gate: RuleGate;
  readonly place: number;
  readonly ruleSet: RuleSet;
}

/** Gates that look at the same value, with the rules behind them. */
interface Gatehouse {
  readonly path: RuleGate["path"];
  /** Place of the noun in NOUNS; -1 for a field of the event. */
  readonly noun: number;
  readonly byText: Map<string, GatedRule[]>;
  readonly others: GatedRule[];
}

/** Asks the engine about the rules whose gate the event passes, one by one, and about those without a gate all at once. */
class AskedRules {
  readonly #rules: readonly PackRule[];
  readonly #houses: readonly Gatehouse[];
  readonly #open: RuleSet;
  readonly #places: ReadonlyMap<SigmaRule, number>;
  readonly #matched: number[] = [];

  constructor(rules: readonly PackRule[], placeholders: Placeholders) {
    this.#rules = rules;
    this.#places = new Map(rules.map(({ sigma }, place) => [sigma, place]));
    const houses = new Map<string, Gatehouse>();
    const open: SigmaRule[] = [];
    for (const [place, { sigma }] of rules.entries()) {
      const gate = gateOf(sigma, placeholders);
      if (gate === undefined) open.push(sigma);
      else fileRule(houses, { gate, place, ruleSet: compileRules([sigma], { placeholders }).ruleSet });
    }
    this.#houses = [...houses.values()];
    this.#open = compileRules(open, { placeholders }).ruleSet;
  }

  /** In the order of the rules. */
  match(view: RuleView, active: Context["active"]): readonly PackRule[] {
    const matched = this.#matched;
    matched.length = 0;
    const houses = this.#houses;
    for (let index = 0; index < houses.length; index++) {
      const { path, noun, byText, others } = houses[index]!;
      if (noun >= 0 && active[noun] !== true) continue;
      const value = valueUnder(view, path);
      if (value === undefined || value === null || value === false) continue;
      if (byText.size > 0) this.#ask(byText.get(typeof value === "string" ? value : String(value)), view);
      for (let at = 0; at < others.length; at++) {
        const { gate, place, ruleSet } = others[at]!;
        if (gate.admits(value) && ruleSet.match(view).length > 0) matched.push(place);
      }
    }
    if (this.#open.size > 0) {
      for (const { rule } of this.#open.match(view)) matched.push(this.#places.get(rule)!);
    }
    if (matched.length === 0) return NONE;
    if (matched.length === 1) return [this.#rules[matched[0]!]!];
    return matched.toSorted((a, b) => a - b).map((place) => this.#rules[place]!);
  }

  #ask(gated: readonly GatedRule[] | undefined, view: RuleView): void {
    if (gated === undefined) return;
    for (let at = 0; at < gated.length; at++) {
      const { place, ruleSet } = gated[at]!;
      if (ruleSet.match(view).length > 0) this.#matched.push(place);
    }
  }
}

function fileRule(houses: Map<string, Gatehouse>, rule: GatedRule): void {
  const { path, among } = rule.gate;
  const key = path.join(".");
  let house = houses.get(key);
  if (house === undefined) {
    house = { path, noun: nounPlace(path), byText: new Map(), others: [] };
    houses.set(key, house);
  }
  if (among === undefined) house.others.push(rule);
  for (const text of among ?? []) house.byText.set(text, [...(house.byText.get(text) ?? []), rule]);
}

function nounPlace(path: RuleGate["path"]): number {
  return path[0] === "context" ? NOUNS.findIndex(({ noun }) => noun === path[1]) : -1;
}
