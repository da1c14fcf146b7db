#!/usr/bin/env node
/**
 * What the line of `serve` costs: look-ups acknowledged a second, from receipt to finding, and starting again. The desk's questions have
 * a bench of their own (desk-store.js).
 *
 *   node bench/serve.js [look-ups of the load, default 20000]
 *
 * Method: one process, after `tsc -b`. Load: requests of 200 look-ups of a simulated city, four at a time, through ledger (fsync),
 * detectors and DuckDB, judged while more come; beside it the ledger's bare append of the same look-ups in the same requests. Latency
 * is from the call that hands a request in to the transaction that stores a finding for the first time, over all such findings.
 * Starting again: the same folder, nothing new, once with what the detectors knew and once anew, everything shown to them. Processor
 * time is given beside the clock, because other work spoils the latter.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { simulate } from "@counterwatch/simulator";
import { detectorPrint } from "../dist/app/detector-print.js";
import { openDetectors } from "../dist/app/detectors.js";
import { DeskLine } from "../dist/app/serve/line/desk-line.js";
import { DetectorMemory } from "../dist/app/serve/line/detector-memory.js";
import { createIdentifiers } from "../dist/intake/identifiers.js";
import { createPseudonymiser } from "../dist/intake/pseudonymiser.js";
import { openDuckDb } from "../dist/store/desk/duckdb-driver.js";
import { openDesk } from "../dist/store/desk/sql-desk.js";
import { openLedger } from "../dist/store/ledger-folder.js";

const [wanted = 20_000] = process.argv.slice(2).map(Number);
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
  const memory = remembering(ledger);
  const { detectors } = memory;
  const line = await DeskLine.open({
    ledger,
    store,
    detectors,
    memory,
    clock: Date.now,
    onFindings({ fresh }) {
      const now = performance.now();
      for (const { finding, events: ids } of fresh) {
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
  const writing = await timed(() => line.stop());
  console.log(
    `what the detectors know: ${(statSync(at("detectors.bin")).size / 1e6).toFixed(1)} MB, written in ${writing.cpu.toFixed(2)} s of processor`,
  );
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

/** Processor seconds of opening ledger, store, detectors and line. */
async function startAgain(count, isKept) {
  const { clock, cpu } = await timed(async () => {
    const ledger = await openLedger(at("ledger"));
    const store = await openDesk(await openDuckDb(at("desk.duckdb")));
    const memory = remembering(ledger);
    await DeskLine.open({ ledger, store, detectors: memory.detectors, memory, clock: Date.now });
    await ledger.close();
    memory.detectors.close();
    await store.close();
  });
  console.log(
    `starting again ${isKept ? "with what the detectors knew" : "anew                        "}: ${clock.toFixed(2)} s on the clock, ${cpu.toFixed(2)} s of processor, ${((cpu / count) * 1e6).toFixed(0)} µs a look-up`,
  );
  return cpu;
}

function remembering(ledger) {
  return DetectorMemory.open({
    path: at("detectors.bin"),
    print: detectorPrint(settings, "bench"),
    ledger,
    open: (snapshot) => openDetectors(settings, identifiers, { stream: true, snapshot }),
    log: (sentence) => console.log(`  ${sentence}`),
  });
}

try {
  console.log(`Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}`);
  const events = cityEvents();
  await load(events);
  const kept = await startAgain(events.length, true);
  rmSync(at("detectors.bin"));
  const anew = await startAgain(events.length, false);
  console.log(`  with what they knew to anew: 1 to ${(anew / kept).toFixed(1)}`);
} finally {
  rmSync(folder, { recursive: true });
}
