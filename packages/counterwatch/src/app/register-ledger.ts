/** The ledger of a register, by its folder. */
import type { LedgerAppender } from "../ledger/appender.ts";
import { CounterwatchError } from "../model/index.ts";
import type { RegisterMemory } from "../register/register.ts";

export interface RegisterLedger extends LedgerAppender, RegisterMemory {
  close(): Promise<void>;
}

export function openRegisterLedger(folder: string): Promise<RegisterLedger> {
  return Promise.reject(
    new CounterwatchError("unavailable", "a ledger's folder cannot be opened by this build", {
      place: { file: folder },
    }),
  );
}
