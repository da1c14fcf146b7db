/**
 * Export tracing: how often leakers are found and innocents accused, under five ways of merging exports. Prints Markdown.
 * Run: node packages/evidence/bench/tracing.js [trials for the innocents] [trials for detection]
 */
import { cpus } from "node:os";
import { drawWord, makeCode, scoreLeak, TRACING_SLOTS } from "../dist/index.js";
import { leakOf, STRATEGIES, simulationRandom } from "./collusion.js";

const ALPHA = 1e-3;
const EXPORTS = 100;
const [innocentTrials = 10_000, detectionTrials = 400] = process.argv.slice(2).map(Number);

function run(level, leakers, strategy, trials, kept, seed) {
  const random = simulationRandom(seed);
  const code = makeCode(level, random.bytes);
  const sum = { one: 0, all: 0, trialsWithInnocent: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const words = Array.from({ length: EXPORTS }, () => drawWord(code, random.bytes));
    const present = leakOf(words.slice(0, leakers), strategy, random.number, kept);
    const verdicts = scoreLeak(code, words, present, { alpha: ALPHA, exports: EXPORTS });
    const hit = verdicts.slice(0, leakers).filter(({ accused }) => accused).length;
    if (hit > 0) sum.one += 1;
    if (hit === leakers) sum.all += 1;
    if (verdicts.slice(leakers).some(({ accused }) => accused)) sum.trialsWithInnocent += 1;
  }
  return sum;
}

const percent = (count, trials) => `${((100 * count) / trials).toFixed(1)} %`;
const started = performance.now();

console.log(
  `Export tracing, ${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}`,
);
console.log(
  `${EXPORTS} exports, α = ${ALPHA} over all of them. At least one leaker accused / every leaker accused.\n`,
);
const strategies = Object.keys(STRATEGIES);
console.log(`| code | leakers | decoys that survive | ${strategies.join(" | ")} |`);
console.log(`|---|---|---|${strategies.map(() => "---").join("|")}|`);
for (const level of [1, 2, 3])
  for (const leakers of [1, 2, 3])
    for (const kept of [1, 0.5]) {
      const cells = strategies.map((strategy, at) => {
        const { one, all } = run(
          level,
          leakers,
          strategy,
          detectionTrials,
          kept,
          1000 * level + 10 * leakers + at,
        );
        return `${percent(one, detectionTrials)} / ${percent(all, detectionTrials)}`;
      });
      console.log(`| ${TRACING_SLOTS[level]} slots | ${leakers} | ${100 * kept} % | ${cells.join(" | ")} |`);
    }

console.log(
  `\nInnocents: trials in which any of the others was accused, of ${innocentTrials} a code (bound: ${ALPHA * innocentTrials}).\n`,
);
console.log("| code | coalition | accused an innocent |");
console.log("|---|---|---|");
for (const level of [1, 2, 3])
  for (const leakers of [level, 10]) {
    const each = Math.ceil(innocentTrials / strategies.length);
    let wrong = 0;
    for (const [at, strategy] of strategies.entries())
      wrong += run(level, leakers, strategy, each, 1, 7000 * level + 100 * leakers + at).trialsWithInnocent;
    console.log(`| ${TRACING_SLOTS[level]} slots | ${leakers} | ${wrong} of ${each * strategies.length} |`);
  }
console.log(`\n${Math.round((performance.now() - started) / 1000)} s`);
