import { reveal } from "../report/page/hostile-text.ts";
import { columnsOf } from "../report/page/terminal-text.ts";

/** Rows as aligned columns; control characters of foreign text made visible. */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(reveal));
  const widths: number[] = [];
  for (const row of cells) {
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, columnsOf(cell));
  }
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - columnsOf(cell)))
      .join("  ")
      .trimEnd(),
  );
  return lines.map((line) => `${line}\n`).join("");
}
