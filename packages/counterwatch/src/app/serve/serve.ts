/**
 * `counterwatch serve`: sources send their logs, the line judges them, people work on what it finds.
 *
 *     POST /ingest/SOURCE ── ledger ── detectors ── store ── /api ── console
 */
import { userInfo } from "node:os";
import { Hono } from "hono";
import { createIdentifiers } from "../../intake/identifiers.ts";
import { openControl } from "../../server/control-socket.ts";
import { deskApi } from "../../server/desk/dispatcher.ts";
import type { AuditRow, DeskStore } from "../../incidents/desk/desk-store.ts";
import { CounterwatchError } from "../../model/index.ts";
import type { DeskService } from "../../server/desk/desk-service.ts";
import { ingestHandler } from "../../server/desk/ingest.ts";
import type { Happening } from "../../incidents/notices/notice.ts";
import { Sessions } from "../../server/desk/sessions.ts";
import { DeadLetterFile } from "../../store/dead-letter-file.ts";
import { openDuckDb } from "../../store/desk/duckdb-driver.ts";
import { openPostgres } from "../../store/desk/postgres-driver.ts";
import { openDesk } from "../../store/desk/sql-desk.ts";
import { ErasureList } from "../../store/erasure-list.ts";
import { openLedger } from "../../store/ledger-folder.ts";
import { passwordFits } from "../../store/passwords.ts";
import { ServeFolder } from "../../store/serve-folder.ts";
import { detectorPrint } from "../detector-print.ts";
import { openDetectors } from "../detectors.ts";
import type { Settings } from "../settings.ts";
import { writeBackup } from "./backup.ts";
import { Arrivals } from "./arrivals.ts";
import { consoleHandler } from "./console-files.ts";
import { DayCounts } from "./day-counts.ts";
import { DeskLine } from "./desk-line.ts";
import { DetectorMemory } from "./detector-memory.ts";
import { deskService } from "./desk-means.ts";
import { EXPOSITION_TYPE } from "./exposition.ts";
import { Ingestion } from "./ingestion.ts";
import { Inputs } from "./inputs/inputs.ts";
import { lastingSilences } from "./lasting-silences.ts";
import { Judging } from "./judging.ts";
import { addLedger } from "./ledger-site.ts";
import type { EscalatedWarning } from "./escalation-clock.ts";
import { listen } from "./listening.ts";
import { Meters } from "./meters.ts";
import { metricsOf } from "./metrics.ts";
import { noticeChannels } from "./notice-channels.ts";
import { Notifying } from "./notifying.ts";
import { ownLookUp } from "./own-look-ups.ts";
import { RetentionClock } from "./retention-clock.ts";
import { retentionRules } from "./retention-rules.ts";
import { SuppressionClock } from "./suppression-clock.ts";
import { hiddenName, openProtection } from "./protection.ts";
import { SilenceWatch } from "./silence-watch.ts";
import { signInMeans } from "./sign-in-means.ts";
import { unmaskMeans } from "./unmask-means.ts";

export interface ServeRequest {
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly settings: Settings;
  /** postgres://…; undefined: the embedded database. */
  readonly database: string | undefined;
  /** Browsers reach it over TLS alone: its cookie never goes another way. */
  readonly behindTls: boolean;
  /** Where browsers see it, `https://desk.example`; undefined: neither passkeys nor an issuer. */
  readonly origin?: string | undefined;
  readonly version: string;
  readonly log: (sentence: string) => void;
  /** Undefined: everything is as it is. */
  readonly demo?: ServeDemo;
}

/** What a demo has of its own; see app/demo/. */
interface ServeDemo {
  /** Milliseconds: the time that its look-ups have come to. */
  readonly clock: () => number;
  /** Before anybody can sign in. */
  prepare(store: DeskStore): Promise<void>;
  readonly door: Hono;
}

export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

/** What a stream is not held back for: rows come as they happen. */
const LATENESS = "0s";
const DEFAULT_BUDGET = "1/day";

/** Throws `unavailable` where folder, database or port are not to be had; `config` for what intake or rules refuse. */
export async function serve(request: ServeRequest): Promise<Serving> {
  const { version, log, demo } = request;
  const clock = demo?.clock ?? Date.now;
  const folder = new ServeFolder(request.folder);
  if (folder.isDemo && demo === undefined)
    throw new CounterwatchError("usage", "this folder is a demo's: nothing in it is real", {
      place: { file: request.folder },
      remedy: "Choose another with --data.",
    });
  const means = signInMeans(request.origin, request.settings);
  const key = request.settings.key ?? folder.siteKey();
  const { lateness = LATENESS, budget = DEFAULT_BUDGET } = request.settings;
  const settings: Settings = { ...request.settings, key, lateness, budget };
  const { country, pseudonymiseOperators, zone } = settings;
  const identifiers = createIdentifiers({ siteKey: key, country, pseudonymiseOperators });
  // What was opened last is closed first, at the end as where a start fails.
  const opened: (() => Promise<void> | void)[] = [];
  const closeAll = async () => {
    for (const close of opened.splice(0).toReversed()) await close();
  };
  try {
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
    const ingestion = new Ingestion({ line, letters, identifiers, zone, arrivals, onTaken });
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
      onEscalated: (warnings) => {
        tellEscalated(warnings, log);
        notices.tell(warnings.map((warning) => escalation(warning, key))).catch((cause: unknown) => {
          log(`warnings could not be told outside: ${String(cause)}`);
        });
      },
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
    const app = new Hono();
    if (demo !== undefined) app.route("/", demo.door);
    meters.watch(app);
    addProbes(app, desk, line);
    app.get("/metrics", async (context) => {
      const measured = { meters, failures: notices.failures };
      const [state, outbox] = await Promise.all([desk.state(), store.outbox.counts()]);
      return context.body(metricsOf({ ...measured, state, outbox }), 200, {
        "content-type": EXPOSITION_TYPE,
      });
    });
    app.route(
      "/",
      ingestHandler({
        tokenOf: (source) => folder.sources.of(source),
        waiting: () => line.waiting,
        async take(source, bytes, id) {
          const taken = await ingestion.take(source, bytes, id);
          judging.wake();
          return taken;
        },
      }),
    );
    addLedger(app, folder.ledger);
    let looked = 0;
    app.route(
      "/",
      deskApi({
        desk,
        sessions: new Sessions(Date.now),
        verify: (account, password) => passwordFits(account?.password, password),
        async looked(account, { looksAt = "finding", looksBy }, target) {
          const number = `${process.pid}-${++looked}`;
          const name = looksAt === "warning" && target !== undefined ? hiddenName(key, target) : target;
          const lookUp = ownLookUp(account, looksAt, name, desk.now(), number, looksBy);
          await line.take([lookUp], () => false);
          judging.wake();
          return lookUp.id;
        },
        secure: request.behindTls || means.origin?.protocol === "https:",
        version,
        means,
      }),
    );
    app.get("*", consoleHandler(demo !== undefined));
    const server = await listen(app, request.host, request.port);
    opened.push(() => server.close());
    inputs.start();
    const silence = new SilenceWatch({
      sources: async () => (await desk.state()).sources,
      heartbeat: (source) => settings.sources?.[source]?.heartbeat,
      tell: (happenings) => notices.tell(happenings),
      clock: Date.now,
      log,
    });
    opened.push(() => silence.end());
    if (demo === undefined) retention.begin();
    const control = await openControl(folder.path, async (write) => {
      await retention.without(() => writeBackup({ folder, ledger, driver, version, clock: Date.now }, write));
      await store.audit(backedUp(Date.now()));
    });
    if (control === undefined)
      log("the folder's path is too long for a socket: `serve backup` needs the server stopped");
    else opened.push(() => control.close());
    return { url: server.url, close: closeAll };
  } catch (cause) {
    await closeAll();
    throw cause;
  }
}

/** Who must be warned is nobody's business outside: a warning goes out under a name that only this server knows. */
function escalation({ warning, office, since, overdue }: EscalatedWarning, key: Uint8Array): Happening {
  return {
    kind: overdue ? "warning.overdue" : "warning.escalated",
    about: hiddenName(key, warning),
    turn: `${office} ${since}`,
    at: since,
  };
}

/** Whoever reaches the socket is somebody at the machine, as its own accounts are told apart there. */
function backedUp(now: number): AuditRow {
  const at = new Date(now).toISOString();
  return {
    at,
    by: `${userInfo().username} at the machine`,
    action: "backup",
    target: undefined,
    detail: undefined,
  };
}

function openDatabase(url: string | undefined, folder: ServeFolder) {
  return url === undefined ? openDuckDb(folder.database) : openPostgres(url, { alone: true });
}

/** For whoever watches the server; nothing in them names anybody. */
function addProbes(app: Hono, desk: DeskService, line: DeskLine): void {
  app.get("/healthz", (context) => context.json({ alive: true }));
  app.get("/readyz", async (context) => {
    const isReady = await desk.store.position().then(
      () => true,
      () => false,
    );
    return context.json({ ready: isReady, waiting: line.waiting }, isReady ? 200 : 503);
  });
}

/** The one place from which others hear that a warning went up the line or ran out; in the log it has no person and no incident. */
function tellEscalated(warnings: readonly EscalatedWarning[], log: (sentence: string) => void): void {
  for (const { tier, office, overdue } of warnings)
    log(`a warning (${tier}) ${overdue ? "is overdue" : "went up the line"}: ${office} answers for it now`);
}
