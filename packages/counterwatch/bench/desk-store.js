#!/usr/bin/env node
/**
 * How long the desk's questions take with many stored look-ups.
 *
 *   node bench/desk-store.js [stored look-ups, default 10000000] [findings, default 20000] [postgres://… of an empty database]
 *
 * Method: one process, after `tsc -b`. Look-ups are made by the database itself: 900 operators in twelve units, three look-ups every ten
 * seconds over 386 days (at ten million), a million subjects, three of four with a case. Findings come through the store. Then each question 11 times: the first,
 * the median, and the slowest. A database that this has filled before is asked as it is. Without an address: DuckDB in a new file, with the settings that the server has (1 GB, two threads).
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseFindingQuery } from "../dist/incidents/desk/finding-query.js";
import { incidentOf } from "../dist/incidents/desk/grouping.js";
import { parseIncidentQuery } from "../dist/incidents/desk/incident-query.js";
import { openDuckDb } from "../dist/store/desk/duckdb-driver.js";
import { openPostgres } from "../dist/store/desk/postgres-driver.js";
import { openDesk } from "../dist/store/desk/sql-desk.js";

const stored = Number(process.argv[2] ?? 10_000_000);
const told = Number(process.argv[3] ?? 20_000);
const url = process.argv[4];
const AT_ONCE = 250_000;
const SECONDS = 10 / 3;
const START = Date.UTC(2025, 0, 1);
const MONTHS = 90 * 86_400_000;
const TIMES = 11;

const instant = (leaf) => new Date(START + Math.floor(leaf * SECONDS) * 1000).toISOString();
const idOf = (leaf) => `city:${leaf}:${(leaf * 7919) % 1_000_003}`;
const operatorOf = (leaf) => `op-${(leaf * 7919) % 900}`;
const query = (text) => parseFindingQuery(new URLSearchParams(text));

const DIALECTS = {
  duckdb: {
    numbers: (from, to) => `range(${from}, ${to}) AS numbers (i)`,
    time: `strftime(TIMESTAMP '2025-01-01' + INTERVAL (floor(i * ${SECONDS})) SECOND, '%Y-%m-%dT%H:%M:%S.000Z')`,
    print: `CAST('0x' || substr(md5(id), 1, 13) AS BIGINT)`,
    checkpoint: "CHECKPOINT",
  },
  postgres: {
    numbers: (from, to) => `generate_series(${from}, ${to - 1}) AS numbers (i)`,
    time: `to_char(TIMESTAMP '2025-01-01' + floor(i * ${SECONDS}) * INTERVAL '1 second', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')`,
    print: `('x' || substr(md5(id), 1, 13))::bit(52)::bigint`,
    checkpoint: "ANALYZE events",
  },
};

async function fill(driver) {
  const { numbers, time, print, checkpoint } = DIALECTS[driver.dialect];
  for (let from = 0; from < stored; from += AT_ONCE)
    await driver.run(`
      INSERT INTO events (leaf, id, received, time, source, system, action, operator, unit, body, subjects, case_name, polled, print, day, hour)
      SELECT i, id, time, time, 'city', system, 'search', operator, unit,
        '{"id":"' || id || '","time":"' || time || '","source":"city","system":"' || system || '","action":"search","operator":{"id":"' || operator ||
        '","unit":"' || unit || '"},"subjects":[{"type":"plate","id":"' || subject || '"}],"purpose":{"reason":"robbery investigation","case":"' || coalesce(name, 'none') || '"}}',
        subject, name, 0, ${print}, CAST(${Math.floor(START / 86_400_000)} + floor(i * ${SECONDS} / 86400) AS BIGINT),
        CAST(${START / 3_600_000} + floor(i * ${SECONDS} / 3600) AS BIGINT)
      FROM (SELECT i, 'city:' || i || ':' || (CAST(i AS BIGINT) * 7919) % 1000003 AS id, ${time} AS time,
          'op-' || (CAST(i AS BIGINT) * 7919) % 900 AS operator, 'unit-' || ((CAST(i AS BIGINT) * 7919) % 900) % 12 AS unit,
          CASE WHEN i % 5 = 0 THEN 'calls' ELSE 'plates' END AS system,
          'p1_' || substr(md5(CAST((CAST(i AS BIGINT) * 31) % 1000000 AS VARCHAR)), 1, 26) AS subject,
          CASE WHEN i % 4 = 0 THEN NULL ELSE 'C25-' || (CAST(i AS BIGINT) * 17) % 9000 END AS name
        FROM ${numbers(from, Math.min(stored, from + AT_ONCE))}) AS made`);
  await driver.run(checkpoint);
}

function findingAt(n) {
  const leaf = Math.floor((n / told) * stored);
  const leaves = Array.from({ length: 4 + (n % 60) }, (_, i) => Math.min(stored - 1, leaf + i * 900));
  return {
    finding: {
      id: `f-${n}`,
      time: instant(leaves.at(-1)),
      since: instant(leaf),
      detector: [
        "story/fixation",
        "rule/search-without-purpose",
        "story/ring",
        "rule/bulk-export",
        "rule/test",
      ][n % 5],
      severity: ["low", "medium", "high", "critical"][(n * 7) % 4],
      operator: operatorOf(leaf),
      subjects: [],
      lookups: leaves.length,
      explanation: `${operatorOf(leaf)} looked one plate up in ${n % 90} sittings on ${n % 30} days, without a case.`,
      evidence: { nats: n / 1000 },
    },
    events: leaves.map(idOf),
  };
}

async function tell(store) {
  for (let from = 0; from < told; from += 1000) {
    const findings = Array.from({ length: Math.min(1000, told - from) }, (_, i) => findingAt(from + i));
    const steps = findings.map(({ finding }) => ({
      incident: incidentOf(finding.id),
      number: 0,
      at: finding.time,
      by: "counterwatch",
      step: { do: "opened", findings: [finding.id] },
    }));
    const now = findings.at(-1).finding.time;
    await store.advance({ position: stored, events: [], findings, steps, suppressed: new Set(), now });
  }
}

function questions(store) {
  const end = START + stored * SECONDS * 1000;
  const span = {
    from: new Date(Math.max(START, end - MONTHS)).toISOString(),
    until: new Date(end).toISOString(),
  };
  const peers = (quantity) => () =>
    store.lookUps.peers({
      quantity,
      operator: "op-7",
      systems: ["plates"],
      unit: "unit-7",
      nightHours: ["22", "23", "00", "01", "02", "03", "04"],
      ...span,
    });
  const spread = Array.from({ length: 200 }, (_, i) => idOf(Math.floor((i / 200) * stored)));
  const week = Array.from({ length: 200 }, (_, i) => idOf(Math.max(0, stored - 180_000) + i * 900));
  return {
    "queue, first page": () => store.findings(query(""), { limit: 50 }),
    "queue, page 200": () =>
      store.findings(query(""), { limit: 50, after: String(Math.min(10_000, told - 50)) }),
    "queue, filtered and worded": () =>
      store.findings(query("severity=high&detector=-rule/test&q=sittings"), { limit: 50 }),
    facets: () => store.facets(query("state=new")),
    "one finding": () => store.finding("f-77"),
    "200 rows of a finding, in a week": () => store.eventsById(week),
    "200 rows of a finding, over all": () => store.eventsById(spread),
    "look-ups of an operator": () => store.eventsOf("op-7", { limit: 200 }),
    "activity of everybody": () => store.activity(undefined),
    "activity of an operator": () => store.activity("op-7"),
    "look-ups a day and source": () => store.dayCounts(),
    "what waits for people": () => store.openWork({ learned: span.from, stories: span.from }),
    "incidents, first page": () => store.incidents(parseIncidentQuery(new URLSearchParams()), { limit: 50 }),
    "incidents, facets": () => store.incidentFacets(parseIncidentQuery(new URLSearchParams())),
    "open incidents of an operator": () => store.openIncidentsOf("op-7"),
    "colleagues: repeats, 90 days": peers("repeats"),
    "colleagues: subjects, 90 days": peers("subjects"),
    "colleagues: look-ups, 90 days": peers("lookups"),
    "colleagues: without a case, 90 days": peers("uncased"),
    "colleagues: at night, 90 days": peers("night"),
    "work of an operator": () => store.lookUps.work("op-7"),
    "work of a unit, 90 days": () => store.lookUps.unitWork("unit-7", "op-7", span),
    "look-ups about a case, 90 days": () =>
      store.lookUps.eventsAbout({ subjects: [], cases: ["C25-17"] }, span, 500),
    "who else on a subject, 90 days": async () => {
      const [one] = await store.eventsById([idOf(stored - 1)]);
      return store.lookUps.company([one.event.subjects[0].id], "op-7", span);
    },
  };
}

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const folder = mkdtempSync(join(tmpdir(), "counterwatch-bench-"));
const file = join(folder, "desk.duckdb");
try {
  console.log(`Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}`);
  const driver = url === undefined ? await openDuckDb(file) : await openPostgres(url, { alone: true });
  const store = await openDesk(driver);
  const [before] = await driver.all("SELECT count(*) AS count FROM events");
  const isFilled = Number(before.count) === stored;
  const filling = isFilled ? 0 : await timed(() => fill(driver));
  const telling = isFilled ? 0 : await timed(() => tell(store));
  const size = url === undefined ? `, ${Math.round(statSync(file).size / 1e6)} MB` : "";
  console.log(
    `${stored} look-ups and ${told} findings in ${driver.dialect}${size}; filled in ${Math.round(filling / 1000)} s and ${Math.round(telling / 1000)} s, load ${loadavg()[0].toFixed(1)}`,
  );
  console.log(
    `${"".padEnd(38)}${["first", "median", "slowest"].map((word) => word.padStart(9)).join("")}  ms`,
  );
  for (const [name, ask] of Object.entries(questions(store))) {
    const times = [];
    for (let i = 0; i < TIMES; i++) times.push(await timed(ask));
    const figures = [times[0], times.toSorted((a, b) => a - b)[TIMES >> 1], Math.max(...times)];
    console.log(`${name.padEnd(38)}${figures.map((ms) => ms.toFixed(0).padStart(9)).join("")}`);
  }
  console.log(`load ${loadavg()[0].toFixed(1)}, ${Math.round(process.memoryUsage().rss / 1e6)} MB resident`);
  await store.close();
  if (url === undefined) {
    const opening = await timed(async () => (await openDesk(await openDuckDb(file))).close());
    console.log(`opening it again: ${opening.toFixed(0)} ms`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
