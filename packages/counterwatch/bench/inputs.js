#!/usr/bin/env node
/**
 * What the ways in cost beside each other: the same look-ups as requests of 200 (as over HTTP, without the network), as a file that is
 * followed, and as messages of syslog over TCP; each into a ledger of its own, with fsync, without detectors.
 *
 *   node bench/inputs.js [look-ups, default 20000]
 *
 * Method: one process, after `tsc -b`. Processor time of this process is given, sender included for syslog, and the ratio to that of requests.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { simulate } from "@counterwatch/simulator";
import { Ingestion } from "../dist/app/serve/inputs/ingestion.js";
import { Inputs } from "../dist/app/serve/inputs/inputs.js";
import { createIdentifiers } from "../dist/intake/identifiers.js";
import { DeadLetterFile } from "../dist/store/dead-letter-file.js";
import { openLedger } from "../dist/store/ledger-folder.js";

const [wanted = 20_000] = process.argv.slice(2).map(Number);
const REQUEST = 200;
const folder = mkdtempSync(join(tmpdir(), "counterwatch-bench-"));

function lines() {
  const found = [];
  for (const event of simulate({ seed: "bench inputs", operators: 60, days: 400 })) {
    found.push(JSON.stringify(event));
    if (found.length === wanted) break;
  }
  return found;
}

/** Processor seconds of `work`, which is given what takes look-ups in and a promise of the end. */
async function measured(name, settings, work) {
  const data = join(folder, name);
  const ledger = await openLedger(join(data, "ledger"), {});
  const line = {
    async take(events, byContent) {
      const before = ledger.counts.present;
      await ledger.appendEvents(events, byContent);
      await ledger.flush();
      const present = ledger.counts.present - before;
      return { appended: events.length - present, present };
    },
  };
  const letters = new DeadLetterFile(join(data, "dead-letters.jsonl"));
  const identifiers = createIdentifiers({ siteKey: new Uint8Array(32).fill(9) });
  const ingestion = new Ingestion({ line, letters, identifiers, zone: undefined });
  const quiet = { waiting: () => 0, wake() {}, log: console.error, clock: Date.now, folder: data };
  const inputs = new Inputs(settings, { ingestion, letters, ...quiet });
  const cpu = process.cpuUsage();
  const start = performance.now();
  inputs.start();
  await work(ingestion, inputs);
  while (ledger.size < wanted) await new Promise((resolve) => setTimeout(resolve, 10));
  const { user, system } = process.cpuUsage(cpu);
  const clock = (performance.now() - start) / 1000;
  await inputs.stop();
  await ledger.close();
  return { name, cpu: (user + system) / 1e6, clock };
}

const all = lines();
const log = join(folder, "city.jsonl");
writeFileSync(log, `${all.join("\n")}\n`);
const requests = async (ingestion) => {
  for (let at = 0; at < all.length; at += REQUEST)
    await ingestion.take("city", Buffer.from(all.slice(at, at + REQUEST).join("\n")), `r${at}`);
};
// The first pays for compiling.
await measured("warm", [], requests);
const results = [
  await measured("requests", [], requests),
  await measured("file", [{ source: "city", tail: log }], async () => {}),
  await measured(
    "syslog over TCP",
    [{ source: "city", syslog: { transport: "tcp", listen: "127.0.0.1:0" } }],
    async (_, inputs) => {
      while (inputs.states()[0].place.endsWith(":0")) await new Promise((resolve) => setTimeout(resolve, 10));
      const socket = connect(Number(/\d+$/.exec(inputs.states()[0].place)[0]), "127.0.0.1");
      for (const each of all) {
        const isRoom = socket.write(`<134>1 - - - - - - ${each}\n`);
        if (!isRoom) await new Promise((resolve) => socket.once("drain", resolve));
      }
      socket.end();
    },
  ),
];
console.log(`${wanted} look-ups; load ${loadavg()[0].toFixed(1)}`);
for (const { name, cpu, clock } of results)
  console.log(
    `${name.padEnd(16)} ${Math.round(wanted / cpu)} a second of the processor (${(cpu / results[0].cpu).toFixed(2)} of requests), ${Math.round(wanted / clock)} by the clock`,
  );
rmSync(folder, { recursive: true });
