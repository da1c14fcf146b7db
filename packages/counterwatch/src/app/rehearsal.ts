/** Before a breach: everything that record systems hold, against the register; what it finds becomes open items of the posture. */
import { setImmediate } from "node:timers/promises";
import { type Measure, type MeasureFile, usualMeasures } from "../assess/rehearsal/measure.ts";
import { readMeasureFile } from "../assess/rehearsal/measure-file.ts";
import { rehearse } from "../assess/rehearsal/rehearse.ts";
import { readRows } from "../intake/shown-rows/read-rows.ts";
import type { Identifiers } from "../intake/identifiers.ts";
import {
  CounterwatchError,
  type Rehearsal,
  rehearsalSchema,
  type ShownRow,
  type System,
} from "../model/index.ts";
import { rehearsalPage } from "../report/rehearsal/rehearsal-page.ts";
import { readReportFonts } from "../store/fonts.ts";
import { openLogFiles } from "../store/log-files.ts";
import { OutputFolder, REHEARSAL_OUTPUT, type StagedFile } from "../store/output-folder.ts";
import { readTextFile } from "../store/text-file.ts";
import { type AssessedRegister, leaveTraces, openRegister, refuseProbing } from "./assessed-register.ts";
import { openIdentifiers } from "./intake-means.ts";
import type { FoundVulnerability } from "./open-items.ts";
import { rowConnector } from "./shown-rows.ts";

const DEFAULT_REHEARSAL_OUT = "counterwatch-rehearsal";
/** Rows stay in memory, up to 2 kB each with the views that sets of measures make of them. */
const MOST_ROWS = 1_000_000;

export interface RehearsalRequest extends AssessedRegister {
  /** None: every system that the rows are of. */
  readonly systems: readonly System[];
  readonly rows: readonly string[];
  readonly rowMapping: string | undefined;
  readonly rowFormat: string | undefined;
  readonly measures: string | undefined;
  readonly force: boolean;
  readonly version: string;
  /** After each assessment of the whole register. */
  readonly onProgress?: (assessments: number) => void;
}

export interface RehearsalResult {
  readonly rehearsal: Rehearsal;
  readonly measures: readonly Measure[];
  /** Rows that could not be read; they stand in dead-letters.jsonl. */
  readonly rejected: number;
  readonly out: string;
}

/** Throws CounterwatchError, and then has written nothing but the trace that it was tried. */
export async function rehearseSystems(request: RehearsalRequest): Promise<RehearsalResult> {
  const { settings, means } = request;
  const { key } = settings;
  if (key === undefined)
    throw new CounterwatchError(
      "usage",
      "the site key is needed: without it no row and nobody in the register are the same",
      { remedy: "Give --key FILE; for an exercise make one with: counterwatch init" },
    );
  const file = request.measures === undefined ? undefined : readMeasures(request.measures);
  await refuseProbing(request);
  const identifiers = openIdentifiers(settings);
  const output = new OutputFolder(settings.out ?? DEFAULT_REHEARSAL_OUT, REHEARSAL_OUTPUT, request);
  const discard = () => output.discard();
  process.once("exit", discard);
  try {
    const { rows, rejected } = await readWhole(request, identifiers, output.file("dead-letters.jsonl"));
    const register = await openRegister(request, key, identifiers);
    const plan = file ?? usualMeasures([...new Set(rows.map(({ system }) => system))].toSorted());
    const rehearsal = rehearsalSchema.parse(
      await rehearse({
        rows,
        register,
        file: plan,
        rehearsed: means.clock().toISOString(),
        async pause(assessments) {
          request.onProgress?.(assessments);
          await setImmediate();
        },
      }),
    );
    await leaveTraces(request, {
      register: rehearsal.register,
      incident: "rehearsal",
      body: { rehearsal: rehearsal.id, relations: rehearsal.before.tiers },
    });
    const page = rehearsalPage({
      rehearsal,
      measures: plan.measures,
      exercise: "plainFile" in request.register,
      locale: settings.lang ?? "en",
      zone: settings.zone ?? "UTC",
      version: request.version,
      fonts: await readReportFonts(),
    });
    output.file("report.html").write(page);
    output.file("rehearsal.json").write(`${JSON.stringify(rehearsal, undefined, 2)}\n`);
    output.commit();
    return { rehearsal, measures: plan.measures, rejected, out: output.path };
  } catch (error) {
    discard();
    throw error;
  } finally {
    process.off("exit", discard);
  }
}

/** One sentence a vulnerability, the same again in the next rehearsal, so that it finds its open item. */
export function vulnerabilitiesOf(
  { vulnerabilities }: Rehearsal,
  given: { readonly owner: string; readonly due: string },
): FoundVulnerability[] {
  return vulnerabilities.map(({ system, relation }) => ({
    system,
    vulnerability: `Read whole, ${system} alone makes relations of the kind ${relation} certain or likely.`,
    ...given,
  }));
}

function readMeasures(path: string): MeasureFile {
  return readMeasureFile(readTextFile(path), path);
}

async function readWhole(
  { rows: paths, rowMapping, rowFormat, systems, settings }: RehearsalRequest,
  identifiers: Identifiers,
  letters: StagedFile,
): Promise<{ rows: ShownRow[]; rejected: number }> {
  const wanted = rowConnector(rowMapping, rowFormat);
  const files = await openLogFiles(paths);
  const rows: ShownRow[] = [];
  let rejected = 0;
  for await (const batch of readRows(files, { identifiers, zone: settings.zone, wanted })) {
    for (const row of batch.rows) if (systems.length === 0 || systems.includes(row.system)) rows.push(row);
    for (const letter of batch.deadLetters) letters.write(`${JSON.stringify(letter)}\n`);
    rejected += batch.deadLetters.length;
    if (rows.length > MOST_ROWS)
      throw new CounterwatchError("usage", `a rehearsal reads at most ${MOST_ROWS} rows`, {
        remedy: "Give a shorter window of the records, or one system at a time with --rehearse SYSTEM.",
      });
    await setImmediate();
  }
  return { rows, rejected };
}
