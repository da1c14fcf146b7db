import { join } from "node:path";
import { type Command, Option } from "commander";
import { LANGUAGE_WORDS } from "./choices.ts";
import { EXIT } from "./exit-codes.ts";
import { type AssessedFlags, withAssessed, withOfficers } from "./register-flags.ts";
import { type RehearseFlags, runRehearsal, withRehearsal } from "./rehearse.ts";
import { addReadingFlags, settingsOf } from "./setting-flags.ts";
import { endOnSignals } from "./signals.ts";
import { colourOn, note, print, widthOf } from "./standard-streams.ts";
import { version } from "./version.ts";

interface AssessFlags extends AssessedFlags {
  readonly incident?: readonly string[];
  readonly finding?: readonly string[];
  readonly operator?: readonly string[];
  readonly name?: string;
  readonly log?: readonly string[];
  readonly rows?: readonly string[];
  readonly rowMapping?: string;
  readonly rowFormat?: string;
  readonly lookup?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly force?: true;
}

export function addAssess(program: Command): void {
  const command = program
    .command("assess")
    .summary("work out what an intruder's look-ups exposed of the register")
    .description(
      "Holds the rows that an incident's look-ups showed against the register, and says of each registered relation how far it\n" +
        "is exposed, by which rows and since when. Writes assessment.json, report.html and dead-letters.jsonl. Leaves with 1\n" +
        "where a relation is certain or likely to be known, with 0 where none is.",
    )
    .optionsGroup("The incident:")
    .option(
      "--incident <path>",
      "findings, look-ups and shown rows as JSON Lines, or a scan's folder; may be repeated",
      gather,
    )
    .option("--finding <id>", "only this finding, by its id or the beginning of it; may be repeated", gather)
    .option("--operator <id>", "only findings and look-ups of this operator; may be repeated", gather)
    .option("--name <text>", "what the incident is called (default: after its look-ups)")
    .option("--log <path>", "the access log, for times and numbers of rows; may be repeated", gather)
    .optionsGroup("What was shown:")
    .option(
      "--rows <path...>",
      "files or folders of rows: own JSON Lines, call records, fixes, plate reads …",
    )
    .option("--row-format <form>", "read rows by this form instead of recognising it by its content")
    .option("--row-mapping <file>", "read rows of another form by a mapping file")
    .option("--lookup <id>", "the look-up that showed the rows which name none")
    .optionsGroup("The register:")
    .option("--register <folder>", "the sealed register; two officers open it")
    .option("--plain-register <file>", "a register in the open, for exercises alone")
    .option("--ledger <folder>", "the ledger that the register was made with");
  withOfficers(command);
  withRehearsal(command);
  addReadingFlags(command);
  command
    .optionsGroup("What to make of it:")
    .option("-o, --out <folder>", "where the assessment goes (default: counterwatch-assessment)")
    .addOption(
      new Option("--lang <language>", "language of the report and the terminal").choices(LANGUAGE_WORDS),
    )
    .option("--json", "print the assessment as JSON on stdout")
    .option("-q, --quiet", "print nothing but errors")
    .option("--force", "write into a folder that holds other files, too")
    .addHelpText(
      "after",
      `
Example:
  counterwatch assess --incident counterwatch-out --operator op-17 \\
    --log audit.jsonl --rows shown/ --register people --ledger ledger \\
    --officer ana=/media/ana --officer bo=/media/bo
  counterwatch assess --rehearse calls finance travel --rows dump/ \\
    --measures measures.yaml --register people …

Rows name their look-up in a column "lookup", by --lookup, or by the name of
their file. Every assessment is itself a look-up: it stands in the ledger and in
the log of our own look-ups, which scan reads.

Exit codes: 0 nothing certain or likely · 1 something is · others as everywhere.`,
    )
    .action(runAssess);
}

async function runAssess(flags: AssessFlags & RehearseFlags, command: Command): Promise<void> {
  const { incident = [], register, plainRegister, rehearse } = flags;
  if ((incident.length === 0) === (rehearse === undefined))
    command.error("error: name the incident with --incident, or systems to rehearse with --rehearse");
  if ((register === undefined) === (plainRegister === undefined))
    command.error("error: name the register with --register, or one in the open with --plain-register");
  if (plainRegister !== undefined)
    note(
      "counterwatch: EXERCISE: this register lies in the open. People in danger belong in a sealed one.\n",
    );
  if (rehearse !== undefined) return await runRehearsal(flags, command);
  const settings = await settingsOf(command);
  endOnSignals(() => {});
  const [{ assessIncident }, { renderAssessmentText }] = await Promise.all([
    import("../app/assess.ts"),
    import("../report/exposure/assessment-text.ts"),
  ]);
  const result = await withAssessed(flags, settings, (asked) =>
    assessIncident({
      ...asked,
      incident,
      choice: { findings: flags.finding ?? [], operators: flags.operator ?? [] },
      name: flags.name,
      logs: flags.log ?? [],
      rows: flags.rows ?? [],
      rowMapping: flags.rowMapping,
      rowFormat: flags.rowFormat,
      lookup: flags.lookup,
      force: flags.force === true,
      version: version(),
    }),
  );
  if (flags.json === true) await print(`${JSON.stringify(result.assessment, undefined, 2)}\n`);
  else if (flags.quiet !== true) {
    const reportPath = join(result.out, "report.html");
    const screen = { width: widthOf(process.stdout), colour: colourOn(process.stdout), reportPath };
    await print(renderAssessmentText(result.report, screen));
  }
  const urgent = result.assessment.relations.some(({ tier }) => tier === "certain" || tier === "likely");
  process.exitCode = urgent ? EXIT.findings : EXIT.clean;
}

function gather(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
