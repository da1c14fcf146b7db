#!/usr/bin/env node
/**
 * Appends per second, acknowledged and durable, as a ratio to bare writes with one fsync a batch in the same run.
 *
 *   node bench/ledger.js [seconds a measurement, default 1] [rounds, default 3] [batch sizes, default 1,16,64,256,1024,4096]
 *   node --expose-gc bench/ledger.js --memory [leaves, default 10,000,000]   what memory a growing log takes
 *
 * Method: as many appends are always waiting as two batches hold, so that every batch is full; entries of 300 bytes. The
 * log's disk notes what each batch wrote. Three yardsticks, each in turn with the log, round by round; the median of the ratios:
 *   entries     one open file, for each batch one write of its entries and one fsync
 *   all bytes   the same, as many bytes as the log wrote for that batch (record, bundles, hash tiles, checkpoint)
 *   same files  for each batch as many new files of the same lengths as the log wrote, each fsynced, and their folder: all at
 *               once. tlog-tiles asks for two files every 256 leaves, so this is what any such log pays, whatever it computes.
 * What the ratio does not show: a log that is not saturated waits for its batch to fill (100 ms by default).
 */
import {
  close,
  closeSync,
  fsync,
  fsyncSync,
  mkdtempSync,
  open,
  openSync,
  rmSync,
  write,
  writeSync,
} from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { FolderDisk } from "../dist/node/folder-disk.js";
import { makeKey, openLog, parseSigner } from "../dist/node/index.js";

const [openLater, writeLater, fsyncLater, closeLater] = [open, write, fsync, close].map((each) =>
  promisify(each),
);
const ENTRY_BYTES = 300;
const BATCHES = "1,16,64,256,1024,4096";
const signer = parseSigner(makeKey("log.example/bench", 1).text);

function entryOf(index, length = ENTRY_BYTES) {
  const entry = new Uint8Array(length).fill(120);
  entry.set(new TextEncoder().encode(String(index)));
  return entry;
}

/** Runs `act` with a new folder's path. */
async function inFolder(act) {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-bench-"));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `batches`: for each, the lengths of the files that it wrote. Two are under way at once: the sums are right, the borders rough. */
function countingDisk(folder) {
  const disk = new FolderDisk(folder);
  const batches = [[]];
  const { write: writeFile, rename } = FolderDisk.prototype;
  disk.write = (path, bytes) => {
    batches[batches.length - 1].push(bytes.length);
    return writeFile.call(disk, path, bytes);
  };
  // The renaming of the checkpoint ends a batch.
  disk.rename = (from, to) => {
    batches.push([]);
    return rename.call(disk, from, to);
  };
  return { disk, batches };
}

async function measureLog(folder, leaves, seconds) {
  const { disk, batches } = countingDisk(folder);
  const options = { signers: [signer], origin: signer.key.name, clock: Date.now, disk };
  const log = await openLog(folder, { ...options, batch: { leaves, milliseconds: leaves === 1 ? 0 : 100 } });
  let acknowledged = 0;
  let next = 0;
  const entries = Array.from({ length: 1024 }, (_, at) => entryOf(at));
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const until = begin + seconds * 1000;
  const appender = async () => {
    while (performance.now() < until) {
      await log.append(entries[next++ % entries.length]);
      acknowledged += 1;
    }
  };
  await Promise.all(Array.from({ length: 2 * leaves }, appender));
  const took = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await log.close();
  // Without the empty log's first checkpoint and what was not begun.
  const written = batches.slice(1, -1).filter((files) => files.length > 0);
  return { rate: acknowledged / took, cpu: (user + system) / acknowledged, written };
}

async function ratePerSecond(leaves, seconds, batch) {
  let batches = 0;
  const begin = performance.now();
  while (performance.now() < begin + seconds * 1000) await batch(batches++);
  return (batches * leaves) / ((performance.now() - begin) / 1000);
}

async function measureBare(folder, sizes, leaves, seconds) {
  const handle = openSync(join(folder, "bare"), "w");
  const bytes = new Uint8Array(Math.max(...sizes)).fill(120);
  const rate = await ratePerSecond(leaves, seconds, (at) => {
    writeSync(handle, bytes, 0, sizes[at % sizes.length]);
    fsyncSync(handle);
  });
  closeSync(handle);
  return rate;
}

async function measureFiles(folder, written, leaves, seconds) {
  const bytes = new Uint8Array(Math.max(...written.flat())).fill(120);
  const syncFolder = async () => {
    const handle = await openLater(folder, "r");
    await fsyncLater(handle);
    await closeLater(handle);
  };
  return ratePerSecond(leaves, seconds, async (at) => {
    const handles = await Promise.all(
      written[at % written.length].map(async (length, file) => {
        const handle = await openLater(join(folder, `${at}-${file}`), "w");
        await writeLater(handle, bytes, 0, length, 0);
        return handle;
      }),
    );
    await Promise.all([...handles.map((handle) => fsyncLater(handle)), syncFolder()]);
    await Promise.all(handles.map((handle) => closeLater(handle)));
  });
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

const mean = (list) => list.reduce((sum, each) => sum + each, 0) / list.length;

async function measureRates(seconds, rounds, sizes) {
  const head = [
    "batch",
    "appends/s",
    "ms/batch",
    "cpu µs/leaf",
    "files",
    "KB",
    "entries/s",
    "ratio",
    "all bytes/s",
    "ratio",
    "same files/s",
    "ratio",
  ];
  console.log(head.map((each) => each.padStart(13)).join(""));
  for (const leaves of sizes) {
    const runs = [];
    for (let round = 0; round < rounds; round++) {
      const log = await inFolder((folder) => measureLog(folder, leaves, seconds));
      const lengths = log.written.map((files) => files.reduce((sum, length) => sum + length, 0));
      const entries = await inFolder((folder) =>
        measureBare(folder, [leaves * (ENTRY_BYTES + 2)], leaves, seconds),
      );
      const all = await inFolder((folder) => measureBare(folder, lengths, leaves, seconds));
      const files = await inFolder((folder) => measureFiles(folder, log.written, leaves, seconds));
      runs.push({ ...log, lengths, entries, all, files });
    }
    const of = (value) => median(runs.map(value));
    const cells = [
      leaves,
      Math.round(of(({ rate }) => rate)),
      of(({ rate }) => (leaves / rate) * 1000).toFixed(2),
      of(({ cpu }) => cpu).toFixed(1),
      of(({ written }) => mean(written.map((files) => files.length))).toFixed(1),
      Math.round(of(({ lengths }) => mean(lengths)) / 1000),
      Math.round(of(({ entries }) => entries)),
      of(({ rate, entries }) => rate / entries).toFixed(2),
      Math.round(of(({ all }) => all)),
      of(({ rate, all }) => rate / all).toFixed(2),
      Math.round(of(({ files }) => files)),
      of(({ rate, files }) => rate / files).toFixed(2),
    ];
    console.log(cells.map((each) => each.toLocaleString("en").padStart(13)).join(""));
  }
}

async function measureMemory(leaves) {
  await inFolder(async (folder) => {
    const options = { signers: [signer], origin: signer.key.name, clock: Date.now };
    const log = await openLog(folder, { ...options, batch: { leaves: 8192, milliseconds: 10 } });
    console.log("leaves, seconds, MB resident, MB heap and buffers after collection");
    const begin = performance.now();
    const step = Math.ceil(leaves / 10);
    while (log.size < leaves) {
      const until = Math.min(leaves, log.size + step);
      while (log.size < until) {
        const count = Math.min(8192, until - log.size);
        await Promise.all(Array.from({ length: count }, (_, at) => log.append(entryOf(log.size + at, 100))));
      }
      globalThis.gc?.();
      const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
      const cells = [
        log.size,
        ((performance.now() - begin) / 1000).toFixed(0),
        (rss / 1e6).toFixed(0),
        ((heapUsed + arrayBuffers) / 1e6).toFixed(1),
      ];
      console.log(cells.join(", "));
    }
    await log.close();
    console.log(`peak resident ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
  });
}

const load = () => `load ${loadavg()[0]?.toFixed(1)}`;
console.log(
  `${cpus()[0]?.model} × ${cpus().length} · Node ${process.version} · ${new Date().toISOString().slice(0, 10)} · ${tmpdir()} · ${load()}`,
);
const [first, second, third = BATCHES] = process.argv.slice(2);
if (first === "--memory") await measureMemory(Number(second ?? 10_000_000));
else await measureRates(Number(first ?? 1), Number(second ?? 3), third.split(",").map(Number));
console.log(load());
