/** What findings, operators and incidents are read with beside the store. */
import type { Incident } from "../../../incidents/desk/case.ts";

export interface CaseWork {
  /** IANA: by whose clocks night and days are meant. */
  readonly zone: string;
  /** The tar of `ledger bundle`, for the incident's findings with all of their look-ups. Throws what the ledger throws. */
  bundle(incident: Incident): Promise<Uint8Array>;
}
