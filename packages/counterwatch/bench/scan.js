#!/usr/bin/env node
/**
 * How fast a whole scan is (intake, rules, stories at a budget of 1/week, report) as a ratio to JSON.parse alone of the same lines, and on a
 * plate-reader audit to a CSV library's bare parse; how fast the stories alone are, parsed lines and the stories in turns in one
 * process; and how much memory it takes with 4,000 and with 20,000 operators.
 *
 *   node bench/scan.js [events] [rounds]     default 500000 1; what the documentation states: 5000000
 *
 * Each measurement runs in a process of its own, so that peak memory is its own. Processor time is given beside the time on
 * the clock, because other work on the machine spoils the latter.
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { jsonLines, simulate } from "@counterwatch/simulator";
import { writeAudit } from "./generated-audit.js";
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
  /** The parser alone: reading, decoding and cutting into lines do not count. */
  async parse(path) {
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
  },
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

async function scanWith(path, out, settings) {
  const { scan } = await import("../dist/app/scan.js");
  return whole(async () => {
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
    const text = execFileSync(process.execPath, [fileURLToPath(import.meta.url), "--one", name, path, out], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    const result = JSON.parse(text);
    if (best === undefined || result.cpu < best.cpu) best = result;
  }
  return best;
}

async function writeWorld(path, operators, events) {
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  let left = events;
  let text = "";
  // More days than are needed: a world is made day by day, and the rest of it never is.
  const days = Math.ceil(events / operators) * 2 + 10;
  for (const line of jsonLines(simulate({ preset: "city", operators, days, seed: 11 }))) {
    if (left-- === 0) break;
    text += line;
    if (text.length < 1 << 18) continue;
    if (!file.write(text)) await once(file, "drain");
    text = "";
  }
  file.end(text);
  await once(file, "finish");
}

function share(own, other) {
  return (other / own).toFixed(3).padStart(8);
}

function row(label, { rows, seconds, cpu, peak }, base) {
  console.log(
    `${label.padEnd(34)} ${Math.round(rows / seconds)
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
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-bench-"));
  try {
    console.log(machine());
    console.log(
      `whole scans of ${events.toLocaleString("en")} rows; least processor time of ${rounds}; each in its own process; ratio: how much longer than the bare parse, as bare ÷ scan\n`,
    );
    console.log(`${"".padEnd(34)}     rows/s  µs CPU/row  peak MB  ratio  ratio of processor time`);
    for (const operators of [4_000, 20_000]) {
      const path = join(folder, "events.jsonl");
      await writeWorld(path, operators, events);
      const size = (statSync(path).size / events).toFixed(0);
      const base = measureApart("parse", path, "", rounds);
      row(`JSON.parse, ${size} bytes a line`, base, base);
      for (const name of ["rulesOnly", "scan"]) {
        const label = `${name === "scan" ? "rules and stories" : "rules only"}, ${operators.toLocaleString("en")} operators`;
        row(label, measureApart(name, path, join(folder, "out"), rounds), base);
      }
      const alone = measureApart("stories", path, "", rounds);
      row(`stories alone, ${operators.toLocaleString("en")} operators`, alone, alone.base);
      rmSync(path);
    }
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
