/**
 * Files in, events out. Every row of every file becomes exactly one event, one duplicate or one dead letter, in the
 * order of the log: files are put in the order of their first readable event time, so that the order in which they
 * are named changes nothing.
 */
import { type AccessEvent, CounterwatchError, type DeadLetter, Rejection } from "../model/index.ts";
import { IntakeAccount, type SourceTally } from "./accounting.ts";
import type { Connector, ConnectorContext, Framing } from "./connector.ts";
import { CONNECTORS } from "./connectors.ts";
import { Duplicates } from "./duplicates.ts";
import { type Frames, openFrames, refuseEmpty, type TextForm } from "./frames.ts";
import type { Identifiers } from "./identifiers.ts";
import type { LogFile } from "./log-file.ts";
import { Polls } from "./polls.ts";
import { type Recognised, recogniseFrames } from "./recognition.ts";
import { RowIntake, type RowIntakeParts } from "./row-intake.ts";
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
  /** The one file goes on with a log whose form is known: nothing of it is a header, and nothing is guessed. Needs a mapping or format. */
  readonly form?: LogForm | undefined;
  /** POSIX milliseconds beyond which no look-up can have been made yet; undefined: any time that a log may have. */
  readonly latest?: number | undefined;
  /** What a text log was recognised as. */
  readonly onForm?: ((form: LogForm) => void) | undefined;
}

/** What has to be known to read on in the middle of a log. */
export interface LogForm {
  readonly connector: string;
  readonly framing: Framing;
  readonly text: TextForm;
  readonly header: readonly string[];
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
    const intake = new EventIntake({
      file: file.name,
      source,
      recognised,
      context: { identifiers: options.identifiers, zone: options.zone },
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
  const { form } = options;
  const frames = await openFrames(file, wanted?.sheet, form?.text);
  if (form !== undefined && wanted !== undefined) {
    const recognised = { connector: wanted, framing: form.framing, header: form.header, skip: 0 };
    return { file, recognised, frames, firstTime: undefined };
  }
  await refuseEmpty(frames, file.name);
  const recognised = recogniseFrames(frames, file.name, connectors, wanted);
  const { connector, framing, header } = recognised;
  if (frames.text !== undefined)
    options.onForm?.({ connector: connector.id, framing, text: frames.text, header });
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

interface EventIntakeParts extends RowIntakeParts<AccessEvent> {
  readonly options: IntakeOptions;
  readonly tally: SourceTally;
  readonly account: IntakeAccount;
  readonly duplicates: Duplicates;
  readonly polls: Polls;
}

class EventIntake extends RowIntake<AccessEvent> {
  readonly #parts: EventIntakeParts;
  /** `source:` and the thousands of the ordinal, see `ordinalId`. */
  #idStem = "";
  #idThousand = -1;
  readonly #latest: number;
  #batch: IntakeBatch;

  constructor(parts: EventIntakeParts) {
    super(parts);
    this.#parts = parts;
    this.#latest = parts.options.latest ?? Number.POSITIVE_INFINITY;
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

  protected override check({ time }: AccessEvent): void {
    if (readPrinted(time) > this.#latest)
      throw new Rejection("time-implausible", "The time lies ahead of this machine's clock.", "time");
  }

  protected override accept(event: AccessEvent, ordinal: number): void {
    const batch = this.#batch;
    batch.rows++;
    const instant = readPrinted(event.time);
    const verdict = this.#parts.duplicates.judge(event, instant, this.mixedHeaders);
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

  protected override reject(letter: DeadLetter): void {
    this.#batch.rows++;
    this.#batch.deadLetters.push(letter);
    this.#parts.account.reject(letter);
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

const THOUSAND = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, "0"));
