/**
 * What a custodian keeps to trace exports: `code.json` (the key that makes decoys, biases, ranges, what each column is) and
 * `exports.jsonl` (a line an export: its word and salt). Both are secret: whoever reads them can take the decoys out of an
 * export. Neither holds an identifier; decoys are computed from the key.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "@counterwatch/evidence";
import { parse } from "yaml";
import { z } from "zod";
import { CounterwatchError, SUBJECT_TYPES } from "../model/index.ts";
import { fileTrouble } from "./file-trouble.ts";
import { lockFile } from "./folder-lock.ts";
import { makeFolder } from "./make-folder.ts";
import { writeSealed } from "./register-files.ts";

const CODE = "code.json";
const EXPORTS = "exports.jsonl";
const MOST_BYTES = 256 * 1024 * 1024;

const COLUMN_USES = ["identifier", "counterpart", "time", "sample", "shape", "ordinal"] as const;
export type ColumnUse = (typeof COLUMN_USES)[number];

/** What the custodian writes: which numbers are theirs and nobody's, and what each column of an export is. */
const descriptionSchema = z.strictObject({
  version: z.literal(1),
  type: z.enum(SUBJECT_TYPES),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  ranges: z.array(z.string().min(1).max(64)).min(1).max(100),
  columns: z.record(z.string().min(1), z.enum(COLUMN_USES)),
  /** At most this share of an export's subjects are decoys. */
  share: z.number().gt(0).max(0.5).default(0.02),
});

const bias = z
  .int()
  .min(1)
  .max(2 ** 32 - 1);

const codeFileSchema = z.strictObject({
  format: z.literal("counterwatch-tracing/v1"),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  biases: z.strictObject({ "1": z.array(bias), "2": z.array(bias), "3": z.array(bias) }),
  description: descriptionSchema,
});

const recordSchema = z.strictObject({
  export: z.int().min(0),
  time: z.iso.datetime({ precision: 3 }),
  /** For whom, in the custodian's words; never in the ledger's statement. */
  to: z.string().min(1).max(500),
  /** 0: a single decoy. */
  leakers: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  word: z.string().regex(/^[0-9a-f]{1,512}$|^single:\d{1,15}$/),
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  file: z.string().regex(/^[0-9a-f]{64}$/),
  commitment: z.string().regex(/^[0-9a-f]{64}$/),
});

export type ExportDescription = z.output<typeof descriptionSchema>;
export type CodeFile = z.output<typeof codeFileSchema>;
export type ExportRecord = z.output<typeof recordSchema>;

/** YAML. Throws `config` with the place. */
export function readDescription(path: string): ExportDescription {
  const text = readText(path, 1024 * 1024);
  let value: unknown;
  try {
    value = parse(text, { logLevel: "silent" });
  } catch {
    throw damaged("config", path, "this is no YAML", "Correct it.");
  }
  const { data, error } = descriptionSchema.safeParse(value);
  if (data !== undefined) return data;
  const issue = error?.issues[0];
  const where = issue?.path.join(".") ?? "";
  throw damaged(
    "config",
    path,
    `${where === "" ? "" : `${where}: `}${issue?.message ?? "not as expected"}`,
    "See docs/design/tracing.md.",
  );
}

export class ExportsFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** A new folder with its code. Throws `usage` where a code is there already. */
  create(code: CodeFile): void {
    const path = join(this.path, CODE);
    if (existsSync(path))
      throw new CounterwatchError("usage", "a tracing code is there already, and is never replaced", {
        place: { file: path },
        remedy: "Exports made with it could no longer be traced: choose another folder.",
      });
    let made: string | undefined;
    try {
      made = makeFolder(this.path, 0o700);
    } catch (cause) {
      throw fileTrouble(cause, this.path, "unwritable");
    }
    try {
      writeSealed(path, Buffer.from(`${canonicalJson(code)}\n`));
    } catch (cause) {
      rmSync(path, { force: true });
      if (made !== undefined) rmdirSync(this.path);
      throw cause;
    }
  }

  /** Throws `not-found`, `key-file` where others may read it, `format-damaged`. */
  code(): CodeFile {
    const path = join(this.path, CODE);
    if (!existsSync(path))
      throw new CounterwatchError("not-found", "there is no tracing code here", {
        place: { file: this.path },
        remedy: "Make one with: counterwatch exports init",
      });
    if ((statSync(path).mode & 0o077) !== 0)
      throw new CounterwatchError("key-file", "the tracing code can be read by others", {
        place: { file: path },
        remedy: `Run: chmod 600 ${path}. If a recipient may have read it, exports made with it no longer tell anything.`,
      });
    const data = codeFileSchema.safeParse(json(readText(path, MOST_BYTES))).data;
    if (data === undefined)
      throw damaged("format-damaged", path, "the tracing code is damaged", "Restore it from a backup.");
    return data;
  }

  /** In order of their numbers. A last line that a crash cut short was never acknowledged and is left out. */
  exports(): ExportRecord[] {
    const path = join(this.path, EXPORTS);
    if (!existsSync(path)) return [];
    const lines = readText(path, MOST_BYTES).split("\n");
    lines.pop();
    return lines.map((line, at) => {
      const data = recordSchema.safeParse(json(line)).data;
      if (data === undefined || data.export !== at)
        throw new CounterwatchError("format-damaged", "the list of exports is damaged", {
          place: { file: path, line: at + 1 },
          remedy: "Restore it from a backup: without this line its export cannot be traced.",
        });
      return data;
    });
  }

  /** On disk when this returns: a number is never given twice. */
  add(record: ExportRecord): void {
    const path = join(this.path, EXPORTS);
    try {
      const before = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
      const whole = before.lastIndexOf(0x0a) + 1;
      const descriptor = openSync(path, existsSync(path) ? "r+" : "wx", 0o600);
      try {
        const line = Buffer.from(`${canonicalJson(record)}\n`);
        for (let at = 0; at < line.length; )
          at += writeSync(descriptor, line, at, line.length - at, whole + at);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    } catch (cause) {
      throw fileTrouble(cause, path, "unwritable");
    }
  }

  lock(): () => void {
    return lockFile(join(this.path, "lock"), "minting an export");
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readText(path: string, most: number): string {
  try {
    if (statSync(path).size > most)
      throw damaged("format-damaged", path, "the file is too large", "Check that it is the right one.");
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof CounterwatchError) throw cause;
    throw fileTrouble(cause, path, "unreadable");
  }
}

function damaged(
  code: "config" | "format-damaged",
  file: string,
  message: string,
  remedy: string,
): CounterwatchError {
  return new CounterwatchError(code, message, { place: { file }, remedy });
}
