/**
 * Proposes a mapping file for a log that no connector knows, from names of columns and shapes of their first values. No value
 * is copied: a header that looks like a row is not shown. What is guessed says so.
 */
import type { SubjectType } from "../model/index.ts";
import type { Sample } from "./connector.ts";
import { COLUMN_WORDS, columnWords, type ColumnUse } from "./column-words.ts";
import { type ColumnShape, shapeOf } from "./column-shapes.ts";
import { safeName } from "./dead-letters.ts";
import { guessSystem } from "./system-words.ts";

interface Column {
  /** As the mapping names it: a header's name or a JSON path. */
  readonly name: string;
  readonly words: string;
  readonly shape: ColumnShape;
}

interface Assignment {
  readonly use: ColumnUse;
  readonly column: Column;
  readonly score: number;
}

/** YAML that `readMapping` accepts, with comments for what a person has to decide. */
export function proposeMapping(sample: Sample): string {
  const named = hasNames(sample);
  const columns = sample.framing === "table" ? tableColumns(sample, named) : recordColumns(sample);
  const assigned = assign(columns);
  const lines = [
    "# Proposed by `counterwatch sources map` from the names of the columns. Check every line marked with a question mark,",
    "# then look at what the first rows become: counterwatch sources test FILE --mapping THIS-FILE",
    "name: my-log",
    "title: Say here which log this is",
    ...(named ? [] : headerLines(columns)),
    "",
    ...columnLines(columns, assigned),
    "",
    ...constantLines(columns, assigned),
    "",
    ...subjectLines(assigned),
    "",
    ...timeLines(assigned),
    "",
    "# Words that stand for a withheld value, besides ***, ### and REDACTED:",
    "# masks: [HIDDEN]",
    "# Many logs hold the case number in the reason. true finds usual numbers; a regular expression finds yours:",
    "caseInReason: true",
    ...actionLines(assigned),
    "",
  ];
  return lines.join("\n");
}

/** A file without header line begins with a row, whose cells must not be shown. */
function hasNames({ framing, header }: Sample): boolean {
  if (framing === "records") return true;
  const shown = header.filter((name, i) => name.trim() !== "" && safeName(name, i) === name.trim());
  return shown.length * 10 >= header.length * 7;
}

function tableColumns({ header, rows }: Sample, named: boolean): Column[] {
  return header.map((raw, i) => {
    const name = named ? safeName(raw, i) : `column ${i + 1}`;
    const values = (named ? rows : [header, ...rows]).map((row) =>
      String((row as readonly string[])[i] ?? ""),
    );
    return { name, words: named ? columnWords(name) : "", shape: shapeOf(values) };
  });
}

const DEEPEST = 5;
const MOST_PATHS = 200;

function recordColumns({ rows }: Sample): Column[] {
  const values = new Map<string, string[]>();
  for (const row of rows) collect(row, "$", 0, values);
  return [...values].map(([path, found]) => ({
    name: path,
    words: columnWords(
      path
        .replace(/\$|\[\*\]/g, "")
        .split(".")
        .slice(-2)
        .join(" "),
    ),
    shape: shapeOf(found),
  }));
}

function collect(value: unknown, path: string, depth: number, into: Map<string, string[]>): void {
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 3)) collect(item, `${path}[*]`, depth + 1, into);
    return;
  }
  if (typeof value === "object" && value !== null) {
    if (depth >= DEEPEST) return;
    for (const [key, inner] of Object.entries(value)) {
      // A key that looks like a value is one: logs keyed by telephone number exist.
      if (/^[\p{L}_@][\p{L}\p{N}_@-]*$/u.test(key) && safeName(key, 0) === key) {
        collect(inner, `${path}.${key}`, depth + 1, into);
      }
    }
    return;
  }
  if (path === "$" || (!into.has(path) && into.size >= MOST_PATHS)) return;
  const values = into.get(path) ?? [];
  values.push(value === null || value === undefined ? "" : String(value));
  into.set(path, values);
}

/** Best pairs first; a column has one use, and a use one column, but for subjects. */
function assign(columns: readonly Column[]): Assignment[] {
  const pairs: Assignment[] = [];
  for (const column of columns) {
    for (const use of Object.keys(COLUMN_WORDS) as ColumnUse[]) {
      const score = scoreOf(use, column);
      if (score > 0) pairs.push({ use, column, score });
    }
  }
  pairs.sort((a, b) => b.score - a.score);
  const chosen: Assignment[] = [];
  for (const pair of pairs) {
    if (chosen.some(({ column }) => column === pair.column)) continue;
    if (!pair.use.startsWith("subject:") && chosen.some(({ use }) => use === pair.use)) continue;
    chosen.push(pair);
  }
  return chosen;
}

/** Names count by the phrase that they hold; for times the shape counts as well. */
function scoreOf(use: ColumnUse, { words, shape }: Column): number {
  let score = 0;
  const padded = ` ${words} `;
  for (const [rank, phrase] of (COLUMN_WORDS[use] ?? []).entries()) {
    if (!padded.includes(` ${phrase} `)) continue;
    const whole = words === phrase ? 20 : 0;
    score = Math.max(score, whole + 10 * phrase.split(" ").length + (1 - rank / 100));
  }
  if (use === "time" && shape.filled > 0) {
    if (shape.times < 0.5) return 0;
    return score + 5;
  }
  if ((use === "window.from" || use === "window.to") && shape.filled > 0 && shape.times < 0.5) return 0;
  return score;
}

function columnLines(columns: readonly Column[], assigned: Assignment[]): string[] {
  const lines = ["columns:"];
  requireColumn(
    "time",
    (column) => column.shape.times >= 0.5,
    columns,
    assigned,
    lines,
    "holds the time of the look-up",
  );
  requireColumn("operator.id", () => true, columns, assigned, lines, "says who looked");
  for (const { use, column, score } of assigned) {
    if (use === "time" || use === "operator.id" || use.startsWith("subject:")) continue;
    lines.push(`  ${use}: ${quoted(column.name)}${score < 20 ? "  # ?" : ""}`);
  }
  const unused = columns.filter((column) => !assigned.some((taken) => taken.column === column));
  if (unused.length > 0) {
    lines.push("  # Not used:");
    for (const { name } of unused.slice(0, 40)) lines.push(`  #   ${quoted(name)}`);
  }
  return lines;
}

/** A mapping is not valid without these: where no name fits, a column stands in and says so. */
function requireColumn(
  use: "time" | "operator.id",
  fits: (column: Column) => boolean,
  columns: readonly Column[],
  assigned: Assignment[],
  lines: string[],
  what: string,
): void {
  const found = assigned.find((pair) => pair.use === use);
  if (found !== undefined) {
    const rivals = columns.filter(
      (column) =>
        column !== found.column &&
        scoreOf(use, column) > 0 &&
        !assigned.some((pair) => pair.column === column),
    );
    const doubt = rivals.length === 0 ? "" : `  # ? or ${rivals.map(({ name }) => quoted(name)).join(", ")}`;
    lines.push(`  ${use}: ${quoted(found.column.name)}${doubt}`);
    return;
  }
  const free = columns.filter((column) => !assigned.some((pair) => pair.column === column));
  const stand = free.find(fits) ?? columns.find(fits) ?? columns[0];
  if (stand !== undefined) assigned.push({ use, column: stand, score: 0 });
  lines.push(`  ${use}: ${quoted(stand?.name ?? "REPLACE")}  # ? no name says which column ${what}`);
}

function headerLines(columns: readonly Column[]): string[] {
  return [
    "# The file seems to have no header line: give the columns names here, in order.",
    `header: [${columns.map(({ name }) => name).join(", ")}]`,
  ];
}

function constantLines(columns: readonly Column[], assigned: readonly Assignment[]): string[] {
  const lines: string[] = [];
  const names = columns.map(({ words }) => words);
  const subjects = assigned.filter(({ use }) => use.startsWith("subject:")).map(({ use }) => use.slice(8));
  if (!assigned.some(({ use }) => use === "system")) {
    const guess = systemOf(subjects) ?? guessSystem(...names);
    lines.push(
      `  system: ${guess ?? "identity"}  # ? one of calls, location, cameras, plates, faces, travel, finance, identity, online`,
    );
  }
  if (!assigned.some(({ use }) => use === "action")) {
    lines.push("  action: search  # ? every row is taken for a search");
  }
  return lines.length === 0 ? [] : ["constants:", ...lines];
}

const SYSTEM_OF_SUBJECT = {
  plate: "plates",
  phone: "calls",
  imsi: "calls",
  imei: "calls",
  face: "faces",
  account: "finance",
} as const;

function systemOf(subjects: readonly string[]): string | undefined {
  for (const type of subjects) {
    if (Object.hasOwn(SYSTEM_OF_SUBJECT, type))
      return SYSTEM_OF_SUBJECT[type as keyof typeof SYSTEM_OF_SUBJECT];
  }
  return undefined;
}

function subjectLines(assigned: readonly Assignment[]): string[] {
  const subjects = assigned.filter(({ use }) => use.startsWith("subject:"));
  if (subjects.length === 0) {
    return [
      "# ? No name says who was looked up. Logs of cameras have no subject; others should name it:",
      "# subjects:",
      "#   - { column: Plate, type: plate }",
    ];
  }
  return [
    "subjects:",
    ...subjects.map(({ use, column, score }) => {
      const type = use.slice(8) as SubjectType;
      return `  - { column: ${quoted(column.name)}, type: ${type} }${score < 20 ? "  # ?" : ""}`;
    }),
    '# Several values in one cell: add separators, e.g. separators: [";"]',
  ];
}

function timeLines(assigned: readonly Assignment[]): string[] {
  const shape = assigned.find(({ use }) => use === "time")?.column.shape;
  const format =
    shape?.dates === "day-first" ? `d/M/yyyy${shape.clock === "" ? "" : ` ${shape.clock}`}` : "auto";
  const lines = ["time:", `  format: ${format}`];
  if (shape?.dates === "unclear") {
    lines.push(
      "  # ? The first days are all 12 or less: auto reads 3/4 as the fourth of March. Is the day first? Then:",
      `  # format: d/M/yyyy ${shape.clock || "H:mm:ss"}`,
    );
  }
  if (shape?.zoned !== true) {
    lines.push(
      "  # ? The times name no zone: without one they are read as UTC. Declare the zone of the system's clock:",
      "  # zone: America/Mexico_City",
    );
  }
  return lines;
}

function actionLines(assigned: readonly Assignment[]): string[] {
  if (!assigned.some(({ use }) => use === "action")) return [];
  return [
    "# The log's words for what was done: search, view, playback, locate, export, list, share, configure, delete, sign-in, review.",
    "actions:",
    '  "*": search  # ? name the others, e.g. "Export*": export',
  ];
}

/** Plain where YAML reads it back as the same text. */
function quoted(name: string): string {
  return /^[\p{L}][\p{L}\p{N} _.-]*$/u.test(name) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name) &&
    !/\s$/.test(name)
    ? name
    : JSON.stringify(name);
}
