/**
 * From frames to values, whatever the rows mean: the header and titles are skipped, cells are brought to the header's width,
 * joined exports may repeat their header or go on with another one, and each row is accepted or rejected, never dropped.
 */
import { type DeadLetter, Rejection, type RejectionReason } from "../model/index.ts";
import type { Connector, ConnectorContext, Row, RowReader } from "./connector.ts";
import { createDeadLetter, damageMessage, maskRow, maskShape } from "./dead-letters.ts";
import type { FrameSink } from "./frames.ts";
import type { Recognised } from "./recognition.ts";

export interface RowIntakeParts<T> {
  readonly file: string;
  readonly source: string;
  readonly recognised: Recognised<Connector<T>>;
  readonly context: Pick<ConnectorContext, "identifiers" | "zone">;
  /** Files of one connector have several headers. */
  readonly mixedHeaders: boolean;
  readonly firstOrdinal: number;
}

export abstract class RowIntake<T> implements FrameSink {
  readonly #parts: RowIntakeParts<T>;
  readonly #connector: Connector<T>;
  #header: readonly string[];
  #read: RowReader<T>;
  #skip: number;
  #ordinal: number;
  protected mixedHeaders: boolean;

  constructor(parts: RowIntakeParts<T>) {
    this.#parts = parts;
    const { connector, header, skip } = parts.recognised;
    this.#connector = connector;
    this.#header = header;
    this.#skip = skip;
    this.#read = this.#open(header);
    this.#ordinal = parts.firstOrdinal;
    this.mixedHeaders = parts.mixedHeaders;
  }

  /** Throws Rejection where a row can be read and is not to be believed. */
  protected check(_value: T): void {}
  /** What a row became; `ordinal` counts the data rows of the source. */
  protected abstract accept(value: T, ordinal: number): void;
  protected abstract reject(letter: DeadLetter): void;

  row(row: Row, line: number): void {
    if (this.#skip > 0) {
      this.#skip--;
      return;
    }
    if (Array.isArray(row)) {
      const cells = this.#fit(row, line);
      if (cells !== undefined) this.#readRow(cells, line);
      return;
    }
    this.#readRow(row, line);
  }

  damaged(reason: RejectionReason, text: string, line: number): void {
    this.#reject(reason, damageMessage(reason), undefined, { line: maskShape(text) }, line);
  }

  #open(header: readonly string[]): RowReader<T> {
    const { source, recognised, context } = this.#parts;
    const { identifiers, zone } = context;
    return this.#connector.open({ source, framing: recognised.framing, header, identifiers, zone });
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
    this.#read = this.#open(header);
    this.mixedHeaders = true;
    return true;
  }

  #readRow(row: Row, line: number): void {
    let value: T;
    try {
      value = this.#read(row);
      this.check(value);
    } catch (error) {
      // No header reads as a row, because its time is a name: looking only here costs good rows nothing.
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
    this.accept(value, this.#ordinal++);
  }

  #reject(
    reason: RejectionReason,
    message: string,
    column: string | undefined,
    masked: Record<string, string>,
    line: number,
  ): void {
    const { file, source } = this.#parts;
    const ordinal = this.#ordinal++;
    this.reject(createDeadLetter({ file, line, ordinal, source }, reason, message, column, masked));
  }
}

/** A row in the middle of a table is taken for a header only where its connector is nearly certain. */
const HEADER_CERTAINTY = 0.9;

function isSameName(left: string, right: string): boolean {
  return left === right || left.trim().toLowerCase() === right.trim().toLowerCase();
}

function isEmpty(cell: string): boolean {
  return cell === "" || cell.trim() === "";
}
