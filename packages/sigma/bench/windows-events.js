// Events per second of parsing and matching recorded Windows events with the whole public rule corpus, as a ratio to parsing
// them alone. Run `npm run build` first, then: node packages/sigma/bench/windows-events.js [--json] [--rounds N]
//
// Method: every line is parsed with JSON.parse and matched against all rules of its log source (windows-routing.js). Parsing
// alone and parsing with matching take turns on the same chunk of 100 lines; of each chunk the fastest round counts, which is
// how a machine that others use at the same time shows what the code needs. The result of every match is counted. A sample is
// also matched without the index, and must give the same matches.
import { cpus } from "node:os";
import { pathToFileURL } from "node:url";
import { compileRules, parseRules } from "../dist/index.js";
import { readCorpus, readEventLines } from "./corpus.js";
import { routeWindowsEvent, WINDOWS_FIELD_NAMES } from "./windows-routing.js";

const CHUNK = 100;
const SAMPLE = 3000;

function milliseconds(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function sum(values) {
  return values.reduce((a, b) => a + b, 0);
}

function titles(found) {
  return found.map(({ rule }) => rule.id).join();
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The fastest round of each chunk in milliseconds, and what was matched in one pass. */
function measure(lines, rounds, ruleSet) {
  const chunks = [];
  for (let at = 0; at < lines.length; at += CHUNK) chunks.push(lines.slice(at, at + CHUNK));
  const parse = chunks.map(() => Number.POSITIVE_INFINITY);
  const both = chunks.map(() => Number.POSITIVE_INFINITY);
  const totals = { parse: [], both: [] };
  let fields = 0;
  let matches = 0;
  let matchedEvents = 0;
  for (let round = 0; round < rounds; round++) {
    matches = 0;
    matchedEvents = 0;
    const total = { parse: 0, both: 0 };
    for (const [index, chunk] of chunks.entries()) {
      const parsing = milliseconds(() => {
        // Something of every event is used, so that no engine can leave the parsing out.
        for (const line of chunk) fields += JSON.parse(line).EventID === undefined ? 0 : 1;
      });
      const matching = milliseconds(() => {
        for (const line of chunk) {
          const { length } = ruleSet.match(JSON.parse(line));
          matches += length;
          matchedEvents += length > 0 ? 1 : 0;
        }
      });
      parse[index] = Math.min(parse[index], parsing);
      both[index] = Math.min(both[index], matching);
      total.parse += parsing;
      total.both += matching;
    }
    totals.parse.push(total.parse);
    totals.both.push(total.both);
  }
  return {
    parse: sum(parse),
    both: sum(both),
    medianRatio: median(totals.parse.map((value, round) => value / (totals.both[round] ?? 1))),
    matches,
    matchedEvents,
    fields,
  };
}

function sampleWithoutIndex(lines, rules, options, ruleSet) {
  const { ruleSet: plain } = compileRules(rules, { ...options, index: false });
  const step = Math.max(1, Math.floor(lines.length / SAMPLE));
  const events = lines.filter((_, index) => index % step === 0).map((line) => JSON.parse(line));
  let differing = 0;
  for (const event of events) if (titles(ruleSet.match(event)) !== titles(plain.match(event))) differing++;
  const indexed = milliseconds(() => events.forEach((event) => ruleSet.match(event)));
  const unindexed = milliseconds(() => events.forEach((event) => plain.match(event)));
  return { events: events.length, differing, timesFaster: unindexed / indexed };
}

export function benchmarkWindowsEvents({ rounds = 8 } = {}) {
  const corpus = readCorpus();
  const lines = readEventLines();
  if (corpus === undefined || lines === undefined) return undefined;
  const rules = [];
  let refused = 0;
  const parseRulesMs = milliseconds(() => {
    for (const { path, text } of corpus) {
      const { rules: found, errors } = parseRules(text, { file: path });
      rules.push(...found);
      refused += errors.length;
    }
  });
  const options = { route: routeWindowsEvent, fieldNames: WINDOWS_FIELD_NAMES };
  let compiled;
  const compileMs = milliseconds(() => {
    compiled = compileRules(rules, options);
  });
  const { ruleSet, errors } = compiled;
  const result = measure(lines, rounds, ruleSet);
  const perSecond = (ms) => Math.round((lines.length / ms) * 1000);
  return {
    benchmark: "windows-events",
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]?.model.trim() ?? "unknown"}, ${cpus().length} cores, Node ${process.version}`,
    method: `fastest of ${rounds} rounds for each ${CHUNK} lines, parsing alone and with matching taking turns`,
    rules: ruleSet.size,
    rulesRefused: refused + errors.length,
    events: lines.length,
    megabytes: Math.round(lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0) / 1e6),
    parsedPerSecond: perSecond(result.parse),
    matchedPerSecond: perSecond(result.both),
    ratio: Number((result.parse / result.both).toFixed(3)),
    ratioMedianRound: Number(result.medianRatio.toFixed(3)),
    microsecondsMatching: Number((((result.both - result.parse) / lines.length) * 1000).toFixed(2)),
    matches: result.matches,
    matchedEvents: result.matchedEvents,
    withoutIndex: sampleWithoutIndex(lines, rules, options, ruleSet),
    readingRulesMs: Math.round(parseRulesMs),
    compilingRulesMs: Math.round(compileMs),
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const flag = process.argv.indexOf("--rounds");
  const result = benchmarkWindowsEvents(flag < 0 ? {} : { rounds: Number(process.argv[flag + 1]) });
  if (result === undefined)
    console.log("windows-events: skipped, the folder ../shared/data beside the repository is missing");
  else if (process.argv.includes("--json")) console.log(JSON.stringify(result));
  else
    for (const [name, value] of Object.entries(result))
      console.log(`${name.padEnd(22)} ${typeof value === "object" ? JSON.stringify(value) : value}`);
}
