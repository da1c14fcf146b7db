#!/usr/bin/env node
/**
 * `kill -9` at 200 random moments under load, as test/serve-kill.test.ts does it four times in the suite: every acknowledged look-up once
 * in ledger and store, and the findings of a server that was left alone. With DuckDB and, where its programs are there, PostgreSQL.
 *
 *   node bench/serve-kills.js [kills, default 200]
 *
 * After `tsc -b`. Each kill is a start of the program: 200 of them take about ten minutes for each database on two cores.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const kills = process.argv[2] ?? "200";
if (!/^[1-9]\d{0,3}$/.test(kills)) {
  console.error("node bench/serve-kills.js [kills]: write a whole number");
  process.exit(2);
}
const root = fileURLToPath(new URL("../../..", import.meta.url));
const begun = performance.now();
const { status } = spawnSync("npx", ["vitest", "run", "packages/counterwatch/test/serve-kill.test.ts"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, COUNTERWATCH_KILLS: kills },
});
console.log(`${kills} kills for each database in ${Math.round((performance.now() - begun) / 1000)} s`);
process.exitCode = status ?? 1;
