/** A finding as it is handed to other systems: from the queue with what people made of it, or from a scan without. */
import type { DeskFinding } from "../../incidents/desk/case.ts";
import type { Finding } from "../../model/index.ts";

export type HandedFinding = Omit<Finding, "events"> &
  Partial<Pick<DeskFinding, "learned" | "changed" | "state" | "incident" | "owner">>;

/** What every form says of where it comes from. */
export interface Origin {
  /** Of Counterwatch. */
  readonly version: string;
}
