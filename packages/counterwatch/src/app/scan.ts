/**
 * One scan: logs in, events past the detectors, findings and a report out. Rows stream through and are forgotten; what
 * stays in memory is what detectors keep, the findings, and counts.
 */
import { basename, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type ExplainedFinding, type Summary, summarySchema } from "../model/index.ts";
import type { ReportInput } from "../report/scan/report-input.ts";
import { renderReport } from "../report/scan/report-page.ts";
import { sourceInfo } from "../report/scan/source-info.ts";
import { storyInfo } from "../report/scan/story-info.ts";
import { readReportFonts } from "../store/fonts.ts";
import { openLogFiles } from "../store/log-files.ts";
import { OutputFolder, SCAN_OUTPUT, type StagedFile } from "../store/output-folder.ts";
import { openDetectors } from "./detectors.ts";
import { byUrgency, findingLine } from "./finding-lines.ts";
import { openIdentifiers, wantedConnector } from "./intake-means.ts";
import { type LedgerRecord, openScanLedger, type ScanLedger } from "./ledger-scan.ts";
import { type ReadingProgress, readThrough } from "./reading.ts";
import { DEFAULT_OUT, type Settings } from "./settings.ts";
import { summarise } from "./summary.ts";

export interface ScanRequest {
  /** Files, folders, and `-` for stdin. */
  readonly paths: readonly string[];
  readonly settings: Settings;
  /** Write into a folder that holds other files, too. */
  readonly force: boolean;
  readonly version: string;
  /** When the log is read, RFC 3339. */
  readonly now: string;
  readonly onProgress?: (progress: ReadingProgress) => void;
  readonly onStep?: (step: string, counts: Readonly<Record<string, number>>) => void;
}

export interface ScanResult {
  readonly summary: Summary;
  /** Most urgent first. */
  readonly findings: readonly ExplainedFinding[];
  readonly report: ReportInput;
  /** The folder that was written. */
  readonly out: string;
  /** What the ledger took in; undefined: there was none. */
  readonly recorded: LedgerRecord | undefined;
  /** Gives back what findings keep on disk; their event ids cannot be read afterwards. */
  close(): void;
}

/** Throws CounterwatchError, and then has written nothing. */
export async function scan(request: ScanRequest): Promise<ScanResult> {
  const { settings, onProgress, onStep } = request;
  const started = performance.now();
  const files = await openLogFiles(request.paths);
  const { source, zone } = settings;
  const identifiers = openIdentifiers(settings);
  const mapping = wantedConnector(settings);
  const detectors = openDetectors(settings, identifiers);
  const output = new OutputFolder(settings.out ?? DEFAULT_OUT, SCAN_OUTPUT, { force: request.force });
  const discard = () => {
    output.discard();
    detectors.close();
  };
  // A signal or a crash ends the process; this still runs then.
  process.once("exit", discard);
  let ledger: ScanLedger | undefined;
  try {
    ledger =
      settings.ledger === undefined
        ? undefined
        : await openScanLedger(settings.ledger, settings.key !== undefined);
    const reading = await readThrough(files, {
      intake: { identifiers, mapping, source, zone },
      detectors,
      ledger,
      deadLetters: output.file("dead-letters.jsonl"),
      onProgress,
    });
    onStep?.("read", { rows: reading.account.rows, events: reading.account.events });
    // Nothing is told of look-ups that are not durable in the ledger.
    const recorded = await ledger?.end();
    if (recorded !== undefined)
      onStep?.("ledger", { appended: recorded.appended, present: recorded.present, leaves: recorded.leaves });
    for (const _ of detectors.end()) await setImmediate();
    const findings = [
      ...detectors.findings(),
      ...detectors.sources(reading.account),
      ...(recorded?.deletions ?? []),
    ].toSorted(byUrgency);
    const lines = output.file("findings.jsonl");
    for (const finding of findings) await write(findingLine(finding), lines);
    const calibration = detectors.calibration();
    const seconds = (performance.now() - started) / 1000;
    const summary = summarise({
      reading,
      settings,
      findings,
      notChecked: detectors.notChecked(),
      seconds,
      calibration,
    });
    const report: ReportInput = {
      title: titleOf(request.paths),
      generatedAt: request.now,
      zone: zone ?? "UTC",
      locale: settings.lang ?? "en",
      summary,
      findings,
      activity: reading.activity,
      ruleInfo: new Map([
        ...detectors.info,
        ...storyInfo(settings.lang ?? "en"),
        ...sourceInfo(settings.lang ?? "en", {
          heartbeat: settings.sources !== undefined,
          ledger: settings.ledger !== undefined,
        }),
      ]),
      ...(calibration && { calibration }),
      deadLetterSample: reading.deadLetterSample,
      findingsFile: "findings.jsonl",
      deadLettersFile: "dead-letters.jsonl",
      version: request.version,
      fonts: await readReportFonts(),
    };
    await write(renderReport(report), output.file("report.html"));
    output.file("summary.json").write(`${JSON.stringify(summarySchema.parse(summary), undefined, 2)}\n`);
    output.commit();
    onStep?.("written", { findings: findings.length });
    return { summary, findings, report, out: output.path, recorded, close: () => detectors.close() };
  } catch (error) {
    discard();
    throw error;
  } finally {
    await ledger?.close();
    process.off("exit", discard);
  }
}

/** Between pieces the event loop turns, so that a signal is heard. */
async function write(pieces: Iterable<string>, file: StagedFile): Promise<void> {
  for (const piece of pieces) {
    file.write(piece);
    await setImmediate();
  }
}

/** What was read, by the names the user gave. */
function titleOf(paths: readonly string[]): string {
  const [first = "-", ...more] = [...new Set(paths)];
  const name = first === "-" ? "stdin" : basename(resolve(first));
  return more.length === 0 ? name : `${name} + ${more.length}`;
}
