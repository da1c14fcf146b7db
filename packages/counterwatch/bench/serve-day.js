#!/usr/bin/env node
/**
 * A simulated day of a city through a real server, at speed: how its memory goes, with a restart in the middle, and whether findings are
 * those of a server that was left alone.
 *
 *   node bench/serve-day.js [operators, default 3000] [days, default 1]
 *
 * Method: after `tsc -b`. The city's look-ups of these days, in their order, go to POST /ingest in requests of five simulated
 * minutes, each when the one before is acknowledged; after each simulated hour all are judged, and the server's resident memory is read
 * (Linux: /proc). In the middle the server is ended by SIGTERM and started again. A second server gets the same without an end. "Flat" is the
 * memory of the last quarter to that of the second one: the first is warming up.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { simulate } from "@counterwatch/simulator";
import { openDuckDb } from "../dist/store/desk/duckdb-driver.js";
import { ServeFolder } from "../dist/store/serve-folder.js";

const [operators = 3000, days = 1] = process.argv.slice(2).map(Number);
const COMMAND = fileURLToPath(new URL("../bin/counterwatch.js", import.meta.url));
const REQUEST = 5 * 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const KEY = `${randomBytes(32).toString("hex")}\n`;
const parent = mkdtempSync(join(tmpdir(), "counterwatch-day-"));

/** Lines by request, from the first midnight on. */
function requests() {
  const lines = new Map();
  let from;
  let count = 0;
  for (const event of simulate({
    seed: "serve day",
    operators,
    days: days + 2,
    shapes: ["obsession", "ring"],
  })) {
    const at = Date.parse(event.time);
    from ??= Math.ceil(at / DAY) * DAY;
    if (at < from || at >= from + days * DAY) continue;
    const request = Math.floor((at - from) / REQUEST);
    const known = lines.get(request);
    if (known === undefined) lines.set(request, [JSON.stringify(event)]);
    else known.push(JSON.stringify(event));
    count++;
  }
  return { lines, count };
}

async function start(folder) {
  const child = spawn(process.execPath, [COMMAND, "serve", "--data", folder, "--port", "0"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const begun = performance.now();
  let said = "";
  const url = await new Promise((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
      const [at] = /http:\S+/.exec(said) ?? [];
      if (at !== undefined) resolve(at);
    });
    child.once("close", (code) => reject(new Error(`it ended with ${code}: ${said}`)));
  });
  return {
    url,
    pid: child.pid,
    starting: performance.now() - begun,
    async stop() {
      const closed = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      await closed;
    },
  };
}

function resident(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

async function judged(url) {
  for (;;) {
    const { waiting } = await (await fetch(`${url}/readyz`)).json();
    if (waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function run(name, { lines }, restart) {
  const folder = new ServeFolder(join(parent, name));
  const token = folder.makeToken("city");
  // Pseudonyms are compared: one key for both.
  writeFileSync(join(folder.path, "site.key"), KEY, { mode: 0o600 });
  let server = await start(folder.path);
  const memory = [];
  let restarting;
  const last = (days * DAY) / REQUEST;
  for (let request = 0; request < last; request++) {
    const some = lines.get(request);
    if (some !== undefined)
      for (;;) {
        const response = await fetch(`${server.url}/ingest/city`, {
          method: "POST",
          body: some.join("\n"),
          headers: { authorization: `Bearer ${token}` },
        });
        await response.arrayBuffer();
        if (response.status === 200) break;
        if (response.status !== 429) throw new Error(`the server answered ${response.status}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    if (((request + 1) * REQUEST) % HOUR === 0) {
      await judged(server.url);
      memory.push(resident(server.pid));
    }
    if (restart && request + 1 === last / 2) {
      await server.stop();
      server = await start(folder.path);
      restarting = server.starting;
    }
  }
  await judged(server.url);
  await server.stop();
  const again = await start(folder.path);
  await again.stop();
  return { memory, restarting, starting: again.starting, held: await held(folder) };
}

/** What the store holds, but times of learning. */
async function held(folder) {
  const driver = await openDuckDb(folder.database);
  const findings = await driver.all(
    "SELECT id, detector, severity, state, incident, time, explanation, finding, events FROM findings ORDER BY id",
  );
  const events = await driver.all("SELECT leaf, id, body FROM events ORDER BY leaf");
  await driver.close();
  return { findings, events };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

try {
  const city = requests();
  console.log(
    `Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}; ${city.count} look-ups of ${operators} operators in ${days * 24} hours`,
  );
  const begun = performance.now();
  const plain = await run("plain", city, false);
  const seconds = (performance.now() - begun) / 1000;
  const broken = await run("restarted", city, true);
  for (const [name, { memory }] of Object.entries({ "left alone": plain, restarted: broken })) {
    const quarter = memory.length >> 2;
    console.log(`${name.padEnd(11)} MB by hour: ${memory.map((each) => Math.round(each)).join(" ")}`);
    console.log(
      `${"".padEnd(11)} last quarter to second quarter: ${(mean(memory.slice(-quarter)) / mean(memory.slice(quarter, 2 * quarter))).toFixed(2)}`,
    );
  }
  console.log(
    `a day in ${Math.round(seconds / days)} s; start in the middle ${Math.round(broken.restarting)} ms, at the end ${Math.round(plain.starting)} ms (an empty one takes most of that)`,
  );
  const isSame = JSON.stringify(plain.held) === JSON.stringify(broken.held);
  console.log(
    `${plain.held.events.length} look-ups stored, ${plain.held.findings.length} findings: ${isSame ? "the same" : "NOT the same"} with the restart`,
  );
  if (!isSame) process.exitCode = 1;
} finally {
  rmSync(parent, { recursive: true });
}
