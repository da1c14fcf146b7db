import { type Command, InvalidArgumentError, Option } from "commander";
import type { Outcome } from "../app/warnings.ts";
import { LANGUAGE_WORDS } from "./choices.ts";
import { EXIT } from "./exit-codes.ts";
import { withLedger, withOfficers } from "./register-flags.ts";
import { settingsOf } from "./setting-flags.ts";
import { endOnSignals } from "./signals.ts";
import { note, print } from "./standard-streams.ts";
import { version } from "./version.ts";
import { type Channel, type PlaceFlags, placed, withWarningMeans } from "./warnings-flags.ts";
import { runAssign, runRecord, runRelease, runSign } from "./warnings-steps.ts";

// Written out: loading what they belong to would slow every --help.
const OUTCOME_WORDS = [
  "attempted",
  "delivered",
  "refused",
  "not-needed",
  "disputed",
] as const satisfies readonly Outcome[];
const CHANNEL_WORDS = [
  "in-person",
  "voice",
  "message",
  "intermediary",
  "letter",
] as const satisfies readonly Channel[];

export function addWarnings(program: Command): void {
  const warnings = program
    .command("warnings")
    .summary("the duty to warn exposed people, tracked until somebody has")
    .description(
      "Warnings are drafted from an assessment and released by two officers. Each has a clock and a line of authority; each\n" +
        "step is a leaf of the ledger before it counts, and nothing is closed by deleting.",
    )
    .addHelpText(
      "after",
      `
Example:
  counterwatch warnings open duties --assessment assessment.json \\
    --register people --ledger ledger
  counterwatch warnings release duties --register people --ledger ledger \\
    --officer ana=/media/ana --officer bo=/media/bo
  counterwatch warnings list duties --register people --ledger ledger --html board.html
  counterwatch warnings record duties w1_… --outcome delivered --by "duty officer" \\
    --channel in-person --register people --ledger ledger

Deadlines and lines of authority stand in counterwatch.yaml, under warnings: and authority:.`,
    );

  placed(warnings.command("open"))
    .summary("draft warnings from an assessment, or tighten those that are there")
    .argument("<folder>", "folder of the warnings; made where there is none")
    .requiredOption("--assessment <file>", "the JSON that assess wrote")
    .option("--kind <word>", "kind of incident, which says who has authority", "exposure")
    .option("--gaps", "also people whom only rows that the logs do not show could have exposed")
    .option("--config <file>", "configuration (default: ./counterwatch.yaml where there is one)")
    .action(runOpen);

  placed(withOfficers(warnings.command("release")))
    .summary("release drafts, signed by two officers: those named, else all")
    .argument("<folder>", "folder of the warnings")
    .argument("[id...]", "drafts to release")
    .action(runRelease);

  withLedger(withOfficers(warnings.command("sign")))
    .summary("sign the release of drafts that a running server holds; prints what to send back")
    .argument("<file>", "what the board of warnings wrote to be signed")
    .requiredOption("--register <folder>", "the register that the warnings are of")
    .action(runSign);

  placed(warnings.command("list"))
    .summary("list warnings by clock, overdue first")
    .argument("<folder>", "folder of the warnings")
    .option("--all", "closed ones, too")
    .addOption(new Option("--fail-on <what>", "leave with 1 where one is overdue").choices(["overdue"]))
    .option("--html <file>", "write the board as one self-contained page")
    .option("--json", "print them as one JSON array")
    .option("--zone <zone>", "show times in this IANA time zone")
    .addOption(new Option("--lang <language>", "language of list and board").choices(LANGUAGE_WORDS))
    .option("--config <file>", "configuration (default: ./counterwatch.yaml where there is one)")
    .action(runList);

  placed(warnings.command("assign"))
    .summary("say who sees to a warning; its clock goes on")
    .argument("<folder>", "folder of the warnings")
    .argument("<id>", "which warning")
    .requiredOption("--owner <office>", "who sees to it")
    .requiredOption("--by <office>", "who says so")
    .action(runAssign);

  placed(withOfficers(warnings.command("record")))
    .summary("record what was done, by whom, when and by which way")
    .description(
      "attempted, delivered, refused: with --channel. disputed: what was recorded was not so; opens it again. not-needed: with a\n" +
        "reason and the signatures of two officers.",
    )
    .argument("<folder>", "folder of the warnings")
    .argument("<id>", "which warning")
    .addOption(new Option("--outcome <what>", "what happened").choices(OUTCOME_WORDS).makeOptionMandatory())
    .requiredOption("--by <office>", "who did it")
    .option("--at <time>", "when it happened, with a zone: 2026-03-01T08:00:00Z (default: now)", instant)
    .addOption(new Option("--channel <class>", "by which way").choices(CHANNEL_WORDS))
    .option("--reason <text>", "why, without names or numbers of people")
    .action(runRecord);

  placed(warnings.command("verify"))
    .summary("check journal, ledger and signatures; writes nothing")
    .argument("<folder>", "folder of the warnings")
    .option("--json", "print as JSON")
    .action(runVerify);
}

async function runOpen(
  folder: string,
  flags: PlaceFlags & { assessment: string; kind: string; gaps?: true },
  command: Command,
): Promise<void> {
  endOnSignals(() => {});
  const settings = await settingsOf(command);
  const { openWarnings } = await import("../app/warnings.ts");
  const request = { assessment: flags.assessment, kind: flags.kind, gapsToo: flags.gaps === true };
  const done = await withWarningMeans(flags, command, (means) =>
    openWarnings({ folder, register: flags.register }, request, settings, means),
  );
  await print(done.ids.map((id) => `${id}\n`).join(""));
  note(
    `Drafted ${done.opened}, tightened ${done.tightened}, opened again ${done.reopened}; ${done.unchanged} stand as they are.\n`,
  );
  if (done.leftOut > 0)
    note(
      `${done.leftOut} people have no evidence in the logs, but rows are missing that could have exposed them. To draft for them as well: --gaps\n`,
    );
  if (settings.authority?.line === undefined)
    note(
      "No line of authority is configured: when a clock runs out, it stays with the register's officers.\n",
    );
  if (done.ids.length > 0)
    note(`The clocks run. Two officers release them: counterwatch warnings release ${folder}\n`);
}

interface ListFlags extends PlaceFlags {
  readonly all?: true;
  readonly failOn?: "overdue";
  readonly html?: string;
  readonly json?: true;
}

async function runList(folder: string, flags: ListFlags, command: Command): Promise<void> {
  endOnSignals(() => {});
  const settings = await settingsOf(command, ["failOn"]);
  const { readWarnings } = await import("../app/warnings.ts");
  const { now, register, warnings } = await withWarningMeans(flags, command, (means) =>
    readWarnings({ folder, register: flags.register }, means),
  );
  const shown = flags.all === true ? warnings : warnings.filter(({ open }) => open);
  if (flags.html !== undefined) {
    const { writeWarningBoard } = await import("../app/warnings-board.ts");
    await writeWarningBoard(flags.html, { warnings, now, register }, settings, version());
    note(`The board is in ${flags.html}. Handle it as the register itself.\n`);
  }
  if (flags.json === true) await print(`${JSON.stringify(shown, undefined, 2)}\n`);
  else {
    const { warningsText } = await import("./warnings-text.ts");
    const { text, summary } = warningsText(shown, now, settings);
    await print(text);
    note(summary);
  }
  if (flags.failOn === "overdue" && warnings.some(({ overdue }) => overdue)) process.exitCode = EXIT.findings;
}

async function runVerify(
  folder: string,
  flags: PlaceFlags & { json?: true },
  command: Command,
): Promise<void> {
  if (flags.ledger === undefined)
    command.error("error: give --ledger FOLDER: without it nothing can be verified");
  const { verifyWarnings } = await import("../app/warnings-verification.ts");
  const verified = await verifyWarnings({ folder, register: flags.register }, flags.ledger);
  if (flags.json === true) {
    await print(`${JSON.stringify(verified, undefined, 2)}\n`);
    return;
  }
  const { verifiedText } = await import("./warnings-text.ts");
  await print(verifiedText(verified));
}

function instant(text: string): number {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError("Write 2026-03-01T08:00:00Z or …T02:00:00-06:00.");
  return time;
}
