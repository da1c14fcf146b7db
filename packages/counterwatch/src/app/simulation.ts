/** Makes a synthetic world: its log in one of two forms, and beside it what a detector should have found in it. */
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import { createGzip } from "node:zlib";
import {
  jsonLines,
  organizationAudit,
  type Period,
  simulate,
  type SimulateOptions,
  type SystemName,
  type World,
} from "@counterwatch/simulator";
import { CounterwatchError } from "../model/index.ts";
import { fileTrouble } from "../store/file-trouble.ts";
import { RowFile } from "./simulated-records.ts";

export type SimulatedForm = "jsonl" | "audit";

export interface SimulationRequest {
  readonly options: SimulateOptions;
  readonly form: SimulatedForm;
  /** A folder, or the log itself: a name that ends in .jsonl or .csv, with or without .gz. */
  readonly out: string;
  /** Replace the files of an earlier world. */
  readonly force: boolean;
  /** Where the rows go that the look-ups of `options.answers` showed; packed where the name ends in .gz. */
  readonly answers?: string | undefined;
  /** Where all systems go whole, one file each, packed if the log is. */
  readonly records?: { readonly folder: string; readonly days: number } | undefined;
}

export interface SimulatedWorld {
  readonly log: string;
  readonly truth: string;
  readonly register: string;
  readonly events: number;
  readonly campaigns: number;
  /** What the register's relations really are; only where the world has records. */
  readonly ties?: string;
  readonly answers?: { readonly path: string; readonly rows: number };
  readonly records: readonly { readonly path: string; readonly rows: number }[];
}

const NAMES: Readonly<Record<SimulatedForm, string>> = { jsonl: "events.jsonl", audit: "audit.csv" };
const LOG_NAME = /\.(?:jsonl|csv)(?:\.gz)?$/;
const PIECE = 64 * 1024;
const DAY = 86_400_000;

/** The log alone, in pieces of about 64 KiB. Throws `usage` for an option out of range. */
export function* simulatedLog(options: SimulateOptions, form: SimulatedForm): Generator<string> {
  yield* pieces(form === "audit" ? organizationAudit(open(options)) : jsonLines(open(options)));
}

/** Streams the log, then writes truth.json and register.json. Throws `usage`, `unwritable`; leaves no half-written file. */
export async function makeWorld(request: SimulationRequest): Promise<SimulatedWorld> {
  const { options, form, out, force } = request;
  const world = open(options);
  const log = LOG_NAME.test(out) ? out : join(out, NAMES[form]);
  const folder = dirname(log);
  const truths = { truth: join(folder, "truth.json"), register: join(folder, "register.json") };
  const ties = world.options.records ? join(folder, "ties.json") : undefined;
  const whole = systemFiles(world, request, log.endsWith(".gz"));
  const paths = [log, truths.register, ...(ties === undefined ? [] : [ties]), truths.truth];
  const beside = [...(request.answers === undefined ? [] : [request.answers]), ...whole.values()];
  if (!force) refuseToReplace([...paths, ...beside]);
  const partial = (path: string) => join(folder, `.${basename(path)}.partial-${process.pid}`);
  const rowFiles: RowFile[] = [];
  const rowFile = (path: string) => {
    const file = new RowFile(path);
    rowFiles.push(file);
    return file;
  };
  const discard = () => {
    for (const path of paths) rmSync(partial(path), { force: true });
    for (const file of rowFiles) file.discard();
  };
  // A signal or a crash ends the process; this still runs then.
  process.once("exit", discard);
  let events = 0;
  try {
    mkdirSync(folder, { recursive: true });
    const answers = request.answers === undefined ? undefined : rowFile(request.answers);
    function* counted() {
      for (const event of world) {
        events += 1;
        if (answers !== undefined && world.answered(event))
          for (const row of world.answersTo(event)) answers.write(row);
        yield event;
      }
    }
    const lines = form === "audit" ? organizationAudit(counted()) : jsonLines(counted());
    const text = Readable.from(pieces(lines), { highWaterMark: 1 });
    const file = createWriteStream(partial(log), { mode: 0o600 });
    await (log.endsWith(".gz") ? pipeline(text, createGzip(), file) : pipeline(text, file));
    for (const [system, path] of whole) {
      const file = rowFile(path);
      for (const row of world.wholeSystem(system, lastDays(world, request.records!.days))) {
        file.write(row);
        // Signals wait while nothing else may run.
        if (file.rows % 50_000 === 0) await setImmediate();
      }
    }
    const truth = world.truth();
    const write = (path: string, value: unknown) =>
      writeFileSync(partial(path), `${JSON.stringify(value)}\n`, { mode: 0o600 });
    write(truths.truth, truth);
    write(truths.register, world.register());
    if (ties !== undefined) write(ties, world.ties());
    // The truth comes last: a folder that has one holds a whole world.
    rmSync(truths.truth, { force: true });
    for (const file of rowFiles) file.keep();
    for (const path of paths) renameSync(partial(path), path);
    const told = rowFiles.map(({ path, rows }) => ({ path, rows }));
    return {
      log,
      ...truths,
      events,
      campaigns: truth.campaigns.length,
      ...(ties === undefined ? {} : { ties }),
      ...(answers === undefined ? {} : { answers: told[0]! }),
      records: answers === undefined ? told : told.slice(1),
    };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === undefined || cause instanceof CounterwatchError)
      throw cause;
    throw fileTrouble(cause, out, "unwritable");
  } finally {
    discard();
    process.off("exit", discard);
  }
}

function systemFiles(world: World, { records }: SimulationRequest, packed: boolean): Map<SystemName, string> {
  if (records === undefined) return new Map();
  if (records.days > world.options.days)
    throw new CounterwatchError("usage", `this world has ${world.options.days} days`, {
      remedy: "Ask for fewer with --records-days, or make a longer world with --days.",
    });
  const name = (system: SystemName) => join(records.folder, `${system}.jsonl${packed ? ".gz" : ""}`);
  return new Map(Array.from(world.options.systems, (system) => [system, name(system)]));
}

function lastDays({ options }: World, days: number): Period {
  const to = options.start + options.days * DAY;
  return { from: to - days * DAY, to };
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
    remedy: "Choose another place, or replace it with --force.",
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
