/**
 * Reads Apache Parquet. One row group is in memory at a time; files whose row groups are larger than
 * `GROUP_LIMIT` unpacked are refused, as are pages that claim to unpack to more. Flat files are tables (every cell
 * as text), nested ones are records.
 */
import { type AsyncBuffer, type FileMetaData, type ParquetParsers, type SchemaTree } from "hyparquet";
import { parquetMetadataAsync, parquetRead, parquetSchema } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { CounterwatchError } from "../../model/index.ts";
import type { Framing, Row } from "../connector.ts";

/** 512 MiB unpacked. Writers default to 128 MiB (Spark, parquet-mr) or a million rows (Arrow). */
const GROUP_LIMIT = 512 * 1024 * 1024;
const MOST_ROWS_IN_GROUP = 16_777_216;

export interface ParquetTable {
  readonly framing: Framing;
  readonly header: readonly string[];
  readonly rowCount: number;
  rows(): AsyncIterable<Row>;
}

/** `file` gives byte ranges, so that a file is never read whole. Throws `format-damaged`. */
export async function openParquet(file: AsyncBuffer): Promise<ParquetTable> {
  const metadata = await readMetadata(file);
  const columns = parquetSchema(metadata).children;
  const header = columns.map((column) => column.element.name);
  const flat = columns.every(
    (column) => column.children.length === 0 && column.element.repetition_type !== "REPEATED",
  );
  const write = flat ? cellWriter(columns) : recordWriter(columns);
  return {
    framing: flat ? "table" : "records",
    header: header.map((name) => name.trim()),
    rowCount: Number(metadata.num_rows),
    async *rows() {
      let start = 0;
      for (const group of metadata.row_groups) {
        const end = start + Number(group.num_rows);
        for (const row of await readGroup(file, metadata, start, end)) yield write(row);
        start = end;
      }
    },
  };
}

async function readMetadata(file: AsyncBuffer): Promise<FileMetaData> {
  let metadata: FileMetaData;
  try {
    metadata = await parquetMetadataAsync(file, { parsers: PARSERS, geoparquet: false });
  } catch {
    throw damaged("its footer is broken or missing");
  }
  let rows = 0;
  for (const group of metadata.row_groups) {
    const size = group.columns.reduce(
      (sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0),
      0,
    );
    const groupRows = Number(group.num_rows);
    if (!(size >= 0 && size <= GROUP_LIMIT) || !(groupRows >= 0 && groupRows <= MOST_ROWS_IN_GROUP)) {
      throw damaged(
        "a row group is larger than 512 MiB or 16.7 million rows",
        "Write it again with row groups of 128 MiB.",
      );
    }
    if (group.columns.some(({ meta_data }) => Number(meta_data?.num_values ?? 0) > 64 * MOST_ROWS_IN_GROUP)) {
      throw damaged("a column claims more values than fit");
    }
    rows += groupRows;
  }
  if (rows !== Number(metadata.num_rows)) throw damaged("its row groups do not add up to its rows");
  return metadata;
}

async function readGroup(
  file: AsyncBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
): Promise<readonly unknown[][]> {
  let rows: readonly unknown[][] | undefined;
  try {
    await parquetRead({
      file,
      metadata,
      rowStart,
      rowEnd,
      compressors: BOUNDED_COMPRESSORS,
      parsers: PARSERS,
      geoparquet: false,
      onComplete: (complete) => {
        rows = complete;
      },
    });
  } catch (cause) {
    if (cause instanceof CounterwatchError) throw cause;
    throw damaged(`rows ${rowStart + 1} to ${rowEnd} cannot be decoded`);
  }
  // A damaged page may decode to fewer values: rows are never lost silently.
  if (rows?.length !== rowEnd - rowStart) throw damaged(`rows ${rowStart + 1} to ${rowEnd} are not complete`);
  return rows;
}

/** Page headers come from the file: no page may claim to unpack to more than a whole row group may. */
const BOUNDED_COMPRESSORS = Object.fromEntries(
  Object.entries(compressors).map(([codec, unpack]) => [
    codec,
    (input: Uint8Array, outputLength: number) => {
      if (!(outputLength >= 0 && outputLength <= GROUP_LIMIT))
        throw damaged("a page unpacks to more than 512 MiB");
      return unpack(input, outputLength);
    },
  ]),
);

const decoder = new TextDecoder();
const PARSERS: Partial<ParquetParsers> = {
  dateFromDays: (days) => new Date(days * 86_400_000).toISOString().slice(0, 10),
  jsonFromBytes: (bytes) => {
    const text = decoder.decode(bytes);
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  },
};

function cellWriter(columns: readonly SchemaTree[]): (row: readonly unknown[]) => Row {
  const local = columns.map(isLocalTime);
  return (row) =>
    columns.map((_, i) => {
      const value = plain(row[i], local[i] ?? false);
      if (value === null || value === undefined) return "";
      return typeof value === "object" ? JSON.stringify(value) : String(value);
    });
}

function recordWriter(columns: readonly SchemaTree[]): (row: readonly unknown[]) => Row {
  const names = columns.map((column) => column.element.name);
  const local = columns.map(isLocalTime);
  return (row) => Object.fromEntries(names.map((name, i) => [name, plain(row[i], local[i] ?? false)]));
}

/** TIMESTAMP with isAdjustedToUTC = false is wall-clock time of a zone that the file does not name. */
function isLocalTime({ element }: SchemaTree): boolean {
  return element.logical_type?.type === "TIMESTAMP" && !element.logical_type.isAdjustedToUTC;
}

/** As JSON would have it: times as text, integers beyond 2^53 as text so that no digit is lost. */
function plain(value: unknown, localTime: boolean): unknown {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return "";
    const iso = value.toISOString();
    return localTime ? iso.slice(0, -1) : iso;
  }
  if (typeof value === "bigint")
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (Array.isArray(value)) return value.map((item) => plain(item, localTime));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, localTime)]));
  }
  return value;
}

function damaged(what: string, remedy = "Export it again, or export CSV."): CounterwatchError {
  return new CounterwatchError("format-damaged", `The Parquet file cannot be read: ${what}.`, { remedy });
}
