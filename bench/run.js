#!/usr/bin/env node
/**
 * Every benchmark of the repository, one after the other; `npm run bench -- [events]` (default 500,000, of which starting up is a
 * tenth of a scan; the documented figures are of 5,000,000). Prints machine, date, method and ratios, and a table at the end. It
 * measures and judges nothing: a slow machine does not fail it. What needs data that is not there says so.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const events = process.argv[2] ?? "500000";
if (!/^[1-9]\d*$/.test(events)) {
  console.error("npm run bench -- [events]: write a whole number");
  process.exit(2);
}

const BENCHES = [
  ["Whole scans", "counterwatch/bench/scan.js", [events]],
  ["Where the time of a scan goes", "counterwatch/bench/scan-stages.js", ["100000"]],
  ["Assessments of what was shown", "counterwatch/bench/assess.js", ["100000", "1000000"]],
  ["Intake of a plate-reader audit", "counterwatch/bench/intake.js", [events, "2"]],
  ["What a ledger costs a scan", "counterwatch/bench/ledger.js", ["50000", "1"]],
  ["Sigma on recorded Windows events", "sigma/bench/windows-events.js", []],
  ["Appends to the ledger", "evidence/bench/ledger.js", ["1"]],
  ["Blind evaluations (VOPRF)", "evidence/bench/voprf.js", ["200"]],
  ["Tracing of exports, in few trials", "evidence/bench/tracing.js", ["200", "40"]],
];

if (!existsSync(new URL("../packages/counterwatch/dist/app/scan.js", import.meta.url))) {
  console.error("npm run bench: the packages are not built: npm run build");
  process.exit(2);
}

const summary = [];
for (const [title, path, args] of BENCHES) {
  console.log(`\n== ${title} ==`);
  const script = fileURLToPath(new URL(`../packages/${path}`, import.meta.url));
  const start = performance.now();
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: "inherit" });
  if (status !== 0) console.error(`${title}: ended with an error`);
  summary.push({
    title,
    seconds: (performance.now() - start) / 1000,
    status,
    command: [path, ...args].join(" "),
  });
}

console.log(`\n== What ran; load of the machine at the end ${loadOf()} ==`);
for (const { title, seconds, status, command } of summary) {
  const outcome = status === 0 ? "done  " : "FAILED";
  console.log(`${title.padEnd(34)} ${seconds.toFixed(0).padStart(5)} s  ${outcome}  packages/${command}`);
}
console.log(
  "Measured apart, because they take hours: packages/counterwatch/bench/evaluation.js (detection), and injected.js beside it.",
);
process.exitCode = summary.every(({ status }) => status === 0) ? 0 : 1;

function loadOf() {
  return existsSync("/proc/loadavg") ? readFileSync("/proc/loadavg", "utf8").split(" ")[0] : "unknown";
}
