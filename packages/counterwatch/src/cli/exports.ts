import { type Command, InvalidArgumentError } from "commander";
import type { Leakers } from "@counterwatch/evidence";
import type { MintedExport } from "../app/exports.ts";
import type { Trace, TracedExport } from "../app/exports-trace.ts";
import { counted } from "./counted.ts";
import { EXIT } from "./exit-codes.ts";
import { endOnSignals } from "./signals.ts";
import { note, print } from "./standard-streams.ts";
import { table } from "./table.ts";

export function addExports(program: Command): void {
  const exports = program
    .command("exports")
    .summary("make exports that can be traced, and trace a leak")
    .description(
      "Each export carries a secret random choice of decoy rows, committed to in the ledger before it is delivered. A leak then\n" +
        "points to the exports it came from, with a stated chance of pointing to one that it did not come from.",
    )
    .addHelpText(
      "after",
      `
Example:
  counterwatch exports init tracing --decoys decoys.yaml
  counterwatch exports mint rows.csv --code tracing --to "request 118" \\
    --out request-118.csv --ledger ledger
  counterwatch exports trace leak.csv --code tracing --ledger ledger`,
    );

  exports
    .command("init")
    .summary("make a tracing code from ranges that you own")
    .argument("<folder>", "new folder for the code; keep it secret")
    .requiredOption("--decoys <file>", "YAML: type, free ranges, and what each column of an export is")
    .action(runInit);

  exports
    .command("mint")
    .summary("put an export's decoys among its rows")
    .argument("<export>", "the rows as CSV or JSON Lines")
    .requiredOption("--code <folder>", "what exports init made")
    .requiredOption("--to <text>", "for whom: shown when a leak points to it")
    .requiredOption("-o, --out <file>", "the file to deliver")
    .option("--leakers <number>", "the largest code wanted, for 1, 2 or 3 who put exports together", leakers)
    .option("--ledger <folder>", "ledger that is told before the file is there")
    .option("--without-ledger", "tell no ledger: then nobody else has a reason to believe a trace")
    .action(runMint);

  exports
    .command("trace")
    .summary("say which exports a leak points to; exits with 1 where it points to one")
    .argument("<leak>", "the leaked rows in any text form, or - for stdin")
    .requiredOption("--code <folder>", "what exports init made")
    .option("--alpha <chance>", "chance that any export is pointed to wrongly", chance, 1e-3)
    .option("--ledger <folder>", "check that each export was committed to there")
    .option("--json", "print as JSON")
    .action(runTrace);

  exports
    .command("decoys")
    .summary("print every decoy as a register that `register add --from` takes")
    .argument("<folder>", "what exports init made")
    .action(async (folder: string) => {
      const { decoyMembers } = await import("../app/exports-code.ts");
      await print(`${JSON.stringify(decoyMembers(folder))}\n`);
    });
}

async function runInit(folder: string, flags: { decoys: string }): Promise<void> {
  const { initExports } = await import("../app/exports.ts");
  const { levels, numbers } = initExports(folder, flags.decoys);
  await print(`${folder}\n`);
  note(
    levels.length === 0
      ? `The ranges hold ${numbers} numbers, too few for a code: every export gets a single decoy.\n`
      : `The ranges hold ${numbers} numbers: codes for up to ${levels.at(-1)} who put their exports together.\n`,
  );
  note("Whoever reads this folder can take the decoys out of an export.\n");
}

async function runMint(
  input: string,
  flags: { code: string; to: string; out: string; leakers?: Leakers; ledger?: string; withoutLedger?: true },
  command: Command,
): Promise<void> {
  if ((flags.ledger === undefined) === (flags.withoutLedger === undefined))
    command.error("error: give --ledger FOLDER, or say --without-ledger");
  endOnSignals(() => {});
  const { mintExport } = await import("../app/exports.ts");
  const { openLedgerFolder } = await import("../store/register-ledger.ts");
  const ledger = flags.ledger === undefined ? undefined : await openLedgerFolder(flags.ledger, true);
  try {
    const minted = await mintExport(
      { folder: flags.code, input, out: flags.out, to: flags.to, leakers: flags.leakers },
      { ledger, clock: () => new Date() },
    );
    await print(`${flags.out}\n`);
    note(mintText(minted, flags.leakers));
    if (ledger === undefined)
      note("No ledger was told: that this export carried these decoys is your word alone.\n");
  } finally {
    await ledger?.close();
  }
}

function mintText(
  { record, subjects, decoys, fits, needed }: MintedExport,
  wanted: Leakers | undefined,
): string {
  const what = `Export ${record.export}: ${counted(subjects, "subject")}`;
  if (fits === 0)
    return (
      `${what}. It cannot carry a code (the smallest needs ${needed} subjects and ranges with enough numbers), so it has a\n` +
      `single decoy: that tells this export if the decoy is leaked, and nothing if that one is left out.\n`
    );
  const less =
    wanted !== undefined && fits < wanted ? `, fewer than the ${wanted} asked for: it is too small` : "";
  return `${what} and ${counted(decoys, "decoy")}; told even if up to ${fits} put their exports together${less}.\n`;
}

async function runTrace(
  leak: string,
  flags: { code: string; alpha: number; ledger?: string; json?: true },
): Promise<void> {
  endOnSignals(() => {});
  const { traceLeak } = await import("../app/exports-trace.ts");
  const trace = await traceLeak(flags.code, leak, flags.alpha, flags.ledger);
  if (flags.json === true) await print(`${JSON.stringify(trace, undefined, 2)}\n`);
  else await print(traceText(trace));
  if (flags.ledger === undefined)
    note(
      "No ledger was asked: that these exports carried these decoys when they were delivered is not shown.\n",
    );
  if (trace.exports.some(({ accused }) => accused)) process.exitCode = EXIT.findings;
}

/** At most so many exports that it does not point to. */
const MOST_SHOWN = 10;

function traceText({ lines, decoys, alpha, exports }: Trace): string {
  const pointed = exports.filter(({ accused }) => accused);
  const others = exports.filter(({ accused }) => !accused).slice(0, MOST_SHOWN);
  const rows = [...pointed, ...others].map((each) => [
    each.accused ? "points to" : "",
    `export ${each.export}`,
    each.time.slice(0, 10),
    each.leakers === 0
      ? `single decoy ${each.carried === 1 ? "found" : "not found"}`
      : `${each.carried} of ${each.present} decoys`,
    `p ${probability(each)}`,
    each.committed === false ? "not in the ledger" : "",
    each.to,
  ]);
  const sentence =
    pointed.length > 0
      ? `It points to ${pointed.length} of ${exports.length} exports. Were the leak from none of them, one or more of all ${exports.length} would look so with a chance of at most ${alpha}.`
      : `It points to none of ${exports.length} exports at a chance of error of ${alpha}. That does not show that none was leaked.`;
  return `${counted(lines, "line")} with ${counted(decoys, "decoy")}.\n${rows.length === 0 ? "" : table(rows)}${sentence}\n`;
}

function probability({ lnP }: TracedExport): string {
  if (lnP >= -1e-9) return "1";
  const exponent = Math.floor(lnP / Math.LN10);
  return `≤ ${(10 ** (lnP / Math.LN10 - exponent)).toFixed(1)}e${exponent}`;
}

function leakers(text: string): Leakers {
  if (text === "1" || text === "2" || text === "3") return Number(text) as Leakers;
  throw new InvalidArgumentError("Write 1, 2 or 3.");
}

function chance(text: string): number {
  const value = /^\d*\.?\d+(e-\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= 0.5) return value;
  throw new InvalidArgumentError("Write a chance above 0 and up to 0.5, e.g. 0.001.");
}
