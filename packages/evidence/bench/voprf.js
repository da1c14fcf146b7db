#!/usr/bin/env node
/**
 * Evaluations of the VOPRF (input to 64 bytes of output, as the custodian makes them for each new subject) as a ratio to the
 * bare libsodium calls that none can do without: one hash-to-group and one scalar multiplication. Both take turns in the same
 * process. `node bench/voprf.js [evaluations per turn]`; build first.
 */
import { cpus } from "node:os";
import { randomBytes } from "node:crypto";
import sodium from "libsodium-wrappers-sumo";
import { createOprf, loadGroup } from "../dist/index.js";

const count = Number(process.argv[2] ?? 1000);
const TURNS = 15;
if (!Number.isSafeInteger(count) || count < 1) {
  console.error("voprf.js [evaluations per turn]: write a whole number");
  process.exit(2);
}

await sodium.ready;
const group = await loadGroup();
const oprf = createOprf(group, "voprf");
const keys = oprf.deriveKeyPair(randomBytes(32), new Uint8Array(0));
const inputs = Array.from({ length: count }, () => randomBytes(24));
const wide = inputs.map(() => randomBytes(64));

const CHUNK = 20;

function bare(from) {
  for (let at = from; at < from + CHUNK; at++)
    sodium.crypto_scalarmult_ristretto255(
      keys.secretKey,
      sodium.crypto_core_ristretto255_from_hash(wide[at % count]),
    );
}

function evaluate(from) {
  for (let at = from; at < from + CHUNK; at++) oprf.evaluate(keys.secretKey, inputs[at % count]);
}

/** Processor time, not the clock: other work on the machine does not count. Seconds. */
function secondsOf(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

for (let at = 0; at < 500; at += CHUNK) {
  bare(at);
  evaluate(at);
}
const turns = Array.from({ length: TURNS }, (_, turn) => {
  const spent = { ours: 0, bare: 0 };
  for (let at = 0; at < count; at += CHUNK) {
    // Whoever goes second finds warmer caches: they take turns at that too.
    const order = (turn + at / CHUNK) % 2 === 0 ? ["ours", "bare"] : ["bare", "ours"];
    for (const side of order) spent[side] += secondsOf(() => (side === "ours" ? evaluate(at) : bare(at)));
  }
  return spent;
});
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const ratios = turns.map(({ ours, bare }) => bare / ours).toSorted((a, b) => a - b);
const rate = (key) => Math.round(count / median(turns.map((turn) => turn[key]))).toLocaleString("en");

const blinded = inputs.slice(0, 256).map((input) => oprf.blind(input, randomBytes));
const elements = blinded.map(({ element }) => element);
let evaluation;
const proving = secondsOf(() => {
  evaluation = oprf.blindEvaluate(keys, elements, randomBytes);
});
const verifying = secondsOf(() => oprf.verify(keys.publicKey, elements, evaluation));

console.log(
  `Machine: ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
);
console.log(
  `Method: ${TURNS} turns of ${count} evaluations on one core, ${CHUNK} at a time beside as many bare calls; processor time; medians.`,
);
console.log(`evaluations a second        ${rate("ours")}`);
console.log(`bare libsodium a second     ${rate("bare")}`);
console.log(
  `ratio (aim 0.85)            ${median(ratios).toFixed(3)}, between ${ratios[0].toFixed(3)} and ${ratios.at(-1).toFixed(3)}`,
);
console.log(
  `batch of ${elements.length} with its proof   ${(proving * 1000).toFixed(0)} ms, verified in ${(verifying * 1000).toFixed(0)} ms`,
);
console.log("Not shown: blinding, transport, and the wait for other work on a busy machine.");
