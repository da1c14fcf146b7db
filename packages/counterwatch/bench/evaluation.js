#!/usr/bin/env node
/**
 * Measures the stories on simulated worlds: false alerts against the budget in honest ones, how many campaigns are found and
 * how late in the others, with simple methods at the same rate of false alerts beside it.
 *
 *   node bench/evaluation.js                      about two minutes: as many worlds as fit
 *   node bench/evaluation.js --full --minutes 600 what the documentation states (50 worlds, 5 large ones); can be stopped
 *                                                 and run again: worlds that were done are kept under out/evaluation
 *
 * --worlds N (honest worlds, and worlds of each shape) · --large N (20,000 operators × 60 days) · --stress N (worlds of each
 * kind of stress) · --shapes a,b · --preset city|plates · --budget 4/month (of the campaigns) · --minutes N · --workers 1|2 ·
 * --out FOLDER
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { deserialize, serialize } from "node:v8";
import { CAMPAIGN_SHAPES, score, WorldIndex } from "@counterwatch/simulator";
import { parseBudget } from "../dist/stories/budget.js";
import { workThrough } from "./crew.js";
import { codeDigest } from "./detection.js";
import { FALSE_ALERT_HEAD, falseAlertCells, machine, markdown, shapeTable } from "./report-tables.js";

const BUDGETS = ["4/month", "1/day"];
const STRESSES = ["unequal", "bursts", "reorganisation"];

function readArguments() {
  const { values } = parseArgs({
    options: {
      worlds: { type: "string" },
      large: { type: "string" },
      stress: { type: "string" },
      shapes: { type: "string" },
      preset: { type: "string", default: "city" },
      budget: { type: "string", default: BUDGETS[0] },
      minutes: { type: "string", default: "2" },
      workers: { type: "string", default: "2" },
      out: { type: "string", default: fileURLToPath(new URL("../../../out/evaluation", import.meta.url)) },
      full: { type: "boolean", default: false },
    },
  });
  const all = CAMPAIGN_SHAPES.filter(
    ({ systems }) => values.preset !== "plates" || systems.includes("plates"),
  );
  return {
    ...values,
    worlds: count(values.worlds, values.full ? 50 : 10),
    large: count(values.large, values.full ? 5 : 0),
    stress: count(values.stress, values.full ? 20 : 2),
    shapes: values.shapes === undefined ? all.map(({ name }) => name) : values.shapes.split(","),
    budgets: [...new Set([...BUDGETS, values.budget])],
    minutes: Number(values.minutes),
    workers: Number(values.workers),
  };
}

function count(text, otherwise) {
  return text === undefined ? otherwise : Number(text);
}

/** In turns through all kinds, so that a run that is cut short has seen something of each. */
function planJobs({ worlds, large, stress, shapes, preset, budgets, budget }) {
  const size = { preset, operators: 400, days: 120 };
  const jobs = [];
  for (let i = 0; i < Math.max(worlds, stress); i++) {
    if (i < worlds) {
      jobs.push({ kind: "honest", budgets, options: { ...size, seed: `honest-${i}` } });
      for (const shape of shapes) {
        const options = { ...size, seed: `${shape}-${i}`, campaigns: [shape] };
        jobs.push({ kind: shape, budgets: [budget], options });
      }
    }
    if (i < stress) {
      for (const name of STRESSES) {
        jobs.push({ kind: name, budgets, options: { ...size, seed: `${name}-${i}`, stress: [name] } });
      }
    }
  }
  for (let i = 0; i < large; i++) {
    jobs.push({
      kind: "large",
      budgets,
      options: { preset, operators: 20_000, days: 60, seed: `large-${i}` },
    });
  }
  return jobs;
}

function reportOf(results, budget) {
  const worlds = results.map(({ truth, findings, tails, index }) => ({
    truth,
    findings: findings[budget],
    tails: tails[budget],
    index: WorldIndex.from(index),
  }));
  return score(worlds, { budget: parseBudget(budget).perDay, detector: "stories" });
}

function spellCell(results, budget) {
  const suspended = results.filter(({ spells }) => spells[budget].suspended > 0).length;
  return `${suspended} of ${results.length}`;
}

function write(path, content) {
  writeFileSync(`${path}.partial`, content);
  renameSync(`${path}.partial`, path);
}

async function main() {
  const wish = readArguments();
  const digest = codeDigest();
  const kept = join(wish.out, "worlds", digest);
  mkdirSync(kept, { recursive: true });
  const place = ({ budgets, options }) =>
    join(
      kept,
      `${options.preset}-${options.operators}-${options.days}-${options.seed}-${budgets.join("+").replaceAll("/", "-")}.v8`,
    );
  const jobs = planJobs(wish);
  const todo = jobs.filter((job) => !existsSync(place(job)));
  const began = performance.now();
  await workThrough(todo, {
    url: new URL("evaluation-worker.js", import.meta.url),
    workers: wish.workers,
    until: Date.now() + wish.minutes * 60_000,
    done: (job, result) => write(place(job), serialize(result)),
  });
  const byKind = new Map();
  let done = 0;
  for (const job of jobs) {
    if (!existsSync(place(job))) continue;
    done += 1;
    const results = byKind.get(job.kind) ?? [];
    results.push(deserialize(readFileSync(place(job))));
    byKind.set(job.kind, results);
  }
  const seconds = (performance.now() - began) / 1000;
  const parts = [
    `# Stories on simulated worlds`,
    `${machine()} · code ${digest} · preset ${wish.preset} · ${done} of ${jobs.length} worlds (this run ${seconds.toFixed(0)} s)`,
  ];
  if (done < jobs.length)
    parts.push("The time was up before all worlds were done; the same command goes on where it stopped.");
  const reports = {};
  const rows = [];
  for (const kind of ["honest", "large", ...STRESSES]) {
    const results = byKind.get(kind);
    if (results === undefined) continue;
    for (const budget of wish.budgets) {
      const report = reportOf(results, budget);
      reports[`${kind} ${budget}`] = report;
      rows.push([kind, ...falseAlertCells(report), spellCell(results, budget)]);
    }
  }
  parts.push(
    `## False alerts\n\n400 operators × 120 days; large: 20,000 × 60. Rates are of a world, a month is 30 days.\n\n${markdown(["kind", ...FALSE_ALERT_HEAD, "worlds with the guarantee suspended"], rows)}`,
  );
  const honest = byKind.get("honest") ?? [];
  const misused = wish.shapes.flatMap((shape) => byKind.get(shape) ?? []);
  if (honest.length > 0 && misused.length > 0) {
    const report = reportOf([...honest, ...misused], wish.budget);
    reports[`campaigns ${wish.budget}`] = report;
    parts.push(
      `## Campaigns at ${wish.budget}\n\nFound · median · 90th percentile of the delay in sittings (–: not reached). Baselines at the rate of false alerts that the stories realised.\n\n${shapeTable(report)}`,
    );
  }
  const text = `${parts.join("\n\n")}`;
  write(join(wish.out, "evaluation.md"), text);
  write(join(wish.out, "evaluation.json"), `${JSON.stringify({ digest, reports }, undefined, 1)}\n`);
  console.log(text);
}

await main();
