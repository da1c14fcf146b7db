#!/usr/bin/env node
/**
 * Appends per second, acknowledged and durable, as a ratio to bare writes with one fsync a batch in the same run.
 *
 *   node bench/ledger.js [seconds a measurement, default 3]
 *   node --expose-gc bench/ledger.js --memory [leaves, default 10,000,000]   what memory a growing log takes
 *
 * Method: as many appends are always waiting as two batches hold, so that every batch is full; entries of 300 bytes. The
 * log's disk notes how many bytes each batch wrote. Two yardsticks write to one open file, one write and one fsync a batch:
 * "entries" the entries alone, "all bytes" as many bytes as the log wrote for that batch (pending record, bundles, hash tiles,
 * checkpoint). What the ratio does not show: a log that is not saturated waits for its batch to fill (100 ms by default).
 */
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { FolderDisk } from "../dist/node/folder-disk.js";
import { makeKey, openLog, parseSigner } from "../dist/node/index.js";

const ENTRY_BYTES = 300;
const BATCHES = [1, 16, 64, 256, 1024, 4096];
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

function countingDisk(folder) {
  const disk = new FolderDisk(folder);
  const batches = [0];
  const { write, rename } = FolderDisk.prototype;
  disk.write = (path, bytes) => {
    batches[batches.length - 1] += bytes.length;
    return write.call(disk, path, bytes);
  };
  // The renaming of the checkpoint ends a batch.
  disk.rename = (from, to) => {
    batches.push(0);
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
  const begin = performance.now();
  const until = begin + seconds * 1000;
  const appender = async () => {
    while (performance.now() < until) {
      await log.append(entryOf(next++));
      acknowledged += 1;
    }
  };
  await Promise.all(Array.from({ length: 2 * leaves }, appender));
  const took = (performance.now() - begin) / 1000;
  await log.close();
  // Without the empty log's first checkpoint and what was not begun.
  return { rate: acknowledged / took, bytes: batches.slice(1, -1) };
}

function measureBare(folder, sizes, leaves, seconds) {
  const handle = openSync(join(folder, "bare"), "w");
  const bytes = new Uint8Array(Math.max(...sizes)).fill(120);
  let batches = 0;
  const begin = performance.now();
  while (performance.now() < begin + seconds * 1000) {
    writeSync(handle, bytes, 0, sizes[batches % sizes.length]);
    fsyncSync(handle);
    batches += 1;
  }
  const took = (performance.now() - begin) / 1000;
  closeSync(handle);
  return (batches * leaves) / took;
}

async function measureRates(seconds) {
  const head = ["batch", "appends/s", "ms/batch", "bare entries/s", "ratio", "bare all bytes/s", "ratio"];
  console.log(head.map((each) => each.padStart(17)).join(""));
  for (const leaves of BATCHES) {
    const log = await inFolder((folder) => measureLog(folder, leaves, seconds));
    const entries = await inFolder((folder) =>
      measureBare(folder, [leaves * (ENTRY_BYTES + 2)], leaves, seconds),
    );
    const all = await inFolder((folder) => measureBare(folder, log.bytes, leaves, seconds));
    const cells = [
      leaves,
      Math.round(log.rate),
      ((leaves / log.rate) * 1000).toFixed(2),
      Math.round(entries),
      (log.rate / entries).toFixed(2),
      Math.round(all),
      (log.rate / all).toFixed(2),
    ];
    console.log(cells.map((each) => each.toLocaleString("en").padStart(17)).join(""));
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

console.log(
  `${cpus()[0]?.model} × ${cpus().length} · Node ${process.version} · ${new Date().toISOString().slice(0, 10)} · ${tmpdir()}`,
);
if (process.argv[2] === "--memory") await measureMemory(Number(process.argv[3] ?? 10_000_000));
else await measureRates(Number(process.argv[2] ?? 3));
