/** An edit's way into the register: proposed by one officer, reviewed and sealed by two. */
import { type Command, InvalidArgumentError } from "commander";
import { countText } from "./register-answers.ts";
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

export function addRegisterEdits(register: Command): void {
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
}

async function runAdd(
  folder: string,
  flags: OfficerFlags & LedgerFlags & { from: string; country?: string },
  command: Command,
): Promise<void> {
  endOnSignals(() => {});
  const officers = await officersOf(folder, flags);
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
  const officers = await officersOf(folder, flags);
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
  const officers = await officersOf(folder, flags);
  const sealed = await withMeans(flags, folder, (means) => sealPending(folder, officers, means));
  if (sealed === undefined) {
    note("No edit is pending; nothing was changed.\n");
    return;
  }
  await print(`${sealed.version} ${sealed.cover}\n`);
  note(`Version ${sealed.version} holds ${countText(sealed.counts)}.\n`);
}

function country(text: string): string {
  if (/^[A-Z]{2}$/.test(text)) return text;
  throw new InvalidArgumentError("Write two capital letters, e.g. MX.");
}
