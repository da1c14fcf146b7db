/**
 * After a breach: an incident's look-ups with the rows they showed, held against the register.
 *
 *     incident ─ look-ups ─┐
 *     rows ────────────────┴─ View ─┐
 *     register (two officers) ──────┴─ assess ─ ledger leaf, own look-up ─ report
 *
 * Order: rows are read before the register is opened, so that a damaged file costs no unlock; nothing is handed out before the
 * leaf and the line in the log of our own look-ups are on disk.
 */
import { z } from "zod";
import { assess } from "../assess/assess.ts";
import type { PseudonymousRegister } from "../assess/register-view.ts";
import { View } from "../assess/view.ts";
import type { Incident } from "../incidents/incident.ts";
import { incidentGaps } from "../incidents/incident-gaps.ts";
import { readLog } from "../intake/read-log.ts";
import { ownName } from "../ledger/own-action.ts";
import { type Assessment, assessmentSchema, CounterwatchError, TIERS, type Tier } from "../model/index.ts";
import { checkProbes, DEFAULT_PROBE_LIMIT, type AssessedVersion } from "../register/probe-limit.ts";
import { type AssessmentInput, renderAssessment } from "../report/assessment-page.ts";
import { readReportFonts } from "../store/fonts.ts";
import { openLogFiles } from "../store/log-files.ts";
import { ASSESSMENT_OUTPUT, OutputFolder } from "../store/output-folder.ts";
import { readOwnActions } from "../store/own-actions.ts";
import type { Officer } from "../store/register-keeper.ts";
import { readStatements } from "../store/register-ledger.ts";
import { type IncidentChoice, readIncident } from "./incident-reading.ts";
import { openIdentifiers, wantedConnector } from "./intake-means.ts";
import { readPlainRegister } from "./plain-register.ts";
import type { RegisterMeans } from "./register-opening.ts";
import { describeRegister, readExposure } from "./register.ts";
import type { Settings } from "./settings.ts";
import { readShownRows, rowConnector, type RowTotals } from "./shown-rows.ts";

export const DEFAULT_ASSESSMENT_OUT = "counterwatch-assessment";

export interface AssessRequest {
  readonly incident: readonly string[];
  readonly choice: IncidentChoice;
  /** What the incident is called; undefined: after its look-ups. */
  readonly name: string | undefined;
  /** The access log itself, for times and numbers of rows of look-ups that findings only name. */
  readonly logs: readonly string[];
  readonly rows: readonly string[];
  readonly rowMapping: string | undefined;
  readonly rowFormat: string | undefined;
  readonly lookup: string | undefined;
  readonly register:
    | { readonly folder: string; readonly officers: readonly Officer[] }
    | { readonly plainFile: string };
  readonly means: RegisterMeans;
  /** The ledger's folder and the log of our own look-ups, to be read; undefined: there is none. */
  readonly ledgerFolder: string | undefined;
  readonly ownActions: string;
  readonly settings: Settings;
  readonly force: boolean;
  readonly version: string;
}

export interface AssessResult {
  readonly assessment: Assessment;
  readonly report: AssessmentInput;
  readonly out: string;
}

/** Throws CounterwatchError, and then has written nothing but the trace that it was tried. */
export async function assessIncident(request: AssessRequest): Promise<AssessResult> {
  const { settings, means } = request;
  const { key, country, zone } = settings;
  if (key === undefined)
    throw new CounterwatchError(
      "usage",
      "the site key is needed: without it no row and nobody in the register are the same",
      {
        remedy: "Give --key FILE, the one that the findings were made with.",
      },
    );
  await refuseProbing(request);
  const identifiers = openIdentifiers(settings);
  const connector = rowConnector(request.rowMapping, request.rowFormat);
  const read = await readIncident(request.incident, request.choice, identifiers);
  await describeLookUps(request, read.incident, identifiers);
  const files = await openLogFiles(request.rows);
  const output = new OutputFolder(settings.out ?? DEFAULT_ASSESSMENT_OUT, ASSESSMENT_OUTPUT, request);
  const discard = () => output.discard();
  process.once("exit", discard);
  try {
    const letters = output.file("dead-letters.jsonl");
    for (const letter of read.deadLetters) letters.write(`${JSON.stringify(letter)}\n`);
    const view = new View();
    const totals = await readShownRows(
      { files, among: read.withRows, connector, lookup: request.lookup, zone },
      read.incident,
      identifiers,
      view,
      (letter) => letters.write(`${JSON.stringify(letter)}\n`),
    );
    const register =
      "plainFile" in request.register
        ? readPlainRegister(request.register.plainFile, country, identifiers)
        : await readExposure(request.register.folder, request.register.officers, means, key);
    const name = request.name === undefined ? read.incident.name() : identifiers.text(request.name);
    const assessment = assessmentOf(
      view,
      register,
      read.incident,
      name,
      read.deadLetters.length,
      totals,
      means.clock(),
    );
    await leaveTraces(request, assessment);
    const report: AssessmentInput = {
      assessment,
      strangers: !assessment.people.some(({ recordsShown }) => recordsShown),
      exercise: "plainFile" in request.register,
      locale: settings.lang ?? "en",
      zone: zone ?? "UTC",
      version: request.version,
      fonts: await readReportFonts(),
    };
    output.file("report.html").write(renderAssessment(report));
    output.file("assessment.json").write(`${JSON.stringify(assessment, undefined, 2)}\n`);
    output.commit();
    return { assessment, report, out: output.path };
  } catch (error) {
    discard();
    throw error;
  } finally {
    process.off("exit", discard);
  }
}

async function describeLookUps(
  { logs, settings }: AssessRequest,
  incident: Incident,
  identifiers: ReturnType<typeof openIdentifiers>,
): Promise<void> {
  if (logs.length === 0) return;
  const { source, zone } = settings;
  const intake = { identifiers, mapping: wantedConnector(settings), source, zone };
  for await (const { events } of readLog(await openLogFiles(logs), intake))
    for (const event of events) incident.describe(event);
}

function assessmentOf(
  view: View,
  register: PseudonymousRegister,
  incident: Incident,
  name: string,
  unread: number,
  totals: RowTotals,
  now: Date,
): Assessment {
  const rejected = totals.rejected + unread;
  const gaps = incidentGaps(incident, {
    records: totals.records,
    rejected,
    rejectedOf: unread === 0 ? totals.rejectedOf : undefined,
  });
  const lookups = new Map<string, string>();
  for (const { id, time } of incident.lookups.values()) if (time !== undefined) lookups.set(id, time);
  const assessed = assess(view, register, {
    incident: name,
    assessed: now.toISOString(),
    rejected,
    gaps,
    lookups,
  });
  const { outside, unattributed, withheld } = totals;
  return assessmentSchema.parse({
    ...assessed,
    view: { ...assessed.view, lookups: incident.lookups.size, outside, unattributed, withheld },
  });
}

export function countTiers(relations: readonly { readonly tier: Tier }[]): Record<Tier, number> {
  const counts = Object.fromEntries(TIERS.map((tier) => [tier, 0])) as Record<Tier, number>;
  for (const { tier } of relations) counts[tier]++;
  return counts;
}

/** The ledger source under which assessments of one register speak. */
function assessmentSource(register: string): string {
  return `assessments:${register}`;
}

async function leaveTraces(
  { means, settings, register }: AssessRequest,
  assessment: Assessment,
): Promise<void> {
  const { id, version } = assessment.register;
  means.own?.({
    action: "view",
    by: "officers" in register ? register.officers.map(({ name }) => name) : [],
    object: "assessment",
    name: ownName(id),
    version,
    incident: assessment.incident,
    reason: "exposure-assessment",
  });
  const time = means.clock().toISOString();
  await means.ledger?.append({
    kind: "assessment",
    source: assessmentSource(id),
    time,
    body: {
      assessment: assessment.id,
      incident: assessment.incident,
      relations: { ...countTiers(assessment.relations) },
    },
    statement: { register: id, assessed: version, time, limit: settings.probeLimit ?? DEFAULT_PROBE_LIMIT },
  });
}

const statementSchema = z.object({ assessed: z.int(), time: z.string() });

/** By the ledger where there is one, for nobody can take a leaf out of it; else by the log of our own look-ups. */
async function refuseProbing(request: AssessRequest): Promise<void> {
  const { register, ledgerFolder, ownActions, means, settings } = request;
  // A register in the open needs no probing.
  if ("plainFile" in register) return;
  const { register: id, version } = describeRegister(register.folder);
  const before: AssessedVersion[] = [];
  if (ledgerFolder !== undefined)
    for (const statement of await readStatements(ledgerFolder, assessmentSource(id))) {
      const { data } = statementSchema.safeParse(statement);
      if (data !== undefined) before.push({ version: data.assessed, time: data.time });
    }
  for (const { time, object, query } of readOwnActions(ownActions)) {
    const assessed = Number(/^version (\d+)$/.exec(query?.filters ?? "")?.[1] ?? Number.NaN);
    if (object?.type === "assessment" && object.name === ownName(id) && Number.isSafeInteger(assessed))
      before.push({ version: assessed, time });
  }
  checkProbes(before, version, means.clock().getTime(), settings.probeLimit ?? DEFAULT_PROBE_LIMIT);
}
