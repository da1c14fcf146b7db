/**
 * A journal: what was done, line after line, each naming the hash of the one before. Warnings and the open items of the
 * posture are kept in one; nothing is ever changed in it, and nothing is closed by deleting.
 *
 * Specification: one line a step, canonical JSON (RFC 8785) with a line feed; its hash is SHA-256 over a domain and the
 * line. Each line has 32 random bytes of its own: internal ids have few possible values, and a bare hash in the ledger
 * could be tried out. The ledger has one leaf a line, in the same order, which says number and hash.
 * Limits: the chain alone shows damage, not forgery; whoever may write the file can make another one. The ledger tells
 * that, and a ledger that was rolled back together with the journal only its checkpoints and witnesses tell.
 * Flow: `writeLine` makes a line; `readChain` reads all of them; `compareWithLedger` holds them against what the ledger
 * heard; `settle` says what a crash left. All of it is pure; the order of writes is in `journal-book.ts`.
 */
import { createHash } from "node:crypto";
import { canonicalJson } from "@counterwatch/evidence";
import { z } from "zod";
import type { JsonValue } from "../../ledger/appender.ts";
import { CounterwatchError } from "../../model/index.ts";

const FORMAT = "counterwatch-journal/v1";
const FIRST = "0".repeat(64);
const MOST_LINES = 1_000_000;
const LONGEST_LINE = 256 * 1024;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const lineSchema = z.strictObject({
  format: z.literal(FORMAT),
  source: z.string().min(1).max(256),
  number: z.int().min(0),
  previous: hash,
  at: z.iso.datetime({ precision: 3 }),
  salt: hash,
  step: z.record(z.string(), z.json()),
});
const heardSchema = z.strictObject({ number: z.int().min(0), line: hash });

export interface JournalRecord {
  /** From 0. */
  readonly number: number;
  /** When it was recorded, RFC 3339 UTC with milliseconds; never before the record above it. */
  readonly at: string;
  /** Hash of the line before, hex. */
  readonly previous: string;
  readonly step: JsonValue;
}

export interface JournalChain {
  readonly records: readonly JournalRecord[];
  /** Of each line, hex. */
  readonly hashes: readonly string[];
}

export interface NewLine {
  /** The ledger source under which this journal speaks. */
  readonly source: string;
  readonly at: string;
  /** 32 random bytes. */
  readonly salt: Uint8Array;
  readonly step: JsonValue;
}

/** What the next line names: the hash of the newest one, zeros for a new journal. */
export function headOf({ hashes }: JournalChain): string {
  return hashes.at(-1) ?? FIRST;
}

/** The line that comes after `chain`, without its line feed. */
export function writeLine(chain: JournalChain, { source, at, salt, step }: NewLine): string {
  return canonicalJson({
    format: FORMAT,
    source,
    number: chain.records.length,
    previous: headOf(chain),
    at,
    salt: Buffer.from(salt).toString("hex"),
    step,
  });
}

export function lineHash(line: string): string {
  return createHash("sha256").update("counterwatch/journal-line/v1\n").update(line).digest("hex");
}

/** What anyone may read in the ledger: nothing but which line. Whom a step is about stands in the salted body alone. */
export function statementOf(number: number, line: string): JsonValue {
  return { number, line: lineHash(line) };
}

/** Whole lines, each with its line feed. `file` is for messages. Throws `evidence` at the first bad line. */
export function readChain(text: string, source: string, file: string): JournalChain {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.length > MOST_LINES)
    throw damaged(file, lines.length, "the journal is cut short");
  const chain = { records: [] as JournalRecord[], hashes: [] as string[] };
  for (const line of lines) follow(chain, line, source, file);
  return chain;
}

function follow(
  chain: { records: JournalRecord[]; hashes: string[] },
  line: string,
  source: string,
  file: string,
): void {
  const number = chain.records.length;
  const read = parseLine(line);
  if (read === undefined || read.source !== source)
    throw damaged(file, number + 1, "this is no line of this journal");
  if (read.number !== number || read.previous !== headOf(chain))
    throw damaged(file, number + 1, "a line does not follow on the one before it");
  if (read.at < (chain.records.at(-1)?.at ?? ""))
    throw damaged(file, number + 1, "a line is older than the one before it");
  chain.records.push({ number, at: read.at, previous: read.previous, step: read.step });
  chain.hashes.push(lineHash(line));
}

function parseLine(line: string): z.output<typeof lineSchema> | undefined {
  let value: unknown;
  try {
    value = line.length > LONGEST_LINE ? undefined : JSON.parse(line);
  } catch {
    value = undefined;
  }
  const { data } = lineSchema.safeParse(value);
  // Written in one way only: a changed space would otherwise pass.
  return data !== undefined && canonicalJson(data) === line ? data : undefined;
}

/**
 * `heard`: the statements of this journal's leaves, in order. Throws `rollback` where the ledger heard of lines that are
 * not here, `evidence` where a line is another one than it heard of, or one of which it never heard.
 */
export function compareWithLedger(
  { hashes }: JournalChain,
  heard: readonly (JsonValue | undefined)[],
  file: string,
): void {
  for (const [number, statement] of heard.entries()) {
    const { data } = heardSchema.safeParse(statement);
    if (data === undefined || data.number !== number)
      throw damaged(file, number + 1, `leaf ${number + 1} of this journal in the ledger is not of its form`);
    if (number >= hashes.length)
      throw new CounterwatchError(
        "rollback",
        `the ledger has heard of ${heard.length} lines of this journal, and ${hashes.length} are here`,
        {
          place: { file },
          remedy:
            "Lines were taken away. Restore the journal from a backup, and find out who could write it.",
        },
      );
    if (data.line !== hashes[number])
      throw damaged(file, number + 1, "this line is not the one of which the ledger heard");
  }
  if (hashes.length > heard.length)
    throw damaged(file, heard.length + 1, "the ledger never heard of this line");
}

export interface Settled {
  readonly chain: JournalChain;
  /**
   * What is to be done on disk: nothing; let the staged line take its place after the first `keep` bytes; or drop it,
   * because it never was.
   */
  readonly repair: "none" | "drop" | { readonly line: string; readonly keep: number };
}

/**
 * What a crash left. `staged` is the line that was being written. With a leaf it counts, whether or not it reached the
 * journal; without one it never was. A cut last line is forgiven only where it is the beginning of a staged line with its leaf.
 */
export function settle(
  text: string,
  staged: string | undefined,
  heard: readonly (JsonValue | undefined)[],
  source: string,
  file: string,
): Settled {
  const keep = text.lastIndexOf("\n") + 1;
  const whole = text.slice(0, keep);
  const rest = text.slice(keep);
  const chain = readChain(whole, source, file);
  const many = chain.records.length;
  if (staged !== undefined && heard.length === many + 1 && `${staged}\n`.startsWith(rest)) {
    const last = heardSchema.safeParse(heard.at(-1)).data;
    if (last?.line === lineHash(staged)) {
      const longer = readChain(`${whole}${staged}\n`, source, file);
      compareWithLedger(longer, heard, file);
      return { chain: longer, repair: { line: staged, keep: Buffer.byteLength(whole) } };
    }
  }
  if (rest !== "") throw damaged(file, many + 1, "the journal is cut short");
  compareWithLedger(chain, heard, file);
  return { chain, repair: staged === undefined ? "none" : "drop" };
}

function damaged(file: string, line: number, message: string): CounterwatchError {
  return new CounterwatchError("evidence", message, {
    place: { file, line },
    remedy: "Somebody changed the journal. Keep it, restore a backup, and find out who could write it.",
  });
}
