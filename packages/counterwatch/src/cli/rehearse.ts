/** `assess --rehearse`: the flags that only a rehearsal has, and its run. */
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { SYSTEMS, type System } from "../model/index.ts";
import { counted } from "./counted.ts";
import { EXIT } from "./exit-codes.ts";
import { type AssessedFlags, withAssessed } from "./register-flags.ts";
import { settingsOf } from "./setting-flags.ts";
import { endOnSignals } from "./signals.ts";
import { colourOn, note, print, widthOf } from "./standard-streams.ts";
import { version } from "./version.ts";

export interface RehearseFlags extends AssessedFlags {
  readonly rehearse?: readonly string[];
  readonly measures?: string;
  readonly items?: string;
  readonly owner?: string;
  readonly within?: number;
  readonly rows?: readonly string[];
  readonly rowMapping?: string;
  readonly rowFormat?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly force?: true;
}

const DAY = 86_400_000;

export function withRehearsal(command: Command): void {
  command
    .optionsGroup("Before any breach:")
    .option(
      "--rehearse <system...>",
      `what would a thief learn who reads these systems whole? ${SYSTEMS.join(", ")}, or all`,
      systemName,
    )
    .option("--measures <file>", "countermeasures to try and their costs, as YAML (default: the usual ones)")
    .option("--items <folder>", "where open items are kept (default: open-items in the register)")
    .option("--owner <office>", "who owns what is found (default: the first of the line of authority)")
    .option("--within <days>", "in how many days it should be closed", days, 90);
}

/** Leaves with 1 where a relation is certain or likely. What is found becomes open items where the register is sealed and has a ledger. */
export async function runRehearsal(flags: RehearseFlags, command: Command): Promise<void> {
  const { register, rehearse = [], rows = [] } = flags;
  if (rows.length === 0) command.error("error: name the systems' records with --rows");
  const settings = await settingsOf(command);
  endOnSignals(() => {});
  const [{ rehearseSystems, vulnerabilitiesOf }, { rehearsalText }] = await Promise.all([
    import("../app/rehearsal.ts"),
    import("../report/rehearsal/rehearsal-text.ts"),
  ]);
  const told = process.stderr.isTTY && flags.quiet !== true;
  const result = await withAssessed(flags, settings, async (asked) => {
    const { means } = asked;
    const rehearsed = await rehearseSystems({
      ...asked,
      systems: rehearse.includes("all") ? [] : (rehearse as System[]),
      rows,
      rowMapping: flags.rowMapping,
      rowFormat: flags.rowFormat,
      measures: flags.measures,
      force: flags.force === true,
      version: version(),
      ...(told && { onProgress: (count: number) => note(`\r${count} assessments `) }),
    });
    if (told) note("\r");
    // Only what two officers stand behind becomes an open item; an exercise leaves none.
    if (register !== undefined && means.ledger !== undefined) {
      const { OpenItemsDesk } = await import("../app/open-items.ts");
      const { ledger, clock } = means;
      const desk = new OpenItemsDesk(
        flags.items ?? join(register, "open-items"),
        rehearsed.rehearsal.register.id,
        {
          ledger,
          clock,
        },
      );
      const owner = flags.owner ?? settings.authority?.line?.[0]?.office ?? "register officers";
      const due = new Date(clock().getTime() + (flags.within ?? 90) * DAY).toISOString();
      // The same rows again are another rehearsal: what was closed and is still found is open again.
      const { id, rehearsed: at } = rehearsed.rehearsal;
      await desk.report(`${id} ${at}`, vulnerabilitiesOf(rehearsed.rehearsal, { owner, due }));
    }
    return rehearsed;
  });
  if (result.rejected > 0)
    note(`${counted(result.rejected, "row")} could not be read: see dead-letters.jsonl\n`);
  const read = new Set(result.rehearsal.systems.map(({ system }) => system));
  for (const system of rehearse)
    if (system !== "all" && !read.has(system as System))
      note(`no row of ${system} was read: it is not assessed\n`);
  if (flags.json === true) await print(`${JSON.stringify(result.rehearsal, undefined, 2)}\n`);
  else if (flags.quiet !== true) {
    const screen = {
      width: widthOf(process.stdout),
      colour: colourOn(process.stdout),
      reportPath: join(result.out, "report.html"),
    };
    const input = {
      rehearsal: result.rehearsal,
      measures: result.measures,
      exercise: register === undefined,
      locale: settings.lang ?? "en",
      zone: settings.zone ?? "UTC",
      version: version(),
    } as const;
    await print(rehearsalText(input, screen));
  }
  const { certain, likely } = result.rehearsal.before.tiers;
  process.exitCode = certain + likely > 0 ? EXIT.findings : EXIT.clean;
}

function systemName(text: string, before: readonly string[] | undefined): string[] {
  if (text !== "all" && !(SYSTEMS as readonly string[]).includes(text))
    throw new InvalidArgumentError(`Systems: ${SYSTEMS.join(", ")}; or all.`);
  return [...(before ?? []), text];
}

function days(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 3650)
    throw new InvalidArgumentError("Write a whole number of days, 1 to 3650.");
  return value;
}
