/** The register's officers: the three who found it, and those who come after them. */
import { type Command, InvalidArgumentError } from "commander";
import {
  collect,
  type LedgerFlags,
  type Named,
  type OfficerFlags,
  officersOf,
  passphraseOf,
  withLedger,
  withMeans,
  withOfficers,
} from "./register-flags.ts";
import { endOnSignals } from "./signals.ts";
import { note, print } from "./standard-streams.ts";

export function addRegisterOfficers(register: Command): void {
  withOfficers(register.command("init"))
    .summary("make an empty register and the files of its three officers")
    .argument("<folder>", "new folder for the register")
    .option("--ledger <folder>", "ledger that every unlock and edit goes into")
    .option("--without-ledger", "make one whose unlocks leave no trace")
    .option(
      "--work-factor <number>",
      "cost of a passphrase guess, as a power of two (10 to 20)",
      workFactor,
      18,
    )
    .action(runInit);

  withLedger(withOfficers(register.command("replace-officers")))
    .summary("make a new key and new files for all three officers; older files open nothing from then on")
    .description(
      "For an officer who leaves, and for a file or a passphrase that was lost or seen by others. Two officers who are there\n" +
        "sign; the register is sealed to a new key, and all three who are named get a new file, also those who stay.",
    )
    .argument("<folder>", "the register")
    .option(
      "--new-officer <name=folder>",
      "who is to be an officer, and where their new file goes",
      collect,
      [],
    )
    .option("--new-passphrase <name=source>", "fd:NUMBER or a file, instead of the terminal", collect, [])
    .option(
      "--work-factor <number>",
      "cost of a passphrase guess, as a power of two (10 to 20)",
      workFactor,
      18,
    )
    .action(runReplace);
}

async function runInit(
  folder: string,
  flags: OfficerFlags & LedgerFlags & { withoutLedger?: true; workFactor: number },
  command: Command,
): Promise<void> {
  if ((flags.ledger === undefined) === (flags.withoutLedger === undefined))
    command.error("error: give --ledger FOLDER, or say --without-ledger");
  endOnSignals(() => {});
  const { initRegister } = await import("../app/register-edits.ts");
  const { WITHOUT_LEDGER } = await import("../app/register-opening.ts");
  const { officerFileIn } = await import("../store/officer-places.ts");
  const { checkNewPassphrases } = await import("../store/register-passphrases.ts");
  const officers = await checkNewPassphrases(
    flags.officer.map(({ name, value }) => ({
      name,
      file: officerFileIn(value, name),
      passphrase: passphraseOf(name, flags.passphrase),
    })),
  );
  const { register, officerFiles } = await withMeans(
    flags,
    folder,
    async (means) => ({
      ...(await initRegister(folder, officers, means, flags.workFactor)),
      officerFiles: officers.map(({ file }) => file),
    }),
    "begin",
  );
  await print(`${officerFiles.join("\n")}\n`);
  note(
    `Register ${register.slice(0, 8)} is in ${folder}. Each officer keeps their own file and passphrase, away from this\n` +
      `machine and from each other: with any two the register opens, with fewer it is lost.\n`,
  );
  if (flags.ledger === undefined) note(`${WITHOUT_LEDGER}\n`);
}

interface ReplaceFlags extends OfficerFlags, LedgerFlags {
  readonly newOfficer: readonly Named[];
  readonly newPassphrase: readonly Named[];
  readonly workFactor: number;
}

async function runReplace(folder: string, flags: ReplaceFlags): Promise<void> {
  endOnSignals(() => {});
  const { replaceOfficers } = await import("../app/register-officers.ts");
  const { checkNewPassphrases } = await import("../store/register-passphrases.ts");
  const officers = await officersOf(folder, flags);
  const successors = await checkNewPassphrases(
    flags.newOfficer.map(({ name, value }) => ({
      name,
      folder: value,
      passphrase: passphraseOf(name, flags.newPassphrase, "New passphrase"),
    })),
  );
  const { version, cover, splitting, files } = await withMeans(flags, folder, (means) =>
    replaceOfficers(folder, officers, successors, means, flags.workFactor),
  );
  await print(`${files.join("\n")}\n`);
  note(
    `Version ${version} (${cover.slice(0, 16)}) is sealed to splitting ${splitting} of a new key. Each officer keeps their new file and passphrase,\n` +
      "away from this machine and from each other. Older officers' files open nothing from now on, except old copies of the\n" +
      "register's folder: destroy those files, and the backups of the folder where you can.\n",
  );
}

function workFactor(text: string): number {
  if (/^\d\d$/.test(text) && Number(text) >= 10 && Number(text) <= 20) return Number(text);
  throw new InvalidArgumentError("Write a whole number from 10 to 20.");
}
