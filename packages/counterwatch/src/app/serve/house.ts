/**
 * Everything that a server has behind its doors, opened in the order in which it leans on each other: ledger, what the detectors know, store,
 * line, and the clocks that work beside it.
 */
import { createIdentifiers } from "../../intake/identifiers.ts";
import { CounterwatchError } from "../../model/index.ts";
import type { DeskService } from "../../server/desk/desk-service.ts";
import { DeadLetterFile } from "../../store/dead-letter-file.ts";
import { openDuckDb } from "../../store/desk/duckdb-driver.ts";
import { openPostgres } from "../../store/desk/postgres-driver.ts";
import { openDesk } from "../../store/desk/sql-desk.ts";
import type { SqlDriver } from "../../store/desk/sql-driver.ts";
import { ErasureList } from "../../store/erasure-list.ts";
import { type LedgerFolder, openLedger } from "../../store/ledger-folder.ts";
import { ServeFolder } from "../../store/serve-folder.ts";
import { detectorPrint } from "../detector-print.ts";
import { openDetectors } from "../detectors.ts";
import type { Settings } from "../settings.ts";
import { Arrivals } from "./inputs/arrivals.ts";
import { Ingestion } from "./inputs/ingestion.ts";
import { Inputs } from "./inputs/inputs.ts";
import { RetentionClock } from "./keeping/retention-clock.ts";
import { retentionRules } from "./keeping/retention-rules.ts";
import { DeskLine } from "./line/desk-line.ts";
import { DetectorMemory } from "./line/detector-memory.ts";
import { Judging } from "./line/judging.ts";
import { lastingSilences } from "./line/lasting-silences.ts";
import { SuppressionClock } from "./line/suppression-clock.ts";
import { DayCounts } from "./means/day-counts.ts";
import { deskService } from "./means/desk-means.ts";
import { unmaskMeans } from "./means/unmask-means.ts";
import { Meters } from "./metrics/meters.ts";
import { escalatedNotices } from "./notices/escalated-notices.ts";
import { noticeChannels } from "./notices/notice-channels.ts";
import { Notifying } from "./notices/notifying.ts";
import { openProtection } from "./protection/protection.ts";
import type { Opened, ServeRequest } from "./serving.ts";

export interface House {
  /** Milliseconds: the time that the desk works by, a demo's own. Sessions and notices wait by the machine's. */
  readonly clock: () => number;
  readonly folder: ServeFolder;
  readonly key: Uint8Array;
  readonly settings: Settings;
  readonly ledger: LedgerFolder;
  readonly driver: SqlDriver;
  readonly desk: DeskService;
  readonly line: DeskLine;
  readonly ingestion: Ingestion;
  readonly judging: Judging;
  readonly inputs: Inputs;
  readonly retention: RetentionClock;
  readonly notices: Notifying;
  readonly meters: Meters;
}

/** What a stream is not held back for: rows come as they happen. */
const LATENESS = "0s";
const DEFAULT_BUDGET = "1/day";

/** Throws `unavailable` where folder or database are not to be had; `config` for what intake or rules refuse. */
export async function openHouse(request: ServeRequest, opened: Opened): Promise<House> {
  const { version, log, demo } = request;
  const clock = demo?.clock ?? Date.now;
  const folder = new ServeFolder(request.folder);
  if (folder.isDemo && demo === undefined)
    throw new CounterwatchError("usage", "this folder is a demo's: nothing in it is real", {
      place: { file: request.folder },
      remedy: "Choose another with --data.",
    });
  const key = request.settings.key ?? folder.siteKey();
  const { lateness = LATENESS, budget = DEFAULT_BUDGET } = request.settings;
  const settings: Settings = { ...request.settings, key, lateness, budget };
  const { country, pseudonymiseOperators, zone } = settings;
  const identifiers = createIdentifiers({ siteKey: key, country, pseudonymiseOperators });
  const ledger = await openLedger(folder.ledger, {});
  opened.push(() => ledger.close());
  const memory = DetectorMemory.open({
    path: folder.memory,
    print: detectorPrint(settings, version),
    ledger,
    open: (snapshot) =>
      openDetectors(settings, identifiers, {
        stream: true,
        snapshot,
        unread: (source) => letters.countOf(source),
      }),
    log,
  });
  const { detectors } = memory;
  opened.push(() => detectors.close());
  const letters = new DeadLetterFile(folder.letters);
  const channels = noticeChannels(settings.notify, { settings, clock: Date.now, version });
  const notices = new Notifying(channels, Date.now, log);
  const driver = await openDatabase(request.database, folder);
  const store = await openDesk(driver, notices);
  opened.push(() => store.close());
  notices.begin(store);
  opened.push(() => notices.end());
  await demo?.prepare(store);
  const days = new DayCounts(store);
  const onStored = days.stored.bind(days);
  const meters = new Meters();
  const onFindings = meters.learned.bind(meters);
  detectors.remember(await lastingSilences(store));
  const line = await DeskLine.open({ ledger, store, detectors, memory, clock, onStored, onFindings });
  if (line.erased > 0)
    log(
      `${line.erased} look-ups are erased and could not be shown to the detectors again; what was found in them stays`,
    );
  const arrivals = new Arrivals(clock);
  const onTaken = meters.took.bind(meters);
  const ingestion = new Ingestion({ line, letters, identifiers, zone, arrivals, clock: Date.now, onTaken });
  const judging = new Judging(line, log);
  opened.push(() => judging.end());
  const suppressions = new SuppressionClock({ store, clock, log });
  opened.push(() => suppressions.end());
  const protection = await openProtection({
    folder,
    ledger,
    store,
    ingestion,
    settings,
    clock,
    appended: () => judging.wake(),
    onEscalated: escalatedNotices(notices, key, log),
    log,
  });
  opened.push(() => protection.close());
  const inputs = new Inputs(settings.inputs ?? [], {
    ingestion,
    letters,
    waiting: () => line.waiting,
    wake: () => judging.wake(),
    log,
    clock,
    folder: folder.path,
  });
  opened.push(() => inputs.stop());
  const retention = new RetentionClock({
    store: store.retention,
    ledger,
    letters,
    remembered: () => line.remembered(),
    rules: (names) => retentionRules(settings, names, clock()),
    clock,
    erasures: new ErasureList(folder.erasures, folder.ledger),
    size: () => ledger.size,
    log,
  });
  opened.push(() => retention.end());
  const desk = deskService({
    retention,
    inputs,
    store,
    line,
    ingestion,
    folder,
    letters,
    detectors,
    settings,
    budget,
    version,
    clock,
    days,
    arrivals,
    identifiers,
    unmasking: unmaskMeans({
      identifiers: { siteKey: key, country, pseudonymiseOperators },
      line,
      wake: () => judging.wake(),
      now: () => new Date(clock()).toISOString(),
    }),
    protection,
    notices,
  });
  return {
    clock,
    folder,
    key,
    settings,
    ledger,
    driver,
    desk,
    line,
    ingestion,
    judging,
    inputs,
    retention,
    notices,
    meters,
  };
}

function openDatabase(url: string | undefined, folder: ServeFolder) {
  return url === undefined ? openDuckDb(folder.database) : openPostgres(url, { alone: true });
}
