import type { Command } from "commander";
import type { LedgerVerdict } from "../app/ledger-verification.ts";
import { print } from "./standard-streams.ts";

interface TrustFlags {
  readonly key?: readonly string[];
  readonly witness?: string;
  readonly older?: readonly string[];
  readonly json?: true;
}

export function addLedger(program: Command): void {
  const ledger = program
    .command("ledger")
    .summary("a log of all look-ups that nobody can alter unseen")
    .description(
      "A ledger holds a salted commitment of every look-up, in a tree that is signed and can be witnessed (C2SP tlog-tiles).\n" +
        "Anyone can verify it; what the look-ups were is kept apart and can be erased without breaking it.",
    );
  addVerify(ledger);
}

function addVerify(ledger: Command): void {
  withTrust(ledger.command("verify"))
    .summary("check a whole ledger, and say what that cannot show")
    .argument("<ledger>", "folder, or address (http://…)")
    .option(
      "--older <checkpoint>",
      "file with a checkpoint of this ledger that you kept; may be repeated",
      gather,
    )
    .option("--json", "print the result as JSON on stdout")
    .action(runVerify);
}

function withTrust(command: Command): Command {
  return command
    .option("--key <vkey>", "verifier key of the ledger, or a file with it; may be repeated", gather)
    .option("--witness <policy>", "tlog-policy file: witnesses that must have seen the ledger");
}

async function runVerify(ledger: string, flags: TrustFlags): Promise<void> {
  const { verifyLedger } = await import("../app/ledger-verification.ts");
  const verdict = await verifyLedger(ledger, {
    keys: flags.key ?? [],
    policy: flags.witness,
    older: flags.older ?? [],
  });
  await print(flags.json === true ? `${JSON.stringify(verdict, undefined, 2)}\n` : verdictText(verdict));
}

function verdictText(verdict: LedgerVerdict): string {
  const { origin, leaves, root, sources, agreesWithOlder, witnessed, bodies, limits } = verdict;
  const lines = [
    `verified   ${origin}: ${leaves} leaves, each entry and tile as it was signed`,
    `root       ${root}`,
  ];
  const named = Object.entries(sources).toSorted(([, a], [, b]) => b - a);
  for (const [source, count] of named.slice(0, 12)) lines.push(`source     ${source}: ${count}, no gap`);
  if (named.length > 12) lines.push(`source     and ${named.length - 12} more, no gap`);
  for (const size of agreesWithOlder) lines.push(`older      agrees with the checkpoint of ${size} leaves`);
  if (witnessed !== null)
    lines.push(`witnessed  ${witnessed.leaves} leaves by ${witnessed.by.join(", ") || "nobody"}`);
  if (bodies !== null)
    lines.push(
      `bodies     ${bodies.matched} match their commitments, ${bodies.erased} erased, ${bodies.absent} not kept here`,
    );
  if (bodies !== null && bodies.unfinished > 0)
    lines.push(
      `unfinished ${bodies.unfinished} erasures were announced and not carried out: run ledger erase again`,
    );
  lines.push("", "What this cannot show:", ...limits.map((sentence) => `  ${sentence}`));
  return `${lines.join("\n")}\n`;
}

function gather(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
