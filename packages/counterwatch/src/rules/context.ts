import { type AccessEvent, instantMs } from "../model/index.ts";
import { address } from "./context/address.ts";
import { authority } from "./context/authority.ts";
import { caseNoun } from "./context/case.ts";
import { client } from "./context/client.ts";
import { clock } from "./context/clock.ts";
import { denied } from "./context/denied.ts";
import type { ContextMeans, FactNoun, FactReader, FactValue, Moment } from "./context/fact.ts";
import { identity } from "./context/identity.ts";
import { masked } from "./context/masked.ts";
import { object } from "./context/object.ts";
import { operator } from "./context/operator.ts";
import {
  OperatorMemory,
  type OperatorState,
  operatorState,
  resumeOperator,
} from "./context/operator-memory.ts";
import { isLookup, purpose } from "./context/purpose.ts";
import { query } from "./context/query.ts";
import { reach } from "./context/reach.ts";
import { reason } from "./context/reason.ts";
import { register } from "./context/register.ts";
import { result } from "./context/result.ts";
import { roster } from "./context/roster.ts";
import { search } from "./context/search.ts";
import { session } from "./context/session.ts";
import { signIn } from "./context/sign-in.ts";
import { staff } from "./context/staff.ts";
import { subject } from "./context/subject.ts";
import { windowNoun } from "./context/window.ts";
import { type Generations, RecentMap } from "./recent-map.ts";

export type { ContextMeans } from "./context/fact.ts";

/** Every noun of `context.<noun>.<fact>`, in the order of the documentation. */
export const NOUNS: readonly FactNoun[] = [
  purpose,
  reason,
  query,
  caseNoun,
  authority,
  windowNoun,
  reach,
  result,
  search,
  identity,
  denied,
  operator,
  masked,
  object,
  staff,
  subject,
  roster,
  register,
  clock,
  client,
  address,
  session,
  signIn,
];

/** What a rule sees: the event's own fields, and the facts. One object, overwritten with every event: read it, do not keep it. */
export type RuleView = { -readonly [K in keyof AccessEvent]: AccessEvent[K] | undefined } & {
  readonly context: Readonly<Record<string, Readonly<Record<string, FactValue | undefined>>>>;
};

const OPERATORS = 20_000;

/** What a context remembers, as plain data. */
export interface ContextState {
  readonly operators: Generations<OperatorState>;
  readonly operatorsSeen: number;
  /** By noun, of those that remember something. */
  readonly nouns: ReadonlyMap<string, unknown>;
}

/**
 * Derives, in one pass in event time, the facts that rules need beyond the row itself. Memory is bounded by noun (see
 * `docs/rules.md`). Only the nouns in `reads` are derived: paths such as `context.window.beyondPolicy`.
 */
export class Context {
  readonly #readers: readonly { readonly place: number; readonly reader: FactReader }[];
  readonly #mostOperators: number;
  #operators: RecentMap<OperatorMemory>;
  readonly #view: RuleView;
  readonly #moment: Moment;
  #operatorsSeen = 0;
  /** By place in NOUNS: whether the noun has a fact that is true, a number or a text, for the event last seen. */
  readonly active: readonly boolean[];
  /** What is not given, by noun, for the nouns that are read: `case` → `a case list`. */
  readonly missing: ReadonlyMap<string, string>;

  constructor(means: ContextMeans, reads?: Iterable<string>) {
    const wanted = reads === undefined ? undefined : new Set([...reads].map((path) => path.split(".")[1]));
    const readers: { place: number; reader: FactReader }[] = [];
    const context: Record<string, Readonly<Record<string, FactValue | undefined>>> = {};
    const missing = new Map<string, string>();
    for (const [place, noun] of NOUNS.entries()) {
      if (wanted !== undefined && !wanted.has(noun.noun)) continue;
      const reader = noun.open(means);
      if (reader === undefined) {
        missing.set(noun.noun, noun.needs ?? "something");
        continue;
      }
      readers.push({ place, reader });
      context[noun.noun] = reader.facts;
    }
    this.#readers = readers;
    this.active = NOUNS.map(() => false);
    this.#mostOperators = means.operators ?? OPERATORS;
    this.#operators = new RecentMap(this.#mostOperators);
    this.missing = missing;
    this.#moment = { ms: 0, lookup: false, operator: new OperatorMemory() };
    this.#view = {
      id: "",
      time: "",
      source: "",
      system: undefined,
      action: undefined,
      operator: undefined,
      session: undefined,
      subjects: undefined,
      site: undefined,
      window: undefined,
      purpose: undefined,
      query: undefined,
      reach: undefined,
      object: undefined,
      result: undefined,
      automated: undefined,
      late: undefined,
      context,
    };
  }

  /** Facts are as of this event: what came before it, and itself where its noun says so. */
  see(event: AccessEvent): RuleView {
    const moment = this.#moment;
    const operatorId = event.operator.id;
    let memory = this.#operators.get(operatorId);
    if (memory === undefined) {
      memory = new OperatorMemory();
      this.#operators.set(operatorId, memory);
      this.#operatorsSeen++;
    }
    moment.ms = instantMs(event.time);
    moment.lookup = event.automated !== true && isLookup(event);
    moment.operator = memory;
    const active = this.active as boolean[];
    for (let index = 0; index < this.#readers.length; index++) {
      const { place, reader } = this.#readers[index]!;
      active[place] = reader.see(event, moment);
    }
    if (event.automated !== true) memory.events++;
    const view = this.#view;
    view.id = event.id;
    view.time = event.time;
    view.source = event.source;
    view.system = event.system;
    view.action = event.action;
    view.operator = event.operator;
    view.session = event.session;
    view.subjects = event.subjects;
    view.site = event.site;
    view.window = event.window;
    view.purpose = event.purpose;
    view.query = event.query;
    view.reach = event.reach;
    view.object = event.object;
    view.result = event.result;
    view.automated = event.automated;
    view.late = event.late;
    return view;
  }

  /** Not a copy: to be written down before the next event is seen. */
  snapshot(): ContextState {
    const { young, old } = this.#operators.snapshot();
    const nouns = new Map<string, unknown>();
    for (const { place, reader } of this.#readers)
      if (reader.snapshot !== undefined) nouns.set(nounAt(place), reader.snapshot());
    return {
      operators: { young: mapped(young, operatorState), old: mapped(old, operatorState) },
      operatorsSeen: this.#operatorsSeen,
      nouns,
    };
  }

  /** In place of all that it remembers; of a context with the same means and the same nouns. */
  resume({ operators: { young, old }, operatorsSeen, nouns }: ContextState): void {
    this.#operators = new RecentMap(this.#mostOperators, {
      young: mapped(young, resumeOperator),
      old: mapped(old, resumeOperator),
    });
    this.#operatorsSeen = operatorsSeen;
    for (const { place, reader } of this.#readers) reader.resume?.(nouns.get(nounAt(place)));
  }

  /** How many operators there were; one who was forgotten in between counts again. */
  get operatorsSeen(): number {
    return this.#operatorsSeen;
  }

  /** How many rows that are no automated ones an operator has; undefined for one that is not remembered. */
  rowsOf(operatorId: string): number | undefined {
    return this.#operators.get(operatorId)?.events;
  }

  /** How many entries are remembered in all: operators, cases, documents, sessions, texts. For tests and metrics. */
  get remembered(): number {
    let sum = this.#operators.size;
    for (const { reader } of this.#readers) sum += reader.remembered?.() ?? 0;
    return sum;
  }
}

function nounAt(place: number): string {
  return NOUNS[place]!.noun;
}

function mapped<A, B>(map: ReadonlyMap<string, A>, change: (value: A) => B): Map<string, B> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
