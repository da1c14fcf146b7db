import type { Clause, Explanation, TestClause, ValueClause } from "./explain.ts";

const MAX_TEXT = 120;
const MAX_VALUES = 6;

/** An explanation as indented text, one clause a line. */
export function printExplanation(explanation: Explanation): string {
  const verdict = explanation.matched ? "matched" : "did not match";
  const lines = [`${explanation.title}: ${verdict}`];
  for (const condition of explanation.conditions) print(condition, 1, lines);
  return lines.join("\n");
}

function print(clause: Clause, depth: number, lines: string[]): void {
  const mark = `${"  ".repeat(depth)}${clause.matched ? "✓" : "✗"} `;
  if (clause.kind === "test") {
    printTest(clause, depth, lines, mark);
    return;
  }
  lines.push(mark + heading(clause));
  for (const inner of clause.clauses) print(inner, depth + 1, lines);
}

function heading(clause: Exclude<Clause, TestClause>): string {
  if (clause.kind === "selection") return `selection ${clause.name}`;
  if (clause.kind === "not") return "not";
  const word = clause.kind === "and" ? "all of these" : "any of these";
  return clause.label === undefined ? word : `${clause.label} (${word})`;
}

function printTest(clause: TestClause, depth: number, lines: string[], mark: string): void {
  const name = [clause.field ?? "keywords", ...clause.modifiers].join("|");
  const absent = clause.present ? "" : " (the event has no such field)";
  const [only] = clause.values;
  if (clause.values.length === 1 && only !== undefined) {
    lines.push(`${mark}${name}: ${describe(only)}${absent}`);
    return;
  }
  lines.push(
    `${mark}${name}: ${clause.modifiers.includes("all") ? "all" : "one"} of ${clause.values.length} values${absent}`,
  );
  const shown = [
    ...clause.values.filter((value) => value.matched),
    ...clause.values.filter((value) => !value.matched),
  ];
  const indent = "  ".repeat(depth + 1);
  for (const value of shown.slice(0, MAX_VALUES))
    lines.push(`${indent}${value.matched ? "✓" : "✗"} ${describe(value)}`);
  if (shown.length > MAX_VALUES) lines.push(`${indent}… and ${shown.length - MAX_VALUES} more`);
}

function describe(value: ValueClause): string {
  const accepted = value.accepted === undefined ? "" : ` ← ${shorten(value.accepted)}`;
  return `${shorten(value.value)}${accepted}`;
}

function shorten(text: string): string {
  const visible = JSON.stringify(text);
  return visible.length > MAX_TEXT ? `${visible.slice(0, MAX_TEXT)}…"` : visible;
}
