/**
 * How far the files of one tail are in the ledger: `inputs/NAME.json` of the server's folder.
 *
 * Order of writes: a file has its entry, durably, before its first row is taken, because its rows and dead letters bear the entry's
 * name; rows and dead letters are durable; then the entry says so. A crash between the last two reads a stretch again: rows with ids
 * are known by them, others by what they say, dead letters by where they stand. A folder that lost this file reads everything again, and
 * adds nothing.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { TEXT_FORMS } from "../../intake/frames.ts";
import { makePrivateFolder, readRecord, writeRecord } from "../tripwire-files.ts";

const formSchema = z.strictObject({
  connector: z.string(),
  framing: z.enum(["table", "records"]),
  text: z.enum(TEXT_FORMS),
  header: z.array(z.string()).readonly(),
});

/** SHA-256 over the first bytes and over the last ones before `offset`: what a file must have to be the same log. */
const markSchema = z.strictObject({ length: z.int().min(0), hash: z.string() });

const entrySchema = z.strictObject({
  /** The entry's own name first, then those of entries that it went on from. */
  names: z.array(z.string()).min(1),
  path: z.string(),
  device: z.number(),
  inode: z.number(),
  /** Unpacked bytes that are in the ledger. */
  offset: z.int().min(0),
  /** Of the next row, from 1. */
  line: z.int().min(1),
  head: markSchema,
  before: markSchema,
  form: formSchema.optional(),
});
export type TailEntry = z.output<typeof entrySchema>;

const stateSchema = z.strictObject({ files: z.array(entrySchema) });
const LARGEST = 64 * 1024 * 1024;

export class TailState {
  readonly #path: string;
  files: TailEntry[];

  /** `folder`: the server's; `name`: of the tail, letters and digits. Throws `unreadable`. */
  constructor(folder: string, name: string) {
    const inputs = join(folder, "inputs");
    makePrivateFolder(inputs);
    this.#path = join(inputs, `${name}.json`);
    this.files = readRecord(this.#path, stateSchema, LARGEST)?.files ?? [];
  }

  /** Durable when it returns. */
  save(): void {
    writeRecord(this.#path, { files: this.files });
  }
}

/** A name that no other stretch of any log has. */
export function newEntryName(): string {
  return randomBytes(6).toString("hex");
}
