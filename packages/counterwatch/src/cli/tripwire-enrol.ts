import type { Command } from "commander";
import { note, print } from "./standard-streams.ts";

export function addTripwireEnrol(tripwire: Command): void {
  tripwire
    .command("enrol")
    .summary("agency: enrol the register's members in the custodian's newest epoch")
    .description(
      "Reads members as JSON Lines from a pipe, blinds them, hides them among random elements, and has them answered.\n" +
        "Nothing is sent before two officers have signed. Interrupted, it goes on when run again with the same members.",
    )
    .requiredOption("--data <folder>", "the agency's folder")
    .requiredOption("--custodian <url>", "https address where the custodian takes enrolments")
    .option("--officer <file>", "an officer's key, to sign now; may be repeated", gather, [])
    .option("--ledger <url>", "the custodian's ledger, address or folder, to look up the announced key in")
    .option(
      "--ledger-key <vkey>",
      "verifier key of that ledger, or a file with it; may be repeated",
      gather,
      [],
    )
    .option(
      "--witness <policy>",
      "tlog-policy file: witnesses that must have seen that ledger with the key in it",
    )
    .option("--own-ledger <folder>", "the agency's own ledger, told of the enrolment and never of whom")
    .action(runEnrol);
}

interface EnrolFlags {
  readonly data: string;
  readonly custodian: string;
  readonly officer: readonly string[];
  readonly ledger?: string;
  readonly ledgerKey: readonly string[];
  readonly witness?: string;
  readonly ownLedger?: string;
}

async function runEnrol(flags: EnrolFlags, command: Command): Promise<void> {
  const { ledger, ledgerKey: keys, witness: policy } = flags;
  if ((ledger === undefined) !== (keys.length === 0 && policy === undefined))
    command.error(
      "error: --ledger goes with --ledger-key or --witness: a ledger is believed by its key, not by its address",
    );
  const [{ enrol }, { lookUpIn }, { openOfficer }, { membersFromPipe }, { TripwireFolder }] =
    await Promise.all([
      import("../app/tripwire-enrol.ts"),
      import("../app/tripwire-ledger-check.ts"),
      import("../app/tripwire-setup.ts"),
      import("../app/tripwire-members.ts"),
      import("../store/tripwire-folder.ts"),
    ]);
  const folder = new TripwireFolder(flags.data, "agency");
  const { ownLedger } = await import("../app/tripwire-ledger.ts");
  const officers = flags.officer.map(openOfficer);
  const own = await ownLedger(flags.ownLedger);
  const result = await enrol({
    folder,
    custodian: flags.custodian,
    members: membersFromPipe,
    officers,
    clock: Date.now,
    ledger: own,
    checkLedger: ledger === undefined ? undefined : lookUpIn({ ledger, keys, policy }),
  }).finally(() => own?.close());
  const { epoch, state, order, signatures, identifiers, quota, nationalPhones } = result;
  await print(`${JSON.stringify({ epoch, state, order, signatures })}\n`);
  if (state === "unsigned")
    note(
      `The order has ${signatures} of 2 signatures: another officer runs the same command with --officer.\n`,
    );
  else note(`Epoch ${epoch}: ${identifiers} identifiers among ${quota} elements, each proof checked.\n`);
  if (nationalPhones.length > 0)
    note(
      `${nationalPhones.length} phone numbers have no country code and will hardly be found: members ${nationalPhones.slice(0, 10).join(", ")}\n`,
    );
  if (!result.ledgerChecked)
    note(
      "Not checked: whether the custodian's ledger holds the key that it announced: give --ledger and --ledger-key.\n",
    );
  else if (policy === undefined)
    note("Not checked: whether witnesses see the same ledger: give --witness.\n");
}

function gather(text: string, before: readonly string[]): string[] {
  return [...before, text];
}
