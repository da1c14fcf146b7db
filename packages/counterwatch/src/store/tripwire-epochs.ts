/**
 * The custodian's epochs on disk: a record and, while the epoch lasts, the seed of its key.
 *
 * Order of writes. Opening: seed, then leaf, then record, so that a record is never without its seed; a seed without a record was never
 * announced and is replaced. Ending: the record that the next epoch sends is written first, then the seed is destroyed, then the leaf
 * says so, then the record; a crash in between repeats what was not written down.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CounterwatchError } from "../model/index.ts";
import { type EpochRecord, epochRecordSchema } from "../tripwire/epoch-book.ts";
import {
  destroyFile,
  makePrivateFolder,
  readBytes,
  readRecord,
  writeDurably,
  writeRecord,
} from "./tripwire-files.ts";

const SEED_BYTES = 32;

export class TripwireEpochs {
  readonly #folder: string;
  #records: readonly EpochRecord[];

  constructor(folder: string) {
    this.#folder = join(folder, "epochs");
    makePrivateFolder(this.#folder);
    const names = readdirSync(this.#folder).filter((name) => /^\d{7}\.json$/.test(name));
    this.#records = names.toSorted().map((name, at) => {
      const record = readRecord(join(this.#folder, name), epochRecordSchema, 4 * 1_048_576);
      if (record?.epoch === at + 1) return record;
      throw new CounterwatchError("unreadable", "the epochs are not complete", {
        place: { file: this.#folder },
        remedy: "Restore the folder from a backup.",
      });
    });
  }

  /** In order; epoch n is at n - 1. */
  get records(): readonly EpochRecord[] {
    return this.#records;
  }

  write(record: EpochRecord): void {
    writeRecord(this.#path(record.epoch, "json"), record);
    this.#records = this.#records.toSpliced(record.epoch - 1, 1, record);
  }

  /** Of the next epoch, which has no record yet. */
  writeSeed(epoch: number, seed: Uint8Array): void {
    writeDurably(this.#path(epoch, "seed"), seed);
  }

  /** 32 bytes, the caller's to clear. Throws `unreadable` where it is gone. */
  readSeed(epoch: number): Uint8Array {
    const path = this.#path(epoch, "seed");
    const seed = readBytes(path, SEED_BYTES);
    if (seed?.length === SEED_BYTES) return seed;
    throw new CounterwatchError("unreadable", `the key of epoch ${epoch} is not there`, {
      place: { file: path },
      remedy: "Restore it from a backup, or open a new epoch: counterwatch tripwire send --next-epoch.",
    });
  }

  destroySeed(epoch: number): void {
    destroyFile(this.#path(epoch, "seed"));
  }

  #path(epoch: number, kind: "json" | "seed"): string {
    return join(this.#folder, `${String(epoch).padStart(7, "0")}.${kind}`);
  }
}
