import type { Command } from "commander";
import { counted } from "./counted.ts";
import { type ListenAddress, listenOption } from "./listen-address.ts";
import { note, print } from "./standard-streams.ts";
import { stopSignal, whole } from "./tripwire-values.ts";

export function addTripwireMatch(tripwire: Command): void {
  tripwire
    .command("match")
    .summary("agency: take batches, print findings as JSON Lines")
    .requiredOption("--data <folder>", "the agency's folder")
    .addOption(listenOption("where batches are taken", 8472))
    .option("--own-ledger <folder>", "the agency's own ledger, told of every batch and never of what matched")
    .option("--batches <number>", "end after so many batches were tested", whole)
    .option("--delay <milliseconds>", "from a batch's arrival to its acknowledgement", whole, 250)
    .action(runMatch);
}

interface MatchFlags {
  readonly data: string;
  readonly listen: ListenAddress;
  readonly ownLedger?: string;
  readonly batches?: number;
  readonly delay: number;
}

async function runMatch(flags: MatchFlags): Promise<void> {
  const [{ match }, { TripwireFolder }] = await Promise.all([
    import("../app/tripwire-match.ts"),
    import("../store/tripwire-folder.ts"),
  ]);
  const folder = new TripwireFolder(flags.data, "agency");
  const { ownLedger } = await import("../app/tripwire-ledger.ts");
  const ledger = await ownLedger(flags.ownLedger);
  const { batches, findings } = await match({
    folder,
    listenAt: flags.listen,
    batches: flags.batches,
    delay: flags.delay,
    ledger,
    clock: Date.now,
    found: (finding) => print(`${JSON.stringify(finding)}\n`),
    stop: stopSignal(),
    tell: (sentence) => note(`${sentence}\n`),
  }).finally(() => ledger?.close());
  note(`${counted(batches, "batch", "batches")} tested, ${counted(findings, "finding")}.\n`);
}
