import { z } from "zod";
import { NOUNS } from "../rules/context.ts";
import { GROUP_VALUES } from "../rules/group-values.ts";
import type { PackRule } from "../rules/pack-rule.ts";
import { defaultPolicy, policySchema } from "../rules/policy.ts";

/** The generated tables of docs/rules.md, by the name of their marker. */
export function ruleTables(rules: readonly PackRule[]): Record<string, string> {
  return {
    pack: packTable(rules),
    facts: factTable(),
    policy: policyTable(),
    values: `${GROUP_VALUES.map((name) => `\`{${name}}\``).join(" ")}`,
  };
}

/** Puts each table between `<!-- name -->` and `<!-- /name -->`. Throws where a marker is missing. */
export function fillMarkers(page: string, tables: Record<string, string>): string {
  return Object.entries(tables).reduce((text, [name, table]) => {
    const between = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
    if (!between.test(text)) throw new Error(`docs/rules.md has no marker ${name}`);
    return text.replace(between, (_, head: string, tail: string) => `${head}${table}\n${tail}`);
  }, page);
}

function packTable(rules: readonly PackRule[]): string {
  const levels = ["critical", "high", "medium", "low", "informational"];
  const sorted = rules.toSorted(
    (a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || a.name.localeCompare(b.name),
  );
  return table(
    ["rule", "level", "looks for", "one finding gathers", "honest work that sets it off"],
    sorted.map(({ name, level, sigma, block }) => [
      `[\`${name}\`](../packages/counterwatch/rules/${name}.yml)`,
      level,
      sigma.title + (block.automated === "no" ? "" : " (automated look-ups too)"),
      `${block.group.replace("+", " and ")}${block.habit ? ", or a custom" : ""}${block.atLeast > 1 ? `, from ${block.atLeast} on` : ""}`,
      sigma.falsepositives!.join(" "),
    ]),
  );
}

function factTable(): string {
  return table(
    ["fact", "meaning", "memory", "needs"],
    NOUNS.flatMap(({ noun, facts, needs }) =>
      Object.entries(facts).map(([fact, { meaning, bounded }]) => [
        `\`context.${noun}.${fact}\``,
        meaning,
        bounded,
        needs ?? "",
      ]),
    ),
  );
}

function policyTable(): string {
  const defaults: Record<string, unknown> = defaultPolicy();
  const { properties } = z.toJSONSchema(policySchema, { io: "input" }) as {
    properties: Record<string, { description: string }>;
  };
  return table(
    ["number", "default", "meaning"],
    Object.entries(properties).map(([name, { description }]) => [
      `\`${name}\``,
      printDefault(defaults[name]),
      description,
    ]),
  );
}

function printDefault(value: unknown): string {
  if (value === undefined) return "none";
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .map(([key, each]) => `${key} ${each}`)
      .join(", ");
  return String(value);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
