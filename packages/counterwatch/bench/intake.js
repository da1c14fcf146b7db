#!/usr/bin/env node
/**
 * How fast rows become events, as a ratio to the bare parse of the same file by CSV libraries, and how much memory that takes.
 * Each measurement runs in a process of its own, so that peak memory is its own; `node bench/intake.js [rows]`.
 */
import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeAudit } from "./generated-audit.js";

const CHUNK = 64 * 1024;

async function parseWithUdsv(path, form) {
  const { inferSchema, initParser } = await import("udsv");
  let rows = 0;
  let parser;
  const count = () => {
    rows++;
  };
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: CHUNK })) {
    parser ??= initParser(inferSchema(chunk));
    parser.chunk(chunk, parser[form], count);
  }
  parser.end();
  return rows;
}

async function parseWithPapa(path, header) {
  const { default: Papa } = await import("papaparse");
  let rows = header ? 0 : -1;
  await new Promise((resolve, reject) => {
    Papa.parse(createReadStream(path, { encoding: "utf8", highWaterMark: CHUNK }), {
      header,
      delimiter: ",",
      newline: "\n",
      skipEmptyLines: true,
      chunk: ({ data }) => {
        rows += data.length;
      },
      complete: resolve,
      error: reject,
    });
  });
  return rows;
}

/** Each gives the number of rows. All read the same file in the same chunks. */
const MEASURES = {
  /** Decoding alone: what no reader can avoid. */
  async decode(path) {
    let lines = 0;
    for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: CHUNK })) {
      for (let at = chunk.indexOf("\n"); at >= 0; at = chunk.indexOf("\n", at + 1)) lines++;
    }
    return lines - 1;
  },
  "uDSV arrays": (path) => parseWithUdsv(path, "stringArrs"),
  "uDSV objects": (path) => parseWithUdsv(path, "stringObjs"),
  "Papa arrays": (path) => parseWithPapa(path, false),
  "Papa objects": (path) => parseWithPapa(path, true),
  /** Our own framing without any meaning. */
  async framing(path) {
    const { openFrames } = await import("../dist/intake/frames.js");
    const { openLogFiles } = await import("../dist/store/log-files.js");
    let rows = -1;
    const count = () => {
      rows++;
    };
    const frames = await openFrames((await openLogFiles([path]))[0]);
    for await (const _ of frames.read({ row: count, damaged: count }));
    return rows;
  },
  async intake(path) {
    const { createIdentifiers } = await import("../dist/intake/identifiers.js");
    const { IntakeAccount } = await import("../dist/intake/accounting.js");
    const { readLog } = await import("../dist/intake/read-log.js");
    const { openLogFiles } = await import("../dist/store/log-files.js");
    const account = new IntakeAccount();
    const identifiers = createIdentifiers({ siteKey: Buffer.alloc(32, 7), country: "US" });
    let rows = 0;
    for await (const batch of readLog(await openLogFiles([path]), { identifiers, account })) {
      rows += batch.events.length + batch.duplicates + batch.deadLetters.length;
    }
    if (rows !== account.rows) throw new Error("rows are not accounted for");
    return rows;
  },
};

async function measureHere(name, path) {
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  const rows = await MEASURES[name](path);
  const seconds = (performance.now() - before) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { name, rows, seconds, cpu: (user + system) / 1e6, peak: process.resourceUsage().maxRSS / 1024 };
}

function measureApart(name, path) {
  const out = execFileSync(process.execPath, [fileURLToPath(import.meta.url), "--one", name, path], {
    encoding: "utf8",
  });
  return JSON.parse(out);
}

async function main() {
  if (process.argv[2] === "--one") {
    process.stdout.write(JSON.stringify(await measureHere(process.argv[3], process.argv[4])));
    return;
  }
  const rows = Number(process.argv[2] ?? 1_000_000);
  const rounds = Number(process.argv[3] ?? 3);
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-bench-"));
  try {
    const path = join(folder, "audit.csv");
    await writeAudit(path, rows);
    const size = statSync(path).size;
    const best = {};
    // The best of several rounds, taken in turns: other work on the machine hits all of them alike.
    for (let round = 0; round < rounds; round++) {
      for (const name of Object.keys(MEASURES)) {
        const result = measureApart(name, path);
        if (best[name] === undefined || result.seconds < best[name].seconds) best[name] = result;
      }
    }
    console.log(
      `${rows} rows, ${(size / 1e6).toFixed(0)} MB · ${cpus()[0]?.model} × ${cpus().length} · Node ${process.version} · ${new Date().toISOString().slice(0, 10)}`,
    );
    console.log(`best of ${rounds}; chunks of ${CHUNK / 1024} KiB; each in its own process\n`);
    const yardsticks = ["uDSV arrays", "uDSV objects", "Papa arrays", "Papa objects"];
    const head = ["rows/s", "µs/row", "µs CPU/row", "peak MB", ...yardsticks.map((name) => `of ${name}`)];
    console.log([" ".repeat(12), ...head.map((name) => name.padStart(16))].join(""));
    for (const [name, { rows: read, seconds, cpu, peak }] of Object.entries(best)) {
      const ratios = yardsticks.map((other) =>
        (best[other].seconds / best[other].rows / (seconds / read)).toFixed(2),
      );
      const cells = [
        Math.round(read / seconds).toLocaleString("en"),
        ((seconds / read) * 1e6).toFixed(2),
        ((cpu / read) * 1e6).toFixed(2),
        peak.toFixed(0),
        ...ratios,
      ];
      console.log([name.padEnd(12), ...cells.map((cell) => cell.padStart(16))].join(""));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
