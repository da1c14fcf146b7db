/** Flags of every command about warnings: the register that they are of, and its ledger. */
import type { Command } from "commander";
import type { WarningMeans } from "../app/warnings-desk.ts";
import type { CHANNELS } from "../incidents/warnings/warning-steps.ts";
import { type LedgerFlags, withLedger, withMeans } from "./register-flags.ts";

export type Channel = (typeof CHANNELS)[number];

export interface PlaceFlags extends LedgerFlags {
  readonly register: string;
  readonly ledger: string;
}

export function placed(command: Command): Command {
  return withLedger(command.requiredOption("--register <folder>", "the register that the warnings are of"));
}

/** No step without a ledger. */
export function withWarningMeans<T>(
  flags: PlaceFlags,
  command: Command,
  act: (means: WarningMeans) => Promise<T>,
): Promise<T> {
  return withMeans(flags, flags.register, (means) => {
    const { ledger } = means;
    if (ledger === undefined)
      command.error("error: give --ledger FOLDER: no step of a warning is taken without its ledger");
    return act({ ...means, ledger });
  });
}
