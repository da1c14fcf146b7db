import { type Command, InvalidArgumentError, Option } from "commander";
import type { FindingFilter } from "../app/findings-list.ts";
import type { Settings } from "../app/settings.ts";
import type { Finding } from "../model/index.ts";
import type { Form } from "../report/forms/forms.ts";
import { FORM_WORDS, LANGUAGE_WORDS, SEVERITY_WORDS } from "./choices.ts";
import { settingsOf } from "./setting-flags.ts";
import { colourOn, note, print, stdoutOpen, widthOf } from "./standard-streams.ts";
import { version } from "./version.ts";

interface FindingsFlags extends FindingFilter {
  readonly limit?: number;
  readonly json?: true;
  readonly jsonl?: true;
  readonly form?: Form;
}

export function addFindings(program: Command): void {
  program
    .command("findings")
    .summary("list the findings of a scan")
    .description("Lists the findings of an earlier scan, most urgent first, all of them or those that fit.")
    .argument("[path]", "findings.jsonl or the folder that a scan wrote (default: counterwatch-out)")
    .addOption(new Option("--severity <severity>", "at least this severe").choices(SEVERITY_WORDS))
    .option("--detector <name>", "of this detector, or whose name begins so: rule/, story/fixation")
    .option("--operator <id>", "about this operator")
    .option("--subject <pseudonym>", "about this subject; its first digits are enough")
    .option("--since <time>", "completed at or after this date or time", instant)
    .option("--until <time>", "completed before the end of this date, or before this time", instant)
    .option("--limit <number>", "at most so many", count)
    .option("--zone <zone>", "show times in this IANA time zone")
    .addOption(new Option("--lang <language>", "language of the list").choices(LANGUAGE_WORDS))
    .option("--config <file>", "configuration (default: ./counterwatch.yaml where there is one)")
    .option("--json", "print them as one JSON array")
    .option("--jsonl", "print them as JSON Lines")
    .addOption(
      new Option(
        "--form <form>",
        "print them as another system reads them; ids of look-ups are left out",
      ).choices(FORM_WORDS),
    )
    .addHelpText(
      "after",
      `
Examples:
  counterwatch findings --severity high
  counterwatch findings march/ --detector story/ --operator op-17 --since 2025-03-01
  counterwatch findings --form ocsf > findings.ocsf.jsonl`,
    )
    .action(runFindings);
}

async function runFindings(path: string | undefined, flags: FindingsFlags, command: Command): Promise<void> {
  if ([flags.json, flags.jsonl, flags.form].filter((each) => each !== undefined).length > 1)
    command.error("error: --json, --jsonl and --form exclude each other");
  const settings = await settingsOf(command);
  const { findingsPath, readFindings } = await import("../app/findings-list.ts");
  const file = findingsPath(path, settings);
  if (flags.form !== undefined) return await printForm(flags.form, readFindings(file, flags), flags.limit);
  const show = flags.json === true ? asArray : flags.jsonl === true ? asLines : await asText(settings);
  let shown = 0;
  for await (const finding of readFindings(file, flags)) {
    if (shown === (flags.limit ?? Number.POSITIVE_INFINITY) || !stdoutOpen()) break;
    await print(show(finding, shown));
    shown += 1;
  }
  if (flags.json === true) await print(shown === 0 ? "[]\n" : "\n]\n");
  else if (flags.jsonl !== true) {
    const { wordsOf } = await import("./words.ts");
    const words = wordsOf(settings);
    note(shown === 0 ? `${words.terminalNoneFits}\n` : `${words.findings(shown)}. ${words.leads}\n`);
  }
}

async function printForm(form: Form, findings: AsyncIterable<Finding>, limit = Number.POSITIVE_INFINITY) {
  const { formOfFindings } = await import("../report/forms/forms.ts");
  const writing = { version: version(), now: new Date().toISOString() };
  for await (const piece of formOfFindings(form, handed(findings, limit), writing)) {
    if (!stdoutOpen()) return;
    await print(piece);
  }
}

async function* handed(findings: AsyncIterable<Finding>, limit: number) {
  let left = limit;
  for await (const { events: _events, ...finding } of findings) {
    if (left-- <= 0) return;
    yield finding;
  }
}

type Show = (finding: Finding, index: number) => string;

const asLines: Show = (finding) => `${JSON.stringify(finding)}\n`;

const asArray: Show = (finding, index) => `${index === 0 ? "[\n" : ",\n"}${JSON.stringify(finding)}`;

async function asText(settings: Settings): Promise<Show> {
  const [{ reveal }, { severityLabel }, { wrap }, { speechOf, wordsOf }] = await Promise.all([
    import("../report/page/hostile-text.ts"),
    import("../report/scan/terminal.ts"),
    import("../report/page/terminal-text.ts"),
    import("./words.ts"),
  ]);
  const say = speechOf(settings);
  const words = wordsOf(settings);
  const width = widthOf(process.stdout);
  return ({ id, severity, time, operator, detector, explanation }) => {
    const label = severityLabel(severity, words.severity[severity], colourOn(process.stdout));
    const when = `${say.minute(Date.parse(time))} ${say.zone}`;
    const sentence = wrap(reveal(explanation), width - 2, 12).map((line) => `  ${line}\n`);
    return `${label}  ${when}  ${reveal(operator)}  ${detector}  ${id}\n${sentence.join("")}\n`;
  };
}

function instant(text: string): string {
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError("Write 2025-03-01 or 2025-03-01T08:00:00Z.");
}

function count(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number.");
}
