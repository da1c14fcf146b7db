/**
 * Files in, events out. Every row of every file becomes exactly one event, one duplicate or one dead letter, in the
 * order of the log: files are put in the order of their first readable event time, so that the order in which they
 * are named changes nothing.
 */
import {
  type AccessEvent,
  CounterwatchError,
  type DeadLetter,
  Rejection,
  type RejectionReason,
} from "../model/index.ts";
import { IntakeAccount, type SourceTally } from "./accounting.ts";
import type { Connector, ConnectorContext, Row, RowReader } from "./connector.ts";
import { CONNECTORS } from "./connectors.ts";
import { createDeadLetter, damageMessage, maskRow, maskShape } from "./dead-letters.ts";
import { Duplicates } from "./duplicates.ts";
import { emptyFile, type Frames, type FrameSink, openFrames } from "./frames.ts";
import type { Identifiers } from "./identifiers.ts";
import type { LogFile } from "./log-file.ts";
import { Polls } from "./polls.ts";
import { type Recognised, recogniseFrames } from "./recognition.ts";
import { readPrinted } from "./times.ts";

export interface IntakeOptions {
  readonly identifiers: Identifiers;
  /** Id of a connector; undefined: recognised by content. */
  readonly format?: string | undefined;
  /** Reads every file, whatever `format` says. */
  readonly mapping?: Connector | undefined;
  /** Name of the log; undefined: the connector's id. */
  readonly source?: string | undefined;
  /** IANA zone of times without one. */
  readonly zone?: string | undefined;
  readonly connectors?: readonly Connector[] | undefined;
  /** How many rows back repetitions are found at least. */
  readonly dedupeCapacity?: number | undefined;
  /** Filled while reading. */
  readonly account?: IntakeAccount | undefined;
}

/** rows = events + duplicates + deadLetters. */
export interface IntakeBatch {
  readonly file: string;
  readonly source: string;
  readonly connector: string;
  events: AccessEvent[];
  deadLetters: DeadLetter[];
  duplicates: number;
  rows: number;
}

const DEDUPE_CAPACITY = 3_000_000;

interface PlannedFile {
  readonly file: LogFile;
  readonly recognised: Recognised;
  /** Still open where the file cannot be read twice, or is the only one. */
  readonly frames: Frames | undefined;
  readonly firstTime: string | undefined;
}

/**
 * Batches of at most a few thousand rows. Throws CounterwatchError `format-unknown`, `format-damaged`, `usage` and whatever the files
 * throw; a row never throws.
 */
export async function* readLog(
  files: Iterable<LogFile>,
  options: IntakeOptions,
): AsyncGenerator<IntakeBatch, void, undefined> {
  const list = [...files];
  const connectors = options.connectors ?? CONNECTORS;
  const wanted = options.mapping ?? findConnector(connectors, options.format);
  const plan: PlannedFile[] = [];
  for (const file of list) plan.push(await planFile(file, list.length === 1, connectors, wanted, options));
  plan.sort((left, right) => compareTimes(left.firstTime, right.firstTime));

  const account = options.account ?? new IntakeAccount();
  const duplicates = new Duplicates(options.identifiers, options.dedupeCapacity ?? DEDUPE_CAPACITY);
  const polls = new Polls();
  for (const { file, recognised, frames } of plan) {
    const source = options.source ?? recognised.connector.id;
    const tally = account.tally(source, recognised.connector.id);
    tally.files.push(file.name);
    const ordinals = account.sources.filter((other) => other.source === source);
    const intake = new RowIntake({
      file: file.name,
      source,
      recognised,
      connectors: wanted === undefined ? connectors : [wanted],
      options,
      tally,
      account,
      duplicates,
      polls,
      mixedHeaders: hasOtherHeader(plan, recognised),
      firstOrdinal: ordinals.reduce((sum, other) => sum + other.rows, 0) + 1,
    });
    if (
      recognised.connector.needsZone &&
      options.zone === undefined &&
      !account.zoneAssumed.includes(source)
    ) {
      account.zoneAssumed.push(source);
    }
    const open = frames ?? (await openFrames(file, wanted?.sheet));
    const foreignBefore = account.foreignLines;
    for await (const _ of open.read(intake)) {
      account.foreignLines = foreignBefore + open.foreignLines();
      account.outOfReach = duplicates.outOfReach;
      account.idConflicts = duplicates.idConflicts;
      const batch = intake.take();
      if (batch.rows > 0) yield batch;
    }
  }
}

function findConnector(connectors: readonly Connector[], format: string | undefined): Connector | undefined {
  if (format === undefined) return undefined;
  const connector = connectors.find(({ id }) => id === format);
  if (connector !== undefined) return connector;
  throw new CounterwatchError("usage", `There is no connector "${format}".`, {
    remedy: `Use one of ${connectors.map(({ id }) => id).join(", ")}.`,
  });
}

async function planFile(
  file: LogFile,
  only: boolean,
  connectors: readonly Connector[],
  wanted: Connector | undefined,
  options: IntakeOptions,
): Promise<PlannedFile> {
  const frames = await openFrames(file, wanted?.sheet);
  if (
    frames.header === undefined &&
    frames.head.every(({ row }) => Array.isArray(row) && row.every(isEmpty))
  ) {
    await frames.close();
    throw emptyFile(file.name);
  }
  const recognised = recogniseFrames(frames, file.name, connectors, wanted);
  if (only) return { file, recognised, frames, firstTime: undefined };
  const firstTime = findFirstTime(frames, recognised, options);
  if (!file.rereadable) return { file, recognised, frames, firstTime };
  await frames.close();
  return { file, recognised, frames: undefined, firstTime };
}

function findFirstTime(frames: Frames, recognised: Recognised, options: IntakeOptions): string | undefined {
  const { connector, header, skip } = recognised;
  const read = connector.open(contextOf(recognised, header, options));
  for (const { row } of frames.head.slice(frames.header === undefined ? skip : 0)) {
    try {
      return read(row).time;
    } catch {
      // The row will be rejected when it is read in its turn.
    }
  }
  return undefined;
}

/** Files without a readable time come last, in the order in which they were named. */
function compareTimes(left: string | undefined, right: string | undefined): number {
  if (left === right) return 0;
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  return left < right ? -1 : 1;
}

function hasOtherHeader(plan: readonly PlannedFile[], { connector, header }: Recognised): boolean {
  return plan.some(
    ({ recognised }) =>
      recognised.connector === connector && recognised.header.join("\0") !== header.join("\0"),
  );
}

function contextOf(
  { connector, framing }: Recognised,
  header: readonly string[],
  options: IntakeOptions,
): ConnectorContext {
  return {
    source: options.source ?? connector.id,
    framing,
    header,
    identifiers: options.identifiers,
    zone: options.zone,
  };
}

interface RowIntakeParts {
  readonly file: string;
  readonly source: string;
  readonly recognised: Recognised;
  readonly connectors: readonly Connector[];
  readonly options: IntakeOptions;
  readonly tally: SourceTally;
  readonly account: IntakeAccount;
  readonly duplicates: Duplicates;
  readonly polls: Polls;
  readonly mixedHeaders: boolean;
  readonly firstOrdinal: number;
}

class RowIntake implements FrameSink {
  readonly #parts: RowIntakeParts;
  readonly #connector: Connector;
  #header: readonly string[];
  #read: RowReader;
  #skip: number;
  #ordinal: number;
  #mixedHeaders: boolean;
  /** `source:` and the thousands of the ordinal, see `ordinalId`. */
  #idStem = "";
  #idThousand = -1;
  #batch: IntakeBatch;

  constructor(parts: RowIntakeParts) {
    this.#parts = parts;
    const { connector, header, skip } = parts.recognised;
    this.#connector = connector;
    this.#header = header;
    this.#skip = skip;
    this.#read = connector.open(contextOf(parts.recognised, header, parts.options));
    this.#ordinal = parts.firstOrdinal;
    this.#mixedHeaders = parts.mixedHeaders;
    this.#batch = this.#newBatch();
  }

  take(): IntakeBatch {
    const batch = this.#batch;
    this.#batch = this.#newBatch();
    const { tally } = this.#parts;
    tally.rows += batch.rows;
    tally.events += batch.events.length;
    tally.duplicates += batch.duplicates;
    tally.deadLetters += batch.deadLetters.length;
    return batch;
  }

  row(row: Row, line: number): void {
    if (this.#skip > 0) {
      this.#skip--;
      return;
    }
    if (Array.isArray(row)) {
      const cells = this.#fit(row, line);
      if (cells !== undefined) this.#accept(cells, line);
      return;
    }
    this.#accept(row, line);
  }

  damaged(reason: RejectionReason, text: string, line: number): void {
    this.#reject(reason, damageMessage(reason), undefined, { line: maskShape(text) }, line);
  }

  /** The row in the header's width; undefined where it is no data row or was rejected. */
  #fit(cells: readonly string[], line: number): Row | undefined {
    const width = this.#header.length;
    if (cells.length === width) return cells;
    if (cells.every(isEmpty)) return undefined;
    if (cells.length > width && cells.slice(width).every(isEmpty)) return cells.slice(0, width);
    if (this.#isHeader(cells)) return undefined;
    this.#reject(
      "column-count",
      `The row has ${cells.length} cells, the header ${width}.`,
      undefined,
      maskRow(this.#header, cells),
      line,
    );
    return undefined;
  }

  /** Joined exports repeat their header, or go on with the header of another era: reading goes on by that one. */
  #isHeader(cells: readonly string[]): boolean {
    const header = cells.map((cell) => cell.trim());
    if (
      header.length === this.#header.length &&
      header.every((name, index) => isSameName(name, this.#header[index] as string))
    ) {
      return true;
    }
    const sample = { framing: "table" as const, name: "", header, rows: [] };
    if (this.#connector.recognise(sample) < HEADER_CERTAINTY) return false;
    this.#header = header;
    this.#read = this.#connector.open(contextOf(this.#parts.recognised, header, this.#parts.options));
    this.#mixedHeaders = true;
    return true;
  }

  #accept(row: Row, line: number): void {
    let event: AccessEvent;
    try {
      event = this.#read(row);
    } catch (error) {
      // No header reads as an event, because its time is a name: looking only here costs good rows nothing.
      if (Array.isArray(row) && (row.every(isEmpty) || this.#isHeader(row))) return;
      const masked = maskRow(this.#header, row);
      if (error instanceof Rejection) this.#reject(error.reason, error.message, error.column, masked, line);
      // A fault of the connector. Its message may quote the value, so it is not passed on.
      else
        this.#reject(
          "schema",
          "The row has a shape that the connector cannot read.",
          undefined,
          masked,
          line,
        );
      return;
    }
    const batch = this.#batch;
    batch.rows++;
    const ordinal = this.#ordinal++;
    const instant = readPrinted(event.time);
    const verdict = this.#parts.duplicates.judge(event, instant, this.#mixedHeaders);
    if (verdict === "duplicate") {
      batch.duplicates++;
      return;
    }
    if (event.id === "" || verdict === "id-conflict") event.id = this.#ordinalId(ordinal);
    if (event.automated === undefined && this.#parts.polls.isPoll(event.operator.id, instant)) {
      event.automated = true;
    }
    if (event.automated === true) this.#parts.account.automated++;
    batch.events.push(event);
  }

  #reject(
    reason: RejectionReason,
    message: string,
    column: string | undefined,
    masked: Record<string, string>,
    line: number,
  ): void {
    const { file, source, account } = this.#parts;
    const ordinal = this.#ordinal++;
    const letter = createDeadLetter({ file, line, ordinal, source }, reason, message, column, masked);
    this.#batch.rows++;
    this.#batch.deadLetters.push(letter);
    account.reject(letter);
  }

  #ordinalId(ordinal: number): string {
    if (ordinal < 1000) return `${this.#parts.source}:${ordinal}`;
    const thousand = Math.floor(ordinal / 1000);
    if (thousand !== this.#idThousand) {
      this.#idThousand = thousand;
      this.#idStem = `${this.#parts.source}:${thousand}`;
    }
    return this.#idStem + (THOUSAND[ordinal - thousand * 1000] as string);
  }

  #newBatch(): IntakeBatch {
    const { file, source, recognised } = this.#parts;
    return {
      file,
      source,
      connector: recognised.connector.id,
      events: [],
      deadLetters: [],
      duplicates: 0,
      rows: 0,
    };
  }
}

/** A row in the middle of a table is taken for a header only where its connector is nearly certain. */
const HEADER_CERTAINTY = 0.9;
const THOUSAND = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, "0"));

function isSameName(left: string, right: string): boolean {
  return left === right || left.trim().toLowerCase() === right.trim().toLowerCase();
}

function isEmpty(cell: string): boolean {
  return cell === "" || cell.trim() === "";
}
