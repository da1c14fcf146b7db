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
