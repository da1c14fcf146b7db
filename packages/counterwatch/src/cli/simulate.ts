import { setImmediate } from "node:timers/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { SimulateOptions } from "@counterwatch/simulator";
import type { SimulatedForm } from "../app/simulation.ts";
import { counted } from "./counted.ts";
import { endOnSignals } from "./signals.ts";
import { note, print, stdoutOpen } from "./standard-streams.ts";

const PRESETS = ["plates", "city"] as const;
const STRESSES = ["unequal", "bursts", "reorganisation"] as const;
const SYSTEMS = ["calls", "location", "cameras", "plates", "travel", "finance"] as const;
const FORMS = ["jsonl", "audit"] as const;
const ANSWERED = ["campaigns", "all"] as const;
/** A city of 48,000 is about a million location fixes a day. */
const RECORD_DAYS = 7;

interface SimulateFlags {
  readonly seed: string;
  readonly operators?: number;
  readonly days?: number;
  readonly preset: (typeof PRESETS)[number];
  readonly campaigns: readonly string[];
  readonly prevalence?: number;
  readonly rate?: number;
  readonly start?: string;
  readonly systems?: readonly (typeof SYSTEMS)[number][];
  readonly stress?: readonly (typeof STRESSES)[number][];
  readonly form: SimulatedForm;
  readonly out: string;
  readonly force?: true;
  readonly answers?: string;
  readonly answersOf?: (typeof ANSWERED)[number];
  readonly records?: string;
  readonly recordsDays?: number;
}

export function addSimulate(program: Command): void {
  program
    .command("simulate")
    .summary("make a synthetic log, with honest work and misuse that is known")
    .description(
      "Writes the access log of a city that does not exist, truth.json (who misused what, for score) and\n" +
        "register.json (whom to protect). The same seed makes the same bytes. Nobody in it is real.",
    )
    .option("--seed <seed>", "number or word that fixes everything", "1")
    .addOption(
      new Option("--preset <name>", "one plate-reader log, or six record systems")
        .choices(PRESETS)
        .default("city"),
    )
    .option("--operators <number>", "how many people look (default: 400; plates: 129)", whole)
    .option("--days <number>", "how many days (default: 120; plates: 425)", whole)
    .option("--start <date>", "first UTC day (default: 2025-01-01)")
    .option(
      "--systems <list>",
      `record systems: ${SYSTEMS.join(", ")} (default: all of the preset)`,
      someOf(SYSTEMS),
    )
    .option("--campaigns <list>", "shapes of misuse: all, none, or names, e.g. obsession,ring", list, [
      "none",
    ])
    .option("--prevalence <share>", "campaigns per operator (default: 0.0025)", positive)
    .option("--rate <number>", "sittings a week of campaigns that have a rate", positive)
    .option(
      "--stress <list>",
      `honest work that is harder to predict: ${STRESSES.join(", ")}`,
      someOf(STRESSES),
    )
    .addOption(
      new Option("--form <form>", "JSON Lines, or columns of a plate-reader audit")
        .choices(FORMS)
        .default("jsonl"),
    )
    .requiredOption(
      "-o, --out <path>",
      "folder for the log, truth.json and register.json; or the log’s own name, packed where it ends in .gz; - for stdout",
    )
    .option("--answers <file>", "also write the rows that look-ups showed, packed where the name ends in .gz")
    .addOption(
      new Option("--answers-of <which>", "whose look-ups --answers covers (default: campaigns)").choices(
        ANSWERED,
      ),
    )
    .option("--records <folder>", "also write all that the record systems hold of the last days")
    .option("--records-days <number>", `how many days --records covers (default: ${RECORD_DAYS})`, whole)
    .option("--force", "replace the files of an earlier world")
    .addHelpText(
      "after",
      `
Examples:
  counterwatch simulate --seed 7 --campaigns obsession --out world7
  counterwatch simulate --preset plates --form audit --out plates/audit.csv.gz
  counterwatch simulate --campaigns attache --answers world/answers.jsonl --out world
  counterwatch simulate --operators 2000 --out - | counterwatch scan -`,
    )
    .action(runSimulate);
}

async function runSimulate(flags: SimulateFlags, command: Command): Promise<void> {
  if (flags.form === "audit" && flags.systems?.includes("plates") === false)
    command.error("error: --form audit has searches of plates alone: name plates among --systems");
  const { answers, answersOf, records, recordsDays } = flags;
  if ((answers !== undefined || records !== undefined) && (flags.out === "-" || flags.form === "audit"))
    command.error("error: --answers and --records need --out with a place for files, and --form jsonl");
  if (answersOf !== undefined && answers === undefined)
    command.error("error: --answers-of belongs to --answers");
  if (recordsDays !== undefined && records === undefined)
    command.error("error: --records-days belongs to --records");
  endOnSignals(() => {});
  const { form, out, force } = flags;
  const { makeWorld, simulatedLog } = await import("../app/simulation.ts");
  const options = optionsOf(flags);
  if (out === "-") {
    for (const piece of simulatedLog(options, form)) {
      await print(piece);
      if (!stdoutOpen()) return;
      // A pipe that takes everything at once would keep signals waiting.
      await setImmediate();
    }
    return;
  }
  const world = await makeWorld({
    options,
    form,
    out,
    force: force === true,
    answers,
    records: records === undefined ? undefined : { folder: records, days: recordsDays ?? RECORD_DAYS },
  });
  const rowFiles = [...(world.answers === undefined ? [] : [world.answers]), ...world.records];
  const paths = [world.log, world.truth, world.register, world.ties, ...rowFiles.map(({ path }) => path)];
  for (const path of paths) if (path !== undefined) await print(`${path}\n`);
  note(`${counted(world.events, "look-up")}, ${counted(world.campaigns, "campaign")}.\n`);
  for (const { path, rows } of rowFiles) note(`${counted(rows, "row")} in ${path}\n`);
}

function optionsOf(flags: SimulateFlags): SimulateOptions {
  const { campaigns, systems, stress, seed, operators, days, preset, prevalence, rate, start } = flags;
  const [only] = campaigns;
  return {
    seed,
    operators,
    days,
    preset,
    prevalence,
    rate,
    start,
    campaigns: campaigns.length === 1 && (only === "all" || only === "none") ? only : campaigns,
    systems,
    stress,
    records: flags.records === undefined ? undefined : true,
    answers: flags.answers === undefined ? undefined : (flags.answersOf ?? "campaigns"),
  };
}

function list(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => name !== "")) return names;
  throw new InvalidArgumentError("Write names with commas between them.");
}

function someOf<T extends string>(choices: readonly T[]): (text: string) => T[] {
  return (text) =>
    list(text).map((name) => {
      const choice = choices.find((each) => each === name);
      if (choice === undefined) throw new InvalidArgumentError(`Choose among ${choices.join(", ")}.`);
      return choice;
    });
}

function whole(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number.");
}

function positive(text: string): number {
  if (/^\d*\.?\d+$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError("Write a number above zero, e.g. 0.0025.");
}
