import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { LedgerRecord } from "../app/ledger-scan.ts";
import type { ScanResult } from "../app/scan.ts";
import type { Severity } from "../model/index.ts";
import { SEVERITY_WORDS } from "./choices.ts";
import { counted } from "./counted.ts";
import { EXIT } from "./exit-codes.ts";
import { openLog } from "./log.ts";
import { ProgressLine } from "./progress-line.ts";
import { addOutcomeFlags, addReadingFlags, addRuleFlags, settingsOf } from "./setting-flags.ts";
import { endOnSignals } from "./signals.ts";
import { colourOn, note, print, widthOf } from "./standard-streams.ts";
import { version } from "./version.ts";

interface ScanFlags {
  readonly json?: true;
  readonly jsonl?: true;
  readonly quiet?: true;
  readonly force?: true;
}

export function addScan(program: Command): void {
  const command = program
    .command("scan")
    .summary("read access logs, write findings and a report")
    .description(
      "Reads access logs and writes a folder with findings.jsonl, report.html, dead-letters.jsonl and summary.json.\n" +
        "The files together are one log: rows that repeat among them count once. Gzip is unpacked on the way.",
    )
    .argument("<path...>", "files, folders, or - for stdin");
  addReadingFlags(command);
  addRuleFlags(command);
  addOutcomeFlags(command);
  command
    .option("--ledger <folder>", "append every look-up to this ledger before it is judged")
    .addOption(
      new Option(
        "--heartbeat <source=time>",
        "report a source that is silent for longer, e.g. city-a=1h; may be repeated",
      ).argParser(heartbeat),
    )
    .optionsGroup("What to print:")
    .option("--json", "print the summary as JSON on stdout")
    .option("--jsonl", "print the findings as JSON Lines on stdout")
    .option("-q, --quiet", "print nothing but errors")
    .option("--force", "write into a folder that holds other files, too")
    .addHelpText(
      "after",
      `
Examples:
  counterwatch scan audit-2025-*.csv --zone America/Chicago
  counterwatch scan logs/ --cases cases.csv --fail-on high --out ./march
  zcat audit.csv.gz | counterwatch scan - --jsonl | jq -r .explanation`,
    )
    .action(runScan);
}

async function runScan(paths: readonly string[], flags: ScanFlags, command: Command): Promise<void> {
  if (flags.json === true && flags.jsonl === true) {
    command.error("error: --json and --jsonl both write to stdout: choose one");
  }
  const settings = await settingsOf(command);
  const progress = new ProgressLine();
  endOnSignals(() => progress.clear());
  const quiet = flags.quiet === true;
  const [{ scan }, { findingLine }, { renderTerminal }, { wordsOf }] = await Promise.all([
    import("../app/scan.ts"),
    import("../app/finding-lines.ts"),
    import("../report/scan/terminal.ts"),
    import("./words.ts"),
  ]);
  if (paths.includes("-") && process.stdin.isTTY)
    note("counterwatch: reading from the terminal; end with Ctrl-D\n");
  const log = await openLog(settings.logLevel ?? "silent");
  log.info({ paths: paths.length, version: version() }, "scan begins");
  const result = await scan({
    paths,
    settings,
    force: flags.force === true,
    version: version(),
    now: new Date().toISOString(),
    ...(quiet ? {} : { onProgress: (state) => progress.update(state) }),
    onStep: (step, counts) => log.info(counts, step),
  }).finally(() => progress.clear());
  if (result.recorded !== undefined && !quiet) note(recordedText(result.recorded));
  if (settings.key === undefined && !quiet) note(`counterwatch: ${wordsOf(settings).terminalNoKey}\n\n`);
  try {
    if (flags.json === true) await print(`${JSON.stringify(result.summary, undefined, 2)}\n`);
    else if (flags.jsonl === true) {
      for (const finding of result.findings) for (const piece of findingLine(finding)) await print(piece);
    } else if (!quiet) {
      const reportPath = join(result.out, "report.html");
      const screen = { width: widthOf(process.stdout), colour: colourOn(process.stdout), reportPath };
      await print(renderTerminal(result.report, screen));
    }
  } finally {
    result.close();
  }
  process.exitCode = exitCodeOf(result, settings.failOn);
}

function exitCodeOf({ summary, findings, out }: ScanResult, failOn: Severity | undefined): number {
  if (summary.rows > 0 && summary.events === 0) {
    // Nothing was found because nothing could be read: that must not pass for a clean log.
    note(
      `counterwatch: not one of ${summary.rows} rows could be read\n` +
        `  ${join(out, "dead-letters.jsonl")} says why. Try --format, --zone or a mapping: counterwatch sources map FILE\n`,
    );
    return EXIT.badInput;
  }
  const failed =
    failOn !== undefined && findings.some(({ finding }) => rank(finding.severity) >= rank(failOn));
  return failed ? EXIT.findings : EXIT.clean;
}

function recordedText({ appended, present, leaves }: LedgerRecord): string {
  const before = present === 0 ? "" : `, ${present} were there already`;
  return `counterwatch: ${counted(appended, "look-up")} appended to the ledger${before}; it has ${counted(leaves, "leaf", "leaves")}\n\n`;
}

/** The setting `sources`, as a flag. */
function heartbeat(text: string, before: Readonly<Record<string, { heartbeat: string }>> | undefined) {
  const at = text.lastIndexOf("=");
  if (at < 1) throw new InvalidArgumentError("Expected SOURCE=TIME, e.g. city-a=1h.");
  return { ...before, [text.slice(0, at)]: { heartbeat: text.slice(at + 1) } };
}

function rank(severity: Severity): number {
  return SEVERITY_WORDS.indexOf(severity);
}
