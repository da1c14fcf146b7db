import type { AccessEvent } from "../../model/index.ts";
import type { CaseList } from "../case-list.ts";
import type { Policy } from "../policy.ts";
import type { Roster } from "../roster.ts";
import type { StaffList } from "../staff-list.ts";
import type { OperatorMemory } from "./operator-memory.ts";

export type FactValue = string | number | boolean;

/** What a fact means, and what keeps its memory bounded; `docs/rules.md` is printed from these. */
interface FactMeaning {
  readonly meaning: string;
  readonly bounded: string;
}

/** What a context is given. Lists are optional: facts that need one which is missing stay unknown, and rules that read them are reported as not checked. */
export interface ContextMeans {
  readonly policy: Policy;
  readonly cases?: CaseList | undefined;
  readonly staff?: StaffList | undefined;
  readonly roster?: Roster | undefined;
  /** How many operators are remembered at least; twice as many at most. */
  readonly operators?: number;
}

/** The event at hand, as far as every noun needs it. */
export interface Moment {
  /** Event time, milliseconds. */
  ms: number;
  /** A person's look-up of records: not automated, and neither administration nor a sign-in. */
  lookup: boolean;
  operator: OperatorMemory;
}

/**
 * Derives the facts of one noun. `facts` is one object that is overwritten with every event, so that nothing is allocated
 * on the way; absent facts are undefined.
 */
export interface FactReader {
  readonly facts: Readonly<Record<string, FactValue | undefined>>;
  /** False where no fact is true, a number or a text, so that nobody need look. */
  see(event: AccessEvent, moment: Moment): boolean;
  /** How many entries are remembered, operators apart. */
  remembered?(): number;
  /**
   * What it remembers that the events to come are judged by, operators apart, as plain data; not a copy: to be written down before it
   * is used again. Memos of what a text alone says are left out.
   */
  snapshot?(): unknown;
  /** Takes up a snapshot of its own, in place of all that it remembers. */
  resume?(state: unknown): void;
}

/** `context.<noun>.<fact>` for each of `facts`. */
export interface FactNoun {
  readonly noun: string;
  readonly facts: Readonly<Record<string, FactMeaning>>;
  /** What must be given for these facts, in words for a reader: `a case list`. */
  readonly needs?: string;
  /** Undefined where what it needs is not given. */
  open(means: ContextMeans): FactReader | undefined;
}

export const NOTHING_KEPT = "nothing kept";
export const PER_OPERATOR = "a few numbers per remembered operator";
