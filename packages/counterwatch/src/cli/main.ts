/** The command line: flags in, one call into `app/`, words out. Data goes to stdout, everything else to stderr. */
import { Command, CommanderError } from "commander";
import { addAssess } from "./assess.ts";
import { addCompletion } from "./completion.ts";
import { EXIT } from "./exit-codes.ts";
import { addExports } from "./exports.ts";
import { failureOf } from "./failure.ts";
import { addFindings } from "./findings.ts";
import { describeOnce, optionText } from "./help-text.ts";
import { addInit } from "./init.ts";
import { addLedger } from "./ledger.ts";
import { addPosture } from "./posture.ts";
import { addRegister } from "./register.ts";
import { addRules } from "./rules.ts";
import { addScan } from "./scan.ts";
import { addScore } from "./score.ts";
import { addServe } from "./serve.ts";
import { addSimulate } from "./simulate.ts";
import { addSources } from "./sources.ts";
import { colourOn, note, toleratePipes } from "./standard-streams.ts";
import { addTransparency } from "./transparency.ts";
import { addTripwire } from "./tripwire.ts";
import { version } from "./version.ts";
import { addWarnings } from "./warnings.ts";

export async function main(argv: readonly string[]): Promise<void> {
  toleratePipes();
  process.on("uncaughtException", (error) => {
    const { text, exitCode } = failureOf(error);
    note(text);
    process.exit(exitCode);
  });
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed already; it leaves with 1 for its own refusals, and 0 for --help and --version.
      process.exitCode = error.exitCode === 0 ? EXIT.clean : EXIT.usage;
      return;
    }
    const { text, exitCode } = failureOf(error);
    note(text);
    process.exitCode = exitCode;
  }
}

function program(): Command {
  const root = new Command("counterwatch");
  root
    .description(
      "Reads the access logs of surveillance record systems and explains who uses them to follow someone.",
    )
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .showHelpAfterError("Try --help for a list of what is possible.")
    .configureHelp({ optionDescription: optionText })
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, "counterwatch: ")),
      getErrHasColors: () => colourOn(process.stderr),
      getOutHasColors: () => colourOn(process.stdout),
    })
    .addHelpText(
      "after",
      `
Examples:
  counterwatch scan audit.csv                     findings, report in counterwatch-out
  counterwatch scan logs/ --zone America/Chicago  a folder of logs with local times
  zcat a.csv.gz | counterwatch scan - --jsonl     findings as JSON Lines
  counterwatch sources test audit.csv             what the first rows become
  counterwatch serve --demo                       a running desk, with an invented city

Exit codes: 0 clean · 1 findings at or above --fail-on · 2 usage or configuration
3 bad input · 4 evidence does not verify · 5 store or stream unavailable
70 internal · 130, 143 stopped by a signal`,
    );
  addScan(root);
  addFindings(root);
  addAssess(root);
  addSources(root);
  addRules(root);
  addInit(root);
  addLedger(root);
  addRegister(root);
  addExports(root);
  addSimulate(root);
  addScore(root);
  addTripwire(root);
  addTransparency(root);
  addWarnings(root);
  addPosture(root);
  addServe(root);
  addCompletion(root);
  for (const command of everyCommand(root)) {
    command.exitOverride();
    describeOnce(command);
  }
  return root;
}

function* everyCommand(command: Command): Iterable<Command> {
  yield command;
  for (const child of command.commands) yield* everyCommand(child);
}
