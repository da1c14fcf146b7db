/**
 * The folder a scan or an assessment writes. Its files appear together or not at all: they grow in a staging folder inside it and are
 * renamed when all are complete. Its mark (`summary.json`) goes first and comes last, so a folder that has
 * one holds one whole run.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { z } from "zod";
import { assessmentSchema, CounterwatchError, rehearsalSchema, summarySchema } from "../model/index.ts";
import { fileTrouble } from "./file-trouble.ts";
import { makeFolder } from "./make-folder.ts";

/** What is written together. The mark comes last: a folder whose mark fits its schema holds a whole run, and may be replaced. */
export interface OutputKind<F extends string> {
  readonly files: readonly F[];
  readonly mark: NoInfer<F>;
  readonly schema: z.ZodType;
}

export const SCAN_OUTPUT = {
  files: ["findings.jsonl", "dead-letters.jsonl", "report.html", "summary.json"],
  mark: "summary.json",
  schema: summarySchema,
} as const satisfies OutputKind<string>;

export const ASSESSMENT_OUTPUT = {
  files: ["report.html", "dead-letters.jsonl", "assessment.json"],
  mark: "assessment.json",
  schema: assessmentSchema,
} as const satisfies OutputKind<string>;

export const REHEARSAL_OUTPUT = {
  files: ["report.html", "dead-letters.jsonl", "rehearsal.json"],
  mark: "rehearsal.json",
  schema: rehearsalSchema,
} as const satisfies OutputKind<string>;

const STAGING = /^\.counterwatch-partial-(\d+)$/;
const FLUSH_AT = 64 * 1024;

export class OutputFolder<F extends string> {
  readonly path: string;
  readonly #made: string | undefined;
  readonly #staging: string;
  readonly #files = new Map<F, StagedFile>();
  readonly #mark: F;
  #open = true;

  /** Throws `usage` where the folder holds somebody else's files, `unavailable` where another scan is writing, `unwritable`. */
  constructor(path: string, kind: OutputKind<F>, { force = false }: { force?: boolean } = {}) {
    this.path = path;
    this.#mark = kind.mark;
    this.#staging = join(path, `.counterwatch-partial-${process.pid}`);
    try {
      if (existsSync(path)) {
        claim(path, kind, force);
        this.#made = undefined;
      } else {
        this.#made = makeFolder(path, 0o700);
      }
      mkdirSync(this.#staging, { mode: 0o700 });
    } catch (cause) {
      if (cause instanceof CounterwatchError) throw cause;
      throw fileTrouble(cause, path, "unwritable");
    }
  }

  file(name: F): StagedFile {
    let staged = this.#files.get(name);
    if (staged === undefined) {
      staged = new StagedFile(join(this.#staging, name), join(this.path, name));
      this.#files.set(name, staged);
    }
    return staged;
  }

  /** Every file is on disk before the first takes its name. */
  commit(): void {
    try {
      for (const staged of this.#files.values()) staged.close();
      rmSync(join(this.path, this.#mark), { force: true });
      const names = [...this.#files.keys()].toSorted(
        (a, b) => Number(a === this.#mark) - Number(b === this.#mark),
      );
      for (const name of names) renameSync(join(this.#staging, name), join(this.path, name));
      rmdirSync(this.#staging);
      syncFolder(this.path);
    } catch (cause) {
      if (cause instanceof CounterwatchError) throw cause;
      throw fileTrouble(cause, this.path, "unwritable");
    }
    this.#open = false;
  }

  /** Leaves the folder as it was found. Synchronous, so that it may run while the process exits; harmless after commit. */
  discard(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const staged of this.#files.values()) staged.abandon();
    rmSync(this.#staging, { recursive: true, force: true });
    if (this.#made !== undefined) removeEmpty(this.path, this.#made);
  }
}

export class StagedFile {
  readonly #final: string;
  #descriptor: number | undefined;
  #pending = "";

  constructor(path: string, final: string) {
    this.#final = final;
    this.#descriptor = this.#try(() => openSync(path, "wx", 0o600));
  }

  write(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= FLUSH_AT) this.#flush();
  }

  close(): void {
    this.#flush();
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    this.#descriptor = undefined;
    this.#try(() => {
      try {
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    });
  }

  abandon(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    this.#pending = "";
  }

  #flush(): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined || this.#pending === "") return;
    const bytes = Buffer.from(this.#pending, "utf8");
    this.#pending = "";
    this.#try(() => {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    });
  }

  #try<T>(act: () => T): T {
    try {
      return act();
    } catch (cause) {
      throw fileTrouble(cause, this.#final, "unwritable");
    }
  }
}

function claim(path: string, kind: OutputKind<string>, force: boolean): void {
  const names = readdirSync(path);
  for (const name of names) {
    const pid = Number(STAGING.exec(name)?.[1] ?? 0);
    if (pid === 0) continue;
    if (pid !== process.pid && alive(pid)) {
      throw new CounterwatchError("unavailable", `another run (process ${pid}) is writing to this folder`, {
        place: { file: path },
        remedy: "Wait for it, or give this one its own folder with --out.",
      });
    }
    // What a killed run left behind.
    rmSync(join(path, name), { recursive: true, force: true });
  }
  const own = names.every((name) => STAGING.test(name) || kind.files.includes(name));
  if (force || own || hasMark(path, kind)) return;
  throw new CounterwatchError("usage", "this folder holds files that no such run has written", {
    place: { file: path },
    remedy: "Choose another folder with --out, or replace only the files that are written with --force.",
  });
}

function hasMark(path: string, { mark, schema }: OutputKind<string>): boolean {
  try {
    return schema.safeParse(JSON.parse(readFileSync(join(path, mark), "utf8"))).success;
  } catch {
    return false;
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** From `path` up to `top`, as far as the folders are empty: others may have put something in meanwhile. */
function removeEmpty(path: string, top: string): void {
  const last = resolve(top);
  try {
    for (let folder = resolve(path); ; folder = dirname(folder)) {
      rmdirSync(folder);
      if (folder === last) return;
    }
  } catch {
    // Not empty.
  }
}

function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
