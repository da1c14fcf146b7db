/** Makes a synthetic world: its log in one of two forms, and beside it what a detector should have found in it. */
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { jsonLines, organizationAudit, simulate, type SimulateOptions } from "@counterwatch/simulator";
import { CounterwatchError } from "../model/index.ts";
import { fileTrouble } from "../store/file-trouble.ts";

export type SimulatedForm = "jsonl" | "audit";

export interface SimulationRequest {
  readonly options: SimulateOptions;
  readonly form: SimulatedForm;
  /** A folder, or the log itself: a name that ends in .jsonl or .csv, with or without .gz. */
  readonly out: string;
  /** Replace the files of an earlier world. */
  readonly force: boolean;
}

export interface SimulatedWorld {
  readonly log: string;
  readonly truth: string;
  readonly register: string;
  readonly events: number;
  readonly campaigns: number;
}

const NAMES: Readonly<Record<SimulatedForm, string>> = { jsonl: "events.jsonl", audit: "audit.csv" };
const LOG_NAME = /\.(?:jsonl|csv)(?:\.gz)?$/;
const PIECE = 64 * 1024;

/** The log alone, in pieces of about 64 KiB. Throws `usage` for an option out of range. */
export function* simulatedLog(options: SimulateOptions, form: SimulatedForm): Generator<string> {
  yield* pieces(form === "audit" ? organizationAudit(open(options)) : jsonLines(open(options)));
}

/** Streams the log, then writes truth.json and register.json. Throws `usage`, `unwritable`; leaves no half-written file. */
export async function makeWorld({ options, form, out, force }: SimulationRequest): Promise<SimulatedWorld> {
  const world = open(options);
  const log = LOG_NAME.test(out) ? out : join(out, NAMES[form]);
  const folder = dirname(log);
  const paths = { log, truth: join(folder, "truth.json"), register: join(folder, "register.json") };
  if (!force) refuseToReplace(Object.values(paths));
  const partial = (path: string) => join(folder, `.${basename(path)}.partial-${process.pid}`);
  const discard = () => {
    for (const path of Object.values(paths)) rmSync(partial(path), { force: true });
  };
  // A signal or a crash ends the process; this still runs then.
  process.once("exit", discard);
  let events = 0;
  function* counted() {
    for (const event of world) {
      events += 1;
      yield event;
    }
  }
  try {
    mkdirSync(folder, { recursive: true });
    const lines = form === "audit" ? organizationAudit(counted()) : jsonLines(counted());
    const text = Readable.from(pieces(lines), { highWaterMark: 1 });
    const file = createWriteStream(partial(log), { mode: 0o600 });
    await (log.endsWith(".gz") ? pipeline(text, createGzip(), file) : pipeline(text, file));
    const truth = world.truth();
    writeFileSync(partial(paths.truth), `${JSON.stringify(truth)}\n`, { mode: 0o600 });
    writeFileSync(partial(paths.register), `${JSON.stringify(world.register())}\n`, { mode: 0o600 });
    // The truth comes last: a folder that has one holds a whole world.
    rmSync(paths.truth, { force: true });
    for (const path of [paths.log, paths.register, paths.truth]) renameSync(partial(path), path);
    return { ...paths, events, campaigns: truth.campaigns.length };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === undefined) throw cause;
    throw fileTrouble(cause, out, "unwritable");
  } finally {
    discard();
    process.off("exit", discard);
  }
}

function open(options: SimulateOptions) {
  try {
    return simulate(options);
  } catch (cause) {
    // Its messages name options and what they may be, never a value.
    if (!(cause instanceof RangeError)) throw cause;
    throw new CounterwatchError("usage", cause.message, {
      remedy: "counterwatch simulate --help lists what is possible.",
      cause,
    });
  }
}

function refuseToReplace(paths: readonly string[]): void {
  const there = paths.find((path) => existsSync(path));
  if (there === undefined) return;
  throw new CounterwatchError("usage", "this file is there already", {
    place: { file: there },
    remedy: "Choose another folder with --out, or replace it with --force.",
  });
}

function* pieces(lines: Iterable<string>): Generator<string> {
  let text = "";
  for (const line of lines) {
    text += line;
    if (text.length < PIECE) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}
