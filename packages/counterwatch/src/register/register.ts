/** What other rooms may ask of the register, and what it asks of them. Every answer costs a leaf and two officers. */
import type { Party, SubjectType } from "../model/index.ts";
import type { CoverPoint } from "./cover.ts";
import type { Relation } from "./document.ts";

/** Why the register is read; the ledger says it. */
export type RegisterPurpose =
  | "count"
  | "tripwire-enrolment"
  | "exposure-assessment"
  | "review"
  | "edit"
  | "warning";

/** One identifier of one member; `member` is an internal id, never an identifier. */
export interface MemberIdentifier {
  readonly type: SubjectType;
  readonly id: string;
  readonly member: string;
  readonly decoy: boolean;
}

/** One registered person as look-ups know them: all that an assessment is given. */
export interface RegisteredPseudonyms {
  readonly member: string;
  readonly parties: readonly Party[];
}

export interface SealedRegister {
  members(purpose: RegisterPurpose): AsyncIterable<MemberIdentifier>;
  relations(purpose: RegisterPurpose): AsyncIterable<Relation>;
}

/** Where the ledger can be asked what it last heard of a register. */
export interface RegisterMemory {
  /** The point that the newest `register-edit` or `register-unlock` leaf of this register names. */
  newest(register: string): Promise<CoverPoint | undefined>;
}

/** The ledger source under which a register speaks. */
export function registerSource(register: string): string {
  return `register:${register}`;
}
