/** Warnings as somebody reads them: by clock, overdue first; closed ones after them, newest first. */
import type { Severity } from "../../model/index.ts";
import { holderAt } from "./escalation.ts";
import {
  type Assurance,
  isOpen,
  isOverdue,
  type Proposal,
  type Warning,
  type Warnings,
  type WarningState,
} from "./warning.ts";
import {
  type StepOf,
  urgencyOf,
  type WarningBasis,
  type WarningClock,
  type WarningStep,
} from "./warning-steps.ts";

/** Times are RFC 3339 UTC with milliseconds. */
export interface ListedWarning {
  readonly id: string;
  readonly person: string;
  readonly incident: string;
  readonly kind: string;
  readonly tier: WarningBasis["tier"];
  readonly urgency: Severity;
  readonly basis: WarningBasis;
  readonly state: WarningState;
  readonly open: boolean;
  readonly overdue: boolean;
  readonly deadline: string;
  /** When the exposure was worked out. */
  readonly since: string;
  /** When it was recorded here. */
  readonly opened: string;
  /** How two officers released it; undefined: they have not. */
  readonly assurance: Assurance | undefined;
  readonly proposals: readonly Proposal[];
  readonly owner: string | undefined;
  /** The office that answers for it now, and since when; undefined for a closed one. */
  readonly holder: { readonly office: string; readonly since: string } | undefined;
  /** The offices that hold it one after the other, and until when; from a last one on for good. */
  readonly line: WarningClock["line"];
  readonly attempts: number;
  readonly history: readonly { readonly at: string; readonly step: WarningStep }[];
}

/** `now` in milliseconds. */
export function listWarnings({ byId }: Warnings, now: number): ListedWarning[] {
  const listed = [...byId.values()].map((warning) => listedAt(warning, now));
  return listed.toSorted(
    (a, b) =>
      Number(b.open) - Number(a.open) ||
      (a.open ? compare(a.deadline, b.deadline) : compare(lastAt(b), lastAt(a))) ||
      compare(a.id, b.id),
  );
}

function listedAt(warning: Warning, now: number): ListedWarning {
  const { id, person, incident, kind, basis, clock, state, assurance, proposals, owner, opened, history } =
    warning;
  const open = isOpen(warning);
  const holder = open ? holderAt(clock, now) : undefined;
  return {
    id,
    person,
    incident,
    kind,
    tier: basis.tier,
    urgency: urgencyOf(basis.tier),
    basis,
    state,
    open,
    overdue: isOverdue(warning, now),
    deadline: clock.deadline,
    since: clock.from,
    opened,
    assurance,
    proposals,
    owner,
    holder: holder && { office: holder.office, since: holder.since },
    line: clock.line,
    attempts: history.filter(({ step }) => step.do === "attempted").length,
    history,
  };
}

/** What happened by itself and is not written down yet: one step for each warning that changed hands. */
export function escalationsDue({ byId }: Warnings, now: number): StepOf<"escalated">[] {
  return [...byId.values()].flatMap((warning) => {
    if (!isOpen(warning)) return [];
    const { office, place, since } = holderAt(warning.clock, now);
    return place > warning.escalated
      ? [{ do: "escalated", warning: warning.id, office, since } as const]
      : [];
  });
}

function lastAt({ history }: ListedWarning): string {
  return history.at(-1)?.at ?? "";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
