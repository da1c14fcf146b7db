/**
 * What register officers upload: assessments of an incident, rehearsals. Readable by the server's owner alone; each file has the hash
 * of its content for a name, and a list says who uploaded it when, newest last.
 *
 * Order of writes: the file, its leaf in the ledger, then its line in the list. A crash before the line leaves an upload that was not
 * acknowledged: the officer sends it again.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { canonicalJson } from "@counterwatch/evidence";
import { z } from "zod";
import type { JsonValue, LedgerAppender } from "../ledger/appender.ts";
import { CounterwatchError } from "../model/index.ts";
import { makePrivateFolder, readBytes, readRecord, writeDurably, writeRecord } from "./tripwire-files.ts";

const LARGEST = 64 * 1024 * 1024;
const MOST_UPLOADS = 1000;

const uploadSchema = z.strictObject({
  /** SHA-256 of the file, hex. */
  file: z.string().regex(/^[0-9a-f]{64}$/),
  by: z.string().max(64),
  at: z.iso.datetime({ precision: 3 }),
  leaf: z.int().min(0),
});
export type Upload = z.output<typeof uploadSchema>;

export interface UploadShelfParts {
  readonly folder: string;
  readonly ledger: LedgerAppender;
  /** Of the leaves. */
  readonly source: string;
}

export class UploadShelf<T> {
  readonly #parts: UploadShelfParts;
  readonly #schema: z.ZodType<T>;

  constructor(schema: z.ZodType<T>, parts: UploadShelfParts) {
    this.#schema = schema;
    this.#parts = parts;
    makePrivateFolder(parts.folder);
  }

  /** Of `place` (a word of letters, digits and _), oldest first. */
  list(place: string): readonly Upload[] {
    return readRecord(this.#listOf(place), z.array(uploadSchema)) ?? [];
  }

  /** Throws `evidence` where the file is not the one that was uploaded. */
  read({ file }: Upload): T {
    const path = this.#fileOf(file);
    const bytes = readBytes(path, LARGEST);
    if (bytes === undefined || createHash("sha256").update(bytes).digest("hex") !== file)
      throw new CounterwatchError("evidence", "an upload is gone or is not what was uploaded", {
        place: { file: path },
        remedy: "Restore the folder from a backup; the ledger's leaf has its hash.",
      });
    return this.#schema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  }

  newest(place: string): { readonly upload: Upload; readonly value: T } | undefined {
    const upload = this.list(place).at(-1);
    return upload && { upload, value: this.read(upload) };
  }

  /** The same again is kept once. `body` goes into the salted part of the leaf, beside the file's hash. */
  async keep(
    place: string,
    value: T,
    { by, at, body }: { readonly by: string; readonly at: string; readonly body: Record<string, JsonValue> },
  ): Promise<Upload> {
    const text = canonicalJson(value as JsonValue);
    const file = createHash("sha256").update(text).digest("hex");
    const before = this.list(place);
    const same = before.find((upload) => upload.file === file);
    if (same !== undefined) return same;
    if (before.length >= MOST_UPLOADS)
      throw new CounterwatchError("refused", `${MOST_UPLOADS} uploads are here already`);
    writeDurably(this.#fileOf(file), text);
    const { ledger, source } = this.#parts;
    const { index } = await ledger.append({
      kind: "assessment",
      source,
      time: at,
      body: { ...body, file, by },
    });
    const upload = { file, by, at, leaf: index };
    writeRecord(this.#listOf(place), [...before, upload]);
    return upload;
  }

  #fileOf(file: string): string {
    return join(this.#parts.folder, `${file}.json`);
  }

  #listOf(place: string): string {
    if (!/^\w{1,64}$/.test(place)) throw new CounterwatchError("usage", "this is no place of uploads");
    return join(this.#parts.folder, `${place}.list.json`);
  }
}
