/**
 * The state of the countermeasures themselves, as an inspector would ask: what is covered and what is not, who has authority, which
 * vulnerabilities are known and whose they are, when all this was last tried. Every shortcoming is one line that says so; a posture
 * without any says that nothing of what was asked is missing, and not that all is well.
 */
import { type OpenItem, itemOverdue, itemState } from "../incidents/journal/open-items.ts";
import { SYSTEMS, type System, VECTOR_OF, VECTORS, type Vector } from "../model/index.ts";

export interface KnownSource {
  readonly source: string;
  readonly system: System | undefined;
  /** Milliseconds; undefined: none is declared. */
  readonly heartbeat: number | undefined;
  /** Event time of its latest look-up in the ledger, milliseconds; undefined: never heard. */
  readonly heard: number | undefined;
  readonly declared: boolean;
}

export interface LedgerState {
  readonly leaves: number;
  /** Leaves that witnesses have cosigned, and their names. */
  readonly cosigned: number;
  readonly witnesses: readonly string[];
}

export interface PostureGiven {
  /** Milliseconds. */
  readonly now: number;
  readonly sources: readonly KnownSource[];
  readonly ledger: LedgerState | undefined;
  /** Undefined: not looked at. */
  readonly items: readonly OpenItem[] | undefined;
  /** When the newest rehearsal was made, RFC 3339, where it is known otherwise than by what it found. */
  readonly rehearsed?: string | undefined;
  readonly authority:
    | {
        readonly line: readonly string[];
        readonly incidents: readonly { readonly kind: string; readonly office: string }[];
      }
    | undefined;
}

const SHORTCOMINGS = [
  "no-ledger",
  "no-witness",
  "witness-behind",
  "vector-uncovered",
  "source-silent",
  "source-never-heard",
  "source-undeclared",
  "source-without-heartbeat",
  "no-authority",
  "no-line",
  "item-overdue",
  "items-not-read",
  "never-rehearsed",
  "rehearsal-old",
] as const;
export type ShortcomingKind = (typeof SHORTCOMINGS)[number];

export interface Shortcoming {
  readonly what: ShortcomingKind;
  /** Source, vector or item that it is about. */
  readonly about: string | undefined;
}

export type SourceState = "heard" | "silent" | "never" | "no-heartbeat";

export interface Posture {
  readonly version: 1;
  readonly at: string;
  readonly ledger: LedgerState | undefined;
  readonly vectors: readonly {
    readonly vector: Vector;
    readonly covered: readonly System[];
    readonly uncovered: readonly System[];
  }[];
  readonly sources: readonly {
    readonly source: string;
    readonly system: System | undefined;
    readonly state: SourceState;
    readonly heard: string | undefined;
    readonly declared: boolean;
  }[];
  readonly items: readonly {
    readonly id: string;
    readonly system: string;
    readonly vulnerability: string;
    readonly owner: string;
    readonly state: "open" | "accepted" | "closed";
    readonly found: string;
    readonly due: string;
    readonly overdue: boolean;
    readonly reason: string | undefined;
  }[];
  readonly authority: PostureGiven["authority"];
  /** When a rehearsal last recorded what it found. */
  readonly rehearsed: string | undefined;
  readonly shortcomings: readonly Shortcoming[];
}

const DAY = 86_400_000;
/** A rehearsal older than this says little of the records of today. */
const STALE = 90 * DAY;
/** Leaves that a witness may be behind before it is told. */
const BEHIND = 10_000;

export function postureOf(given: PostureGiven): Posture {
  const { now, ledger, authority } = given;
  const sources = given.sources
    .map((known) => ({ ...known, state: stateOf(known, now) }))
    .toSorted((a, b) => (a.source < b.source ? -1 : 1));
  const covered = new Set(
    sources.flatMap(({ system, state }) => (system !== undefined && state !== "never" ? [system] : [])),
  );
  const vectors = VECTORS.map((vector) => {
    const systems = SYSTEMS.filter((system) => VECTOR_OF[system] === vector);
    return {
      vector,
      covered: systems.filter((system) => covered.has(system)),
      uncovered: systems.filter((system) => !covered.has(system)),
    };
  });
  const items = (given.items ?? [])
    .map((item) => ({ item, state: itemState(item, now), overdue: itemOverdue(item, now) }))
    .toSorted(
      (a, b) =>
        Number(b.overdue) - Number(a.overdue) ||
        order(a.state) - order(b.state) ||
        (a.item.due < b.item.due ? -1 : 1),
    );
  const rehearsed = [
    ...items.map(({ item }) => item.lastFound.at),
    ...(given.rehearsed === undefined ? [] : [given.rehearsed]),
  ]
    .toSorted()
    .at(-1);
  const shortcomings: Shortcoming[] = [];
  const say = (what: ShortcomingKind, about?: string) => shortcomings.push({ what, about });

  if (ledger === undefined) say("no-ledger");
  else if (ledger.witnesses.length === 0) say("no-witness");
  else if (ledger.leaves - ledger.cosigned > BEHIND) say("witness-behind");
  for (const { vector, covered: some } of vectors) if (some.length === 0) say("vector-uncovered", vector);
  for (const { source, state, declared } of sources) {
    if (state === "silent") say("source-silent", source);
    if (state === "never") say("source-never-heard", source);
    if (!declared) say("source-undeclared", source);
    else if (state === "no-heartbeat") say("source-without-heartbeat", source);
  }
  if (authority === undefined || authority.incidents.length === 0) say("no-authority");
  if (authority === undefined || authority.line.length === 0) say("no-line");
  if (given.items === undefined) say("items-not-read");
  else if (rehearsed === undefined) say("never-rehearsed");
  else if (now - Date.parse(rehearsed) > STALE) say("rehearsal-old", rehearsed);
  for (const { item, overdue } of items) if (overdue) say("item-overdue", item.id);

  return {
    version: 1,
    at: new Date(now).toISOString(),
    ledger,
    vectors,
    sources: sources.map(({ source, system, state, heard, declared }) => ({
      source,
      system,
      state,
      heard: heard === undefined ? undefined : new Date(heard).toISOString(),
      declared,
    })),
    items: items.map(({ item, state, overdue }) => ({
      id: item.id,
      system: item.system,
      vulnerability: item.vulnerability,
      owner: item.owner,
      state,
      found: item.found,
      due: item.due,
      overdue,
      reason: item.reason,
    })),
    authority,
    rehearsed,
    shortcomings,
  };
}

function stateOf({ heard, heartbeat }: KnownSource, now: number): SourceState {
  if (heard === undefined) return "never";
  if (heartbeat === undefined) return "no-heartbeat";
  return now - heard > heartbeat ? "silent" : "heard";
}

function order(state: "open" | "accepted" | "closed"): number {
  return ["open", "accepted", "closed"].indexOf(state);
}
