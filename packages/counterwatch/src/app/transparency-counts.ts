/** Look-ups and findings of a period become clipped counts. Logs are read as a scan reads them; what stays in memory does not grow with them. */
import { hkdfSync } from "node:crypto";
import type { LogFile } from "../intake/log-file.ts";
import { CounterwatchError } from "../model/index.ts";
import { ContributionSource } from "../report/transparency/contribution.ts";
import { countTables } from "../report/transparency/counting.ts";
import type { Period } from "../report/transparency/period.ts";
import type { Plan } from "../report/transparency/plan.ts";
import { OUTCOMES, type Outcome } from "../report/transparency/tables.ts";
import { ContributionSorter } from "../store/contribution-sorter.ts";
import { readTextFile } from "../store/text-file.ts";
import { readFindings } from "./findings-list.ts";
import { openIdentifiers, wantedConnector } from "./intake-means.ts";
import { type ReadingProgress, readThrough } from "./reading.ts";
import type { Settings } from "./settings.ts";

export interface CountRequest {
  readonly files: readonly LogFile[];
  /** A findings.jsonl. */
  readonly findings: string | undefined;
  /** How findings ended: JSON Lines of `{"finding":"…","outcome":"explained"}`. */
  readonly outcomes: string | undefined;
  readonly settings: Settings;
  readonly key: Uint8Array;
  readonly onProgress?: ((progress: ReadingProgress) => void) | undefined;
}

export interface PeriodCounts {
  /** By table and cell. */
  readonly counts: readonly (readonly number[])[];
  /** What they were counted from, by a keyed hash. */
  readonly inputs: string;
  /** Rows that could not be read as look-ups, of the whole logs. */
  readonly deadLetters: number;
}

/** Throws what intake throws. */
export async function countPeriod(plan: Plan, period: Period, request: CountRequest): Promise<PeriodCounts> {
  const { settings, files, onProgress } = request;
  const source = new ContributionSource(samplingKey(request.key));
  const sorter = new ContributionSorter();
  const close = () => sorter.close();
  process.once("exit", close);
  const isWithin = (time: string) => period.from <= time && time < period.to;
  try {
    const { account } = await readThrough(files, {
      intake: {
        identifiers: openIdentifiers(settings),
        mapping: wantedConnector(settings),
        source: settings.source,
        zone: settings.zone,
      },
      detectors: {
        see(event) {
          if (!isWithin(event.time)) return;
          for (const contribution of source.ofEvent(event)) sorter.add(contribution);
        },
      },
      deadLetters: { write: () => {} },
      onProgress,
    });
    if (request.findings !== undefined) {
      const outcomes = readOutcomes(request.outcomes);
      for await (const finding of readFindings(request.findings, {})) {
        if (!isWithin(finding.time)) continue;
        const outcome = outcomes.get(finding.id) ?? "open";
        for (const contribution of source.ofFinding(finding, outcome)) sorter.add(contribution);
      }
    }
    sorter.sort();
    const counts = countTables(plan.tables, (visit) => sorter.each(visit));
    return { counts, inputs: source.inputs, deadLetters: account.deadLetters };
  } finally {
    close();
    process.off("exit", close);
  }
}

/** Of the site key, for this use alone (RFC 5869). */
function samplingKey(siteKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", siteKey, "", "counterwatch/transparency/sampling/v1", 32));
}

/** The last line about a finding counts. Throws `format-damaged` with the line. */
function readOutcomes(path: string | undefined): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  if (path === undefined) return outcomes;
  for (const [at, text] of readTextFile(path).split("\n").entries()) {
    if (text.trim() === "") continue;
    const { finding, outcome } = record(text);
    const known = OUTCOMES.find((each) => each === outcome);
    if (typeof finding !== "string" || known === undefined)
      throw new CounterwatchError("format-damaged", "this line does not say how a finding ended", {
        place: { file: path, line: at + 1 },
        remedy: `Write {"finding":"its id","outcome":"…"} with one of ${OUTCOMES.join(", ")}.`,
      });
    outcomes.set(finding, known);
  }
  return outcomes;
}

function record(text: string): { finding?: unknown; outcome?: unknown } {
  try {
    return (JSON.parse(text) ?? {}) as { finding?: unknown; outcome?: unknown };
  } catch {
    return {};
  }
}
