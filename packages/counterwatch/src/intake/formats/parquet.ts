/**
 * Reads Apache Parquet. One row group is in memory at a time. Flat files are tables (every cell as text), nested ones are
 * records. Hostile input: the decoder runs in a thread with bounded memory that is ended when it does not answer in time, row
 * groups larger than `GROUP_LIMIT` unpacked are refused, as are pages that claim to be.
 */
import { Worker } from "node:worker_threads";
import { CounterwatchError } from "../../model/index.ts";
import type { Framing, Row } from "../connector.ts";

/** 512 MiB unpacked. Writers default to 128 MiB (Spark, parquet-mr) or a million rows (Arrow). */
const GROUP_LIMIT = 512 * 1024 * 1024;
const MOST_ROWS_IN_GROUP = 16_777_216;
const ROWS_AT_ONCE = 4096;
/** Milliseconds. A row group of the largest size takes about ten seconds. */
const PATIENCE = 120_000;
const HEAP_MIB = 2048;
/** The same file for the sources and for `dist`: both lie three folders below the package. */
const DECODER = new URL("../../../workers/parquet-decoder.js", import.meta.url);

/** Byte ranges of the unpacked file, so that it is never read whole. */
export interface ByteSource {
  readonly byteLength: number;
  slice(from: number, to: number): ArrayBuffer | Promise<ArrayBuffer>;
}

export interface ParquetTable {
  readonly framing: Framing;
  readonly header: readonly string[];
  readonly rowCount: number;
  rows(): AsyncIterable<Row>;
}

/** `patience`: milliseconds that the decoder may take for an answer. Throws `format-damaged`. */
export async function openParquet(file: ByteSource, patience = PATIENCE): Promise<ParquetTable> {
  for await (const answer of decode(file, patience, true)) {
    if (answer.layout === undefined) continue;
    return {
      ...answer.layout,
      async *rows() {
        for await (const { rows } of decode(file, patience, false)) if (rows !== undefined) yield* rows;
      },
    };
  }
  throw damaged("its footer is broken or missing");
}

interface Answer {
  readonly layout?: Omit<ParquetTable, "rows">;
  readonly rows?: readonly Row[];
  readonly end?: true;
  readonly damaged?: string;
  readonly ask?: number;
  readonly from?: number;
  readonly to?: number;
}

/** The decoder's answers, its questions for bytes answered. Breaking off the loop ends the thread. */
async function* decode(file: ByteSource, patience: number, onlyLayout: boolean): AsyncGenerator<Answer> {
  const worker = new Worker(DECODER, {
    workerData: {
      byteLength: file.byteLength,
      groupLimit: GROUP_LIMIT,
      mostRowsInGroup: MOST_ROWS_IN_GROUP,
      rowsAtOnce: ROWS_AT_ONCE,
      onlyLayout,
    },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  });
  const inbox = new Inbox(worker);
  try {
    for (;;) {
      const answer = await inbox.next(patience);
      if (answer.damaged !== undefined) throw damaged(answer.damaged);
      if (answer.end === true) return;
      if (answer.ask !== undefined) {
        const bytes = await file.slice(answer.from ?? 0, answer.to ?? file.byteLength);
        tell(worker, { ask: answer.ask, bytes });
        continue;
      }
      yield answer;
      tell(worker, { more: true });
    }
  } finally {
    await worker.terminate();
  }
}

function tell(worker: Worker, message: object): void {
  // The rule takes every postMessage for a window's.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  worker.postMessage(message);
}

/** Messages of the thread in order; its failure, end or silence is an answer too. */
class Inbox {
  readonly #answers: Answer[] = [];
  #wake: (() => void) | undefined;

  constructor(worker: Worker) {
    worker.on("message", (answer: Answer) => this.#put(answer));
    worker.on("error", () =>
      this.#put({ damaged: "it takes more memory to decode than a file of its kind may" }),
    );
    worker.on("exit", () => this.#put({ damaged: "its decoder ended early" }));
  }

  async next(patience: number): Promise<Answer> {
    if (this.#answers.length === 0) {
      const silence = setTimeout(
        () => this.#put({ damaged: `its decoder gave no answer in ${Math.round(patience / 1000)} s` }),
        patience,
      );
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      clearTimeout(silence);
    }
    return this.#answers.shift() as Answer;
  }

  #put(answer: Answer): void {
    this.#answers.push(answer);
    this.#wake?.();
  }
}

function damaged(what: string): CounterwatchError {
  return new CounterwatchError("format-damaged", `The Parquet file cannot be read: ${what}.`, {
    remedy: "Export it again with row groups of at most 128 MiB, or export CSV.",
  });
}
