/** A warning as the steps before now have made it (`warning-life.ts`). */
import type { Signers, StepOf, WarningBasis, WarningClock, WarningStep } from "./warning-steps.ts";

export type WarningState =
  | "draft"
  | "due"
  | "assigned"
  | "attempted"
  | "delivered"
  | "refused"
  | "not-needed";

/** What one account proposed and no second one has agreed to yet. */
export interface Proposal {
  readonly deed: "release" | "not-needed";
  readonly account: string;
  readonly at: string;
  /** Why it is not needed. */
  readonly reason: string | undefined;
}

/** `signatures`: with the keys of two officers. `accounts`: two accounts of a running server, whose word is the server's. */
export type Assurance = "signatures" | "accounts";

export interface Warning {
  readonly id: string;
  /** Internal id in the register. */
  readonly person: string;
  readonly incident: string;
  /** Kind of incident, which says who has authority. */
  readonly kind: string;
  readonly basis: WarningBasis;
  readonly clock: WarningClock;
  readonly state: WarningState;
  /** Whether two officers released it, ever. */
  readonly released: boolean;
  /** By what it was released; undefined: not at all. */
  readonly assurance: Assurance | undefined;
  readonly proposals: readonly Proposal[];
  readonly owner: string | undefined;
  /** Place in the line of authority that was last written down. */
  readonly escalated: number;
  /** When it was recorded first. */
  readonly opened: string;
  /** Each step with the time at which it was recorded, oldest first. */
  readonly history: readonly { readonly at: string; readonly step: WarningStep }[];
}

export interface Warnings {
  founded: StepOf<"founded"> | undefined;
  /** Who may sign, the last ones now. */
  readonly signers: Signers[];
  readonly byId: Map<string, Warning>;
}

export function isOpen({ state }: Warning): boolean {
  return state !== "delivered" && state !== "refused" && state !== "not-needed";
}

export function isOverdue(warning: Warning, now: number): boolean {
  return isOpen(warning) && Date.parse(warning.clock.deadline) <= now;
}
