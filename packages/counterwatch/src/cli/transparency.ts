import { type Command, InvalidArgumentError, Option } from "commander";
import type { TransparencyReport } from "../app/transparency.ts";
import type { Plan } from "../report/transparency/plan.ts";
import { LANGUAGE_WORDS } from "./choices.ts";
import { counted } from "./counted.ts";
import { ProgressLine } from "./progress-line.ts";
import { addReadingFlags, settingsOf } from "./setting-flags.ts";
import { endOnSignals } from "./signals.ts";
import { note, print } from "./standard-streams.ts";
import { version } from "./version.ts";

interface TransparencyFlags {
  readonly period: string;
  readonly epsilon?: string;
  readonly findings?: string;
  readonly outcomes?: string;
  readonly revise?: string;
  readonly out: string;
  readonly plan?: true;
  readonly json?: true;
}

export function addTransparency(program: Command): void {
  const command = program
    .command("transparency")
    .summary("publish counts of a period that give nobody away")
    .description(
      "Counts the look-ups of a period by system, action and purpose, and findings by class and outcome, with exact discrete\n" +
        "noise (differential privacy). It is drawn once; the ledger keeps what was spent, and refuses beyond the year's budget.",
    )
    .argument("[path...]", "the logs: files, folders, or - for stdin")
    .requiredOption(
      "--period <period>",
      "a quarter, month or year that has ended, e.g. 2026-Q3, 2026-08, 2026",
    );
  addReadingFlags(command);
  command
    .optionsGroup("What to publish:")
    .option("--ledger <folder>", "ledger that keeps what was spent")
    .option("--findings <path>", "count the findings of this scan's folder, too")
    .option("--outcomes <file>", "how findings ended, JSON Lines of finding and outcome")
    .option("--epsilon <number>", "what this report may cost (default: a quarter of the year's budget)")
    .option(
      "--revise <reason>",
      "draw again, and spend again, because look-ups or settings have changed",
      reason,
    )
    .option("-o, --out <folder>", "where the report goes", "counterwatch-transparency")
    .addOption(new Option("--lang <language>", "language of the page").choices(LANGUAGE_WORDS))
    .option("--plan", "say what the noise would be, and read and draw nothing")
    .option("--json", "print the report as JSON on stdout")
    .addHelpText(
      "after",
      `
Examples:
  counterwatch transparency --period 2026-Q3 --plan
  counterwatch transparency logs/ --period 2026-Q3 --ledger ledger \\
    --findings counterwatch-out
  counterwatch transparency logs/ --period 2026-Q3 --ledger ledger \\
    --revise "the log of August was incomplete"

What a year may cost stands in counterwatch.yaml: transparency: { epsilonPerYear: 4 }.`,
    )
    .action(runTransparency);
}

async function runTransparency(
  paths: readonly string[],
  flags: TransparencyFlags,
  command: Command,
): Promise<void> {
  if (paths.length === 0 && flags.plan === undefined) command.error("error: name the logs of the period");
  const settings = await settingsOf(command);
  const progress = new ProgressLine();
  endOnSignals(() => progress.clear());
  const { planReport, publishReport } = await import("../app/transparency.ts");
  const { period, epsilon, findings, outcomes, revise, out } = flags;
  if (flags.plan === true) {
    await print(planText(planReport({ settings, epsilon, findings, outcomes })));
    return;
  }
  const report = await publishReport({
    paths,
    settings,
    period,
    epsilon,
    findings,
    outcomes,
    revise,
    out,
    version: version(),
    now: new Date().toISOString(),
    onProgress: (state) => progress.update(state),
  }).finally(() => progress.clear());
  const { releaseText } = await import("../report/transparency/release.ts");
  const { json, csv, html } = report.files;
  await print(flags.json === true ? releaseText(report.release) : `${html}\n${csv}\n${json}\n`);
  note(await reportText(report));
}

async function reportText({ release, leaf, fresh, left, deadLetters }: TransparencyReport): Promise<string> {
  const { roundedUp } = await import("../report/transparency/rational.ts");
  const { period, epsilon, revision } = release;
  const which = revision === 0 ? period.name : `${period.name}, revision ${revision},`;
  const lost =
    deadLetters === 0 ? "" : `${counted(deadLetters, "row")} could not be read and left out of the counts.\n`;
  const done = fresh
    ? `Drew the report of ${which} and spent ε ${epsilon}`
    : `Printed the report of ${which} as it was drawn before; nothing was spent`;
  return `${lost}${done} (leaf ${leaf}). Of the budget of ${period.from.slice(0, 4)} ε ${roundedUp(left.epsilon, 15n)} is left.\n`;
}

function planText({ tables, cost, loss }: Plan): string {
  const lines = tables.map(
    ({ table, cells, halfWidth, perSubject, perOperator }) =>
      `${table.padEnd(14)} ${String(cells.length).padStart(3)} ${cells.length === 1 ? "cell " : "cells"}   ± ${String(halfWidth).padStart(7)}   counts up to ${perSubject} of a subject, ${perOperator} of an operator`,
  );
  return `${lines.join("\n")}\n${cost.mechanism}: ε ${decimal(cost.epsilon)} for the report; at most ${decimal(loss.subject)} for a person, ${decimal(loss.operator)} for an operator\n`;
}

/** For reading alone: four digits. */
function decimal({ n, d }: { readonly n: bigint; readonly d: bigint }): string {
  return String(Number(((n * 10_000n) / d).toString()) / 10_000);
}

/** It is published: one line, not a text. */
function reason(text: string): string {
  const line = text.trim();
  if (line !== "" && line.length <= 300 && !/\p{Cc}/u.test(line)) return line;
  throw new InvalidArgumentError("Write one line of at most 300 characters; it is published.");
}
