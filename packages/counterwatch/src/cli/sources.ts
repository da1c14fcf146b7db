import { type Command, InvalidArgumentError } from "commander";
import type { Trial } from "../intake/trial.ts";
import { addReadingFlags, settingsOf } from "./setting-flags.ts";
import { print, widthOf } from "./standard-streams.ts";
import { table } from "./table.ts";

export function addSources(program: Command): void {
  const sources = program.command("sources").summary("see which logs can be read, and how");

  sources
    .command("list")
    .summary("list the kinds of logs that are recognised")
    .option("--json", "print them as JSON")
    .action(runList);

  const test = sources
    .command("test")
    .summary("show what the first rows of a log become, and what is rejected")
    .argument("<path...>", "files, folders, or - for stdin")
    .option("--rows <number>", "how many rows", rowCount, 5)
    .option("--json", "print the trials as JSON");
  addReadingFlags(test).action(runTest);

  sources
    .command("map")
    .summary("propose a mapping file for a log that is not recognised")
    .argument("<file>", "a log, or - for stdin")
    .addHelpText(
      "after",
      `
Example:
  counterwatch sources map portal.csv > portal.yaml
  counterwatch sources test portal.csv --mapping portal.yaml`,
    )
    .action(runMap);
}

async function runList(flags: { json?: true }): Promise<void> {
  const { listSources } = await import("../app/sources.ts");
  const kinds = listSources();
  if (flags.json === true) await print(`${JSON.stringify(kinds, undefined, 2)}\n`);
  else
    await print(
      table(kinds.map(({ id, title, needsZone }) => [id, title, needsZone ? "may need --zone" : ""])),
    );
}

async function runTest(
  paths: readonly string[],
  flags: { rows: number; json?: true },
  command: Command,
): Promise<void> {
  const { testSources } = await import("../app/sources.ts");
  const trials = await testSources(paths, flags.rows, await settingsOf(command));
  if (flags.json === true) {
    await print(`${JSON.stringify(trials, undefined, 2)}\n`);
    return;
  }
  const { trialText } = await import("./trial-text.ts");
  const texts = trials.map((trial: Trial) => trialText(trial, widthOf(process.stdout)));
  await print(texts.join("\n"));
}

async function runMap(path: string): Promise<void> {
  const { mapSource } = await import("../app/sources.ts");
  await print(await mapSource(path));
}

function rowCount(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number up to 9999.");
}
