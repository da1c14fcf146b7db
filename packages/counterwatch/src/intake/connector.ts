/**
 * The contract between the intake's core (framing, encodings, accounting, duplicates) and the connectors
 * (what the columns mean). A connector never does I/O, never keeps a raw identifier, and answers each row
 * with exactly one event or one Rejection.
 */
import type { AccessEvent } from "../model/index.ts";
import type { Identifiers } from "./identifiers.ts";

export type Framing = "table" | "records";

/** The beginning of a file, for recognition: names trimmed, byte-order mark gone. */
export interface Sample {
  readonly framing: Framing;
  /** File name without folders. */
  readonly name: string;
  /** Tables: the header's names, trimmed. Records: the keys of the first record. */
  readonly header: readonly string[];
  /** The first few rows (tables) or values (records). */
  readonly rows: readonly Row[];
}

/** Tables give their cells in header order; record files give the parsed JSON value. */
export type Row = readonly string[] | Readonly<Record<string, unknown>>;

export interface ConnectorContext {
  readonly source: string;
  readonly framing: Framing;
  /** Records: the keys of the first one; others may have more or fewer. */
  readonly header: readonly string[];
  /** Canonicalises, masks and pseudonymises; the only way from a raw value into an event. */
  readonly identifiers: Identifiers;
  /** IANA zone of local times where the log does not say; undefined: UTC. */
  readonly zone: string | undefined;
}

/** Throws `Rejection`. An empty `id` means: the log has none, the core numbers it. */
export type RowReader<T = AccessEvent> = (row: Row) => T;

/** `T`: what a row becomes. An access log's rows become events, what a look-up showed becomes shown rows. */
export interface Connector<T = AccessEvent> {
  /** Stable, kebab-case: `--format` takes it. */
  readonly id: string;
  readonly title: string;
  /** `any`: rows come as cells or as records, and `open` tells them apart. */
  readonly framing: Framing | "any";
  /** Local times without zone occur: the user may have to declare one. */
  readonly needsZone: boolean;
  /** XLSX: the sheet that holds the log; undefined: the first. */
  readonly sheet?: string | undefined;
  /** Column names of a table that has no header line, told by its first row; undefined: not without header, or not mine. */
  impliedHeader?(first: readonly string[]): readonly string[] | undefined;
  /** 0 (not mine) to 1 (certain); the highest wins, a tie is an error that names both. */
  recognise(sample: Sample): number;
  /** What each column of the header is used for, undefined where it is not; for people who check a mapping. */
  uses?(header: readonly string[]): readonly (string | undefined)[];
  open(context: ConnectorContext): RowReader<T>;
}
