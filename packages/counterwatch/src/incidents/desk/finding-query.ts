/**
 * The queue's filters as they stand in the address bar: `severity=high,critical&detector=-story/off-hours&q=plate`. A value with a
 * minus before it is left out. Unknown keys are refused, so that a mistyped filter does not show everything.
 */
import { CounterwatchError, SEVERITIES, type Severity } from "../../model/index.ts";
import { FINDING_STATES, type FindingState } from "./case.ts";

export interface Choice<T extends string = string> {
  readonly only: readonly T[];
  readonly not: readonly T[];
}

export interface FindingQuery {
  readonly severity: Choice<Severity>;
  readonly state: Choice<FindingState>;
  readonly detector: Choice;
  readonly operator: Choice;
  readonly owner: Choice;
  /** Words that the explanation must have, any case. */
  readonly words: readonly string[];
  /** Learned at or after, RFC 3339. */
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly sort: "urgency" | "learned" | "time";
  /** Operators whose findings are not there at all, in facets neither: not a filter that anybody writes. */
  readonly without?: readonly string[];
}

const SORTS = ["urgency", "learned", "time"] as const;
const KEYS = ["severity", "state", "detector", "operator", "owner", "q", "since", "until", "sort"];
const MOST_VALUES = 50;
/** `owner=nobody`, `owner=-nobody`: no account can be called so (account.ts). */
const NOBODY = "nobody";

/** Throws `usage` with the key that is wrong. Keys in `others` are somebody else's. */
export function parseFindingQuery(search: URLSearchParams, others: readonly string[] = []): FindingQuery {
  refuseUnknown(search, KEYS, others);
  return {
    severity: choiceOf(search, "severity", SEVERITIES),
    state: choiceOf(search, "state", FINDING_STATES),
    detector: choiceOf(search, "detector"),
    operator: choiceOf(search, "operator"),
    owner: choiceOf(search, "owner"),
    words: wordsOf(search),
    since: instant(search, "since"),
    until: instant(search, "until"),
    sort: one(search, "sort", SORTS, "urgency"),
  };
}

/** A mistyped filter must not show everything. Throws `usage`. */
export function refuseUnknown(
  search: URLSearchParams,
  known: readonly string[],
  others: readonly string[],
): void {
  for (const key of search.keys())
    if (!known.includes(key) && !others.includes(key))
      throw refused(key, `there is no filter "${key.slice(0, 40)}"`, `Filters: ${known.join(", ")}.`);
}

export function wordsOf(search: URLSearchParams): string[] {
  return (search.get("q") ?? "")
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, 10);
}

export function choiceOf<T extends string>(
  search: URLSearchParams,
  key: string,
  known?: readonly T[],
): Choice<T> {
  const values = search
    .getAll(key)
    .flatMap((text) => text.split(","))
    .filter((value) => value !== "");
  if (values.length > MOST_VALUES) throw refused(key, `more than ${MOST_VALUES} values`, "Choose fewer.");
  const only: T[] = [];
  const not: T[] = [];
  for (const value of values) {
    const left = value.startsWith("-");
    const named = left ? value.slice(1) : value;
    const bare = (key === "owner" && named === NOBODY ? "" : named) as T;
    if (known !== undefined && !known.includes(bare))
      throw refused(key, `"${bare.slice(0, 40)}" is not known`, `Use one of ${known.join(", ")}.`);
    (left ? not : only).push(bare);
  }
  return { only, not };
}

function one<T extends string>(search: URLSearchParams, key: string, known: readonly T[], usual: T): T {
  const value = (search.get(key) ?? usual) as T;
  if (!known.includes(value))
    throw refused(key, `"${value.slice(0, 40)}" is not known`, `Use one of ${known.join(", ")}.`);
  return value;
}

function instant(search: URLSearchParams, key: string): string | undefined {
  const text = search.get(key);
  if (text === null || text === "") return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw refused(key, "not a time", "Write it as 2026-03-01T00:00:00Z.");
  return new Date(at).toISOString();
}

function refused(key: string, what: string, remedy: string): CounterwatchError {
  return new CounterwatchError("usage", `${key}: ${what}`, { remedy });
}
