#!/usr/bin/env node
/**
 * What the line of `serve` costs: look-ups acknowledged a second, from receipt to finding, starting again, and the queue's questions.
 *
 *   node bench/serve.js [look-ups of the load, default 20000] [stored events of the questions, default 1000000]
 *
 * Method: one process, after `tsc -b`. Load: requests of 200 look-ups of a simulated city, four at a time, through ledger (fsync),
 * detectors and DuckDB, judged while more come; beside it the ledger's bare append of the same look-ups in the same requests. Latency
 * is from the call that hands a request in to the transaction that stores a finding for the first time, over all such findings.
 * Starting again: the same folder, everything shown to the detectors, nothing new. Questions: the median and the slowest of twenty,
 * at one finding for every hundred events. Processor time is given beside the clock, because other work spoils the latter.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { simulate } from "@counterwatch/simulator";
import { openDetectors } from "../dist/app/detectors.js";
import { DeskLine } from "../dist/app/serve/desk-line.js";
import { parseFindingQuery } from "../dist/incidents/desk/finding-query.js";
import { incidentOf } from "../dist/incidents/desk/grouping.js";
import { createIdentifiers } from "../dist/intake/identifiers.js";
import { createPseudonymiser } from "../dist/intake/pseudonymiser.js";
import { openDuckDb } from "../dist/store/desk/duckdb-driver.js";
import { openDesk } from "../dist/store/desk/sql-desk.js";
import { openLedger } from "../dist/store/ledger-folder.js";

const [wanted = 20_000, stored = 1_000_000] = process.argv.slice(2).map(Number);
const REQUEST = 200;
const AT_ONCE = 4;
const folder = mkdtempSync(join(tmpdir(), "counterwatch-bench-"));
const at = (name) => join(folder, name);
const siteKey = new Uint8Array(32).map((_, i) => i * 7 + 1);
const identifiers = createIdentifiers({ siteKey });
const pseudonym = createPseudonymiser(siteKey);
const settings = { budget: "1/day", lateness: "0s", key: siteKey };
const never = () => false;

/** Seconds on the clock and of the processor. */
async function timed(work) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { clock: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 };
}

function cityEvents() {
  const events = [];
  const world = { seed: "bench serve", operators: 60, days: 400, shapes: ["obsession", "ring"] };
  for (const event of simulate(world)) {
    const hidden = (subjects) => subjects?.map(({ type, id }) => ({ type, id: pseudonym(type, id ?? "") }));
    events.push({ ...event, subjects: hidden(event.subjects), result: undefined });
    if (events.length === wanted) break;
  }
  return events;
}

async function inRequests(events, send) {
  let next = 0;
  const sender = async () => {
    while (next < events.length) {
      const from = next;
      next += REQUEST;
      await send(events.slice(from, from + REQUEST));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
}

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

const inAll = (times) =>
  `p50 ${percentile(times, 0.5).toFixed(0)} ms, p99 ${percentile(times, 0.99).toFixed(0)} ms (${times.length})`;
const time = (n) => new Date(Date.UTC(2025, 0, 1) + n * 30_000).toISOString();
const query = (text) => parseFindingQuery(new URLSearchParams(text));

async function load(events) {
  const bareLedger = await openLedger(at("bare"), {});
  const bare = await timed(() =>
    inRequests(events.slice(0, Math.floor(events.length * 0.8)), async (some) => {
      await bareLedger.appendEvents(some, never);
      await bareLedger.flush();
    }),
  );
  await bareLedger.close();

  const received = new Map();
  const latencies = [];
  const known = new Set();
  const ledger = await openLedger(at("ledger"), {});
  const store = await openDesk(await openDuckDb(at("desk.duckdb")));
  const detectors = openDetectors(settings, identifiers, { stream: true });
  const line = await DeskLine.open({
    ledger,
    store,
    detectors,
    clock: Date.now,
    onFindings(told) {
      const now = performance.now();
      for (const { finding, events: ids } of told) {
        if (known.has(finding.id)) continue;
        known.add(finding.id);
        const latest = Math.max(...ids.map((id) => received.get(id) ?? 0));
        latencies.push(now - latest);
      }
    },
  });
  const hand = async (some) => {
    const now = performance.now();
    for (const { id } of some) received.set(id, now);
    await line.take(some, never);
  };
  // The last fifth comes at leisure: each request when the one before is judged.
  const busy = events.slice(0, Math.floor(events.length * 0.8));
  let judging = Promise.resolve();
  const acknowledged = await timed(() =>
    inRequests(busy, async (some) => {
      await hand(some);
      judging = judging.then(() => line.settle());
    }),
  );
  const rest = await timed(() => judging);
  const crowded = latencies.splice(0);
  for (let from = busy.length; from < events.length; from += REQUEST) {
    await hand(events.slice(from, from + REQUEST));
    await line.settle();
  }
  await line.retell();
  await ledger.close();
  detectors.close();
  await store.close();

  const rate = (seconds) => Math.round(busy.length / seconds);
  console.log(
    `${events.length} look-ups in requests of ${REQUEST}, ${AT_ONCE} at a time, ${known.size} findings`,
  );
  console.log(`  bare append    ${rate(bare.clock)}/s on the clock, ${rate(bare.cpu)}/s of processor`);
  console.log(
    `  acknowledged   ${rate(acknowledged.clock)}/s on the clock, judged ${rate(acknowledged.clock + rest.clock)}/s`,
  );
  console.log(`  processor      ${rate(acknowledged.cpu + rest.cpu)}/s, all of it`);
  console.log(
    `  to bare append ${(acknowledged.clock / bare.clock).toFixed(2)} times the clock, ${((acknowledged.cpu + rest.cpu) / bare.cpu).toFixed(2)} times the processor`,
  );
  console.log(`  to a finding   ${inAll(crowded)} when sent as fast as it is taken`);
  console.log(`                 ${inAll(latencies)} at leisure`);
}

async function startAgain(count) {
  const ledger = await openLedger(at("ledger"));
  const store = await openDesk(await openDuckDb(at("desk.duckdb")));
  const detectors = openDetectors(settings, identifiers, { stream: true });
  const { clock, cpu } = await timed(() => DeskLine.open({ ledger, store, detectors, clock: Date.now }));
  await ledger.close();
  detectors.close();
  await store.close();
  console.log(
    `starting again: ${((clock / count) * 1e6).toFixed(0)} µs a look-up on the clock, ${((cpu / count) * 1e6).toFixed(0)} µs of processor`,
  );
}

async function questions() {
  const store = await openDesk(await openDuckDb(at("many.duckdb")));
  const STEP = 20_000;
  const filling = await timed(async () => {
    for (let from = 0; from < stored; from += STEP) {
      const count = Math.min(STEP, stored - from);
      const events = Array.from({ length: count }, (_, i) => ({
        leaf: from + i,
        received: time(from + i),
        event: {
          id: `city:${from + i}`,
          time: time(from + i),
          source: "city",
          system: "plates",
          action: "search",
          operator: { id: `op-${((from + i) * 7919) % 900}`, unit: "patrol" },
          purpose: { case: `C25-${((from + i) * 31) % 9000}`, reason: "robbery investigation" },
        },
      }));
      const findings = Array.from({ length: Math.floor(count / 100) }, (_, i) => findingAt(from / 100 + i));
      const steps = findings.map(({ finding }) => ({
        incident: incidentOf(finding.id),
        number: 0,
        at: finding.time,
        by: "counterwatch",
        step: { do: "opened", findings: [finding.id] },
      }));
      await store.advance({
        position: from + count,
        events,
        findings,
        steps,
        suppressed: new Set(),
        now: time(from),
      });
    }
  });
  console.log(
    `${stored} stored events, ${Math.floor(stored / 100)} findings (filled in ${filling.clock.toFixed(0)} s)`,
  );
  const asked = {
    "queue, first page": () => store.findings(query(""), { limit: 50 }),
    "queue, filtered and worded": () =>
      store.findings(query("severity=high&detector=-rule/wide&q=sittings"), { limit: 50 }),
    facets: () => store.facets(query("state=new")),
    "look-ups of a finding": () => store.eventsById(Array.from({ length: 200 }, (_, i) => `city:${i * 37}`)),
    "look-ups of an operator": () => store.eventsOf("op-7", { limit: 200 }),
    "activity of everybody": () => store.activity(undefined),
    "incidents, first page": () => store.incidents({ open: true }, { limit: 50 }),
  };
  for (const [name, ask] of Object.entries(asked)) {
    const times = [];
    for (let i = 0; i < 20; i++) times.push((await timed(ask)).clock * 1000);
    console.log(
      `  ${name.padEnd(28)} ${percentile(times, 0.5).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`,
    );
  }
  await store.close();
}

function findingAt(n) {
  return {
    finding: {
      id: `f-${n}`,
      time: time(n * 100),
      since: time(n * 100),
      detector: n % 2 === 0 ? "story/fixation" : "rule/wide",
      severity: ["low", "medium", "high", "critical"][n % 4],
      operator: `op-${(n * 7) % 900}`,
      subjects: [],
      lookups: 4,
      explanation: `One plate in ${n % 90} sittings.`,
      evidence: {},
    },
    events: [`city:${n * 100}`],
  };
}

try {
  console.log(`Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}`);
  const events = cityEvents();
  await load(events);
  await startAgain(events.length);
  await questions();
} finally {
  rmSync(folder, { recursive: true });
}
