#!/usr/bin/env node
/**
 * Does an assessment say what is so? Simulated cities whose registered relations are known: real ones, and decoys that stand for
 * all other pairs by their weights. Prints
 *   - a reliability diagram: of pairs to which attackers give about 0.7, how many are real (real / weights, Horvitz and Thompson 1952), and
 *     how many of the real ones an attacker who was written independently names first;
 *   - of real relations that this attacker names first, the share that were tiered likely or certain;
 *   - over-warning: of real relations tiered likely or certain, the share whom that attacker names neither first nor among five; and of
 *     pairs that have nothing to do with each other, the share so tiered.
 *
 *   node bench/exposure-calibration.js [--seeds 30] [--people 2000] [--relations 40] [--days 60] [--circles] [--views a,b]
 */
import { createHmac } from "node:crypto";
import { parseArgs } from "node:util";
import { relationWorld } from "@counterwatch/simulator";
import { attackRelations } from "@counterwatch/simulator/attacker";
import { ATTACKERS } from "../dist/assess/attackers.js";
import { examine } from "../dist/assess/examination.js";
import { rosterOf } from "../dist/assess/register-view.js";
import { sightOf } from "../dist/assess/sight.js";
import { View } from "../dist/assess/view.js";
import { machine, markdown } from "./report-tables.js";

/** What the intruder had. `first`: looked up one of the two; `both`: either; `whole`: copied the system. */
const VIEWS = {
  "calls of one": { view: "first", systems: ["calls"] },
  "calls of both": { view: "both", systems: ["calls"] },
  "everything of both": { view: "both" },
  "calls whole": { view: "whole", systems: ["calls"] },
  "cameras whole": { view: "whole", systems: ["cameras"] },
  "plates whole": { view: "whole", systems: ["plates"] },
  "location whole": { view: "whole", systems: ["location"] },
  "finance and travel whole": { view: "whole", systems: ["finance", "travel"] },
  "cameras and calls whole": { view: "whole", systems: ["cameras", "calls"] },
};
const HEAD = [
  "given",
  "mean",
  "a tie of any kind",
  "the registered tie",
  "of these named first by the other attacker",
];
const BINS = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1];

const { values: flags } = parseArgs({
  options: {
    seeds: { type: "string", default: "30" },
    people: { type: "string", default: "2000" },
    relations: { type: "string", default: "40" },
    days: { type: "string", default: "60" },
    views: { type: "string" },
    decoys: { type: "string", default: "5" },
    circles: { type: "boolean", default: false },
  },
});
const views = flags.views === undefined ? Object.keys(VIEWS) : flags.views.split(",");

function pseudonym({ type, id }) {
  return `p1_${createHmac("sha256", "bench").update(`${type}:${id}`).digest("hex").slice(0, 24)}`;
}

function pseudonymised() {
  const known = new Map();
  const party = ({ type, id }) => {
    let found = known.get(id);
    if (found === undefined) known.set(id, (found = { type, id: pseudonym({ type, id }) }));
    return found;
  };
  const row = (shown) => {
    if (shown.kind === "call" || shown.kind === "transfer")
      return { ...shown, from: party(shown.from), to: party(shown.to) };
    if (shown.thing === undefined) return { ...shown, subject: party(shown.subject) };
    return { ...shown, subject: party(shown.subject), thing: party({ type: "thing", id: shown.thing }).id };
  };
  return { party, row };
}

function pairsOf(seed, name) {
  const world = relationWorld({
    seed,
    people: Number(flags.people),
    relations: Number(flags.relations),
    days: Number(flags.days),
    circles: flags.circles,
    decoys: { contacts: Number(flags.decoys), others: Number(flags.decoys) },
    ...VIEWS[name],
  });
  const { party, row } = pseudonymised();
  const view = new View();
  for (const shown of world.rows()) view.add(row(shown));
  const register = {
    id: "bench",
    version: 1,
    people: world.register.people.map(({ id, identifiers }) => ({
      member: id,
      parties: identifiers.map(party),
    })),
    relations: world.register.relations,
  };
  const before = process.cpuUsage();
  const sight = sightOf(view, rosterOf(register, view.pseudonyms), new Map());
  const examined = examine(sight, view);
  const { user, system } = process.cpuUsage(before);
  const attacks = attackRelations(world);
  return {
    rows: view.length,
    seconds: (user + system) / 1e6,
    pairs: examined.map(({ found, standing }, at) => {
      const { rankOfTo, rankOfFrom } = attacks[at];
      return {
        tier: found.tier,
        probability: standing.probability,
        byAttacker: standing.byAttacker,
        rank: standing.rank,
        named: Math.min(rankOfTo ?? Infinity, rankOfFrom ?? Infinity),
        ...world.ties[at],
      };
    }),
  };
}

function share(part, whole) {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} % of ${Math.round(whole)}`;
}

function sum(items, value) {
  return items.reduce((total, item) => total + value(item), 0);
}

function reliability(pairs, probabilityOf) {
  return BINS.slice(0, -1).flatMap((low, at) => {
    const high = BINS[at + 1];
    const within = pairs.filter(
      (pair) => probabilityOf(pair) >= low && probabilityOf(pair) < (high === 1 ? 2 : high),
    );
    if (within.length === 0) return [];
    const weight = sum(within, (pair) => pair.weight);
    const real = within.filter(({ real }) => real);
    return [
      [
        `${low}–${high}`,
        (sum(within, (pair) => pair.weight * probabilityOf(pair)) / weight).toFixed(3),
        share(
          sum(within, ({ real, circles, weight }) => (real || circles.length > 0 ? weight : 0)),
          weight,
        ),
        share(real.length, weight),
        share(real.filter(({ named }) => named === 1).length, real.length),
      ],
    ];
  });
}

const all = [];
const warned = ({ tier }) => tier === "certain" || tier === "likely";
console.log(machine());
for (const name of views) {
  const pairs = [];
  let [rows, seconds] = [0, 0];
  for (let seed = 1; seed <= Number(flags.seeds); seed++) {
    const found = pairsOf(seed, name);
    pairs.push(...found.pairs);
    rows += found.rows;
    seconds += found.seconds;
  }
  all.push(...pairs.map((pair) => ({ ...pair, name })));
  console.log(
    `\n${name}: ${flags.seeds} seeds, ${Math.round(rows / Number(flags.seeds))} rows, ${(seconds / Number(flags.seeds)).toFixed(2)} s each\n`,
  );
  report(pairs);
}
if (views.length > 1) {
  console.log("\nAll views\n");
  report(all);
}

function report(pairs) {
  const real = pairs.filter((pair) => pair.real);
  const first = real.filter(({ named }) => named === 1);
  const told = real.filter(warned);
  const strangers = pairs.filter(
    (pair) =>
      !pair.real &&
      pair.circles.length === 0 &&
      pair.seen.calls + pair.seen.transfers + pair.seen.meetings === 0,
  );
  console.log("highest of all attackers\n");
  console.log(
    markdown(
      HEAD,
      reliability(pairs, ({ probability }) => probability),
    ),
  );
  if (pairs === all) byAttackers(pairs);
  console.log(`
named first by the other attacker, tiered likely or certain: ${share(first.filter(warned).length, first.length)}
tiers of real relations: ${["certain", "likely", "possible", "none"].map((tier) => `${tier} ${real.filter((pair) => pair.tier === tier).length}`).join(", ")}
of real relations tiered likely or certain, not named first: ${share(told.filter(({ named }) => named > 1).length, told.length)}, not among five: ${share(told.filter(({ named }) => named > 5).length, told.length)}
of those only likely, not named first: ${share(told.filter(({ tier, named }) => tier === "likely" && named > 1).length, told.filter(({ tier }) => tier === "likely").length)}, not among five: ${share(told.filter(({ tier, named }) => tier === "likely" && named > 5).length, told.filter(({ tier }) => tier === "likely").length)}
of pairs with nothing between them, tiered likely or certain: ${share(strangers.filter(warned).length, strangers.length)} (weighted ${share(
    sum(strangers.filter(warned), ({ weight }) => weight),
    sum(strangers, ({ weight }) => weight),
  )})`);
}

function byAttackers(pairs) {
  for (const [at, { name }] of ATTACKERS.entries())
    console.log(
      `\n${name}\n\n${markdown(
        HEAD,
        reliability(pairs, ({ byAttacker }) => byAttacker[at] ?? 0),
      )}`,
    );
}
