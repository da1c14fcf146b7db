/** A transparency report from end to end: logs are counted, noise is drawn once, the ledger is told, three files are written. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CounterwatchError } from "../model/index.ts";
import { bitReservoir } from "../report/transparency/bit-reservoir.ts";
import { type Period, readPeriod } from "../report/transparency/period.ts";
import { makePlan, type Plan } from "../report/transparency/plan.ts";
import { releaseCsv } from "../report/transparency/release-csv.ts";
import { type Release, releaseText } from "../report/transparency/release.ts";
import { releasePage } from "../report/transparency/release-page.ts";
import { readReportFonts } from "../store/fonts.ts";
import { openLedger } from "../store/ledger-folder.ts";
import { publishedKeys } from "../store/ledger-keys.ts";
import { openLogFiles } from "../store/log-files.ts";
import { readSpendings, TransparencyDraws } from "../store/transparency-draws.ts";
import { makePrivateFolder, writeDurably } from "../store/tripwire-files.ts";
import { findingsPath } from "./findings-list.ts";
import type { ReadingProgress } from "./reading.ts";
import type { Settings } from "./settings.ts";
import { countPeriod } from "./transparency-counts.ts";
import { type DrawnReport, drawOnce } from "./transparency-draw.ts";

export interface TransparencyRequest {
  /** Files, folders, and `-` for stdin. */
  readonly paths: readonly string[];
  readonly settings: Settings;
  readonly period: string;
  /** As written; undefined: a quarter of the year's budget. */
  readonly epsilon: string | undefined;
  /** A findings.jsonl or a scan's folder. */
  readonly findings: string | undefined;
  readonly outcomes: string | undefined;
  readonly revise: string | undefined;
  readonly out: string;
  readonly version: string;
  /** RFC 3339. */
  readonly now: string;
  readonly onProgress?: (progress: ReadingProgress) => void;
}

export interface TransparencyReport extends DrawnReport {
  readonly files: { readonly json: string; readonly csv: string; readonly html: string };
  readonly deadLetters: number;
}

/** What a report would hold and cost. Reads no log. Throws `usage`, `config`. */
export function planReport({
  settings,
  epsilon,
  findings,
  outcomes,
}: Pick<TransparencyRequest, "settings" | "epsilon" | "findings" | "outcomes">): Plan {
  if (settings.transparency === undefined)
    throw new CounterwatchError("config", "there is no budget for transparency reports", {
      place: { file: settings.configFile ?? "counterwatch.yaml" },
      remedy: "Decide what a year may cost a person: transparency: { epsilonPerYear: 4 }",
    });
  if (outcomes !== undefined && findings === undefined)
    throw new CounterwatchError("usage", "outcomes are of findings, and none are given", {
      remedy: "Name the scan's folder with --findings.",
    });
  return makePlan({
    policy: settings.transparency,
    epsilon,
    findings: findings !== undefined,
    outcomes: outcomes !== undefined,
  });
}

/** Throws what reading, the ledger and the store throw, and `usage` as `drawOnce` does; nothing is published then. */
export async function publishReport(request: TransparencyRequest): Promise<TransparencyReport> {
  const { settings, now, version } = request;
  const period = readPeriod(request.period);
  if (now < period.to)
    throw new CounterwatchError("usage", `${period.name} has not ended yet`, {
      remedy: "A report of a part would have to be drawn again, and cost twice.",
    });
  const plan = planReport(request);
  const { ledger: folder, key } = settings;
  if (folder === undefined)
    throw new CounterwatchError("usage", "without a ledger nobody can see what was spent", {
      remedy: "Name one with --ledger; to begin one: counterwatch ledger init FOLDER",
    });
  if (key === undefined)
    throw new CounterwatchError("config", "without a site key the counts would differ at every run", {
      remedy: "Make one with: counterwatch init",
    });
  const findings = request.findings === undefined ? undefined : findingsPath(request.findings, settings);
  const files = await openLogFiles(request.paths);
  const { outcomes, onProgress, revise } = request;
  const counted = await countPeriod(plan, period, { files, findings, outcomes, settings, key, onProgress });
  const ledger = await openLedger(folder);
  let drawn: DrawnReport;
  try {
    drawn = await drawOnce(plan, period, counted, {
      ledger,
      spendings: await readSpendings(folder),
      draws: new TransparencyDraws(folder),
      random: bitReservoir(randomBytes),
      now,
      program: version,
      publisher: settings.transparency?.publisher,
      revise,
    });
  } finally {
    await ledger.close();
  }
  const origin = publishedKeys(folder)?.[0]?.name ?? "";
  return {
    ...drawn,
    files: await publish(request, period, drawn, origin),
    deadLetters: counted.deadLetters,
  };
}

/** The same draw gives the same bytes. JSON last: a folder that has it has all three. */
async function publish(
  { out, settings }: TransparencyRequest,
  period: Period,
  { release, leaf }: DrawnReport,
  origin: string,
): Promise<TransparencyReport["files"]> {
  const name = fileName(period, release);
  const files = {
    json: join(out, `${name}.json`),
    csv: join(out, `${name}.csv`),
    html: join(out, `${name}.html`),
  };
  if (!existsSync(out)) makePrivateFolder(out);
  const fonts = await readReportFonts();
  const page = releasePage({
    release,
    leaf,
    origin,
    locale: settings.lang ?? "en",
    fonts,
    json: `${name}.json`,
  });
  writeDurably(files.html, page);
  writeDurably(files.csv, [...releaseCsv(release)].join(""));
  writeDurably(files.json, releaseText(release));
  return files;
}

function fileName({ name }: Period, { revision }: Release): string {
  return revision === 0 ? name : `${name}-revision-${revision}`;
}
