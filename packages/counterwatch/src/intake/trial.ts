/** What `sources test FILE` shows: which connector reads a file, how surely, and what its first rows become. Keeps no raw value. */
import { type AccessEvent, CounterwatchError, Rejection, type RejectionReason } from "../model/index.ts";
import { IntakeAccount } from "./accounting.ts";
import type { Connector, Framing, Row } from "./connector.ts";
import { CONNECTORS } from "./connectors.ts";
import { damageMessage, maskRow, maskShape, safeName } from "./dead-letters.ts";
import { openFrames } from "./frames.ts";
import type { Identifiers } from "./identifiers.ts";
import type { LogFile } from "./log-file.ts";
import { rankConnectors, recogniseFrames } from "./recognition.ts";

export interface TrialOptions {
  readonly identifiers: Identifiers;
  /** How many rows to try. */
  readonly rows: number;
  /** Reads the file whatever it is recognised as: a mapping, or the connector that the user named. */
  readonly wanted?: Connector | undefined;
  readonly source?: string | undefined;
  readonly zone?: string | undefined;
  readonly connectors?: readonly Connector[] | undefined;
}

type TrialRow =
  | { readonly line: number; readonly event: AccessEvent }
  | {
      readonly line: number;
      readonly reason: RejectionReason;
      readonly message: string;
      readonly column: string | undefined;
      /** Shapes of the cells (A letter, 9 digit). */
      readonly row: Readonly<Record<string, string>>;
    };

export interface Trial {
  readonly file: string;
  readonly connector: { readonly id: string; readonly title: string };
  /** 0 to 1. */
  readonly confidence: number;
  /** Every connector that could read the file, the surest first. */
  readonly candidates: readonly { readonly id: string; readonly confidence: number }[];
  readonly framing: Framing;
  /** Columns, or members of the first record, with the field that each fills; undefined: not used, or not told. */
  readonly columns: readonly { readonly name: string; readonly use: string | undefined }[];
  readonly rows: readonly TrialRow[];
  /** What was assumed, one sentence each. */
  readonly notes: readonly string[];
}

/** Throws CounterwatchError `format-unknown`, `format-damaged`, `mapping`, and whatever the file throws. */
export async function tryLog(file: LogFile, options: TrialOptions): Promise<Trial> {
  const { identifiers, wanted, zone } = options;
  const connectors = options.connectors ?? CONNECTORS;
  const frames = await openFrames(file, wanted?.sheet);
  try {
    const { connector, header, framing, skip } = recogniseFrames(frames, file.name, connectors, wanted);
    const source = options.source ?? connector.id;
    const read = connector.open({ source, framing, header, identifiers, zone });
    const rows: TrialRow[] = [];
    let before = skip;
    const loop = frames.read({
      row(row, line) {
        if (before > 0) before--;
        else if (rows.length < options.rows && !isBlankRow(row)) rows.push(tryRow(read, header, row, line));
      },
      damaged(reason, text, line) {
        if (rows.length >= options.rows) return;
        rows.push({
          line,
          reason,
          message: damageMessage(reason),
          column: undefined,
          row: { line: maskShape(text) },
        });
      },
    });
    for await (const _ of loop) if (rows.length >= options.rows) break;
    const uses = connector.uses?.(header);
    const ranked = rankConnectors(
      frames,
      file.name,
      wanted === undefined ? connectors : [wanted, ...connectors],
    );
    return {
      file: file.name,
      connector: { id: connector.id, title: connector.title },
      confidence: ranked.find((candidate) => candidate.connector === connector)?.score ?? 0,
      candidates: ranked.map((candidate) => ({ id: candidate.connector.id, confidence: candidate.score })),
      framing,
      columns: header.map((name, i) => ({ name: safeName(name, i), use: uses?.[i] })),
      rows,
      notes: notesOf(connector, source, zone),
    };
  } finally {
    await frames.close();
  }
}

function tryRow(
  read: (row: Row) => AccessEvent,
  header: readonly string[],
  row: Row,
  line: number,
): TrialRow {
  const rejected = (reason: RejectionReason, message: string, column?: string): TrialRow => {
    return { line, reason, message, column, row: maskRow(header, row) };
  };
  if (Array.isArray(row) && row.slice(header.length).some((cell: string) => cell.trim() !== "")) {
    return rejected("column-count", `The row has ${row.length} cells, the header ${header.length}.`);
  }
  if (Array.isArray(row) && row.length < header.length) {
    return rejected("column-count", `The row has ${row.length} cells, the header ${header.length}.`);
  }
  try {
    return { line, event: read(row) };
  } catch (error) {
    if (error instanceof Rejection) return rejected(error.reason, error.message, error.column);
    if (error instanceof CounterwatchError) throw error;
    // A fault of the connector. Its message may quote the value, so it is not passed on.
    return rejected("schema", "The row has a shape that the connector cannot read.");
  }
}

function isBlankRow(row: Row): boolean {
  return Array.isArray(row) && row.every((cell: string) => cell.trim() === "");
}

function notesOf(connector: Connector, source: string, zone: string | undefined): readonly string[] {
  const account = new IntakeAccount();
  if (connector.needsZone && zone === undefined) account.zoneAssumed.push(source);
  return account.notes();
}
