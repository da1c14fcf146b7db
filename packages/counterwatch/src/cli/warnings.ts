import { type Command, InvalidArgumentError, Option } from "commander";
import type { Outcome } from "../app/warnings.ts";
import type { WarningMeans } from "../app/warnings-desk.ts";
import type { CHANNELS } from "../incidents/warning-steps.ts";
import type { ListedWarning } from "../incidents/warning-list.ts";
import { LANGUAGE_WORDS } from "./choices.ts";
import { EXIT } from "./exit-codes.ts";
import {
  type LedgerFlags,
  type OfficerFlags,
  officersOf,
  withLedger,
  withOfficers,
} from "./register-flags.ts";
import { settingsOf } from "./setting-flags.ts";
import { endOnSignals } from "./signals.ts";
import { note, print } from "./standard-streams.ts";
import { version } from "./version.ts";

type Channel = (typeof CHANNELS)[number];

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

interface PlaceFlags extends LedgerFlags {
  readonly register: string;
  readonly ledger: string;
}

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
  counterwatch warnings open duties --assessment assessment.json --register people --ledger ledger
  counterwatch warnings release duties --register people --ledger ledger --officer ana=/media/ana --officer bo=/media/bo
  counterwatch warnings list duties --register people --ledger ledger --html board.html
  counterwatch warnings record duties w1_… --outcome delivered --by "duty officer" --channel in-person --register people --ledger ledger

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

function placed(command: Command): Command {
  return withLedger(command.requiredOption("--register <folder>", "the register that the warnings are of"));
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

async function runRelease(
  folder: string,
  ids: readonly string[],
  flags: PlaceFlags & OfficerFlags,
  command: Command,
): Promise<void> {
  endOnSignals(() => {});
  const { releaseWarnings } = await import("../app/warnings.ts");
  const officers = await officersOf(flags.register, flags);
  const show = await shower();
  const released = await withWarningMeans(flags, command, (means) =>
    releaseWarnings({ folder, register: flags.register }, ids, officers, show, means),
  );
  await print(released.map((id) => `${id}\n`).join(""));
  note(
    released.length === 0
      ? "There is no draft to release.\n"
      : `${released.length} released. Say who sees to each: counterwatch warnings assign ${folder} ID\n`,
  );
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

async function runAssign(
  folder: string,
  id: string,
  flags: PlaceFlags & { owner: string; by: string },
  command: Command,
): Promise<void> {
  endOnSignals(() => {});
  const { assignWarning } = await import("../app/warnings.ts");
  await withWarningMeans(flags, command, (means) =>
    assignWarning({ folder, register: flags.register }, { id, owner: flags.owner, by: flags.by }, means),
  );
  note(`Assigned to ${flags.owner}; the clock goes on.\n`);
}

interface RecordFlags extends PlaceFlags, OfficerFlags {
  readonly outcome: Outcome;
  readonly by: string;
  readonly at?: number;
  readonly channel?: Channel;
  readonly reason?: string;
}

async function runRecord(folder: string, id: string, flags: RecordFlags, command: Command): Promise<void> {
  endOnSignals(() => {});
  const { recordOutcome } = await import("../app/warnings.ts");
  const officers = await officersOf(flags.register, flags);
  const { outcome, by, at: happened, channel, reason } = flags;
  const show = await shower();
  const state = await withWarningMeans(flags, command, (means) =>
    recordOutcome(
      { folder, register: flags.register },
      { id, outcome, by, happened, channel, reason },
      officers,
      show,
      means,
    ),
  );
  note(`Recorded; the warning is ${state}.\n`);
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

/** What will be signed, on stderr, before a passphrase is asked for. */
async function shower(): Promise<(warnings: readonly ListedWarning[], now: number) => void> {
  const { warningsText } = await import("./warnings-text.ts");
  return (warnings, now) => note(`To be signed by both officers:\n${warningsText(warnings, now, {}).text}`);
}

/** No step without a ledger. */
async function withWarningMeans<T>(
  { ledger, register, ownActions }: PlaceFlags,
  command: Command,
  act: (means: WarningMeans) => Promise<T>,
): Promise<T> {
  if (ledger === undefined)
    command.error("error: give --ledger FOLDER: no step of a warning is taken without its ledger");
  const { openLedgerFolder } = await import("../store/register-ledger.ts");
  const { appendOwnAction } = await import("../store/own-actions.ts");
  const { ownActionsPlace } = await import("../app/own-actions-place.ts");
  const place = ownActionsPlace(ownActions, register, process.env);
  const opened = await openLedgerFolder(ledger);
  try {
    return await act({
      ledger: opened,
      clock: () => new Date(),
      warn: (sentence) => note(`${sentence}\n`),
      own: (action) => appendOwnAction(place, action, new Date()),
    });
  } finally {
    await opened.close();
  }
}

function instant(text: string): number {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError("Write 2026-03-01T08:00:00Z or …T02:00:00-06:00.");
  return time;
}
