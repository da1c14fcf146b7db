/** Flags of every command that opens the register: officers with their passphrases, its ledger, the log of our own look-ups. */
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { AssessedRegister } from "../app/assessed-register.ts";
import type { RegisterMeans } from "../app/register-opening.ts";
import type { JournalLedger } from "../incidents/journal/journal-book.ts";
import type { RegisterMemory } from "../register/register.ts";
import type { Settings } from "../app/settings.ts";
import type { Officer } from "../store/register-keeper.ts";
import { note } from "./standard-streams.ts";

export interface OfficerFlags {
  readonly officer: readonly Named[];
  readonly passphrase: readonly Named[];
}

export interface LedgerFlags {
  readonly ledger?: string;
  readonly ownActions?: string;
}

/** A journal may be kept in the ledger, too. */
interface OpenedMeans extends RegisterMeans {
  readonly ledger: (JournalLedger & RegisterMemory) | undefined;
}

export interface Named {
  readonly name: string;
  readonly value: string;
}

export function withOfficers(command: Command): Command {
  return command
    .option("--officer <name=path>", "an officer and their file, or the folder it is in", collect, [])
    .option("--passphrase <name=source>", "fd:NUMBER or a file, instead of the terminal", collect, [])
    .option("--own-actions <file>", "log of our own look-ups (default: own-actions.jsonl in the register)");
}

export function withLedger(command: Command): Command {
  return command.option("--ledger <folder>", "the ledger that the register was made with");
}

/** Of the officers who are there. `folder`: the register's, which says which of an officer's files it is sealed to. */
export async function officersOf(folder: string, flags: OfficerFlags): Promise<Officer[]> {
  const { officerFileAt } = await import("../store/officer-places.ts");
  const { describeRegister } = await import("../app/register.ts");
  const { set } = describeRegister(folder);
  return flags.officer.map(({ name, value }) => ({
    name,
    file: officerFileAt(value, name, set),
    passphrase: passphraseOf(name, flags.passphrase),
  }));
}

/** Asked for when it is called, of the source that was named for this officer. `what`: as the terminal calls it. */
export function passphraseOf(
  name: string,
  sources: readonly Named[],
  what = "Passphrase",
): () => Promise<Buffer> {
  return async () => {
    const { readPassphrase } = await import("../store/register-passphrases.ts");
    const source = sources.findLast((each) => each.name === name)?.value;
    return await readPassphrase(name, source, process.env, what);
  };
}

/** `folder`: the register. */
export async function withMeans<T>(
  { ledger, ownActions }: LedgerFlags,
  folder: string,
  act: (means: OpenedMeans) => Promise<T>,
  begin?: "begin",
): Promise<T> {
  const { openLedgerFolder } = await import("../store/register-ledger.ts");
  const { appendOwnAction } = await import("../store/own-actions.ts");
  const { ownActionsPlace } = await import("../app/own-actions-place.ts");
  const place = ownActionsPlace(ownActions, folder, process.env);
  const opened = ledger === undefined ? undefined : await openLedgerFolder(ledger, begin !== undefined);
  try {
    return await act({
      ledger: opened,
      clock: () => new Date(),
      warn: (sentence) => note(`${sentence}\n`),
      own: (action) => appendOwnAction(place, action, new Date()),
    });
  } finally {
    await opened?.close();
  }
}

export interface AssessedFlags extends OfficerFlags, LedgerFlags {
  readonly register?: string;
  readonly plainRegister?: string;
}

/** The register that an assessment or a rehearsal asks: a sealed one with its officers, or one in the open. */
export async function withAssessed<T>(
  flags: AssessedFlags,
  settings: Settings,
  act: (asked: AssessedRegister & { readonly means: OpenedMeans }) => Promise<T>,
): Promise<T> {
  const { ownActionsPlace } = await import("../app/own-actions-place.ts");
  const { register: folder, plainRegister } = flags;
  const beside = folder ?? join(plainRegister as string, "..");
  const register =
    folder === undefined
      ? { plainFile: plainRegister as string }
      : { folder, officers: await officersOf(folder, flags) };
  return await withMeans(flags, beside, (means) =>
    act({
      register,
      means,
      ledgerFolder: flags.ledger,
      ownActions: ownActionsPlace(flags.ownActions, beside, process.env),
      settings,
    }),
  );
}

export function collect(text: string, before: readonly Named[]): Named[] {
  const [, name, value] = /^([a-z][a-z0-9-]{0,31})=(.+)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError("Write NAME=VALUE; a name has small letters, digits and hyphens.");
  return [...before, { name, value }];
}
