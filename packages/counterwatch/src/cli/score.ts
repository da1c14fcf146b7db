import type { Command } from "commander";
import type { ScoreReport } from "@counterwatch/simulator";
import type { WorldFiles } from "../app/scoring.ts";
import { counted } from "./counted.ts";
import { note, print } from "./standard-streams.ts";
import { table } from "./table.ts";

interface ScoreFlags {
  readonly truth?: readonly string[];
  readonly findings?: readonly string[];
  readonly events?: readonly string[];
  readonly budget: string;
  readonly detector: string;
  readonly html?: string;
  readonly json?: true;
}

export function addScore(program: Command): void {
  program
    .command("score")
    .summary("measure findings against what simulated worlds know")
    .description(
      "Tells how many campaigns a detector found and how late, how many false alerts it raised against its budget, and\n" +
        "what simple methods would have found at the same rate of false alerts. Give honest worlds, too: they tell that rate.",
    )
    .argument(
      "[folder...]",
      "folders with truth.json, events.jsonl and findings.jsonl or counterwatch-out/findings.jsonl",
    )
    .option("--truth <file>", "truth.json of a world; may be repeated, together with the next two", gather)
    .option("--findings <file>", "findings.jsonl of that world", gather)
    .option(
      "--events <file>",
      "log of that world: JSON Lines or an organization audit, packed or not",
      gather,
    )
    .option("--budget <rate>", "false alerts that were allowed in each world", "4/month")
    .option("--detector <name>", "score findings of this detector, or whose name begins so", "story/")
    .option("--html <file>", "write a report with plots")
    .option("--json", "print the report as JSON")
    .addHelpText(
      "after",
      `
Examples:
  counterwatch simulate --seed 7 --campaigns obsession --out world7
  counterwatch scan world7/events.jsonl --budget 4/month --out world7/counterwatch-out
  counterwatch score world7 --html score.html
  counterwatch score --truth truth.json --findings mine.jsonl --events events.jsonl --detector mine/`,
    )
    .action(runScore);
}

async function runScore(folders: readonly string[], flags: ScoreFlags, command: Command): Promise<void> {
  const { truth = [], findings = [], events = [], budget, detector, html } = flags;
  if (truth.length !== findings.length || truth.length !== events.length)
    command.error("error: --truth, --findings and --events belong together: give each as often");
  if (truth.length + folders.length === 0)
    command.error("error: give a folder, or --truth, --findings and --events");
  const { scoreWorlds, worldIn } = await import("../app/scoring.ts");
  const worlds = [
    ...folders.map(worldIn),
    ...truth.map((path, at) => ({ truth: path, findings: findings[at], events: events[at] }) as WorldFiles),
  ];
  const scored = await scoreWorlds({ worlds, budget, detector, html });
  if (flags.json === true) await print(`${JSON.stringify(scored.report, undefined, 2)}\n`);
  else await print(asText(scored.report, scored.budget.text));
  if (html !== undefined) note(`Report: ${html}\n`);
}

function asText(report: ScoreReport, budget: string): string {
  const { worlds, falseAlerts, worstUnit, shapes } = report;
  const { perDay, perDayOverWorlds: over } = falseAlerts;
  const high = Math.max(perDay.high, over.high);
  const lines = [
    `${counted(worlds.all, "world")}, ${worlds.honest} of them honest · ${counted(worlds.days, "day")} · up to ${counted(worlds.operators, "operator")}`,
    `False alerts  ${falseAlerts.count} · ${month(perDay.value)} a month (95 %: ${month(Math.min(perDay.low, over.low))} to ${month(high)}), budget ${budget} = ${month(report.budget)} a month: ${verdict(falseAlerts)}`,
  ];
  if (worstUnit !== undefined) {
    lines.push(
      `Worst unit    ${worstUnit.unit} · ${month(worstUnit.perDay.value)} a month, its share ${month(worstUnit.share)}; so bad by chance: ${(worstUnit.chance * 100).toFixed(0)} %`,
    );
  }
  if (worlds.honest === 0)
    lines.push("No honest world: the rate of false alerts is that beside the campaigns.");
  if (shapes.length === 0) return `${lines.join("\n")}\n`;
  const rows = shapes.map(({ shape, campaigns, recall, median, p90, bestBaseline: best }) => [
    shape,
    String(campaigns),
    `${(recall.value * 100).toFixed(0)} %`,
    sittings(median),
    sittings(p90),
    best === null ? "–" : `${sittings(best.median)} · ${(best.recall * 100).toFixed(0)} % (${best.name})`,
  ]);
  const head = ["shape", "campaigns", "found", "median", "p90", "best simple method at the same rate"];
  return `${lines.join("\n")}\n\n${table([head, ...rows])}\nDelays in sittings; –: not reached.\n`;
}

function month(perDay: number): string {
  return (perDay * 30).toFixed(2);
}

function verdict({ meanKept, bandKept }: ScoreReport["falseAlerts"]): string {
  if (bandKept) return "kept";
  return meanKept ? "kept on average, too few worlds to be sure" : "broken";
}

function sittings(value: number | null): string {
  return value === null ? "–" : String(value);
}

function gather(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
