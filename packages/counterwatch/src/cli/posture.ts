import { type Command, Option } from "commander";
import { LANGUAGE_WORDS } from "./choices.ts";
import { EXIT } from "./exit-codes.ts";
import { settingsOf } from "./setting-flags.ts";
import { print, widthOf } from "./standard-streams.ts";
import { version } from "./version.ts";

interface PostureFlags {
  readonly register?: string;
  readonly registerLedger?: string;
  readonly items?: string;
  readonly html?: string;
  readonly json?: true;
}

interface StepFlags {
  readonly register: string;
  readonly registerLedger: string;
  readonly items?: string;
  readonly by: string;
  readonly owner?: string;
  readonly due?: string;
  readonly reason?: string;
  readonly until?: string;
}

const EXAMPLES = `
Examples:
  counterwatch posture --ledger ledger --register people \\
    --register-ledger office --html posture.html
  counterwatch posture close o1_… --by "records office" \\
    --reason "cells are cut after 30 days" --register people --register-ledger office`;

export function addPosture(program: Command): void {
  const posture = program
    .command("posture")
    .summary("the state of the countermeasures, as an inspector would ask")
    .description(
      "Which sources are covered by vector, silent or without a witness; which vulnerabilities that rehearsals found are open\n" +
        "and whose they are; who decides about which incident; when it was last rehearsed. Leaves with 1 where anything is short.",
    );
  const shown = posture
    .command("show", { isDefault: true })
    .summary("what is covered, open and missing")
    .option("--config <file>", "configuration file (default: ./counterwatch.yaml)")
    .option("--ledger <folder>", "the ledger of look-ups")
    .option("--register <folder>", "the register whose open items are told")
    .option("--register-ledger <folder>", "the ledger that the register was made with")
    .option("--items <folder>", "where open items are kept (default: open-items in the register)")
    .option("--zone <zone>", "IANA time zone of the times that are shown")
    .addOption(new Option("--lang <language>", "language of the list and the page").choices(LANGUAGE_WORDS))
    .option("--html <file>", "also write a page")
    .option("--json", "print it as JSON on stdout")
    .addHelpText("after", EXAMPLES)
    .action(show);
  // Its options are what people look for who ask for help about `posture`.
  posture.addHelpText("after", () => `\n${shown.helpInformation()}${EXAMPLES}`);
  for (const [name, summary] of [
    ["assign", "give an open item to an office"],
    ["accept", "take a risk until a day, with a reason"],
    ["close", "close an open item with a reason"],
  ] as const) {
    const step = posture
      .command(name)
      .summary(summary)
      .argument("<item>", "its id, o1_…, or the beginning of it")
      .requiredOption("--by <office>", "who says so")
      .requiredOption("--register <folder>", "the register whose open items these are")
      .requiredOption("--register-ledger <folder>", "the ledger that the register was made with")
      .option("--items <folder>", "where open items are kept (default: open-items in the register)");
    if (name === "assign")
      step.requiredOption("--owner <office>", "whose it is now").option("--due <day>", "a new day");
    else step.requiredOption("--reason <text>", "why, in a sentence without names or numbers of people");
    if (name === "accept") step.requiredOption("--until <day>", "when it is open again by itself");
    step.action((item: string, flags: StepFlags) => take(name, item, flags));
  }
}

async function show(flags: PostureFlags, command: Command): Promise<void> {
  const { register, registerLedger } = flags;
  if ((register === undefined) !== (registerLedger === undefined))
    command.error("error: open items need both --register and --register-ledger");
  const settings = await settingsOf(command);
  const [{ readPosture }, { posturePage, postureText }] = await Promise.all([
    import("../app/posture.ts"),
    import("../report/rehearsal/posture-page.ts"),
  ]);
  const posture = await readPosture({
    settings,
    items:
      register === undefined || registerLedger === undefined
        ? undefined
        : { folder: flags.items, register, ledger: registerLedger },
    clock: () => new Date(),
  });
  const input = {
    posture,
    locale: settings.lang ?? "en",
    zone: settings.zone ?? "UTC",
    version: version(),
  } as const;
  if (flags.html !== undefined) {
    const [{ readReportFonts }, { writeDurably }] = await Promise.all([
      import("../store/fonts.ts"),
      import("../store/tripwire-files.ts"),
    ]);
    writeDurably(flags.html, posturePage({ ...input, fonts: await readReportFonts() }));
  }
  if (flags.json === true) await print(`${JSON.stringify(posture, undefined, 2)}\n`);
  else await print(postureText(input, { width: widthOf(process.stdout) }));
  process.exitCode = posture.shortcomings.length > 0 ? EXIT.findings : EXIT.clean;
}

async function take(name: "assign" | "accept" | "close", item: string, flags: StepFlags): Promise<void> {
  const { takeItemStep } = await import("../app/posture.ts");
  const { reason = "", owner = "", due, until = "" } = flags;
  const said = await takeItemStep(
    { folder: flags.items, register: flags.register, ledger: flags.registerLedger },
    item,
    (desk, id) =>
      name === "assign"
        ? desk.assign(id, owner, flags.by, due === undefined ? undefined : dayEnd(due))
        : name === "accept"
          ? desk.accept(id, flags.by, reason, dayEnd(until))
          : desk.close(id, flags.by, reason),
  );
  await print(`${said.id}  ${said.said} · ${said.owner} · due ${said.due.slice(0, 10)}\n`);
}

/** The end of a UTC day. */
function dayEnd(day: string): string {
  const at = Date.parse(`${day}T23:59:59.000Z`);
  return Number.isNaN(at) ? day : new Date(at).toISOString();
}
