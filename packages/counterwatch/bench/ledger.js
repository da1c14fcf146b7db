#!/usr/bin/env node
/**
 * What a ledger costs a scan, beside what it costs to write and fsync the same bytes in as many batches.
 *
 *   node bench/ledger.js [events, default 100000] [rounds, default 3]
 *
 * Method: each scan runs in a process of its own, rules only, over the same synthetic lines; in turns, the median counts.
 * "Bare" writes as many bytes as the ledger's folder has afterwards, in as many pieces as it had batches (4,096 look-ups), each
 * with one fsync; the ledger itself waits for about twenty a batch. Processor time is given beside the time on the clock,
 * because other work on the machine spoils the latter.
 */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../bin/counterwatch.js", import.meta.url));
const BATCH = 4096;
const [events = 100_000, rounds = 3] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "counterwatch-bench-"));
const at = (name) => join(folder, name);

function writeLog() {
  const start = Date.parse("2025-01-01T00:00:00.000Z");
  const lines = Array.from({ length: events }, (_, number) =>
    JSON.stringify({
      id: `city:${String(number).padStart(8, "0")}`,
      time: new Date(start + number * 30_000).toISOString(),
      source: "city",
      system: "plates",
      action: "search",
      operator: { id: `op-${(number * 7919) % 200}`, unit: "patrol", role: "officer" },
      session: { id: `s-${number % 5000}`, address: "10.0.0.8", client: "web" },
      subjects: [{ type: "plate", id: `ABC${(number * 104_729) % 1_000_000}` }],
      purpose: { case: `C25-${(number * 31) % 9000}`, reason: "robbery investigation" },
      result: { rows: number % 20 },
    }),
  );
  writeFileSync(at("log.jsonl"), `${lines.join("\n")}\n`);
}

/** Seconds on the clock and of the processor, start of the program included. */
function scan(...more) {
  const cpuBefore = childCpu();
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [COMMAND, "scan", at("log.jsonl"), "-q", "-o", at("out"), "--force", ...more],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`the scan ended with ${status}: ${stderr}`);
  return { seconds: (performance.now() - start) / 1000, cpu: childCpu() - cpuBefore };
}

/** Of the children that have ended, in seconds: the shell's own account. */
function childCpu() {
  const { stdout } = spawnSync("sh", ["-c", `cat /proc/${process.pid}/stat`], { encoding: "utf8" });
  const fields = stdout.slice(stdout.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function bytesOf(path) {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function bare(bytes) {
  const pieces = Math.ceil(events / BATCH);
  const piece = Buffer.alloc(Math.ceil(bytes / pieces), "x");
  const start = performance.now();
  const file = openSync(at("bare"), "w");
  for (let done = 0; done < pieces; done++) {
    writeSync(file, piece);
    fsyncSync(file);
  }
  closeSync(file);
  return (performance.now() - start) / 1000;
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const fixed = (number) => number.toFixed(2).padStart(8);

try {
  writeLog();
  const [without, withLedger, again, written] = [[], [], [], []];
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    rmSync(at("ledger"), { recursive: true, force: true });
    without.push(scan());
    withLedger.push(scan("--ledger", at("ledger")));
    bytes = bytesOf(at("ledger"));
    again.push(scan("--ledger", at("ledger")));
    written.push(bare(bytes));
  }
  const of = (list, key) => median(list.map((each) => each[key]));
  console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model}, Node ${process.version}`);
  console.log(
    `${events} look-ups, median of ${rounds}; ${Math.round(bytes / events)} bytes a look-up in the ledger`,
  );
  console.log("                        seconds      cpu");
  for (const [name, list] of [
    ["scan", without],
    ["scan --ledger", withLedger],
    ["the same again", again],
  ])
    console.log(`${name.padEnd(20)}${fixed(of(list, "seconds"))} ${fixed(of(list, "cpu"))}`);
  console.log(`${"bare write + fsync".padEnd(20)}${fixed(median(written))}`);
  const cost = of(withLedger, "seconds") - of(without, "seconds");
  const cpu = of(withLedger, "cpu") - of(without, "cpu");
  console.log(
    `the ledger adds ${fixed(cost).trim()} s (${(of(withLedger, "seconds") / of(without, "seconds")).toFixed(2)} of the scan alone), ` +
      `${fixed((cpu * 1e6) / events).trim()} µs of processor a look-up; bare writing takes ${(median(written) / cost).toFixed(2)} of that`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
