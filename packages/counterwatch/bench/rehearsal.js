#!/usr/bin/env node
/**
 * Is a rehearsal right about its plan? Small simulated agencies, whose record systems are rehearsed whole. Then the world is made again
 * with people who really behave as the plan says and systems that really keep less, and assessed anew: exposure before, what the
 * rehearsal estimated, what the new world gives, and the least that it held possible. The same for each measure alone.
 *
 *   node bench/rehearsal.js [--seeds 10] [--people 600] [--relations 12] [--days 28] [--systems calls,finance,travel,plates]
 *     [--keep 7] [--carried apart] [--measures FILE] [--plan-only]
 *
 * Measures are the usual ones, retention being --keep days because a month is simulated. The agency's second phones are in nobody's name and in no register. `--carried together` lets cells notice them beside the first
 * phone (give location with --systems), and then prints how many an intruder tells by that alone.
 */
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { relationWorld } from "@counterwatch/simulator";
import { attackRelations } from "@counterwatch/simulator/attacker";
import { assess } from "../dist/assess/assess.js";
import { measureId, usualMeasures } from "../dist/assess/rehearsal/measure.js";
import { readMeasureFile } from "../dist/assess/rehearsal/measure-file.js";
import { rehearse } from "../dist/assess/rehearsal/rehearse.js";
import { standingOf } from "../dist/assess/rehearsal/standing.js";
import { View } from "../dist/assess/view.js";
import { machine, markdown } from "./report-tables.js";

const { values: flags } = parseArgs({
  options: {
    seeds: { type: "string", default: "10" },
    people: { type: "string", default: "600" },
    relations: { type: "string", default: "12" },
    days: { type: "string", default: "28" },
    systems: { type: "string", default: "calls,finance,travel,plates" },
    keep: { type: "string", default: "7" },
    carried: { type: "string", default: "apart" },
    measures: { type: "string" },
    "plan-only": { type: "boolean", default: false },
  },
});
const SYSTEMS = flags.systems.split(",");
const KINDS = { "handler-source": 2, family: 1, meets: 1 };
const REHEARSED = "2025-03-01T00:00:00.000Z";
const FILE =
  flags.measures === undefined
    ? shorter(usualMeasures(SYSTEMS))
    : readMeasureFile(readFileSync(flags.measures, "utf8"), flags.measures);

function shorter({ measures, ...file }) {
  const days = Number(flags.keep);
  return { ...file, measures: measures.map((each) => (each.do === "retain" ? { ...each, days } : each)) };
}

/** What a measure asks of people and of systems, in the simulator's words. */
function inWorld(measures) {
  const [conduct, keeping] = [{}, {}];
  for (const measure of measures) {
    const whom = measure.relation === undefined ? {} : { kinds: [measure.relation] };
    const { contacts } = measure;
    if (measure.do === "second-device") conduct.ownPhones = { ...whom, carried: flags.carried };
    else if (measure.do === "vary-place") conduct.variedPlaces = whom;
    else if (measure.do === "cover-traffic") conduct.coverContacts = { ...whom, contacts };
    else keeping[measure.system] = { ...keeping[measure.system], ...rule(measure, keeping[measure.system]) };
  }
  return { conduct, keeping };
}

function rule(measure, before = {}) {
  switch (measure.do) {
    case "retain":
      return { days: measure.days };
    case "coarsen-time":
      return { times: measure.to };
    case "coarsen-place":
      return { placeMetres: measure.metres };
    case "aggregate":
      return { oneRecordA: measure.to };
    case "withhold-table":
      return { without: [...(before.without ?? []), measure.table] };
    default:
      if (measure.system !== "calls" || measure.field === "position")
        throw new Error(`not simulated: ${measureId(measure)}`);
      return measure.field === "site" ? { callSites: false } : { durations: false };
  }
}

function worldOf(seed, measures) {
  return relationWorld({
    seed,
    people: Number(flags.people),
    relations: Number(flags.relations),
    days: Number(flags.days),
    kinds: KINDS,
    decoys: { contacts: 0, others: 0 },
    systems: SYSTEMS,
    view: "whole",
    ...inWorld(measures),
  });
}

const known = new Map();
function party({ type, id }) {
  let found = known.get(id);
  if (found === undefined) {
    const hidden = createHmac("sha256", "bench").update(`${type}:${id}`).digest("hex").slice(0, 24);
    known.set(id, (found = { type, id: `p1_${hidden}` }));
  }
  return found;
}

function hidden(row) {
  if (row.from?.id !== undefined) return { ...row, from: party(row.from), to: party(row.to) };
  if (row.thing === undefined) return { ...row, subject: party(row.subject) };
  return { ...row, subject: party(row.subject), thing: party({ type: "thing", id: row.thing }).id };
}

function registerOf(world) {
  return {
    id: "bench",
    version: 1,
    people: world.register.people.map(({ id, identifiers }) => ({
      member: id,
      parties: identifiers.map(party),
    })),
    relations: world.register.relations,
  };
}

function assessed(world, register = registerOf(world)) {
  const view = new View();
  for (const row of world.rows()) view.add(hidden(row));
  const given = { incident: "bench", assessed: REHEARSED, gaps: [], rejected: 0 };
  return standingOf(assess(view, register, given), FILE.weights);
}

/** The register of a thief who has learned whose the second phones are: an informer's word, a bill, a phone taken from a bag. */
function withOwnPhones(world) {
  const holders = new Map(
    world.register.people.map(({ id, identifiers }) => [world.owner(identifiers[0])?.slice(7), id]),
  );
  const more = new Map();
  for (const row of world.rows()) {
    if (row.kind !== "call") continue;
    for (const { type, id } of [row.from, row.to]) {
      const label = world.owner({ type, id });
      if (!label?.startsWith("phone-")) continue;
      const member = holders.get(personOf(label));
      more.set(member, (more.get(member) ?? new Set()).add(id));
    }
  }
  const { people, ...register } = registerOf(world);
  const known = (member) => Array.from(more.get(member) ?? [], (id) => party({ type: "phone", id }));
  return {
    ...register,
    people: people.map(({ member, parties }) => ({ member, parties: [...parties, ...known(member)] })),
  };
}

/** The number of the person behind a phone of a tie's own, as the simulator labels it. */
function personOf(label) {
  return String(Number(label.slice(6)) % 3_000_000);
}

function namedFirst(world) {
  return attackRelations(world).filter(({ rankOfTo, rankOfFrom }) => rankOfTo === 1 || rankOfFrom === 1)
    .length;
}

async function trial(seed) {
  known.clear();
  const began = process.cpuUsage();
  const world = worldOf(seed, []);
  const rows = Array.from(world.rows(), hidden);
  const rehearsal = await rehearse({
    rows,
    register: registerOf(world),
    file: FILE,
    rehearsed: REHEARSED,
    pause: async () => {},
  });
  const { user, system } = process.cpuUsage(began);
  const byId = new Map(FILE.measures.map((measure) => [measureId(measure), measure]));
  const plan = rehearsal.plan.steps.map(({ id }) => byId.get(id));
  const after = worldOf(seed, plan);
  const tried = flags["plan-only"] ? [] : rehearsal.measures;
  const alone = tried.map(({ id, removes, removesBits }) => {
    const really = assessed(worldOf(seed, [byId.get(id)]));
    return {
      id,
      estimated: removes,
      estimatedBits: removesBits,
      really: rehearsal.before.exposure - really.exposure,
      reallyBits: rehearsal.before.bits - really.bits,
    };
  });
  return {
    seed,
    rows: rows.length,
    assessments: rehearsal.plan.assessments,
    seconds: (user + system) / 1e6,
    before: rehearsal.before,
    estimate: rehearsal.plan.after,
    floor: rehearsal.plan.floor,
    again: assessed(after),
    known: assessed(after, withOwnPhones(after)),
    named: [namedFirst(world), namedFirst(after)],
    followed: flags.carried === "together" ? followed(after) : undefined,
    plan: plan.map(measureId),
    alone,
  };
}

/**
 * Of second phones that cells saw, how many an intruder gives to the right person by the share of hours in which they were in one
 * cell with somebody's first phone.
 */
function followed(world) {
  const cells = new Map();
  const hours = new Map();
  for (const row of world.rows()) {
    if (row.kind !== "fix") continue;
    const key = `${row.site.id} ${row.time.slice(0, 13)}`;
    if (!cells.has(key)) cells.set(key, new Set());
    cells.get(key).add(row.subject.id);
    if (!hours.has(row.subject.id)) hours.set(row.subject.id, new Set());
    hours.get(row.subject.id).add(key);
  }
  const owner = (id) => world.owner({ type: "phone", id });
  let [right, all] = [0, 0];
  for (const [id, seen] of hours) {
    const label = owner(id);
    if (!label?.startsWith("phone-")) continue;
    all += 1;
    const beside = new Map();
    for (const key of seen)
      for (const other of cells.get(key))
        if (owner(other)?.startsWith("person-")) beside.set(other, (beside.get(other) ?? 0) + 1);
    const best = [...beside].toSorted((a, b) => b[1] - a[1])[0]?.[0];
    if (best !== undefined && owner(best) === `person-${personOf(label)}`) right += 1;
  }
  return { right, all };
}

function band(values, digits = 1) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return `${mean.toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
}

console.log(machine());
const trials = [];
for (let seed = 1; seed <= Number(flags.seeds); seed++) {
  trials.push(await trial(seed));
  const { rows, assessments, seconds } = trials.at(-1);
  process.stderr.write(
    `seed ${seed}: ${rows} rows, ${assessments} assessments, ${seconds.toFixed(1)} s of processor\n`,
  );
}
const of = (pick) => trials.map(pick);
const tiers = ({ tiers: { certain, likely, possible, none } }) => `${certain}/${likely}/${possible}/${none}`;

console.log(
  `\n${flags.seeds} agencies of ${flags.relations} relations among ${flags.people} people, ${flags.days} days of ${SYSTEMS.join(", ")}; ${band(
    of(({ rows }) => rows),
    0,
  )} rows; ${band(
    of(({ assessments }) => assessments),
    0,
  )} assessments in ${band(of(({ seconds }) => seconds))} s of processor\n`,
);
console.log(
  markdown(
    [
      "seed",
      "before",
      "estimated after",
      "after, simulated",
      "simulated, second phones known",
      "floor, estimated",
      "tiers before",
      "tiers estimated",
      "tiers simulated",
      "named first by the other attacker, before → after",
      "measures",
    ],
    [
      ...trials.map(({ seed, before, estimate, again, known, floor, named, plan }) => [
        seed,
        before.exposure,
        estimate.exposure,
        again.exposure,
        known.exposure,
        floor,
        tiers(before),
        tiers(estimate),
        tiers(again),
        named.join(" → "),
        plan.length,
      ]),
      [
        "mean (band)",
        band(of(({ before }) => before.exposure)),
        band(of(({ estimate }) => estimate.exposure)),
        band(of(({ again }) => again.exposure)),
        band(of(({ known }) => known.exposure)),
        band(of(({ floor }) => floor)),
        "",
        "",
        "",
        `${band(of(({ named }) => named[0]))} → ${band(of(({ named }) => named[1]))}`,
        band(of(({ plan }) => plan.length)),
      ],
    ],
  ),
);
console.log("\nbits of all relations together, and the plan's error\n");
console.log(
  markdown(
    ["", "before", "estimated after", "after, simulated", "simulated − estimated, exposure"],
    [
      [
        "mean (band)",
        band(
          of(({ before }) => before.bits),
          0,
        ),
        band(
          of(({ estimate }) => estimate.bits),
          0,
        ),
        band(
          of(({ again }) => again.bits),
          0,
        ),
        band(of(({ again, estimate }) => again.exposure - estimate.exposure)),
      ],
    ],
  ),
);
console.log("\neach measure alone: exposure (and bits) removed\n");
console.log(
  markdown(
    [
      "measure",
      "estimated",
      "simulated",
      "estimated − simulated",
      "bits estimated",
      "bits simulated",
      "in plans",
    ],
    FILE.measures.map((measure) => {
      const id = measureId(measure);
      const planned = `${trials.filter(({ plan }) => plan.includes(id)).length} of ${trials.length}`;
      if (flags["plan-only"]) return [id, "", "", "", "", "", planned];
      const all = trials.map(({ alone }) => alone.find((each) => each.id === id));
      const pick = (name) => all.map((each) => each[name]);
      return [
        id,
        band(pick("estimated")),
        band(pick("really")),
        band(all.map(({ estimated, really }) => estimated - really)),
        band(pick("estimatedBits"), 0),
        band(pick("reallyBits"), 0),
        planned,
      ];
    }),
  ),
);
if (flags.carried === "together") {
  const [right, all] = [0, 1].map((at) =>
    trials.reduce((sum, { followed: { right, all } }) => sum + [right, all][at], 0),
  );
  console.log(
    `\nsecond phones carried with the first, seen by cells, and given to the right person by that alone: ${right} of ${all}`,
  );
}
