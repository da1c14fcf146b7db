#!/usr/bin/env node
/**
 * How fast a whole scan is (intake, rules, stories at a budget of 1/week, report) as a ratio to JSON.parse alone of the same lines in the
 * same process, and on a plate-reader audit to a CSV library's bare parse; how fast the stories alone are, parsed lines and the
 * stories in turns; and how much memory it takes, at last with 20,000 operators over 60 days.
 *
 *   node bench/scan.js [events] [rounds] [days of 20,000 operators]     default 500000 1 60; what the documentation states: 5000000
 *
 * Each measurement runs in a process of its own, with the program's own flag of V8, so that peak memory is the program's. Processor time (the collector's threads
 * included) is given beside the time on the clock, because other work on the machine spoils the latter.
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { jsonLines, simulate } from "@counterwatch/simulator";
import { writeAudit } from "./generated-audit.js";
import { PROGRAM_FLAG } from "./program-flag.js";
import { machine } from "./report-tables.js";

const CHUNK = 64 * 1024;
/** Without one no story is told. */
const BUDGET = "1/week";

function stopwatch() {
  let [seconds, cpu] = [0, 0];
  return {
    time(work) {
      const before = process.cpuUsage();
      const start = performance.now();
      work();
      seconds += (performance.now() - start) / 1000;
      const { user, system } = process.cpuUsage(before);
      cpu += (user + system) / 1e6;
    },
    read: () => ({ seconds, cpu }),
  };
}

/** Each gives rows, seconds and seconds of processor time. */
const MEASURES = {
  /** The stories behind the parser, in turns: `base` is the parser's part, in the same process and the same seconds. */
  async stories(path) {
    const [{ StoryDesk }, { parseBudget }] = await Promise.all([
      import("../dist/stories/story-desk.js"),
      import("../dist/stories/budget.js"),
    ]);
    const desk = new StoryDesk(parseBudget(BUDGET));
    const [parsing, judging] = [stopwatch(), stopwatch()];
    let rows = 0;
    let rest = "";
    for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 16 * CHUNK })) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop();
      const events = [];
      parsing.time(() => {
        for (const line of lines) events.push(JSON.parse(line));
      });
      judging.time(() => {
        for (const event of events) desk.see(event);
      });
      rows += events.length;
    }
    return { rows, ...judging.read(), base: { rows, ...parsing.read() } };
  },
  async csv(path) {
    const { inferSchema, initParser } = await import("udsv");
    let rows = 0;
    let parser;
    const count = () => {
      rows++;
    };
    return whole(async () => {
      for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: CHUNK })) {
        parser ??= initParser(inferSchema(chunk));
        parser.chunk(chunk, parser.stringArrs, count);
      }
      parser.end();
      return rows;
    });
  },
  scan: (path, out) => scanWith(path, out, { budget: BUDGET }),
  rulesOnly: (path, out) => scanWith(path, out, { budget: "none" }),
};

/** The parser alone: reading, decoding and cutting into lines do not count. */
async function parseLines(path) {
  const watch = stopwatch();
  let rows = 0;
  let rest = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 16 * CHUNK })) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop();
    watch.time(() => {
      // Something of every event is used, so that no engine can leave the parsing out.
      for (const line of lines) rows += JSON.parse(line).time === undefined ? 0 : 1;
    });
  }
  return { rows, ...watch.read() };
}

async function scanWith(path, out, settings) {
  const { scan } = await import("../dist/app/scan.js");
  const base = path.endsWith(".jsonl") ? await parseLines(path) : undefined;
  const own = await whole(async () => {
    const result = await scan({
      paths: [path],
      settings: { key: Buffer.alloc(32, 7), country: "US", out, configFile: undefined, ...settings },
      force: true,
      version: "bench",
      now: new Date().toISOString(),
    });
    const { rows, events, duplicates, deadLetters } = result.summary;
    if (rows !== events + duplicates + deadLetters) throw new Error("rows are not accounted for");
    result.close();
    return rows;
  });
  return { ...own, base };
}

async function whole(work) {
  const before = process.cpuUsage();
  const start = performance.now();
  const rows = await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { rows, seconds, cpu: (user + system) / 1e6 };
}

function measureApart(name, path, out, rounds) {
  let best;
  for (let round = 0; round < rounds; round++) {
    const own = [fileURLToPath(import.meta.url), "--one", name, path, out];
    const text = execFileSync(process.execPath, [PROGRAM_FLAG, ...own], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    const result = JSON.parse(text);
    if (best === undefined || result.cpu < best.cpu) best = result;
  }
  return best;
}

/** So many events of a city of so many operators; without a number of events all of so many days. Gives their number. */
async function writeWorld(path, operators, { events = Number.POSITIVE_INFINITY, days }) {
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  let written = 0;
  let text = "";
  for (const line of jsonLines(simulate({ preset: "city", operators, days, seed: 11 }))) {
    if (written === events) break;
    written++;
    text += line;
    if (text.length < 1 << 18) continue;
    if (!file.write(text)) await once(file, "drain");
    text = "";
  }
  file.end(text);
  await once(file, "finish");
  return written;
}

function share(own, other) {
  return (other / own).toFixed(3).padStart(8);
}

function row(label, { rows, seconds, cpu, peak }, base) {
  console.log(
    `${label.padEnd(44)} ${Math.round(rows / seconds)
      .toLocaleString("en")
      .padStart(
        10,
      )} ${((cpu / rows) * 1e6).toFixed(1).padStart(9)} ${peak.toFixed(0).padStart(8)} ${share(seconds / rows, base.seconds / base.rows)} ${share(cpu / rows, base.cpu / base.rows)}`,
  );
}

async function main() {
  if (process.argv[2] === "--one") {
    const [name, path, out] = process.argv.slice(3);
    const result = await MEASURES[name](path, out);
    process.stdout.write(JSON.stringify({ ...result, peak: process.resourceUsage().maxRSS / 1024 }));
    return;
  }
  const events = Number(process.argv[2] ?? 500_000);
  const rounds = Number(process.argv[3] ?? 1);
  const days = Number(process.argv[4] ?? 60);
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-bench-"));
  try {
    console.log(machine());
    console.log(
      `whole scans; least processor time of ${rounds}; each in its own process; ratio: how much longer than the bare parse, as bare ÷ scan\n`,
    );
    console.log(`${"".padEnd(44)}     rows/s  µs CPU/row  peak MB  ratio  ratio of processor time`);
    const log = join(folder, "events.jsonl");
    // More days than are needed: a world is made day by day, and the rest of it never is.
    const rows = await writeWorld(log, 4000, { events, days: Math.ceil(events / 4000) * 2 + 10 });
    const scanned = measureApart("scan", log, join(folder, "out"), rounds);
    const size = (statSync(log).size / rows).toFixed(0);
    row(`JSON.parse, ${size} bytes a line`, { ...scanned.base, peak: 0 }, scanned.base);
    const rulesOnly = measureApart("rulesOnly", log, join(folder, "out"), rounds);
    const alone = measureApart("stories", log, "", rounds);
    row("rules only, 4,000 operators", rulesOnly, rulesOnly.base);
    row("stories alone, 4,000 operators", alone, alone.base);
    row("rules and stories, 4,000 operators", scanned, scanned.base);
    await writeWorld(log, 20_000, { days });
    const many = measureApart("scan", log, join(folder, "out"), rounds);
    row(`rules and stories, 20,000 operators, ${days} days`, many, many.base);
    rmSync(log);
    const path = join(folder, "audit.csv");
    await writeAudit(path, events);
    const base = measureApart("csv", path, "", rounds);
    row("uDSV, plate-reader audit", base, base);
    for (const name of ["rulesOnly", "scan"])
      row(
        name === "scan" ? "rules and stories, audit" : "rules only, audit",
        measureApart(name, path, join(folder, "out"), rounds),
        base,
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
