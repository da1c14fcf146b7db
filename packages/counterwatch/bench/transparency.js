#!/usr/bin/env node
/**
 * How long the noise of a transparency report takes, and its counting.
 *
 *   node bench/transparency.js [draws, default 20000] [contributions, default 1000000]
 *
 * Method: processor time of this process, because other work on the machine spoils the clock. Beside the exact draws, in the same run, the
 * textbook's floating-point Laplace (one logarithm of one random number): what exactness costs. The half-width of a wide Gaussian is summed
 * term by term and is the slowest thing that a report does before it reads a log.
 */
import { createHash, randomBytes } from "node:crypto";
import { bitReservoir } from "../dist/report/transparency/bit-reservoir.js";
import { countTables } from "../dist/report/transparency/counting.js";
import { drawNoise, halfWidth } from "../dist/report/transparency/noise.js";
import { rational } from "../dist/report/transparency/rational.js";
import { ContributionSorter } from "../dist/store/contribution-sorter.js";

const [draws = 20_000, contributions = 1_000_000] = process.argv.slice(2).map(Number);

/** Seconds of the processor. */
function cpu(act) {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const random = bitReservoir(randomBytes);
const bytes = Buffer.alloc(8 * 512);
let at = bytes.length;
function floating(scale) {
  if (at === bytes.length) {
    randomBytes(bytes.length).copy(bytes);
    at = 0;
  }
  const u = (bytes.readUInt32BE(at) + 0.5) / 2 ** 32;
  at += 8;
  return Math.round(-scale * Math.log(u) * (bytes[at - 1] < 128 ? 1 : -1));
}

const plain = cpu(() => {
  for (let draw = 0; draw < draws * 10; draw++) floating(450);
});
const perPlain = plain / (draws * 10);
console.log(
  `floating-point Laplace       ${(1 / perPlain / 1e6).toFixed(2)} million draws a second of the processor`,
);
for (const [name, noise] of [
  ["discrete Laplace, scale 450", { law: "laplace", scale: rational(450n) }],
  ["discrete Laplace, 4501/7", { law: "laplace", scale: rational(4501n, 7n) }],
  ["discrete Gaussian, σ 327", { law: "gaussian", variance: rational(106_929n) }],
  [
    "discrete Gaussian, fraction",
    { law: "gaussian", variance: rational(800_000_000_000_001n, 8_400_000_001n) },
  ],
]) {
  const each =
    cpu(() => {
      for (let draw = 0; draw < draws; draw++) drawNoise(noise, random);
    }) / draws;
  console.log(
    `${name.padEnd(28)} ${(1 / each / 1000).toFixed(0)} thousand a second; ${(each / perPlain).toFixed(0)} × the floating-point draw`,
  );
}
for (const sigma of [300n, 10_000n, 100_000n]) {
  const seconds = cpu(() => halfWidth({ law: "gaussian", variance: rational(sigma * sigma) }));
  console.log(`half-width at σ ${String(sigma).padEnd(12)} ${(seconds * 1000).toFixed(0)} ms`);
}

const sorter = new ContributionSorter();
try {
  const sorting = cpu(() => {
    for (let made = 0; made < contributions; ) {
      const block = createHash("shake256", { outputLength: 14 * 4096 })
        .update(String(made))
        .digest();
      for (let n = 0; n < 4096 && made < contributions; n++, made++) {
        const from = n * 14;
        sorter.add({
          of: "look-ups",
          order: block.readUIntBE(from, 6),
          operator: block.readUInt32BE(from + 6) % 2 ** 12,
          subject: block.readUInt32BE(from + 10) % 2 ** 20,
          first: made % 6,
          second: made % 4,
          third: made % 5,
        });
      }
    }
    sorter.sort();
  });
  const tables = ["total", "system", "action", "purpose"].map((table) => ({
    table,
    perSubject: 5,
    perOperator: 20,
  }));
  const counting = cpu(() => countTables(tables, (visit) => sorter.each(visit)));
  const { rss } = process.memoryUsage();
  console.log(
    `${contributions} contributions: sorted in ${sorting.toFixed(1)} s, counted in 16 cells in ${counting.toFixed(1)} s; ${(rss / 2 ** 20).toFixed(0)} MB`,
  );
} finally {
  sorter.close();
}
