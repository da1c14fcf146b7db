/**
 * `counterwatch serve --demo`: a server like any other, with a city that does not exist, people of this run and a clock of its own. It is
 * for this machine alone, reads no configuration, and says everywhere that it is a demo.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CounterwatchError } from "../../model/index.ts";
import { type DemoPerson, demoDoor } from "../../server/desk/demo-door.ts";
import { fileTrouble } from "../../store/file-trouble.ts";
import { ServeFolder } from "../../store/serve-folder.ts";
import { serve } from "../serve/serve.ts";
import type { Serving } from "../serve/serving.ts";
import { CampaignSearch } from "./campaign-search.ts";
import { CITY, demoCity } from "./demo-city.ts";
import { DemoDesk, demoPeople, enrolPeople } from "./demo-people.ts";
import { DemoStream, HOURS_A_SECOND, sender } from "./demo-stream.ts";

const HOST = "127.0.0.1";
/** Longer than what the stream sends at once. */
const LATENESS = "10m";
const POLL = 20;

export interface DemoRequest {
  /** Undefined: a temporary one, which is removed at the end. */
  readonly folder: string | undefined;
  /** Undefined: the usual one, or any where that is taken. */
  readonly port: number | undefined;
  readonly version: string;
  readonly log: (sentence: string) => void;
}

export interface Demo {
  readonly url: string;
  readonly people: readonly DemoPerson[];
  /** Resolves when the past is loaded and the city waits to be watched; rejects where it cannot. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

const USUAL_PORT = 8470;

/** Throws `usage` for a folder that has something in it, and what `serve` throws. */
export async function startDemo(request: DemoRequest): Promise<Demo> {
  const { version, log } = request;
  const place = demoFolder(request.folder);
  const ending = new AbortController();
  try {
    const folder = new ServeFolder(place.path);
    folder.markDemo();
    // Always the same: so are its pseudonyms, and what the detectors tell.
    folder.siteKey(createHash("sha256").update(`counterwatch demo ${CITY.seed}`).digest());
    const tokens = new Map(CITY.sources.map((source) => [source, folder.makeToken(source)]));
    const people = demoPeople();
    const city = demoCity(Date.now());
    let serving: Serving | undefined;
    const stream = new DemoStream(city, {
      send: (source, body) => sender(serving?.url ?? "", tokens)(source, body),
      week: async () => {
        await judged(serving?.url ?? "", ending.signal);
        await desk?.closeAll();
      },
      now: Date.now,
      signal: ending.signal,
    });
    let desk: DemoDesk | undefined;
    let search: CampaignSearch | undefined;
    serving = await serve({
      folder: place.path,
      host: HOST,
      port: request.port ?? ((await isFree(USUAL_PORT)) ? USUAL_PORT : 0),
      settings: {
        configFile: undefined,
        key: undefined,
        lateness: LATENESS,
      },
      database: undefined,
      behindTls: false,
      version,
      log,
      demo: {
        clock: () => stream.clock,
        async prepare(store) {
          await enrolPeople(people, store, new Date(stream.clock).toISOString());
          search = new CampaignSearch(store, city.hiddenOperator);
        },
        door: demoDoor({
          state: async () => ({
            phase: stream.phase,
            loaded: stream.loaded,
            clock: new Date(stream.clock).toISOString(),
            hoursASecond: HOURS_A_SECOND,
            people,
            found: await search?.found(),
          }),
          watch: () => stream.watch(),
        }),
      },
    });
    desk = new DemoDesk(serving.url, people);
    const { url, close } = serving;
    const running = stream.run();
    running.catch((cause: unknown) => log(`the demo's city has stopped: ${String(cause)}`));
    return {
      url,
      people,
      ready: Promise.race([running, stream.waiting]),
      async close() {
        ending.abort();
        await running.catch(() => {});
        await close();
        place.remove();
      },
    };
  } catch (cause) {
    place.remove();
    throw cause;
  }
}

interface Place {
  readonly path: string;
  remove(): void;
}

function demoFolder(path: string | undefined): Place {
  if (path === undefined) {
    const made = mkdtempSync(join(tmpdir(), "counterwatch-demo-"));
    const remove = () => rmSync(made, { recursive: true, force: true });
    // A crash ends the process without the rest.
    process.once("exit", remove);
    return {
      path: made,
      remove: () => {
        process.off("exit", remove);
        remove();
      },
    };
  }
  if (entriesOf(path).length > 0)
    throw new CounterwatchError("usage", "a demo begins with an empty folder", {
      place: { file: path },
      remedy: "Choose another with --data, or leave --data out: then it is a temporary one.",
    });
  return { path, remove: () => {} };
}

function entriesOf(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw fileTrouble(cause, path, "unreadable");
  }
}

/** Resolves when the detectors have seen all that was acknowledged. */
async function judged(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { waiting } = (await (await fetch(`${url}/readyz`)).json()) as { waiting: number };
    if (waiting === 0) return;
    await wait(POLL);
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}
