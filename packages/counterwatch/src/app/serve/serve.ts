/**
 * `counterwatch serve`: sources send their logs, the line judges them, people work on what it finds.
 *
 *     POST /ingest/SOURCE ── ledger ── detectors ── store ── /api ── console
 */
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { FolderReader, logHandler } from "@counterwatch/evidence/node";
import { Hono } from "hono";
import type { Account } from "../../incidents/desk/case.ts";
import type { DeskStore } from "../../incidents/desk/desk-store.ts";
import { createIdentifiers } from "../../intake/identifiers.ts";
import { type AccessEvent, CounterwatchError } from "../../model/index.ts";
import { deskApi } from "../../server/desk/dispatcher.ts";
import type { DeskService, DeskState } from "../../server/desk/desk-service.ts";
import { ingestHandler } from "../../server/desk/ingest.ts";
import { Sessions } from "../../server/desk/sessions.ts";
import { openDuckDb } from "../../store/desk/duckdb-driver.ts";
import { openPostgres } from "../../store/desk/postgres-driver.ts";
import { openDesk } from "../../store/desk/sql-desk.ts";
import { openLedger } from "../../store/ledger-folder.ts";
import { hashPassword, passwordFits } from "../../store/passwords.ts";
import { ServeFolder } from "../../store/serve-folder.ts";
import { type Detectors, openDetectors } from "../detectors.ts";
import type { Settings } from "../settings.ts";
import { consoleHandler } from "./console-files.ts";
import { DeskLine } from "./desk-line.ts";
import { Ingestion } from "./ingestion.ts";

export interface ServeRequest {
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly settings: Settings;
  /** postgres://…; undefined: the embedded database. */
  readonly database: string | undefined;
  readonly version: string;
  readonly log: (sentence: string) => void;
}

export interface Serving {
  readonly url: string;
  readonly store: DeskStore;
  readonly line: DeskLine;
  close(): Promise<void>;
}

/** What a stream is not held back for: rows come as they happen. */
const LATENESS = "0s";
const OWN_SOURCE = "counterwatch";
const DEFAULT_BUDGET = "1/day";

/** Throws `unavailable` where folder, database or port are not to be had; `config` for what intake or rules refuse. */
export async function serve(request: ServeRequest): Promise<Serving> {
  const folder = new ServeFolder(request.folder);
  const key = request.settings.key ?? folder.siteKey();
  const settings: Settings = {
    ...request.settings,
    key,
    lateness: request.settings.lateness ?? LATENESS,
    budget: request.settings.budget ?? DEFAULT_BUDGET,
  };
  const { country, pseudonymiseOperators } = settings;
  const identifiers = createIdentifiers({ siteKey: key, country, pseudonymiseOperators });
  const driver =
    request.database === undefined ? await openDuckDb(folder.database) : await openPostgres(request.database);
  const store = await openDesk(driver);
  const detectors = openDetectors(settings, identifiers);
  const ledger = await openLedger(folder.ledger, {});
  try {
    const line = await DeskLine.open({ ledger, store, detectors, clock: Date.now });
    const ingestion = new Ingestion({ line, folder, identifiers, zone: settings.zone });
    const judging = new Judging(line, request.log);
    const desk = deskService({
      store,
      line,
      ingestion,
      folder,
      detectors,
      settings,
      version: request.version,
    });
    const app = new Hono();
    app.get("/healthz", (context) => context.json({ alive: true }));
    app.get("/readyz", async (context) => {
      const ready = await store.position().then(
        () => true,
        () => false,
      );
      return context.json({ ready, waiting: line.waiting }, ready ? 200 : 503);
    });
    app.get("/metrics", async (context) => context.text(metricsOf(await desk.state())));
    const tokens = folder.tokens();
    app.route(
      "/",
      ingestHandler({
        tokenOf: (source) => (Object.hasOwn(tokens, source) ? tokens[source] : undefined),
        waiting: () => line.waiting,
        async take(source, bytes, id) {
          const taken = await ingestion.take(source, bytes, id);
          judging.wake();
          return taken;
        },
      }),
    );
    const read = logHandler(new FolderReader(folder.ledger), { prefix: "/ledger" });
    app.all("/ledger/*", (context) => read(context.req.raw));
    let looked = 0;
    app.route(
      "/",
      deskApi({
        desk,
        sessions: new Sessions(Date.now),
        verify: (account, password) => passwordFits(account?.password, password),
        async looked(account, route, target) {
          const event = ownLookUp(
            account,
            route.looksAt ?? "finding",
            target,
            desk.now(),
            `${process.pid}-${++looked}`,
          );
          await line.take([event], () => false);
          judging.wake();
        },
        secure: false,
        version: request.version,
      }),
    );
    app.get("*", consoleHandler());
    const server = createServer(
      { requestTimeout: 60_000, headersTimeout: 10_000 },
      getRequestListener(guarded(app), { overrideGlobalObjects: false }),
    );
    server.maxConnections = 512;
    await listening(server, request.host, request.port);
    const { port } = server.address() as AddressInfo;
    return {
      url: `http://${request.host}:${port}`,
      store,
      line,
      async close() {
        server.closeIdleConnections();
        await new Promise<void>((resolve) => {
          server.close(() => resolve());
          setTimeout(() => server.closeAllConnections(), 2000).unref();
        });
        await judging.end();
        await ledger.close();
        detectors.close();
        await store.close();
      },
    };
  } catch (cause) {
    await ledger.close();
    detectors.close();
    await store.close();
    throw cause;
  }
}

/** Judges what is durable, one run at a time; what comes meanwhile is in the next. */
class Judging {
  readonly #line: DeskLine;
  readonly #log: (sentence: string) => void;
  #running: Promise<void> = Promise.resolve();
  #asked = false;

  constructor(line: DeskLine, log: (sentence: string) => void) {
    this.#line = line;
    this.#log = log;
  }

  wake(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#running = this.#running
      .then(() => {
        this.#asked = false;
        return this.#line.settle();
      })
      .catch((cause: unknown) => this.#log(`look-ups are kept and could not be judged: ${String(cause)}`));
  }

  end(): Promise<void> {
    return this.#running;
  }
}

interface DeskParts {
  readonly store: DeskStore;
  readonly line: DeskLine;
  readonly ingestion: Ingestion;
  readonly folder: ServeFolder;
  readonly detectors: Detectors;
  readonly settings: Settings;
  readonly version: string;
}

const DURATION = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function deskService({
  store,
  line,
  ingestion,
  folder,
  detectors,
  settings,
  version,
}: DeskParts): DeskService {
  const { sources = {}, budget = DEFAULT_BUDGET } = settings;
  return {
    store,
    now: () => new Date().toISOString(),
    hashPassword,
    async sourcesOf(events) {
      const found = await store.eventsById(events.slice(0, 1000));
      return [...new Set(found.map(({ event }) => event.source))];
    },
    async state(): Promise<DeskState> {
      const names = new Set([
        ...Object.keys(sources),
        ...Object.keys(folder.tokens()),
        ...ingestion.heard.keys(),
      ]);
      const now = Date.now();
      return {
        sources: [...names].toSorted().map((source) => {
          const heard = ingestion.heard.get(source);
          const heartbeat = sources[source]?.heartbeat;
          const silent =
            heartbeat !== undefined &&
            (heard === undefined ||
              now - Date.parse(heard.time) >
                Number(heartbeat.slice(0, -1)) * DURATION[heartbeat.slice(-1) as keyof typeof DURATION]);
          return {
            source,
            system: sources[source]?.system ?? heard?.system,
            heard: heard?.time,
            silent,
            deadLetters: folder.lettersOf(source),
          };
        }),
        ledger: { leaves: line.leaves, waiting: line.waiting },
        budget,
        guarantee: detectors.notChecked(),
        version,
      };
    },
  };
}

/** What the desk's own users look at goes the way of all look-ups: never who was looked at, only what was opened. */
function ownLookUp(
  account: Account,
  what: string,
  target: string | undefined,
  time: string,
  number: string,
): AccessEvent {
  return {
    id: `${OWN_SOURCE}:${Date.parse(time)}-${number}`,
    time,
    source: OWN_SOURCE,
    system: "identity",
    action: target === undefined ? "list" : "view",
    operator: { id: account.name, role: account.roles[0] ?? "none", unit: OWN_SOURCE },
    object: { type: what, ...(target !== undefined && { name: target }) },
  };
}

/** Prometheus text format 0.0.4; nothing in it names anybody. */
function metricsOf({ ledger, sources }: DeskState): string {
  const silent = sources.filter((source) => source.silent).length;
  const letters = sources.reduce((sum, { deadLetters }) => sum + deadLetters, 0);
  return [
    metric("ledger_leaves", "counter", "Leaves of the ledger.", ledger.leaves),
    metric("lookups_waiting", "gauge", "Look-ups that are durable and not judged yet.", ledger.waiting),
    metric("sources", "gauge", "Sources that are known.", sources.length),
    metric("sources_silent", "gauge", "Sources that said nothing for longer than their heartbeat.", silent),
    metric("dead_letters_total", "counter", "Rows that could not be read since the start.", letters),
  ].join("");
}

const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

function guarded(app: Hono): (request: Request) => Promise<Response> {
  return async (request) => {
    const response = await app.fetch(request);
    for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
    return response;
  };
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(
        new CounterwatchError("unavailable", `cannot listen on ${host}:${port} (${cause.code})`, {
          remedy: "Choose another with --port.",
          cause,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
}

function metric(name: string, kind: string, help: string, value: number): string {
  return `# HELP counterwatch_${name} ${help}\n# TYPE counterwatch_${name} ${kind}\ncounterwatch_${name} ${value}\n`;
}
