/**
 * An incident from files: findings, look-ups and shown rows as JSON Lines, told apart by their keys, in one file or several; a
 * scan's folder stands for its findings. Look-ups are settled before rows are judged, so files are read twice: once for look-ups,
 * once for rows.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Connector, ConnectorContext, Row } from "../intake/connector.ts";
import { openFrames, refuseEmpty } from "../intake/frames.ts";
import type { Identifiers } from "../intake/identifiers.ts";
import type { LogFile } from "../intake/log-file.ts";
import { readEventLine } from "../intake/own-lines.ts";
import { RowIntake } from "../intake/row-intake.ts";
import { isShownRow } from "../intake/shown-rows/own-rows.ts";
import { Incident } from "../incidents/exposed/incident.ts";
import {
  type AccessEvent,
  CounterwatchError,
  type DeadLetter,
  type Finding,
  findingSchema,
  Rejection,
} from "../model/index.ts";
import { openLogFiles } from "../store/log-files.ts";

export interface IncidentChoice {
  /** Beginnings of ids of findings; none: all. */
  readonly findings: readonly string[];
  readonly operators: readonly string[];
}

export interface ReadIncident {
  readonly incident: Incident;
  /** Files that hold shown rows, to be read in their turn. */
  readonly withRows: readonly LogFile[];
  readonly deadLetters: readonly DeadLetter[];
}

/** Throws CounterwatchError `not-found`, `unreadable`, `format-damaged`; `usage` where nothing names a look-up. */
export async function readIncident(
  paths: readonly string[],
  choice: IncidentChoice,
  identifiers: Identifiers,
): Promise<ReadIncident> {
  const files = await openLogFiles(paths.map(findingsOf));
  const incident = new Incident();
  const withRows: LogFile[] = [];
  const deadLetters: DeadLetter[] = [];
  for (const file of files) {
    if (!file.rereadable)
      throw new CounterwatchError("usage", "an incident is read twice, and standard input can be read once", {
        remedy: "Write it into a file, and name that.",
      });
    const intake = new IncidentIntake(file.name, identifiers, incident, choice);
    const frames = await openFrames(file);
    await refuseEmpty(frames, file.name);
    if (frames.framing !== "records")
      throw new CounterwatchError(
        "format-damaged",
        "an incident is written as JSON Lines: findings, look-ups, shown rows",
        {
          place: { file: file.name },
          remedy: "Give rows in other forms with --rows.",
        },
      );
    for await (const _ of frames.read(intake)) continue;
    if (intake.rows > 0) withRows.push(file);
    deadLetters.push(...intake.deadLetters);
  }
  if (incident.lookups.size > 0) return { incident, withRows, deadLetters };
  throw new CounterwatchError("usage", "this incident names no look-up", {
    place: { file: paths[0] as string },
    remedy:
      "It holds findings or look-ups as JSON Lines; --finding and --operator may have left out all of them.",
  });
}

/** The folder that a scan wrote stands for its findings. */
function findingsOf(path: string): string {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const findings = join(path, "findings.jsonl");
  return isFolder && statSync(findings, { throwIfNoEntry: false }) !== undefined ? findings : path;
}

type Line = { readonly finding: Finding } | { readonly event: AccessEvent } | "row";

const incidentLines: Connector<Line> = {
  id: "incident",
  title: "Findings, look-ups and shown rows of one incident",
  framing: "records",
  needsZone: false,
  recognise: () => 1,
  open: (context) => (row) => readLine(row, context),
};

function readLine(row: Row, context: ConnectorContext): Line {
  if (isShownRow(row)) return "row";
  if (!("detector" in row)) return { event: readEventLine(row, context.identifiers) };
  const finding = findingSchema.safeParse(row);
  if (finding.success) return { finding: finding.data };
  throw new Rejection(
    "schema",
    "The line does not fit the schema of a finding.",
    finding.error.issues[0]?.path.join("."),
  );
}

class IncidentIntake extends RowIntake<Line> {
  rows = 0;
  readonly deadLetters: DeadLetter[] = [];
  readonly #incident: Incident;
  readonly #choice: IncidentChoice;

  constructor(file: string, identifiers: Identifiers, incident: Incident, choice: IncidentChoice) {
    super({
      file,
      source: "incident",
      recognised: { connector: incidentLines, framing: "records", header: [], skip: 0 },
      context: { identifiers, zone: undefined },
      mixedHeaders: false,
      firstOrdinal: 1,
    });
    this.#incident = incident;
    this.#choice = choice;
  }

  protected override accept(line: Line, ordinal: number): void {
    if (line === "row") {
      this.rows++;
    } else if ("finding" in line) {
      if (this.#wanted(line.finding)) this.#incident.addFinding(line.finding);
    } else if (isAmong(line.event.operator.id, this.#choice.operators)) {
      const { event } = line;
      this.#incident.addLookUp(event.id === "" ? { ...event, id: `incident:${ordinal}` } : event);
    }
  }

  protected override reject(letter: DeadLetter): void {
    this.deadLetters.push(letter);
  }

  /** What a log does not show concerns every operator. */
  #wanted({ id, operator, detector }: Finding): boolean {
    const { findings, operators } = this.#choice;
    if (/^(?:source|ledger)\//.test(detector)) return true;
    return (
      (findings.length === 0 || findings.some((start) => id.startsWith(start))) &&
      isAmong(operator, operators)
    );
  }
}

function isAmong(operator: string, operators: readonly string[]): boolean {
  return operators.length === 0 || operators.includes(operator);
}
