import type { Command } from "commander";
import { counted } from "./counted.ts";
import { type ListenAddress, listenOption } from "./listen-address.ts";
import { addReadingFlags, settingsOf } from "./setting-flags.ts";
import { note } from "./standard-streams.ts";
import { stopSignal } from "./tripwire-values.ts";

export function addTripwireSend(tripwire: Command): void {
  const send = tripwire
    .command("send")
    .summary("custodian: send blind tags of every look-up, a batch at every tick")
    .argument("<path...>", "access logs: files, folders, or - for stdin");
  addReadingFlags(send)
    .optionsGroup("How to send:")
    .requiredOption("--data <folder>", "the custodian's folder")
    .requiredOption("--agency <url>", "https address where the agency takes batches")
    .addOption(listenOption("where enrolments are taken", 8471))
    .option("--ledger <folder>", "ledger that is told of keys, quotas and batches before they count")
    .option("--next-epoch", "open another epoch now, e.g. because the register has changed")
    .option("--stay", "go on with dummies when the log ends")
    .action(runSend);
}

interface SendFlags {
  readonly data: string;
  readonly ledger?: string;
  readonly agency: string;
  readonly listen: ListenAddress;
  readonly nextEpoch?: true;
  readonly stay?: true;
}

async function runSend(paths: readonly string[], flags: SendFlags, command: Command): Promise<void> {
  const settings = await settingsOf(command);
  const [{ send }, { TripwireFolder }, { openTripwireLedger }] = await Promise.all([
    import("../app/tripwire-send.ts"),
    import("../store/tripwire-folder.ts"),
    import("../app/tripwire-ledger.ts"),
  ]);
  const folder = new TripwireFolder(flags.data, "custodian");
  const ledger = await openTripwireLedger(folder.path, flags.ledger);
  if (flags.ledger === undefined)
    note(
      "No ledger: what is promised stands in journal.jsonl of the custodian's folder, which proves nothing to others.\n",
    );
  const result = await send({
    folder,
    paths,
    settings,
    agency: flags.agency,
    listenAt: flags.listen,
    ledger,
    nextEpoch: flags.nextEpoch === true,
    stay: flags.stay === true,
    clock: Date.now,
    stop: stopSignal(),
    tell: (sentence) => note(`${sentence}\n`),
  }).finally(() => ledger.close());
  note(
    `${counted(result.lookups, "look-up")} in ${counted(result.batches, "acknowledged batch", "acknowledged batches")}; not checked: ${counted(result.unchecked, "subject")} ` +
      "(fragments, withheld, or pseudonyms already).\n",
  );
}
