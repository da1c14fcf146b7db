#!/usr/bin/env node
/**
 * How time and memory of an assessment grow with the rows that an intruder was shown: 2,000 relations between 4,000 people, in views of
 * 100,000, 1 and 10 million rows. Rows are made in this process and put into JSON; JSON.parse of them, taking them in, and
 * assessing are timed apart, in processor seconds.
 *
 *   node bench/assess.js [rows...]        default 100000 1000000 10000000
 *
 * Each view has a process of its own, so that its memory is its own: rows / 100 people, as many sites as a twentieth of them, two months.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { assess } from "../dist/assess/assess.js";
import { View } from "../dist/assess/view.js";
import { machine, markdown } from "./report-tables.js";

const RELATIONS = 2000;
const CHUNK = 20_000;
const START = Date.UTC(2026, 0, 1);
const SPAN = 60 * 86_400_000;

/** Mulberry32 (T. Ettinger, public domain): the same rows on every machine. */
function stream(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pseudonym(kind, number) {
  const words = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35].map(
    (factor, at) => (Math.imul((number + 1) * 16 + kind, factor) ^ (at * 0x27d4eb2f)) >>> 0,
  );
  return `p1_${words.map((word) => word.toString(16).padStart(8, "0")).join("")}`;
}

const phone = (person) => ({ type: "phone", id: pseudonym(0, person) });

function rowMaker(people) {
  const random = stream(7);
  const below = (count) => Math.floor(random() * count);
  // Popular people and places are so by a power law, as in any log.
  const skewed = (count) => Math.floor(count * random() ** 2);
  const sites = Math.max(20, Math.floor(people / 20));
  let number = 0;
  return () => {
    const id = `portal:${String(number++).padStart(9, "0")}`;
    const shown = {
      id,
      lookup: `look-up-${below(1000)}`,
      shown: new Date(START + SPAN + below(1e9)).toISOString(),
    };
    const time = new Date(START + below(SPAN)).toISOString();
    const person = below(people);
    const dice = random();
    if (dice < 0.4) {
      // Most calls go to a few dozen people near in number, some to hubs.
      const to = random() < 0.8 ? (person + 1 + below(30)) % people : skewed(people);
      return {
        ...shown,
        system: "calls",
        kind: "call",
        time,
        from: phone(person),
        to: phone(to),
        seconds: below(600),
      };
    }
    if (dice < 0.95) {
      const site = random() < 0.7 ? (person + below(8)) % sites : skewed(sites);
      const where = {
        id: `cam-${site}`,
        lat: 19 + (site % 100) / 50,
        lon: -99 + Math.floor(site / 100) / 50,
      };
      return { ...shown, system: "cameras", kind: "sighting", time, subject: phone(person), site: where };
    }
    return {
      ...shown,
      system: "identity",
      kind: "address",
      subject: phone(person),
      thing: pseudonym(1, person >> 2),
    };
  };
}

function measure(rows) {
  const people = Math.max(2 * RELATIONS, Math.floor(rows / 100));
  const next = rowMaker(people);
  const seconds = { parse: 0, add: 0, assess: 0 };
  const timed = (name, work) => {
    const before = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(before);
    seconds[name] += (user + system) / 1e6;
    return result;
  };
  const view = new View();
  for (let done = 0; done < rows; done += CHUNK) {
    const lines = Array.from({ length: Math.min(CHUNK, rows - done) }, () => JSON.stringify(next()));
    const parsed = timed("parse", () => lines.map((line) => JSON.parse(line)));
    timed("add", () => {
      for (const row of parsed) view.add(row);
    });
  }
  globalThis.gc();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  const member = (number) => ({
    member: `m-${number}`,
    parties: [{ type: "phone", id: pseudonym(0, number * Math.floor(people / (2 * RELATIONS))) }],
  });
  const register = {
    id: "bench",
    version: 1,
    people: Array.from({ length: 2 * RELATIONS }, (_, number) => member(number)),
    relations: Array.from({ length: RELATIONS }, (_, at) => ({
      from: `m-${2 * at}`,
      to: `m-${2 * at + 1}`,
      kind: "meets",
    })),
  };
  const assessment = timed("assess", () =>
    assess(view, register, {
      incident: "bench",
      assessed: new Date(START).toISOString(),
      gaps: [],
      rejected: 0,
    }),
  );
  const tiers = {};
  for (const { tier } of assessment.relations) tiers[tier] = (tiers[tier] ?? 0) + 1;
  return {
    rows,
    people,
    seconds,
    held: arrayBuffers + heapUsed,
    peak: process.resourceUsage().maxRSS * 1024,
    tiers,
  };
}

const mega = (bytes) => `${Math.round(bytes / 1e6)} MB`;

if (process.argv[2] === "--one") {
  console.log(JSON.stringify(measure(Number(process.argv[3]))));
} else {
  const sizes =
    process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100_000, 1_000_000, 10_000_000];
  console.log(`${machine()} · ${RELATIONS} relations · processor seconds\n`);
  const results = sizes.map((rows) =>
    JSON.parse(
      execFileSync(process.execPath, [
        "--expose-gc",
        "--max-old-space-size=8192",
        fileURLToPath(import.meta.url),
        "--one",
        String(rows),
      ]),
    ),
  );
  const cells = results.map(({ rows, people, seconds, held, peak, tiers }) => [
    rows,
    people,
    seconds.parse.toFixed(1),
    seconds.add.toFixed(1),
    seconds.assess.toFixed(1),
    ((seconds.add + seconds.assess) / seconds.parse).toFixed(2),
    ((1e6 * (seconds.add + seconds.assess)) / rows).toFixed(2),
    mega(held),
    mega(peak),
    JSON.stringify(tiers),
  ]);
  const head = [
    "rows",
    "people",
    "JSON.parse",
    "taking in",
    "assessing",
    "ratio to JSON.parse",
    "µs a row",
    "held",
    "peak",
    "tiers",
  ];
  console.log(markdown(head, cells));
}
