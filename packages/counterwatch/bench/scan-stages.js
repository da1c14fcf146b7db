#!/usr/bin/env node
/**
 * Where the processor time of a scan goes: reading (bytes to checked, pseudonymised events), counting, ordering, rules and stories, each
 * stage over one batch of rows after the other, beside JSON.parse alone of the same lines. All in one process, so that other work on the
 * machine hits all of them alike; the collector's time falls to the stage in which it runs.
 *
 *   node bench/scan-stages.js [events] [operators]     default 200000 4000
 */
import { once } from "node:events";
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { jsonLines, simulate } from "@counterwatch/simulator";
import { readRuleMeans, openRulePack } from "../dist/app/rule-means.js";
import { Tallies } from "../dist/app/tallies.js";
import { createIdentifiers } from "../dist/intake/identifiers.js";
import { readLog } from "../dist/intake/read-log.js";
import { SourceWatch } from "../dist/ledger/source-watch.js";
import { Activity } from "../dist/report/scan/activity.js";
import { Context } from "../dist/rules/context.js";
import { RuleDesk } from "../dist/rules/rule-desk.js";
import { FileEventIdSpool } from "../dist/store/event-id-spool.js";
import { openLogFiles } from "../dist/store/log-files.js";
import { parseBudget } from "../dist/stories/budget.js";
import { StoryDesk } from "../dist/stories/story-desk.js";
import { orderEvents } from "../dist/stream/event-order.js";
import { PROGRAM_FLAG } from "./program-flag.js";
import { machine } from "./report-tables.js";

const HOUR = 3_600_000;
const SETTINGS = { key: Buffer.alloc(32, 7), country: "US", configFile: undefined, budget: "1/week" };

/** Processor time by stage, in microseconds. */
class Stages {
  spent = new Map();
  #since = 0;

  begin() {
    this.#since = this.#now();
  }

  end(stage) {
    const now = this.#now();
    this.spent.set(stage, (this.spent.get(stage) ?? 0) + now - this.#since);
    this.#since = now;
  }

  #now() {
    const { user, system } = process.cpuUsage();
    return user + system;
  }
}

async function writeWorld(path, events, operators) {
  const file = createWriteStream(path);
  let written = 0;
  const days = Math.ceil(events / operators) * 2 + 10;
  for (const line of jsonLines(simulate({ preset: "city", operators, days, seed: 11 }))) {
    if (written++ === events) break;
    if (!file.write(line)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

/** Lines of the file, so many at a time. */
async function* linesOf(path) {
  let rest = "";
  let lines = [];
  let wanted = yield;
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 1 << 18 })) {
    const more = (rest + chunk).split("\n");
    rest = more.pop();
    lines = lines.concat(more);
    while (lines.length >= wanted) wanted = yield lines.splice(0, wanted);
  }
  yield lines;
}

async function measure(path) {
  const identifiers = createIdentifiers({ siteKey: SETTINGS.key, country: SETTINGS.country });
  const means = readRuleMeans(SETTINGS, identifiers);
  const pack = openRulePack(SETTINGS, means);
  const spool = new FileEventIdSpool();
  const rules = new RuleDesk({ rules: pack, context: new Context(means, pack.reads), spool });
  const stories = new StoryDesk(parseBudget(SETTINGS.budget));
  let released = [];
  const order = orderEvents(HOUR, (event) => released.push(event), undefined);
  const counters = [
    new Tallies(),
    new Activity({ zone: "UTC" }),
    new SourceWatch({ heartbeats: new Map(), lateness: HOUR }),
  ];
  const lines = linesOf(path);
  await lines.next();
  const stages = new Stages();
  let rows = 0;
  stages.begin();
  for await (const batch of readLog(await openLogFiles([path]), { identifiers })) {
    stages.end("reading");
    rows += batch.rows;
    for (const event of batch.events) for (const counter of counters) counter.see(event);
    stages.end("counting");
    for (const event of batch.events) order.see(event);
    stages.end("ordering");
    for (const event of released) rules.see(event);
    stages.end("rules");
    for (const event of released) stories.see(event);
    stages.end("stories");
    released = [];
    const { value = [] } = await lines.next(batch.rows);
    stages.begin();
    let parsed = 0;
    for (const line of value) parsed += JSON.parse(line).time === undefined ? 0 : 1;
    stages.end("JSON.parse alone");
    if (parsed !== value.length) throw new Error("a line has no time");
  }
  spool.close();
  return { rows, spent: stages.spent };
}

async function main() {
  const [events = 200_000, operators = 4000] = process.argv.slice(2).map(Number);
  setFlagsFromString(PROGRAM_FLAG);
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-bench-"));
  try {
    const log = join(folder, "events.jsonl");
    await writeWorld(log, events, operators);
    const { rows, spent } = await measure(log);
    const parse = spent.get("JSON.parse alone");
    spent.delete("JSON.parse alone");
    const whole = [...spent.values()].reduce((sum, one) => sum + one, 0);
    console.log(`${machine()}\n${rows} rows of ${operators} operators; processor time`);
    for (const [stage, time] of [["JSON.parse alone", parse], ...spent, ["all stages", whole]]) {
      const cells = [
        (time / rows).toFixed(2),
        stage === "JSON.parse alone" ? "" : `${((100 * time) / whole).toFixed(0)} %`,
        `${(time / parse).toFixed(1)} times the parser`,
      ];
      console.log(
        `${stage.padEnd(18)} ${cells[0].padStart(8)} µs a row ${cells[1].padStart(6)}  ${cells[2]}`,
      );
    }
    console.log(`JSON.parse alone to all stages: ${(parse / whole).toFixed(3)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
