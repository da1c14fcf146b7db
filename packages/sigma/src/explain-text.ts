import type { Clause, Explanation, TestClause, ValueClause } from "./explain.ts";

const MAX_TEXT = 120;
const MAX_VALUES = 6;

/** An explanation as indented text, one clause a line. */
export function printExplanation(explanation: Explanation): string {
  const lines = [`${explanation.title}: ${explanation.matched ? "matched" : "did not match"}`];
  for (const condition of explanation.conditions) print(condition, 1, lines);
  return lines.join("\n");
}

function print(clause: Clause, depth: number, lines: string[]): void {
  if (clause.kind === "test") {
    printTest(clause, depth, lines);
    return;
  }
  lines.push(`${lead(clause.matched, depth)}${heading(clause)}`);
  for (const inner of clause.clauses) print(inner, depth + 1, lines);
}

function lead(matched: boolean, depth: number): string {
  return `${"  ".repeat(depth)}${matched ? "✓" : "✗"} `;
}

function heading(clause: Exclude<Clause, TestClause>): string {
  if (clause.kind === "selection") return `selection ${clause.name}`;
  if (clause.kind === "not") return "not";
  const word = clause.kind === "and" ? "all of these" : "any of these";
  return clause.label === undefined ? word : `${clause.label} (${word})`;
}

function printTest(clause: TestClause, depth: number, lines: string[]): void {
  const name = [clause.field ?? "keywords", ...clause.modifiers].join("|");
  const [only] = clause.values;
  const single = clause.values.length === 1 ? only : undefined;
  const wanted =
    single === undefined
      ? `${clause.modifiers.includes("all") ? "all" : "one"} of ${clause.values.length} values`
      : describe(single);
  lines.push(`${lead(clause.matched, depth)}${name}: ${wanted}${remark(clause)}`);
  if (single !== undefined) return;
  const shown = [
    ...clause.values.filter((value) => value.matched),
    ...clause.values.filter((value) => !value.matched),
  ];
  for (const value of shown.slice(0, MAX_VALUES))
    lines.push(`${lead(value.matched, depth + 1)}${describe(value)}`);
  const more = shown.length - MAX_VALUES;
  if (more > 0) lines.push(`${"  ".repeat(depth + 1)}… and ${more} more`);
}

/** What the event has instead, where that is what decided. */
function remark({ field, present, found, values }: TestClause): string {
  if (field === undefined) return "";
  if (!present) return " (the event has no such field)";
  if (values.some((value) => value.accepted !== undefined)) return "";
  return found.length === 0
    ? " (the field holds no text)"
    : ` (the event has ${found.map(quote).join(", ")})`;
}

function describe({ value, accepted }: ValueClause): string {
  return accepted === undefined ? quote(value) : `${quote(value)} ← ${quote(accepted)}`;
}

/** Hostile input: a value of an event must not move the cursor or change colours where it is shown. */
function quote(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  const visible = cut.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `'${visible}'`;
}
