/**
 * Files of shown rows in, rows out, by the same framing, recognition and rejection as access logs. Every record becomes one or
 * several rows, is told to withhold whom it is about, or becomes a dead letter: records = shown + withheld + rejected.
 *
 * Nothing is kept and nothing deduplicated: that two look-ups showed one record is told by its id, and judged where rows are weighed.
 */
import { type DeadLetter, type ShownRow } from "../../model/index.ts";
import { openFrames, refuseEmpty } from "../frames.ts";
import type { Identifiers } from "../identifiers.ts";
import type { LogFile } from "../log-file.ts";
import { recogniseFrames } from "../recognition.ts";
import { RowIntake, type RowIntakeParts } from "../row-intake.ts";
import type { RowConnector, ShownRows } from "./row-connector.ts";
import { ROW_CONNECTORS } from "./row-connectors.ts";

export interface RowOptions {
  readonly identifiers: Identifiers;
  /** IANA zone of times without one. */
  readonly zone?: string | undefined;
  /** Reads every file: a mapping, or the connector that the user named. Undefined: recognised by content. */
  readonly wanted?: RowConnector | undefined;
  /** The look-up that showed all rows of a file which names none; undefined: nobody knows. */
  readonly lookupOf?: ((file: string) => string | undefined) | undefined;
}

export interface RowBatch {
  readonly file: string;
  readonly connector: string;
  rows: ShownRow[];
  deadLetters: DeadLetter[];
  records: number;
  withheld: number;
  /** Records by the look-up that showed them; the empty text: none is named. */
  byLookup: Map<string, number>;
  /** Rejected records by the look-up of their file; those of files that hold many look-ups are nobody's. */
  readonly lookup: string | undefined;
}

/** Batches of some thousand rows. Throws CounterwatchError `format-unknown`, `format-damaged`, and whatever the files throw. */
export async function* readRows(files: Iterable<LogFile>, options: RowOptions): AsyncGenerator<RowBatch> {
  const { identifiers, zone, wanted, lookupOf } = options;
  const connectors = wanted === undefined ? ROW_CONNECTORS : [wanted];
  const names = new Set<string>();
  for (const file of files) {
    const frames = await openFrames(file, wanted?.sheet);
    await refuseEmpty(frames, file.name);
    const recognised = recogniseFrames(frames, file.name, connectors, wanted);
    const source = numberStem(baseName(file.name), identifiers, names);
    const intake = new ShownIntake({
      // Dead letters name the file. Telecoms name it after the number that was asked for.
      file: isSpeaking(file.name, identifiers) ? source : file.name,
      source,
      recognised,
      context: { identifiers, zone },
      mixedHeaders: false,
      firstOrdinal: 1,
      lookup: lookupOf?.(file.name),
    });
    for await (const _ of frames.read(intake)) {
      const batch = intake.take();
      if (batch.records > 0) yield batch;
    }
  }
}

/** What stands before the number of a row: the file's name, unless it may hold an identifier, as `5512345678.csv` does. */
function numberStem(name: string, identifiers: Identifiers, taken: Set<string>): string {
  const stem =
    name === "" || isSpeaking(name, identifiers) || taken.has(name) ? `file-${taken.size + 1}` : name;
  taken.add(stem);
  return stem;
}

function isSpeaking(name: string, identifiers: Identifiers): boolean {
  return /\d{5}/.test(name) || identifiers.text(name) !== name;
}

/** Without folders and without `.csv`, `.jsonl.gz` and the like. */
export function baseName(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  return name.replace(/\.gz$/i, "").replace(/\.[a-z]{1,8}$/i, "");
}

interface ShownIntakeParts extends RowIntakeParts<ShownRows> {
  readonly lookup: string | undefined;
}

class ShownIntake extends RowIntake<ShownRows> {
  readonly #parts: ShownIntakeParts;
  #batch: RowBatch;

  constructor(parts: ShownIntakeParts) {
    super(parts);
    this.#parts = parts;
    this.#batch = this.#newBatch();
  }

  take(): RowBatch {
    const batch = this.#batch;
    this.#batch = this.#newBatch();
    return batch;
  }

  protected override accept(shown: ShownRows, ordinal: number): void {
    if (shown === undefined) return;
    const { source, lookup } = this.#parts;
    this.#batch.records++;
    if (shown.length === 0) this.#batch.withheld++;
    const named = shown[0]?.lookup ?? lookup ?? "";
    this.#batch.byLookup.set(named, (this.#batch.byLookup.get(named) ?? 0) + 1);
    for (const row of shown) {
      if (row.id === "" || row.id.startsWith("~")) row.id = `${source}:${ordinal}${row.id}`;
      if (row.lookup === undefined && lookup !== undefined) row.lookup = lookup;
      this.#batch.rows.push(row);
    }
  }

  protected override reject(letter: DeadLetter): void {
    this.#batch.records++;
    this.#batch.deadLetters.push(letter);
  }

  #newBatch(): RowBatch {
    const { file, recognised, lookup } = this.#parts;
    return {
      file,
      connector: recognised.connector.id,
      rows: [],
      deadLetters: [],
      records: 0,
      withheld: 0,
      byLookup: new Map(),
      lookup,
    };
  }
}
