/**
 * Decodes a Parquet file in a thread of its own, for `src/intake/formats/parquet.ts`, which watches over its time and memory:
 * one changed byte in a page header keeps hyparquet 1.31 in a loop that nothing but the end of the thread can break.
 * Plain JavaScript, because it is started as a file, from the sources and from `dist` alike.
 *
 * Asks for bytes by `{ ask, from, to }`; answers with one `{ layout }`, then with `{ rows }` each time it is told `more`,
 * at last with `{ end }`, or with `{ damaged }`.
 */
import { parentPort, workerData } from "node:worker_threads";
import { parquetMetadataAsync, parquetRead, parquetSchema } from "hyparquet";
import { compressors, decompressZstd } from "hyparquet-compressors";

const { byteLength, groupLimit, mostRowsInGroup, rowsAtOnce, onlyLayout } = workerData;

function send(message) {
  // The rule takes every postMessage for a window's.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort.postMessage(message);
}

/** What a reader is told: never a value of the file. */
class Damage extends Error {}

const waiting = new Map();
let asked = 0;
let goOn = () => {};
parentPort.on("message", (message) => {
  if (message.more === true) goOn();
  else {
    waiting.get(message.ask)?.(message.bytes);
    waiting.delete(message.ask);
  }
});

const file = {
  byteLength,
  slice: (from, to = byteLength) =>
    new Promise((resolve) => {
      const ask = ++asked;
      waiting.set(ask, resolve);
      send({ ask, from, to });
    }),
};

/** Page headers come from the file: no page may claim to unpack to more than a whole row group may. */
const boundedCompressors = Object.fromEntries(
  Object.entries({
    ...compressors,
    ZSTD: (input, length) => decompressZstd(input, new Uint8Array(length)),
  }).map(([codec, unpack]) => [
    codec,
    (input, length) => {
      if (!(length >= 0 && length <= groupLimit)) throw new Damage("a page unpacks to more than the limit");
      return unpack(input, length);
    },
  ]),
);

const decoder = new TextDecoder();
const parsers = {
  dateFromDays: (days) => new Date(days * 86_400_000).toISOString().slice(0, 10),
  jsonFromBytes: (bytes) => {
    const text = decoder.decode(bytes);
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  },
};

function checkSizes(metadata) {
  let rows = 0;
  for (const group of metadata.row_groups) {
    const size = group.columns.reduce(
      (sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0),
      0,
    );
    const groupRows = Number(group.num_rows);
    if (!(size >= 0 && size <= groupLimit) || !(groupRows >= 0 && groupRows <= mostRowsInGroup)) {
      throw new Damage("a row group is larger than the limit of 512 MiB or 16.7 million rows");
    }
    rows += groupRows;
  }
  if (rows !== Number(metadata.num_rows)) throw new Damage("its row groups do not add up to its rows");
}

async function readGroup(metadata, rowStart, rowEnd) {
  let rows;
  await parquetRead({
    file,
    metadata,
    rowStart,
    rowEnd,
    compressors: boundedCompressors,
    parsers,
    geoparquet: false,
    onComplete: (complete) => {
      rows = complete;
    },
  });
  // A damaged page may decode to fewer values: rows are never lost silently.
  if (rows?.length !== rowEnd - rowStart)
    throw new Damage(`rows ${rowStart + 1} to ${rowEnd} are not complete`);
  return rows;
}

/** TIMESTAMP with isAdjustedToUTC = false is wall-clock time of a zone that the file does not name. */
function isLocalTime({ element }) {
  return element.logical_type?.type === "TIMESTAMP" && element.logical_type.isAdjustedToUTC === false;
}

/** As JSON would have it: times as text, integers beyond 2^53 as text so that no digit is lost. */
function plain(value, localTime) {
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

function cellText(value) {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

async function decode() {
  let place = "its footer is broken or missing";
  try {
    const metadata = await parquetMetadataAsync(file, { parsers, geoparquet: false });
    checkSizes(metadata);
    const columns = parquetSchema(metadata).children;
    const names = columns.map(({ element }) => element.name);
    const local = columns.map(isLocalTime);
    const isTable = columns.every(
      ({ children, element }) => children.length === 0 && element.repetition_type !== "REPEATED",
    );
    const write = isTable
      ? (row) => names.map((_, i) => cellText(plain(row[i], local[i])))
      : (row) => Object.fromEntries(names.map((name, i) => [name, plain(row[i], local[i])]));
    send({
      layout: {
        framing: isTable ? "table" : "records",
        header: names.map((name) => name.trim()),
        rowCount: Number(metadata.num_rows),
      },
    });
    if (!onlyLayout) {
      let start = 0;
      for (const group of metadata.row_groups) {
        const end = start + Number(group.num_rows);
        place = `rows ${start + 1} to ${end} cannot be decoded`;
        const rows = await readGroup(metadata, start, end);
        for (let at = 0; at < rows.length; at += rowsAtOnce) {
          await new Promise((resolve) => {
            goOn = resolve;
            send({ rows: rows.slice(at, at + rowsAtOnce).map(write) });
          });
        }
        start = end;
      }
    }
    send({ end: true });
  } catch (error) {
    send({ damaged: error instanceof Damage ? error.message : place });
  }
}

await decode();
parentPort.close();
