/** The journal of warnings against its chain, the ledger, the register's covers and every signature; writes nothing. */
import { settle } from "../incidents/journal/journal.ts";
import { foldWarnings } from "../incidents/warnings/warning-life.ts";
import type { WarningState } from "../incidents/warnings/warning.ts";
import { CounterwatchError } from "../model/index.ts";
import { JournalFolder } from "../store/journal-folder.ts";
import { RegisterFolder } from "../store/register-folder.ts";
import { readStatements } from "../store/register-ledger.ts";
import { checkSigners, type WarningPlace, warningSource } from "./warnings-desk.ts";

export interface VerifiedWarnings {
  readonly register: string;
  /** Of the journal, each with its leaf. */
  readonly lines: number;
  readonly byState: Readonly<Partial<Record<WarningState, number>>>;
  /** Steps of two officers whose signatures were checked. */
  readonly signed: number;
  /** Steps of two accounts of a running server: written down, with nobody's key. */
  readonly byAccounts: number;
  /** Hash of the newest line: to be kept elsewhere. */
  readonly head: string;
  /** A step that a crash left half written; the next command makes it good. */
  readonly unfinished: boolean;
}

/** Reads alone: the whole ledger, the chain, every signature. Throws `evidence`, `rollback`, `register`. */
export async function verifyWarnings(
  { folder: path, register: registerPath }: WarningPlace,
  ledger: string,
): Promise<VerifiedWarnings> {
  const chain = new RegisterFolder(registerPath).chain();
  const folder = new JournalFolder(path);
  const source = warningSource(chain.newest.register);
  const heard = await readStatements(ledger, source);
  const settled = settle(folder.read(), folder.staged(), heard, source, folder.file);
  const { records, hashes } = settled.chain;
  const warnings = foldWarnings(records, folder.file);
  const { founded, byId } = warnings;
  if (founded === undefined)
    throw new CounterwatchError("not-found", "there are no warnings here, and the ledger has heard of none", {
      place: { file: folder.path },
    });
  checkSigners(warnings, chain, folder.file);
  const byState: Partial<Record<WarningState, number>> = {};
  for (const { state } of byId.values()) byState[state] = (byState[state] ?? 0) + 1;
  return {
    register: founded.register,
    lines: records.length,
    byState,
    signed: records.filter(({ step }) => typeof step === "object" && step !== null && "signatures" in step)
      .length,
    byAccounts: records.filter(({ step }) => (step as { do?: unknown }).do === "agreed").length,
    head: hashes.at(-1) as string,
    unfinished: settled.repair !== "none",
  };
}
