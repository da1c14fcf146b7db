/** Reads worlds with what a detector found in them, and scores the detector. Events stream through and are counted only. */
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  readFinding,
  readOrganizationAudit,
  readTruth,
  score,
  scoreHtml,
  type FindingJson,
  type ScoreReport,
  type ScoreWorld,
  WorldIndex,
} from "@counterwatch/simulator";
import { CounterwatchError, type Summary } from "../model/index.ts";
import { fileTrouble } from "../store/file-trouble.ts";
import { openLogFiles } from "../store/log-files.ts";
import { readTextFile } from "../store/text-file.ts";
import { type Budget, parseBudget } from "../stories/budget.ts";

/** Three files that belong together. */
export interface WorldFiles {
  readonly truth: string;
  readonly findings: string;
  /** JSON Lines, or an organization audit. */
  readonly events: string;
}

export interface ScoringRequest {
  readonly worlds: readonly WorldFiles[];
  readonly budget: string;
  /** Beginning of the names of detectors whose findings count. */
  readonly detector: string;
  readonly html?: string | undefined;
}

const EVENTS = ["events.jsonl", "events.jsonl.gz", "audit.csv", "audit.csv.gz"];
const FINDINGS = ["findings.jsonl", "counterwatch-out/findings.jsonl"];
const REMEDY =
  "Make a world with counterwatch simulate --out FOLDER, and scan it with --out FOLDER/counterwatch-out.";

/** The files of a folder that simulate and scan have written. Throws `not-found`. */
export function worldIn(folder: string): WorldFiles {
  const first = (names: readonly string[]) => {
    const found = names.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (found !== undefined) return found;
    throw new CounterwatchError("not-found", `this folder holds no ${names[0]}`, {
      place: { file: folder },
      remedy: REMEDY,
    });
  };
  return { truth: first(["truth.json"]), findings: first(FINDINGS), events: first(EVENTS) };
}

/** Throws `usage` for the budget, `not-found`, `unreadable`, `format-damaged` with the line. */
export async function scoreWorlds(request: ScoringRequest): Promise<{ report: ScoreReport; budget: Budget }> {
  const budget = parseBudget(request.budget);
  const worlds: ScoreWorld[] = [];
  for (const files of request.worlds) worlds.push(await readWorld(files));
  const report = score(worlds, {
    budget: budget.perDay,
    detector: request.detector,
    counts: ({ detector }) => detector.startsWith(request.detector),
  });
  if (request.html !== undefined) {
    try {
      writeFileSync(request.html, scoreHtml(report));
    } catch (cause) {
      throw fileTrouble(cause, request.html, "unwritable");
    }
  }
  return { report, budget };
}

async function readWorld(files: WorldFiles): Promise<ScoreWorld> {
  const text = readTextFile(files.truth);
  const truth = reading(files.truth, undefined, () => readTruth(text));
  const findings: FindingJson[] = [];
  for await (const { line, number } of linesOf(files.findings)) {
    findings.push(reading(files.findings, number, () => readFinding(line, number)));
  }
  return { truth, findings, index: await indexOf(files.events), ...tailsBeside(files.findings) };
}

/** A scan leaves its tails beside its findings; other detectors may do the same, or not. */
function tailsBeside(findings: string): Pick<ScoreWorld, "tails"> {
  const path = join(dirname(findings), "summary.json");
  if (!existsSync(path)) return {};
  const summary = reading(path, undefined, () => JSON.parse(readTextFile(path)) as Partial<Summary>);
  const { tails } = summary.guarantee ?? {};
  return tails === undefined ? {} : { tails };
}

async function indexOf(path: string): Promise<WorldIndex> {
  const index = new WorldIndex();
  let audit: string[] | undefined;
  let begun = false;
  for await (const { line, number } of linesOf(path)) {
    // Cells of an audit may hold two lines, so that it is read whole.
    if (!begun && !line.startsWith("{")) audit = [];
    begun = true;
    if (audit !== undefined) audit.push(line);
    else reading(path, number, () => index.see(asEvent(line)));
  }
  if (audit !== undefined) {
    const { events } = reading(path, undefined, () => readOrganizationAudit(`${audit.join("\n")}\n`));
    for (const event of events) index.see(event);
  }
  if (index.events > 0) return index;
  throw new CounterwatchError("format-damaged", "this log holds no events", { place: { file: path } });
}

type IndexedEvent = Parameters<WorldIndex["see"]>[0];

/** Checked as far as the index reads. */
function asEvent(line: string): IndexedEvent {
  const event = JSON.parse(line) as IndexedEvent;
  const { time, operator, subjects } = event;
  const sound =
    !Number.isNaN(Date.parse(time)) &&
    typeof operator?.id === "string" &&
    (subjects === undefined || Array.isArray(subjects));
  if (!sound) throw new RangeError("not an access event");
  return event;
}

/** The simulator's own refusals name fields; a parser's message may quote what it choked on and is not told. */
function reading<T>(file: string, line: number | undefined, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new CounterwatchError(
      "format-damaged",
      cause instanceof RangeError ? cause.message : "this cannot be read",
      {
        place: line === undefined ? { file } : { file, line },
        remedy: REMEDY,
        cause,
      },
    );
  }
}

interface Line {
  readonly line: string;
  readonly number: number;
}

/** Lines that are not empty, of a file that may be packed. */
async function* linesOf(path: string): AsyncGenerator<Line> {
  const [file] = await openLogFiles([path]);
  if (file === undefined) throw fileTrouble({ code: "ENOENT" }, path, "unreadable");
  const decoder = new TextDecoder();
  let rest = "";
  let number = 0;
  for await (const chunk of file.bytes()) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      number += 1;
      if (line !== "") yield { line, number };
    }
  }
  if (rest !== "") yield { line: rest, number: number + 1 };
}
