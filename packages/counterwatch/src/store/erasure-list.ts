/**
 * Which erasures of many look-ups a ledger speaks of, in one file beside it, so that nobody who asks makes the server read the whole
 * ledger. A cache: it says how far it has read, and reads on from there; without it everything is read again.
 */
import { decodeLeaf, readEntries } from "@counterwatch/evidence";
import { FolderReader } from "@counterwatch/evidence/node";
import { z } from "zod";
import { retirementSchema } from "../ledger/retirement.ts";
import { onLedger } from "./ledger-trouble.ts";
import { readRecord, writeRecord } from "./tripwire-files.ts";

const LARGEST = 256 * 1024 * 1024;

const erasureSchema = retirementSchema.extend({
  /** That announces it. */
  leaf: z.int().min(0),
  /** RFC 3339. */
  at: z.string(),
});
export type Erasure = z.output<typeof erasureSchema>;

const listSchema = z.strictObject({
  /** Leaves below it were read. */
  read: z.int().min(0),
  erasures: z.array(erasureSchema),
});

export class ErasureList {
  readonly #path: string;
  readonly #ledger: string;
  #erasures: Erasure[] = [];
  #read = 0;
  #reading: Promise<unknown> = Promise.resolve();

  /** `path`: of the file; `ledger`: the folder of the ledger. */
  constructor(path: string, ledger: string) {
    this.#path = path;
    this.#ledger = ledger;
    const found = readKept(path);
    if (found === undefined) return;
    this.#erasures = found.erasures;
    this.#read = found.read;
  }

  /** Oldest first, up to a ledger of `size` leaves. Throws what reading the ledger throws. */
  upTo(size: number): Promise<readonly Erasure[]> {
    const turn = this.#reading.then(() => this.#upTo(size));
    this.#reading = turn.catch(() => {});
    return turn;
  }

  async #upTo(size: number): Promise<readonly Erasure[]> {
    // Fewer than were read: the ledger was restored from an older copy.
    if (size < this.#read) [this.#read, this.#erasures] = [0, []];
    if (size === this.#read) return this.#erasures;
    const fresh = await onLedger(this.#ledger, () => erasuresIn(this.#ledger, this.#read, size));
    this.#erasures.push(...fresh);
    this.#read = size;
    writeRecord(this.#path, { read: size, erasures: this.#erasures });
    return this.#erasures;
  }
}

/** Of many look-ups, announced in leaves from `from` on, in a ledger of `size` leaves. */
export async function erasuresIn(ledger: string, from: number, size: number): Promise<Erasure[]> {
  const erasures: Erasure[] = [];
  for await (const { index, entry } of readEntries(new FolderReader(ledger), { from, to: size, size })) {
    const { kind, statement, time } = decodeLeaf(entry);
    const said = kind === "erasure" ? retirementSchema.safeParse(statement) : undefined;
    if (said?.success === true) erasures.push({ ...said.data, leaf: index, at: time });
  }
  return erasures;
}

function readKept(path: string): z.output<typeof listSchema> | undefined {
  try {
    return readRecord(path, listSchema, LARGEST);
  } catch {
    return undefined;
  }
}
