#!/usr/bin/env node
/**
 * Every benchmark of the repository, one after the other; `npm run bench -- [events]` (default 500,000; the documented
 * figures are of 5,000,000). Prints machine, date, method and ratios. It measures and judges nothing: a slow machine
 * does not fail it. What needs data that is not there says so.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const events = process.argv[2] ?? "500000";
if (!/^[1-9]\d*$/.test(events)) {
  console.error("npm run bench -- [events]: write a whole number");
  process.exit(2);
}

const BENCHES = [
  ["Sigma on recorded Windows events", "sigma/bench/windows-events.js", []],
  ["Intake of a plate-reader audit", "counterwatch/bench/intake.js", [events, "2"]],
  ["Whole scans", "counterwatch/bench/scan.js", [events]],
];

if (!existsSync(new URL("../packages/counterwatch/dist/app/scan.js", import.meta.url))) {
  console.error("npm run bench: the packages are not built: npm run build");
  process.exit(2);
}

let broken = 0;
for (const [title, path, args] of BENCHES) {
  console.log(`\n== ${title} ==`);
  const script = fileURLToPath(new URL(`../packages/${path}`, import.meta.url));
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: "inherit" });
  if (status !== 0) {
    broken += 1;
    console.error(`${title}: ended with an error`);
  }
}
console.log(
  "\nDetection is measured apart: node packages/counterwatch/bench/evaluation.js, and injected.js beside it.",
);
process.exitCode = broken === 0 ? 0 : 1;
