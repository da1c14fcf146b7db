#!/usr/bin/env node
/**
 * How fast the simulator makes the rows that an assessment reads: a city whose calls and location are read whole.
 *
 *   node bench/shown-rows.js [rows, default 10000000] [relations, default 2000] [people, default 20000]
 *
 * Method: processor time of one process, rows made and dropped; beside it JSON.stringify of 20,000 of the same rows, in the same
 * process, as the measure of the machine. Memory is the heap after collection (run with --expose-gc), else as it is.
 */
import { relationWorld } from "@counterwatch/simulator";
import { machine } from "./report-tables.js";

const [wanted = 10_000_000, relations = 2000, people = 20_000] = process.argv.slice(2).map(Number);
const seconds = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};
const heap = () => {
  globalThis.gc?.();
  return (process.memoryUsage().heapUsed / 1e6).toFixed(0);
};

console.log(machine());
let since = process.cpuUsage();
const world = relationWorld({
  people,
  relations,
  days: 120,
  view: "whole",
  systems: ["calls", "location"],
  decoys: { contacts: 0, others: 0 },
});
console.log(
  `world of ${people} people and ${relations} relations: ${seconds(since).toFixed(1)} s, heap ${heap()} MB`,
);

since = process.cpuUsage();
const kinds = new Map();
const kept = [];
let rows = 0;
for (const row of world.rows()) {
  rows += 1;
  kinds.set(row.kind, (kinds.get(row.kind) ?? 0) + 1);
  if (rows % 50 === 0 && kept.length < 20_000) kept.push(row);
  if (rows % 2_500_000 === 0) console.log(`${rows} rows, heap ${heap()} MB`);
  if (rows === wanted) break;
}
const made = rows / seconds(since);
since = process.cpuUsage();
let characters = 0;
for (const row of kept) characters += JSON.stringify(row).length;
const written = kept.length / seconds(since);
console.log([...kinds].map(([kind, count]) => `${count} ${kind}`).join(", "));
console.log(
  `${Math.round(made)} rows/s made, ${Math.round(written)} rows/s written as JSON (${Math.round(characters / kept.length)} characters a row): ratio ${(made / written).toFixed(2)}`,
);
