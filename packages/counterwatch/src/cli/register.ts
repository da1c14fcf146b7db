import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type LedgerFlags,
  type OfficerFlags,
  officersOf,
  withLedger,
  withMeans,
  withOfficers,
} from "./register-flags.ts";
import { endOnSignals } from "./signals.ts";
import { note, print } from "./standard-streams.ts";

const ANSWERS = ["counts", "members", "relations"] as const;

export function addRegister(program: Command): void {
  const register = program
    .command("register")
    .summary("keep the sealed list of protected people")
    .description(
      "The register holds people by internal ids, their identifiers, who must not be connected with whom, and decoys.\n" +
        "It is sealed; any two of three officers open it, each time in a process of its own and with a leaf in the ledger.",
    )
    .addHelpText(
      "after",
      `
Example:
  counterwatch register init people --ledger ledger --officer ana=/media/ana --officer bo=/media/bo --officer cy=/media/cy
  counterwatch register add people --from list.yaml --officer ana=/media/ana
  counterwatch register seal people --ledger ledger --officer ana=/media/ana --officer bo=/media/bo

Passphrases: asked for on the terminal, else --passphrase NAME=fd:3, NAME=FILE, or COUNTERWATCH_PASSPHRASE_NAME_FILE.`,
    );

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

  withOfficers(register.command("add"))
    .alias("edit")
    .summary("propose an edit: what a file adds, and what its `remove` takes away")
    .argument("<folder>", "the register")
    .requiredOption("--from <file>", "people, relations, decoys as JSON or YAML")
    .option("--country <code>", "ISO 3166 country of phone numbers without a country code", country)
    .action(runAdd);

  withLedger(withOfficers(register.command("review")))
    .summary("show what the pending edits would change, on this terminal alone")
    .argument("<folder>", "the register")
    .action(runReview);

  withLedger(withOfficers(register.command("seal")))
    .summary("make the pending edits the next version, signed by two officers")
    .argument("<folder>", "the register")
    .action(runSeal);

  withLedger(withOfficers(register.command("unlock")))
    .summary("answer one narrow request: counts, members or relations")
    .description(
      "Members (for tripwire enrolment) and relations (for exposure assessment) go as JSON Lines into a pipe that another\n" +
        "program reads; onto a screen or into a file they do not go.",
    )
    .argument("<folder>", "the register")
    .addOption(
      new Option("--give <answer>", "what is asked for")
        .choices(ANSWERS)
        .default("counts")
        .makeOptionMandatory(),
    )
    .action(runUnlock);

  withLedger(withOfficers(register.command("show")))
    .summary("show version and officers; with --counts and two officers, how much it holds")
    .argument("<folder>", "the register")
    .option("--counts", "unlock it and count")
    .option("--json", "print as JSON")
    .action(runShow);
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
  const { checkNewPassphrases } = await import("../store/register-passphrases.ts");
  const officers = await checkNewPassphrases(await officersOf(flags, "new"));
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

async function runAdd(
  folder: string,
  flags: OfficerFlags & LedgerFlags & { from: string; country?: string },
  command: Command,
): Promise<void> {
  endOnSignals(() => {});
  const officers = await officersOf(flags);
  const [officer] = officers;
  if (officer === undefined || officers.length !== 1)
    command.error("error: one officer proposes: give --officer once");
  const { proposeEdit } = await import("../app/register-edits.ts");
  const { hash, counts } = await withMeans(flags, folder, (means) =>
    proposeEdit(folder, officer, flags.from, flags.country, means),
  );
  await print(`${hash}\n`);
  note(
    `Proposed: ${counts.people} people, ${counts.identifiers} identifiers, ${counts.relations} relations, ${counts.decoys} decoys.\n` +
      `Nothing counts until two officers seal it: counterwatch register seal ${folder}\n` +
      `${flags.from} still holds identifiers in the clear: destroy it.\n`,
  );
}

async function runReview(folder: string, flags: OfficerFlags & LedgerFlags, command: Command): Promise<void> {
  if (!process.stdout.isTTY)
    command.error("error: pending edits are shown on a terminal alone, not written into a file or a pipe");
  endOnSignals(() => {});
  const { reviewPending } = await import("../app/register.ts");
  const officers = await officersOf(flags);
  const edits = await withMeans(flags, folder, (means) => reviewPending(folder, officers, means));
  note(
    edits === 0
      ? "No edit is pending.\n"
      : `${edits} pending. To make them count: counterwatch register seal ${folder}\n`,
  );
}

async function runSeal(folder: string, flags: OfficerFlags & LedgerFlags): Promise<void> {
  endOnSignals(() => {});
  const { sealPending } = await import("../app/register-edits.ts");
  const officers = await officersOf(flags);
  const sealed = await withMeans(flags, folder, (means) => sealPending(folder, officers, means));
  if (sealed === undefined) {
    note("No edit is pending; nothing was changed.\n");
    return;
  }
  await print(`${sealed.version} ${sealed.cover}\n`);
  note(`Version ${sealed.version} holds ${countText(sealed.counts)}.\n`);
}

async function runUnlock(
  folder: string,
  flags: OfficerFlags & LedgerFlags & { give: (typeof ANSWERS)[number] },
  command: Command,
): Promise<void> {
  const { countRegister, openRegister } = await import("../app/register.ts");
  const { isPipe } = await import("../store/register-keeper.ts");
  if (flags.give !== "counts" && !isPipe(1))
    command.error(
      `error: ${flags.give} go into a pipe that another program reads, not onto a screen or into a file`,
    );
  endOnSignals(() => {});
  const officers = await officersOf(flags);
  await withMeans(flags, folder, async (means) => {
    if (flags.give === "counts") {
      await print(`${JSON.stringify(await countRegister(folder, officers, means))}\n`);
      return;
    }
    const register = openRegister(folder, officers, means);
    const items =
      flags.give === "members"
        ? register.members("tripwire-enrolment")
        : register.relations("exposure-assessment");
    let told = 0;
    for await (const item of items) {
      await print(`${JSON.stringify(item)}\n`);
      told++;
    }
    // Whoever reads the pipe cannot see how this command ends, and must not take a part for the whole.
    if (flags.give === "members") await print(`${JSON.stringify({ end: told })}\n`);
  });
}

async function runShow(
  folder: string,
  flags: OfficerFlags & LedgerFlags & { counts?: true; json?: true },
): Promise<void> {
  endOnSignals(() => {});
  const { countRegister, describeRegister } = await import("../app/register.ts");
  const facts = describeRegister(folder);
  const officers = flags.counts === true ? await officersOf(flags) : [];
  const counts =
    flags.counts === true
      ? await withMeans(flags, folder, (means) => countRegister(folder, officers, means))
      : undefined;
  if (flags.json === true) {
    await print(`${JSON.stringify({ ...facts, counts }, undefined, 2)}\n`);
    return;
  }
  await print(
    `register  ${facts.register}\nversion   ${facts.version}, sealed ${facts.time}\ncover     ${facts.cover}\n` +
      `officers  ${facts.officers.join(", ")}\nledger    ${facts.ledger ? "required" : "none"}\n` +
      `pending   ${facts.pending} edits\n${counts === undefined ? "" : `holds     ${countText(counts)}\n`}`,
  );
}

function countText(counts: {
  people: number;
  identifiers: number;
  relations: number;
  decoys: number;
}): string {
  const { people, identifiers, relations, decoys } = counts;
  return `${people} people with ${identifiers} identifiers, ${relations} relations, ${decoys} decoys`;
}

function country(text: string): string {
  if (/^[A-Z]{2}$/.test(text)) return text;
  throw new InvalidArgumentError("Write two capital letters, e.g. MX.");
}

function workFactor(text: string): number {
  if (/^\d\d$/.test(text) && Number(text) >= 10 && Number(text) <= 20) return Number(text);
  throw new InvalidArgumentError("Write a whole number from 10 to 20.");
}
