/**
 * Making exports that can be traced: which decoys an export carries, its rows among the others, and what the ledger is told
 * before anybody gets it.
 *
 * Order: the record with word and salt is on disk, then the commitment is in the ledger, then the file takes its name. A
 * crash in between leaves an export that counts and was never delivered.
 */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  commitExport,
  drawWord,
  type Leakers,
  makeCode,
  TRACING_SLOTS,
  wordToHex,
} from "@counterwatch/evidence";
import { canonicalise } from "../intake/canonical.ts";
import type { LedgerAppender } from "../ledger/appender.ts";
import { CounterwatchError } from "../model/index.ts";
import {
  type CodeFile,
  type ExportDescription,
  type ExportRecord,
  ExportsFolder,
  readDescription,
} from "../store/exports-folder.ts";
import { fileTrouble } from "../store/file-trouble.ts";
import { syncFolder, writeSealed } from "../store/register-files.ts";
import { deriveSeed } from "./exports-choice.ts";
import { below, codeOf, exportSource, hashOfCode, rangesOf, singleOf } from "./exports-code.ts";
import { mergeDecoys } from "./exports-decoys.ts";
import type { DecoyRanges } from "./exports-ranges.ts";
import { type ExportTable, MOST_EXPORT_BYTES, readExport } from "./exports-table.ts";

const LEVELS: readonly Leakers[] = [1, 2, 3];

export interface MintMeans {
  readonly ledger: LedgerAppender | undefined;
  readonly clock: () => Date;
}

export interface MadeCode {
  readonly levels: readonly Leakers[];
  readonly numbers: number;
}

/** A code of each size, from fresh randomness. Throws `config` where the description cannot be used. */
export function initExports(folder: string, descriptionFile: string): MadeCode {
  const description = readDescription(descriptionFile);
  const key = randomBytes(32);
  const { levels, size } = rangesOf({ description, key: key.toString("hex") });
  new ExportsFolder(folder).create({
    format: "counterwatch-tracing/v1",
    key: key.toString("hex"),
    biases: { "1": freshBiases(1), "2": freshBiases(2), "3": freshBiases(3) },
    description,
  });
  return { levels, numbers: size };
}

function freshBiases(leakers: Leakers): number[] {
  return [...makeCode(leakers, randomBytes).biases];
}

export interface MintRequest {
  readonly folder: string;
  readonly input: string;
  readonly out: string;
  /** For whom, in the custodian's words. */
  readonly to: string;
  /** The largest code that is wanted; undefined: the largest that the export can carry. */
  readonly leakers: Leakers | undefined;
}

export interface MintedExport {
  readonly record: ExportRecord;
  readonly subjects: number;
  readonly decoys: number;
  /** Of the largest code that fits, with its decoys; 0: a single decoy. */
  readonly fits: Leakers | 0;
  /** Subjects that the smallest code would need. */
  readonly needed: number;
}

/** Throws what the store and the ledger throw; then nothing was delivered. */
export async function mintExport(request: MintRequest, means: MintMeans): Promise<MintedExport> {
  if (existsSync(request.out))
    throw new CounterwatchError("usage", "this file is there already", {
      place: { file: request.out },
      remedy: "Choose another name with --out.",
    });
  const folder = new ExportsFolder(request.folder);
  // Before the lock: where there is no code, a lock would be told as a place where nothing can be made.
  folder.code();
  const letGo = folder.lock();
  try {
    return await mint(request, folder, means);
  } finally {
    letGo();
  }
}

async function mint(request: MintRequest, folder: ExportsFolder, means: MintMeans): Promise<MintedExport> {
  const code = folder.code();
  const records = folder.exports();
  const ranges = rangesOf(code);
  const table = readExport(readInput(request.input));
  const subjects = subjectsOf(table, code.description, ranges);
  const { fits, needed } = capacity(subjects, code.description, ranges, request.leakers);
  const { word, places } = draw(fits, code, ranges, records);
  const rowKey = deriveSeed(Buffer.from(code.key, "hex"), "rows");
  const text = mergeDecoys({
    table,
    columns: code.description.columns,
    decoys: places.map((place) => ({
      identifier: ranges.written(place, below),
      seed: deriveSeed(rowKey, JSON.stringify(place)),
    })),
    key: deriveSeed(rowKey, "hashes"),
    counterpart: (random) => ranges.written({ use: "counterpart" }, random),
  });
  const bytes = Buffer.from(text);
  const file = createHash("sha256").update(bytes).digest("hex");
  const salt = randomBytes(32);
  const number = records.length;
  const codeHash = hashOfCode(code);
  const commitment = commitExport(salt, { code: codeHash, export: number, word, file });
  const time = means.clock().toISOString();
  const record: ExportRecord = {
    export: number,
    time,
    to: request.to,
    leakers: fits,
    word,
    salt: salt.toString("hex"),
    file,
    commitment,
  };
  const partial = join(dirname(resolve(request.out)), `.counterwatch-export-${process.pid}`);
  rmSync(partial, { force: true });
  writeSealed(partial, bytes);
  try {
    folder.add(record);
    await means.ledger?.append({
      kind: "export",
      source: exportSource(code),
      time,
      body: { to: request.to },
      statement: { code: codeHash, export: number, commitment },
    });
    deliver(partial, request.out);
  } finally {
    rmSync(partial, { force: true });
  }
  return { record, subjects, decoys: places.length, fits, needed };
}

function deliver(partial: string, out: string): void {
  try {
    renameSync(partial, out);
    syncFolder(dirname(resolve(out)));
  } catch (cause) {
    throw fileTrouble(cause, out, "unwritable");
  }
}

function readInput(path: string): string {
  try {
    if (statSync(path).size > MOST_EXPORT_BYTES)
      throw new CounterwatchError("usage", "the export is larger than 256 MB", {
        place: { file: path },
        remedy: "Split it by time and mint each part.",
      });
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof CounterwatchError) throw cause;
    throw fileTrouble(cause, path, "unreadable");
  }
}

/** How many subjects the export has. Throws `config` where one of them has a number that the ranges call free. */
function subjectsOf(
  table: ExportTable,
  { type, country, columns }: ExportDescription,
  ranges: DecoyRanges,
): number {
  const column = table.columns.find((name) => columns[name] === "identifier");
  const subjects = new Set<string>();
  for (const [at, { cells }] of table.rows.entries()) {
    const value = cells.find((cell) => cell.column === column)?.value ?? "";
    const canonical = canonicalise(type, value, country)?.value ?? value;
    if (ranges.placeOf(canonical) !== undefined)
      throw new CounterwatchError(
        "config",
        `row ${at + 1} has an identifier of a range that was declared free`,
        {
          remedy: "Name ranges that nobody has; or this export has its decoys already.",
        },
      );
    subjects.add(canonical);
  }
  return subjects.size;
}

/** Half of a code's slots are carried; they may be at most `share` of the export's subjects. */
function capacity(
  subjects: number,
  { share }: ExportDescription,
  ranges: DecoyRanges,
  wanted: Leakers | undefined,
): { fits: Leakers | 0; needed: number } {
  const fits = LEVELS.findLast(
    (leakers) =>
      leakers <= (wanted ?? 3) &&
      ranges.levels.includes(leakers) &&
      TRACING_SLOTS[leakers] / 2 <= share * subjects,
  );
  return { fits: fits ?? 0, needed: Math.ceil(TRACING_SLOTS[1] / 2 / share) };
}

function draw(fits: Leakers | 0, code: CodeFile, ranges: DecoyRanges, records: readonly ExportRecord[]) {
  if (fits !== 0) {
    const word = drawWord(codeOf(code, fits), randomBytes);
    const slots = [...word.keys()].filter((slot) => word[slot] === 1);
    return {
      word: wordToHex(word),
      places: slots.map((slot) => ({ use: "slot", leakers: fits, slot }) as const),
    };
  }
  const taken = new Set(records.map(({ word }) => singleOf(word)));
  if (taken.size > ranges.singles / 2)
    throw new CounterwatchError("config", "more than half of the single decoys are used up", {
      remedy: "Make a new code with larger ranges.",
    });
  let number = below(ranges.singles);
  while (taken.has(number)) number = below(ranges.singles);
  return { word: `single:${number}`, places: [{ use: "single", number } as const] };
}
