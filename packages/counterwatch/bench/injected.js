#!/usr/bin/env node
/**
 * Campaigns in random operators' streams of the real plate-reader audit: how many the stories find and how late, beside
 * simple methods at the rate of findings that the stories have on the log as it is (all of which count as false here,
 * though nobody knows that they are).
 *
 *   node bench/injected.js [--injections 20] [--shapes a,b] [--budget 1/month] [--minutes 10] [--workers 1|2] [--json FILE]
 *
 * Nothing of the log is printed or kept.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { CAMPAIGN_SHAPES, score, WorldIndex } from "@counterwatch/simulator";
import { parseBudget } from "../dist/stories/budget.js";
import { workThrough } from "./crew.js";
import { findAudit } from "./real-audit.js";
import { machine, month, shapeTable } from "./report-tables.js";

function readArguments() {
  const { values } = parseArgs({
    options: {
      injections: { type: "string", default: "20" },
      shapes: { type: "string" },
      budget: { type: "string", default: "1/month" },
      minutes: { type: "string", default: "10" },
      workers: { type: "string", default: "2" },
      json: { type: "string" },
    },
  });
  const plates = CAMPAIGN_SHAPES.filter(({ systems }) => systems.includes("plates")).map(({ name }) => name);
  return { ...values, shapes: values.shapes?.split(",") ?? plates };
}

async function main() {
  const path = findAudit();
  if (path === undefined) {
    console.log("injected: skipped, the folder ../shared/data beside the repository has no audit");
    return;
  }
  const { injections, shapes, budget, minutes, workers, json } = readArguments();
  const jobs = [{ budgets: [budget] }];
  for (let i = 0; i < Number(injections); i++)
    for (const shape of shapes) jobs.push({ shape, seed: `${shape}-${i}`, budgets: [budget] });
  const worlds = [];
  const began = performance.now();
  const left = await workThrough(jobs, {
    url: new URL("injected-worker.js", import.meta.url),
    workers: Number(workers),
    until: Date.now() + Number(minutes) * 60_000,
    workerData: { path },
    done: (_, { truth, findings, index }) => {
      worlds.push({ truth, findings: findings[budget], index: WorldIndex.from(index) });
    },
  });
  const report = score(worlds, { budget: parseBudget(budget).perDay, detector: "stories" });
  const { falseAlerts } = report;
  const seconds = (performance.now() - began) / 1000;
  console.log(`# Campaigns injected into a real audit

${machine()} · ${worlds.length - 1} injections, ${left} left when the time was up · ${seconds.toFixed(0)} s

On the log as it is: ${falseAlerts.count} findings of stories, ${month(falseAlerts.perDay.value)} a month at a budget of ${budget}.
Found · median · 90th percentile of the delay in sittings (–: not reached), at the rate of that log.

${shapeTable(report)}`);
  if (json !== undefined) {
    // Names of operators and look-ups stay out: rates, delays and thresholds only.
    const { shapes: delays, baselines } = report;
    writeFileSync(
      json,
      `${JSON.stringify({ budget, falseAlerts, shapes: delays, baselines }, undefined, 1)}\n`,
    );
  }
}

await main();
