/**
 * `kill -9` at random moments under load: while the server takes look-ups in, while it judges them, while it starts again. The sender
 * does as the door says: whatever was not acknowledged is sent again. At the end ledger and store are compared with those of a run
 * that nothing happened to; only times of learning differ. COUNTERWATCH_KILLS says how many (the suite: 4).
 */
import { spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDuckDb } from "../src/store/desk/duckdb-driver.ts";
import { PostgresCluster, postgresPrograms } from "../src/store/desk/postgres-cluster.fixture.ts";
import { openPostgres } from "../src/store/desk/postgres-driver.ts";
import type { SqlDriver } from "../src/store/desk/sql-driver.ts";
import { LedgerBodies } from "../src/store/ledger-bodies.ts";
import { ServeFolder } from "../src/store/serve-folder.ts";
import { clean } from "./counterwatch.ts";
import { cityLines, COMMAND, RunningServer } from "./serve-desk.ts";
import { Workshop } from "./workshop.ts";

const KILLS = Number(process.env["COUNTERWATCH_KILLS"] ?? 4);
const KEY = `${randomBytes(32).toString("hex")}\n`;
const LINES = cityLines("serve kill", 20, 40);
/** Requests between two kills, about. */
const REQUESTS = 4;
const BATCH = Math.max(5, Math.floor(LINES.length / (KILLS * REQUESTS + 4)));

const workshop = new Workshop();

interface Place {
  readonly folder: string;
  readonly token: string;
  readonly more: readonly string[];
}

function furnish(name: string, database?: string): Place {
  const folder = join(workshop.path, name);
  const place = new ServeFolder(folder);
  writeFileSync(join(folder, "site.key"), KEY, { mode: 0o600 });
  return {
    folder,
    token: place.makeToken("city"),
    more: database === undefined ? [] : ["--database", database],
  };
}

function batches(): string[] {
  return Array.from({ length: Math.ceil(LINES.length / BATCH) }, (_, at) =>
    LINES.slice(at * BATCH, (at + 1) * BATCH).join("\n"),
  );
}

let ofOneLeftAlone: ReturnType<typeof held> | undefined;

/** What a server holds that nothing happened to; made once. */
function undisturbed(): ReturnType<typeof held> {
  return (ofOneLeftAlone ??= (async () => {
    const place = furnish("quiet");
    const server = await RunningServer.start(place.folder);
    for (const body of batches()) expect((await server.send("city", place.token, body)).status).toBe(200);
    await server.judged();
    await server.stop("SIGTERM");
    await (await RunningServer.start(place.folder)).stop("SIGTERM");
    return await held(place, () => inFolder(place));
  })());
}

/** How often it was killed: while it served, and while it started. */
async function disturbed({ folder, token, more }: Place): Promise<{ serving: number; starting: number }> {
  const kills = { serving: 0, starting: 0 };
  let server = await RunningServer.start(folder, more);
  const all = batches();
  let next = all.length / (KILLS + 1);
  for (let at = 0; at < all.length; ) {
    const isHour = at >= next && kills.serving < KILLS;
    const killed = isHour ? killSoon(server) : undefined;
    const answer = await server.send("city", token, all[at] as string).catch(() => undefined);
    if (answer?.status === 200) at++;
    else expect(isHour || answer?.status === 429).toBe(true);
    if (killed === undefined) continue;
    await killed;
    kills.serving++;
    next += all.length / (KILLS + 1);
    if (kills.serving % 3 === 0) {
      await killWhileStarting(folder, more);
      kills.starting++;
    }
    server = await RunningServer.start(folder, more);
  }
  await server.judged();
  await server.stop("SIGKILL");
  await (await RunningServer.start(folder, more)).stop("SIGTERM");
  return kills;
}

async function killSoon(server: RunningServer): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, randomInt(60)));
  await server.stop("SIGKILL");
}

async function killWhileStarting(folder: string, more: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [COMMAND, "serve", "--data", folder, "--port", "0", ...more], {
    cwd: folder,
    env: clean(process.env),
    stdio: "ignore",
  });
  await new Promise((resolve) => setTimeout(resolve, randomInt(4000)));
  const ended = new Promise((resolve) => child.on("close", resolve));
  child.kill("SIGKILL");
  await ended;
}

/** All that ledger and store hold, but times of learning. */
async function held({ folder }: Place, open: () => Promise<SqlDriver>) {
  const bodies = new LedgerBodies(join(folder, "ledger", "private"), false);
  const leaves = [...bodies.all(0)].map(({ body }) => body);
  bodies.close();
  const driver = await open();
  const tables = {
    position: await driver.all("SELECT value FROM desk WHERE key = 'position'"),
    events: await driver.all("SELECT leaf, id, source, operator, body FROM events ORDER BY leaf"),
    findings: await driver.all(
      "SELECT id, detector, severity, state, owner, incident, time, explanation, finding, events FROM findings ORDER BY id",
    ),
    steps: await driver.all("SELECT incident, number, doer, step FROM steps ORDER BY incident, number"),
    incidents: await driver.all("SELECT id, open, owner FROM incidents ORDER BY id"),
  };
  await driver.close();
  return { leaves, ...tables };
}

function inFolder({ folder }: Place): Promise<SqlDriver> {
  return openDuckDb(join(folder, "desk.duckdb"));
}

describe("a server that is killed again and again", () => {
  const programs = postgresPrograms();
  let cluster: PostgresCluster | undefined;
  beforeAll(async () => {
    if (programs !== undefined) cluster = await PostgresCluster.start(programs);
  });
  afterAll(() => cluster?.stop());

  it("holds every look-up once, and the same findings as one that was left alone", {
    timeout: 3_600_000,
  }, async () => {
    const expected = await undisturbed();
    const wild = furnish("wild");
    const kills = await disturbed(wild);
    expect(kills.serving).toBe(KILLS);
    expect(new Set(expected.events.map(({ id }) => id)).size).toBe(LINES.length);
    expect(expected.findings.length).toBeGreaterThan(1);
    expect(await held(wild, () => inFolder(wild))).toEqual(expected);
  });

  it.skipIf(programs === undefined)(
    "holds in PostgreSQL what it holds in DuckDB, byte for byte, killed or not",
    { timeout: 3_600_000 },
    async () => {
      const expected = await undisturbed();
      const url = (await cluster?.database(`desk_${randomBytes(4).toString("hex")}`)) ?? "";
      const wild = furnish("wild in PostgreSQL", url);
      const kills = await disturbed(wild);
      expect(kills.serving).toBe(KILLS);
      expect(await held(wild, () => openPostgres(url, { alone: false }))).toEqual(expected);
    },
  );
});
