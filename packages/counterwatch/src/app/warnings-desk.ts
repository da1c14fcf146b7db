/**
 * What stands before everything that is done with warnings: the register that they are of, its freshness, the journal held
 * against its chain and the ledger, and whatever went up the line of authority by itself meanwhile.
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { JournalBook, type JournalLedger } from "../incidents/journal/journal-book.ts";
import { escalationsDue } from "../incidents/warnings/warning-list.ts";
import type { Signers } from "../incidents/warnings/warning-steps.ts";
import { foldWarnings } from "../incidents/warnings/warning-life.ts";
import type { Warnings } from "../incidents/warnings/warning.ts";
import { CounterwatchError } from "../model/index.ts";
import type { CoverChain } from "../register/cover.ts";
import { checkFreshness } from "../register/freshness.ts";
import type { RegisterMemory } from "../register/register.ts";
import { JournalFolder } from "../store/journal-folder.ts";
import { RegisterFolder } from "../store/register-folder.ts";
import type { RegisterMeans } from "./register-opening.ts";
import { WarningBook } from "./warnings-book.ts";

export interface WarningMeans extends RegisterMeans {
  readonly ledger: JournalLedger & RegisterMemory;
}

export interface WarningPlace {
  /** Folder of the journal. */
  readonly folder: string;
  /** Folder of the register that the warnings are of. */
  readonly register: string;
}

/** The ledger source under which the warnings of a register speak: one journal a register. */
export function warningSource(register: string): string {
  return `warnings:${register}`;
}

export class WarningDesk extends WarningBook {
  readonly register: RegisterFolder;
  readonly chain: CoverChain;

  constructor(register: RegisterFolder, chain: CoverChain, book: JournalBook, warnings: Warnings) {
    super(book, warnings);
    this.register = register;
    this.chain = chain;
  }
}

/** `begin`: a journal may be begun where none is. Throws `evidence`, `rollback`, `not-found`, `unavailable`, `unwritable`. */
export async function withWarnings<T>(
  { folder: path, register: registerPath }: WarningPlace,
  means: WarningMeans,
  act: (desk: WarningDesk) => Promise<T>,
  begin?: "begin",
): Promise<T> {
  const register = new RegisterFolder(registerPath);
  const chain = await freshChain(register, means);
  const source = warningSource(chain.newest.register);
  const folder = new JournalFolder(path);
  if (begin === undefined && !existsSync(folder.path) && (await means.ledger.heard(source)).length === 0)
    throw missing(folder.path);
  const letGo = folder.lock();
  try {
    const book = await JournalBook.open(folder, { ...means, random: randomBytes }, "warning", source);
    const warnings = foldWarnings(book.records, folder.file);
    if (warnings.founded === undefined && begin === undefined) throw missing(folder.path);
    checkSigners(warnings, chain, folder.file);
    const desk = new WarningDesk(register, chain, book, warnings);
    const signers = signersOf(chain);
    const last = warnings.signers.at(-1);
    if (last === undefined) await desk.take({ do: "founded", register: chain.newest.register, signers });
    else if (officerKeys(last.officers) !== officerKeys(signers.officers))
      await desk.take({ do: "officers", signers });
    for (const step of escalationsDue(warnings, desk.now())) await desk.take(step);
    return await act(desk);
  } finally {
    letGo();
  }
}

async function freshChain(register: RegisterFolder, { ledger }: WarningMeans): Promise<CoverChain> {
  const { newest } = register.chain();
  const known = await ledger.newest(newest.register);
  if (newest.ledger && known === undefined)
    throw new CounterwatchError("rollback", "this ledger has never heard of this register", {
      place: { file: register.path },
      remedy: "Name the ledger that the register was made with.",
    });
  register.recover(known);
  const chain = register.chain();
  checkFreshness(chain, known === undefined ? [] : [{ ...known, witness: "the ledger" }]);
  return chain;
}

/** Whoever may sign in this journal was an officer of this register at the version that it names. */
export function checkSigners({ signers }: Warnings, { hashes, officers }: CoverChain, file: string): void {
  for (const { cover, officers: named } of signers)
    if (
      hashes[cover.version] !== cover.cover ||
      officerKeys(named) !== officerKeys(officers[cover.version] ?? [])
    )
      throw new CounterwatchError("evidence", "these warnings name officers that this register never had", {
        place: { file },
        remedy: "Name their own register; if it is this one, find out who could write the journal.",
      });
}

export function signersOf({ newest, head }: CoverChain): Signers {
  return {
    cover: { version: head.version, cover: head.cover },
    officers: newest.officers.map(({ name, key }) => ({ name, key })),
  };
}

export function officerKeys(list: readonly { readonly name: string; readonly key: string }[]): string {
  return JSON.stringify(list.map(({ name, key }) => [name, key]));
}

function missing(path: string): CounterwatchError {
  return new CounterwatchError("not-found", "there are no warnings here", {
    place: { file: path },
    remedy: "Draft them from an assessment with: counterwatch warnings open",
  });
}
