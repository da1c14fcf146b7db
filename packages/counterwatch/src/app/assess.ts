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
import { assess } from "../assess/assess.ts";
import type { PseudonymousRegister } from "../assess/register-view.ts";
import { View } from "../assess/view.ts";
import type { Incident } from "../incidents/exposed/incident.ts";
import { incidentGaps } from "../incidents/exposed/incident-gaps.ts";
import { readLog } from "../intake/read-log.ts";
import { type Assessment, assessmentSchema, CounterwatchError, TIERS, type Tier } from "../model/index.ts";
import { type AssessmentInput, renderAssessment } from "../report/exposure/assessment-page.ts";
import { readReportFonts } from "../store/fonts.ts";
import { openLogFiles } from "../store/log-files.ts";
import { ASSESSMENT_OUTPUT, OutputFolder } from "../store/output-folder.ts";
import { type AssessedRegister, leaveTraces, openRegister, refuseProbing } from "./assessed-register.ts";
import { type IncidentChoice, readIncident } from "./incident-reading.ts";
import { openIdentifiers, wantedConnector } from "./intake-means.ts";
import { readShownRows, rowConnector, type RowTotals } from "./shown-rows.ts";

/** Rows name many more people than look-ups do; a quarter of a million cost about 60 MB. */
const PEOPLE_REMEMBERED = 262_144;
const DEFAULT_ASSESSMENT_OUT = "counterwatch-assessment";

export interface AssessRequest extends AssessedRegister {
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
  const { key, zone } = settings;
  if (key === undefined)
    throw new CounterwatchError(
      "usage",
      "the site key is needed: without it no row and nobody in the register are the same",
      {
        remedy: "Give --key FILE, the one that the findings were made with.",
      },
    );
  await refuseProbing(request);
  const identifiers = openIdentifiers(settings, PEOPLE_REMEMBERED);
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
    const register = await openRegister(request, key, identifiers);
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
    await leaveTraces(request, {
      register: assessment.register,
      incident: assessment.incident,
      body: {
        assessment: assessment.id,
        incident: assessment.incident,
        relations: { ...countTiers(assessment.relations) },
      },
    });
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

function countTiers(relations: readonly { readonly tier: Tier }[]): Record<Tier, number> {
  const counts = Object.fromEntries(TIERS.map((tier) => [tier, 0])) as Record<Tier, number>;
  for (const { tier } of relations) counts[tier]++;
  return counts;
}
