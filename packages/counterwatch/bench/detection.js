/** Runs the stories over worlds, as scan does behind its intake: pseudonyms for subjects, events in the order of their own time. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { inject, simulate, WorldIndex } from "@counterwatch/simulator";
import { parseBudget } from "../dist/stories/budget.js";
import { StoryDesk } from "../dist/stories/story-desk.js";

const PSEUDONYM = /^p1_[0-9a-f]{24}$/;

function pseudonym(subject) {
  if (subject.id === undefined || PSEUDONYM.test(subject.id)) return subject;
  const digest = createHash("sha256").update(`${subject.type}:${subject.id}`).digest("hex");
  return { ...subject, id: `p1_${digest.slice(0, 24)}` };
}

/** A look-up as intake would hand it on. */
function taken(event) {
  const { subjects, result } = event;
  if (subjects === undefined && result?.subjects === undefined) return event;
  return {
    ...event,
    ...(subjects === undefined ? {} : { subjects: subjects.map(pseudonym) }),
    ...(result?.subjects === undefined
      ? {}
      : { result: { ...result, subjects: result.subjects.map(pseudonym) } }),
  };
}

/** One desk for each budget over the same events, and the index that the score needs. Plain data. */
export function detect(events, budgets) {
  const index = new WorldIndex();
  const desks = budgets.map((budget) => new StoryDesk(parseBudget(budget)));
  for (const event of events) {
    index.see(event);
    const look = taken(event);
    for (const desk of desks) desk.see(look);
  }
  const findings = {};
  const spells = {};
  const tails = {};
  for (const [at, desk] of desks.entries()) {
    const { spells: suspended, learningUntil, tails: checks } = desk.calibration();
    tails[budgets[at]] = checks;
    findings[budgets[at]] = [...desk.findings()].map(({ finding, events: ids }) => {
      const { id, time, detector, operator, severity, lookups, evidence } = finding;
      const { strength } = evidence;
      return { id, time, detector, operator, severity, lookups, events: [...ids()], evidence: { strength } };
    });
    spells[budgets[at]] = { suspended: suspended.length, learningUntil };
  }
  return { index: index.state, findings, spells, tails };
}

/** `job.options` as for simulate, and `job.budgets`. */
export function runWorld({ options, budgets }) {
  const world = simulate(options);
  const found = detect(world, budgets);
  return { ...found, truth: world.truth() };
}

/** One campaign in somebody's stream; undefined: the log as it is. */
export function runInjected(events, { shape, seed, budgets }) {
  if (shape === undefined) return { ...detect(events, budgets), truth: emptyTruth(events) };
  const injection = inject(events, shape, seed);
  const found = detect(injection.events, budgets);
  return { ...found, truth: injection.truth() };
}

function emptyTruth(events) {
  const from = events[0].time;
  const to = events.at(-1).time;
  const days = Math.floor(Date.parse(to) / 86_400_000) - Math.floor(Date.parse(from) / 86_400_000) + 1;
  const operators = new Set(events.map(({ operator }) => operator.id)).size;
  return { version: 1, seed: "log", preset: "log", operators, days, from, to, campaigns: [] };
}

/** Of the code whose results are kept: other code, other results. */
export function codeDigest() {
  const digest = createHash("sha256");
  for (const folder of ["../dist/stories/", "../dist/model/", "../../simulator/dist/", "./"]) {
    const url = new URL(folder, import.meta.url);
    const names = readdirSync(url, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith(".js") && (folder !== "./" || name === "detection.js"));
    for (const name of names.toSorted()) digest.update(name).update(readFileSync(new URL(name, url)));
  }
  return digest.digest("hex").slice(0, 12);
}
