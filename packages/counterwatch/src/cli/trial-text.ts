import type { Trial } from "../intake/trial.ts";
import { reveal } from "../report/page/hostile-text.ts";
import { clip, wrap } from "../report/page/terminal-text.ts";
import { table } from "./table.ts";

/** A trial for people: what reads the log, what its columns fill, what each row becomes. */
export function trialText(trial: Trial, width: number): string {
  const { connector, confidence, candidates, columns, rows, notes } = trial;
  const sure = confidence > 0 ? `, ${Math.round(confidence * 100)} % sure` : "";
  const others = candidates.filter(({ id }) => id !== connector.id).map(({ id }) => id);
  const lines = [`${reveal(trial.file)}: ${connector.id}${sure} (${connector.title})`];
  if (others.length > 0) lines.push(`  could also be ${others.join(", ")}`);
  if (columns.some(({ use }) => use !== undefined)) {
    lines.push("", ...indented(table(columns.map(({ name, use }) => [name, use ?? "not used"])), 2));
  }
  for (const row of rows) {
    lines.push("");
    if ("event" in row) {
      lines.push(`line ${row.line} becomes an event`, ...indented(table(fieldsOf(row.event)), 2));
    } else {
      const at = row.column === undefined ? "" : ` (${reveal(row.column)})`;
      lines.push(`line ${row.line} is rejected: ${row.reason}${at}`);
      lines.push(...wrap(reveal(row.message), width - 2, 4).map((line) => `  ${line}`));
      lines.push(...indented(table(Object.entries(row.row)), 4));
    }
  }
  if (rows.length === 0) lines.push("", "no row after the header");
  for (const text of notes) lines.push("", ...wrap(reveal(text), width, 4));
  return `${lines.map((line) => clip(line, width)).join("\n")}\n`;
}

function indented(text: string, by: number): string[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => " ".repeat(by) + line);
}

/** `operator.unit` and its value; members of lists are numbered. */
function fieldsOf(value: unknown, path = ""): string[][] {
  if (value === undefined || value === "") return [];
  if (typeof value !== "object" || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) =>
    fieldsOf(inner, path === "" ? key : `${path}.${key}`),
  );
}
