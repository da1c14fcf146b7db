/** How help reads: which options are needed, choices without quotes, no default that is an empty list, lines as wide as the terminal. */
import type { Command, Option } from "commander";

export function optionText({
  description,
  argChoices,
  mandatory,
  defaultValue,
  defaultValueDescription,
}: Option): string {
  const facts: string[] = [];
  if (mandatory && defaultValue === undefined) facts.push("needed");
  if (argChoices !== undefined) facts.push(argChoices.join(", "));
  const usual = defaultValueDescription ?? defaultText(defaultValue);
  if (usual !== undefined) facts.push(`default: ${usual}`);
  return facts.length === 0 ? description : `${description} (${facts.join("; ")})`;
}

/** Lists and switches begin empty, which says nothing; a flag that takes a word is shown as it is typed. */
function defaultText(value: unknown): string | undefined {
  if (typeof value === "string" || typeof value === "number") return String(value);
  return Array.isArray(value) && value.length > 0 ? value.join(",") : undefined;
}

/** A sentence that goes on over a line end is one line, which commander breaks where the terminal ends. */
export function describeOnce(command: Command): void {
  const text = command.description();
  command.description(text === "" ? sentence(command.summary()) : text.replaceAll(/(?<![.:])\n/g, " "));
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}
