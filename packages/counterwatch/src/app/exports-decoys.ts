/**
 * Decoy rows that look like the rows around them. For each decoy: as many rows as some subject of the export has; for each row
 * a moment between two neighbours of the export's own, written as they are written; everything else from a row nearby, or
 * made in its shape. A column that may name a real person is never copied: the description says what each column is.
 *
 * The same decoy has the same rows in every export of the same rows (exports-choice.ts).
 *
 * Limits: an attacker who can look decoys up in the record system itself sees that they lead nowhere; one who compares
 * several exports sees which rows differ (that is what the code is made for).
 */
import { createTimeReader, type TimeReader } from "../intake/times.ts";
import { CounterwatchError, Rejection } from "../model/index.ts";
import type { ColumnUse } from "../store/exports-folder.ts";
import {
  candidates,
  choose,
  deriveSeed,
  hashRow,
  type RandomBelow,
  type RowHash,
  seededRandom,
} from "./exports-choice.ts";
import { type ExportRow, type ExportTable, writeRow } from "./exports-table.ts";

interface Decoy {
  /** As written. */
  readonly identifier: string;
  /** 32 secret bytes, the same for this decoy in every export. */
  readonly seed: Uint8Array;
}

export interface DecoyRequest {
  readonly table: ExportTable;
  readonly columns: Readonly<Record<string, ColumnUse>>;
  /** That this export carries. */
  readonly decoys: readonly Decoy[];
  /** 32 secret bytes, the same for all exports. */
  readonly key: Uint8Array;
  /** A fresh identifier that is nobody's, for a column with the other party. */
  readonly counterpart: (random: RandomBelow) => string;
}

const MOST_ROWS_OF_A_DECOY = 50;
/** How many rows away, in order of time, the row that lends its cells may be. */
const REACH = 50;

interface Placed {
  readonly row: ExportRow;
  readonly changed: Map<string, string>;
  readonly instant: number;
  readonly identifier: string;
  /** Place among the real rows; a decoy stands between two. */
  readonly at: number;
}

interface Real extends Placed {
  readonly hash: RowHash;
}

/** The export's text with its decoys in it. Throws `config` where the description does not fit the export. */
export function mergeDecoys(request: DecoyRequest): string {
  const { table, decoys, key } = request;
  const uses = checkColumns(table, request.columns);
  const identifierColumn = columnOf(table, uses, "identifier") as string;
  const timeColumn = columnOf(table, uses, "time");
  const read = createTimeReader(undefined);
  const real = table.rows.map((row, at): Real => {
    const instant = timeColumn === undefined ? at : instantOf(read, valueOf(row, timeColumn), timeColumn, at);
    const cells = row.cells.filter(({ column }) => uses.get(column) !== "ordinal").map(({ value }) => value);
    return {
      row,
      changed: new Map(),
      instant,
      identifier: valueOf(row, identifierColumn),
      at,
      hash: hashRow(key, cells),
    };
  });
  const byTime = real.toSorted((a, b) => a.instant - b.instant || a.at - b.at);
  const rankOf = new Map(byTime.map((row, rank) => [row, rank]));
  const choosable = candidates(real);
  const order = orderOf(real);
  const counts = rowsPerSubject(real);
  const added: Placed[] = [];
  for (const { identifier, seed } of decoys) {
    const rows = Math.min(MOST_ROWS_OF_A_DECOY, counts[seededRandom(seed)(counts.length)] as number);
    for (let number = 0; number < rows; number++) {
      const own = deriveSeed(seed, `row ${number}`);
      const before = choose(choosable, own);
      const rank = rankOf.get(before) as number;
      const after = byTime[Math.min(rank + 1, byTime.length - 1)] as Real;
      const around = byTime.slice(Math.max(0, rank - REACH), rank + REACH + 1);
      const lender = choose(around, deriveSeed(own, "lender"));
      const random = seededRandom(deriveSeed(own, "cells"));
      const moment =
        timeColumn === undefined ? before : momentBetween(before, after, timeColumn, read, random);
      const changed = changesOf(lender.row, uses, request, random);
      changed.set(identifierColumn, identifier);
      if (timeColumn !== undefined && "text" in moment) changed.set(timeColumn, moment.text);
      const neighbour = order === "none" ? choose(choosable, deriveSeed(own, "place")) : before;
      added.push({ row: lender.row, changed, instant: moment.instant, identifier, at: neighbour.at + 0.5 });
    }
  }
  // Stable, and real rows are in this order already: they keep their places to each other.
  const placed = [...real, ...added].toSorted((a, b) => compare(order, a, b) || a.at - b.at);
  number(table, uses, placed);
  return table.head + placed.map(({ row, changed }) => writeRow(row, changed, table.form)).join("");
}

function changesOf(
  row: ExportRow,
  uses: ReadonlyMap<string, ColumnUse>,
  { counterpart }: DecoyRequest,
  random: RandomBelow,
): Map<string, string> {
  const changed = new Map<string, string>();
  for (const { column, value } of row.cells) {
    if (value === "") continue;
    const use = uses.get(column);
    if (use === "counterpart") changed.set(column, counterpart(random));
    else if (use === "shape") changed.set(column, sameShape(value, random));
  }
  return changed;
}

/** Each column is declared, one is the identifier, at most one the time. */
function checkColumns(table: ExportTable, columns: DecoyRequest["columns"]): Map<string, ColumnUse> {
  const uses = new Map(Object.entries(columns));
  const unknown = table.columns.filter((column) => !uses.has(column));
  if (unknown.length > 0)
    throw misfit(
      `the export has columns that the description does not explain: ${unknown.join(", ")}`,
      "Say for each what it is: a column that may name a person must never be copied into a decoy.",
    );
  for (const use of ["identifier", "time", "ordinal"] as const) {
    const named = table.columns.filter((column) => uses.get(column) === use);
    if (named.length > 1 || (use === "identifier" && named.length === 0))
      throw misfit(
        `the export has ${named.length} columns with the use ${use}`,
        "It needs one identifier, at most one time and one ordinal.",
      );
  }
  if (table.rows.length < 2)
    throw misfit("the export has fewer than two rows", "There is nothing to hide a decoy among.");
  return uses;
}

function columnOf(
  table: ExportTable,
  uses: ReadonlyMap<string, ColumnUse>,
  use: ColumnUse,
): string | undefined {
  return table.columns.find((column) => uses.get(column) === use);
}

function valueOf({ cells }: ExportRow, column: string): string {
  return cells.find((cell) => cell.column === column)?.value ?? "";
}

function instantOf(read: TimeReader, text: string, column: string, at: number): number {
  try {
    return read(text, column);
  } catch (cause) {
    if (!(cause instanceof Rejection)) throw cause;
    throw misfit(`row ${at + 1} has no time that can be read`, "Declare another column as time.");
  }
}

type Order = "time" | "time-down" | "identifier" | "identifier-down" | "none";
const ORDERS: readonly Order[] = ["time", "time-down", "identifier", "identifier-down"];

function orderOf(real: readonly Placed[]): Order {
  const inOrder = (order: Order) =>
    real.every((row, at) => at === 0 || compare(order, real[at - 1] as Placed, row) <= 0);
  return ORDERS.find(inOrder) ?? "none";
}

function compare(order: Order, a: Placed, b: Placed): number {
  switch (order) {
    case "time":
      return a.instant - b.instant;
    case "time-down":
      return b.instant - a.instant;
    case "identifier":
      return a.identifier < b.identifier ? -1 : a.identifier > b.identifier ? 1 : 0;
    case "identifier-down":
      return a.identifier > b.identifier ? -1 : a.identifier < b.identifier ? 1 : 0;
    default:
      return 0;
  }
}

/** One count a subject, in order: a random one is how often a random subject stands in the export. */
function rowsPerSubject(real: readonly Placed[]): number[] {
  const counts = new Map<string, number>();
  for (const { identifier } of real) counts.set(identifier, (counts.get(identifier) ?? 0) + 1);
  return [...counts.values()].toSorted((a, b) => a - b);
}

/**
 * A moment from `before` on and not after `after`, in the words of `before`: its seconds are drawn anew, whatever form the rest
 * has. Where that would leave the gap (or there are no seconds), the moment of `before` itself.
 */
function momentBetween(
  before: Placed,
  after: Placed,
  column: string,
  read: TimeReader,
  random: RandomBelow,
): { text: string; instant: number } {
  const text = valueOf(before.row, column);
  const own = { text, instant: before.instant };
  for (let attempt = 0; attempt < 8; attempt++) {
    const drawn = drawSeconds(text, before.instant, after.instant, random);
    if (drawn === undefined) return own;
    const instant = instantOf(read, drawn, column, before.at);
    if (instant >= before.instant && instant <= after.instant) return { text: drawn, instant };
  }
  return own;
}

function drawSeconds(text: string, from: number, to: number, random: RandomBelow): string | undefined {
  // Seconds or milliseconds since 1970.
  if (/^\d{10}$/.test(text))
    return String(Math.floor(from / 1000) + random(Math.floor((to - from) / 1000) + 1));
  if (/^\d{13}$/.test(text)) return String(from + random(to - from + 1));
  const clock = /(\d{1,2}:\d\d:)(\d\d)((?:[.,]\d+)?)/.exec(text);
  if (clock === null) return undefined;
  const [whole, minute = "", second = "", fraction = ""] = clock;
  const room = Math.min(59, Number(second) + Math.floor((to - from) / 1000)) - Number(second) + 1;
  const seconds = String(Number(second) + random(Math.max(1, room))).padStart(2, "0");
  const start = clock.index;
  return (
    text.slice(0, start) + minute + seconds + sameShape(fraction, random) + text.slice(start + whole.length)
  );
}

/** Digits for digits and letters for letters of the same case; hexadecimal where the whole value is. */
export function sameShape(value: string, random: RandomBelow): string {
  const hex = /^[0-9a-f-]{8,}$/.test(value)
    ? "0123456789abcdef"
    : /^[0-9A-F-]{8,}$/.test(value)
      ? "0123456789ABCDEF"
      : "";
  const isHex = hex !== "" && /[a-f]/i.test(value);
  return value.replace(/[0-9A-Za-z]/g, (sign) => {
    const signs = isHex
      ? hex
      : /\d/.test(sign)
        ? "0123456789"
        : /[a-z]/.test(sign)
          ? "abcdefghijklmnopqrstuvwxyz"
          : "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return signs[random(signs.length)] as string;
  });
}

/** Rows that are counted from first to last are counted anew; any other numbering must be declared as `shape`. */
function number(table: ExportTable, uses: ReadonlyMap<string, ColumnUse>, placed: readonly Placed[]): void {
  const column = columnOf(table, uses, "ordinal");
  if (column === undefined) return;
  const first = Number(valueOf(table.rows[0] as ExportRow, column));
  if (
    !Number.isSafeInteger(first) ||
    table.rows.some((row, at) => valueOf(row, column) !== String(first + at))
  )
    throw misfit(
      `the column ${column} does not count the rows from first to last`,
      "Declare it as shape or sample.",
    );
  for (const [at, { changed }] of placed.entries()) changed.set(column, String(first + at));
}

function misfit(message: string, remedy: string): CounterwatchError {
  return new CounterwatchError("config", message, { remedy });
}
