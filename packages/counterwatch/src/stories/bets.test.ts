import { describe, expect, it } from "vitest";
import { ContactChaining } from "./contact-chaining.ts";
import { CLASSES, OTHERS_CASE, OWN_CASE, UNEXPLAINED } from "./explanation.ts";
import { Fixation } from "./fixation.ts";
import { CaseLaundering } from "./laundering.ts";
import { LinkedPair } from "./linked-pair.ts";
import { pseudonym, START } from "./lookups.fixture.ts";
import { PursuitOverSystems } from "./pursuit-over-systems.ts";
import { meanOf, Random } from "./random.fixture.ts";
import { RingStory } from "./ring.ts";
import { DAY, HOUR, MINUTE, openRun, type Run } from "./run.ts";
import { Agenda, emptyScene, sittingOf } from "./sitting.fixture.ts";

/**
 * Each story against honest work that is as the story believes it to be: stationary, its rates the same for all. After
 * BURN_IN the rates are learnt; the bets of chances that arise up to LATEST are counted, so that what comes back at all
 * has done so by the end. A chance that is not taken settles no bet: it counts with L = 0 where not coming back ends
 * the run, with what the story makes of it otherwise.
 */
const DAYS = 320;
const BURN_IN = START + 180 * DAY;
const LATEST = START + 275 * DAY;
const RUNS_A_DAY = 40;
const OPERATORS = 40;
const GAPS_IN_DAYS = [1, 2, 5, 14, 35];
const GAP_SHARES = [0.5, 0.2, 0.15, 0.1, 0.05];

/** Learnt rates err by a few per cent. */
function expectFair(bets: readonly number[], slack = 0.04): void {
  const { mean, error } = meanOf(bets);
  expect(bets.length).toBeGreaterThan(1000);
  expect(mean - 3 * error).toBeLessThanOrEqual(1 + slack);
}

function counts(time: number): boolean {
  return time >= BURN_IN && time < LATEST;
}

function gap(random: Random): number {
  return (GAPS_IN_DAYS[random.weighted(GAP_SHARES)] as number) * DAY + random.below(60) * MINUTE;
}

function begin<T>(random: Random, run: (n: number) => T): Agenda<T> {
  const agenda = new Agenda<T>();
  let n = 0;
  for (let day = 0; day < DAYS; day++) {
    for (let i = 0; i < RUNS_A_DAY; i++) {
      agenda.add(START + day * DAY + 8 * HOUR + random.below(9 * 60) * MINUTE, run(n++));
    }
  }
  return agenda;
}

/** Open chances by run, and what became of those that count. */
class Chances {
  readonly bets: number[] = [];
  readonly #open = new Map<string, { time: number; score: number }>();

  /** The run `name` comes back: L is exp(score − score then). */
  take(name: string, score: number): void {
    const chance = this.#open.get(name);
    if (chance !== undefined && counts(chance.time)) this.bets.push(Math.exp(score - chance.score));
  }

  open(name: string, time: number, score: number): void {
    this.#open.set(name, { time, score });
  }

  /** The bets, with those that were never taken. */
  decided(ended: ReadonlySet<string>): readonly number[] {
    const lost = [...this.#open].filter(([name, { time }]) => ended.has(name) && counts(time));
    return [...this.bets, ...lost.map(() => 0)];
  }
}

function fixations(): { openings: readonly number[]; returns: readonly number[] } {
  const random = new Random(11);
  const story = new Fixation();
  const chances = new Chances();
  const openings: number[] = [];
  const ended = new Set<string>();
  const agenda = begin(random, (n) => ({
    name: `s${n}`,
    operator: `op-${n % OPERATORS}`,
    again: false,
    explanation: random.weighted([0.3, 0.2, 0.05, 0.02, 0.1, 0.25, 0.06, 0.02]),
    n: 0,
  }));
  agenda.run((time, run) => {
    const { name, operator, n } = run;
    const sitting = sittingOf({ operator, unit: "u", subject: name, at: time }, run.explanation);
    sitting.nats = 0;
    story.see(sitting, emptyScene());
    if (run.again) return;
    const { score } = sitting.pursuit as Run;
    if (n > 0) chances.take(name, score);
    else if (counts(time)) openings.push(Math.exp(score));
    chances.open(name, time, score);
    const { explanation } = sitting;
    if (random.chance(0.3)) agenda.add(time + 2 * HOUR, { ...run, again: true, explanation });
    if (!random.chance(0.25 + 0.1 * Math.min(n, 4))) return void ended.add(name);
    const next = random.chance(0.8) ? explanation : random.below(CLASSES);
    agenda.add(time + gap(random), { ...run, explanation: next, n: n + 1 });
  });
  return { openings, returns: chances.decided(ended) };
}

function rings(): readonly number[] {
  const random = new Random(12);
  const [fixation, story] = [new Fixation(), new RingStory()];
  const scene = emptyScene(fixation);
  const chances = new Chances();
  const ended = new Set<string>();
  const agenda = begin(random, (n) => ({
    name: `s${n}`,
    operators: [] as number[],
    by: n % OPERATORS,
    n: 0,
  }));
  agenda.run((time, run) => {
    const { name, operators, by, n } = run;
    const sitting = sittingOf({ operator: `op-${by}`, unit: "u", subject: name, at: time }, UNEXPLAINED);
    fixation.see(sitting, scene);
    sitting.nats = Number.NEGATIVE_INFINITY;
    story.see(sitting, scene);
    // A return of the first operator, while nobody else has looked, is no bet: the stake stays.
    if (n > 0) chances.take(name, Number.isFinite(sitting.nats) ? sitting.nats : 0);
    chances.open(name, time, 0);
    if (!operators.includes(by)) operators.push(by);
    if (!random.chance(0.35 + 0.08 * Math.min(n, 4))) return void ended.add(name);
    const next = random.chance(0.6) ? random.pick(operators) : random.below(OPERATORS);
    agenda.add(time + gap(random), { ...run, by: next, n: n + 1 });
  });
  return chances.decided(ended);
}

function cloaks(): { openings: readonly number[]; returns: readonly number[] } {
  const random = new Random(13);
  const story = new CaseLaundering();
  const chances = new Chances();
  const openings: number[] = [];
  const ended = new Set<string>();
  const agenda = begin(random, (n) => ({
    name: `25-${100_000 + n}`,
    operator: `op-${n % OPERATORS}`,
    subject: 0,
    subjects: 1,
    outsider: random.chance(0.1),
    n: 0,
  }));
  agenda.run((time, run) => {
    const { name, operator, subject, subjects, outsider, n } = run;
    const lookup = { operator, unit: "u", subject: `${name}/${subject}`, case: name, at: time };
    const sitting = sittingOf(lookup, outsider ? OTHERS_CASE : OWN_CASE);
    story.see(sitting, emptyScene());
    if (n > 0) chances.take(name, sitting.nats);
    else if (counts(time))
      openings.push(Math.exp(story.state.cases.get(operator)?.get(name)?.nats ?? Number.NaN));
    chances.open(name, time, 0);
    if (!random.chance(0.35 + 0.08 * Math.min(n, 4))) return void ended.add(name);
    const fresh = random.chance(0.5);
    agenda.add(time + gap(random), {
      ...run,
      subject: fresh ? subjects : random.below(subjects),
      subjects: fresh ? subjects + 1 : subjects,
      n: n + 1,
    });
  });
  return { openings, returns: chances.decided(ended) };
}

/** Two subjects that an operator looks at for twelve days, together in three of ten cases. */
function pairs(): readonly number[] {
  const random = new Random(14);
  const story = new LinkedPair();
  const bets: number[] = [];
  for (let day = 0; day < DAYS; day++) {
    for (let n = 0; n < OPERATORS; n++) {
      const operator = `op-${n}`;
      const [one, other] = [`one-${n}-${Math.floor(day / 12)}`, `other-${n}-${Math.floor(day / 12)}`];
      const time = START + day * DAY + 9 * HOUR;
      const look = (subject: string, at: number): void => {
        const pursuit = openRun("fixation", operator, "u", [subject], at);
        story.see(sittingOf({ operator, unit: "u", subject, at }, UNEXPLAINED, { pursuit }), emptyScene());
      };
      const company = (): number => story.state.pairs.get(operator)?.get(pseudonym(one))?.[0]?.company ?? 0;
      const before = company();
      if (day % 12 > 0 && random.chance(0.6)) continue;
      look(one, time);
      if (day % 12 === 0 || random.chance(0.3)) look(other, time + HOUR);
      if (day % 12 > 0 && counts(time)) bets.push(Math.exp(company() - before));
    }
  }
  return bets;
}

/** Pursuits of ten days; each further sitting goes to a new system with one chance in eight. */
function pursuits(): { second: readonly number[]; further: readonly number[] } {
  const systems = ["plates", "calls", "location", "travel", "finance", "cameras"] as const;
  const random = new Random(15);
  const [fixation, story] = [new Fixation(), new PursuitOverSystems()];
  const scene = emptyScene(fixation);
  const second: number[] = [];
  const further: number[] = [];
  for (let start = 0; start < DAYS; start += 10) {
    const known = Array.from({ length: 6 * OPERATORS }, () => ({
      used: 1,
      breadth: undefined as number | undefined,
    }));
    for (let day = start; day < start + 10; day++) {
      const time = START + day * DAY + 9 * HOUR;
      for (const [n, pursuit] of known.entries()) {
        const [operator, subject] = [`op-${n}`, `s-${n}-${start}`];
        const bets = day > start && pursuit.used < 5;
        if (bets && random.chance(1 / 8)) pursuit.used++;
        const fresh = pursuit.used - 1;
        const system = systems[pursuit.breadth === undefined || bets ? fresh : random.below(pursuit.used)];
        const sitting = sittingOf(
          { operator, unit: "u", subject, at: time, ...(system && { system }) },
          UNEXPLAINED,
        );
        fixation.see(sitting, scene);
        story.see(sitting, scene);
        const breadth = story.state.pursuits.get(operator)?.get(pseudonym(subject))?.breadth;
        if (bets && counts(time) && breadth !== undefined) {
          if (pursuit.breadth === undefined) second.push(Math.exp(breadth));
          else further.push(Math.exp(breadth - pursuit.breadth));
        }
        pursuit.breadth = breadth;
      }
    }
    const end = START + (start + 9) * DAY;
    if (counts(end)) for (const { used } of known) if (used === 1) second.push(0);
    story.forget(START + (start + 10) * DAY);
  }
  return { second, further };
}

/** Every seventh look-up after a root's is one of its twenty contacts: bets before the first such one, and after. */
function chains(): { first: readonly number[]; later: readonly number[] } {
  const random = new Random(16);
  const story = new ContactChaining();
  const first: number[] = [];
  const later: number[] = [];
  for (let day = 0; day < DAYS; day++) {
    for (let n = 0; n < 3 * OPERATORS; n++) {
      const operator = `op-${n}-${Math.floor(day / 16)}`;
      const lookup = { operator, unit: "u", at: START + day * DAY + 9 * HOUR };
      if (day % 16 === 0) {
        const results = Array.from({ length: 20 }, (_, i) => `${operator}~${i}`);
        story.see(sittingOf({ ...lookup, subject: operator, results }, UNEXPLAINED), emptyScene());
        continue;
      }
      const root = story.state.roots.get(operator)?.[0];
      const begun = root?.run !== undefined;
      const before = root?.nats ?? 0;
      const linked = random.chance(1 / 7);
      const subject = linked ? `${operator}~${random.below(20)}` : `${operator}/${day}`;
      const sitting = sittingOf({ ...lookup, subject }, UNEXPLAINED);
      story.see(sitting, emptyScene());
      if (!counts(lookup.at)) continue;
      (begun ? later : first).push(Math.exp((root?.nats ?? 0) - before));
    }
  }
  return { first, later };
}

describe("E[L | past] ≤ 1 for each story under its own null", () => {
  const [fixation, cloak, chain, pursuit] = [fixations(), cloaks(), chains(), pursuits()];

  it("fixation: what kind of look-up a run begins with", () => {
    expectFair(fixation.openings);
  });

  it("fixation: whether, when, how explained and how often within a shift a run comes back", () => {
    expectFair(fixation.returns);
  });

  it("ring: whether, when and by whom a subject is looked at again", () => {
    expectFair(rings());
  });

  it("case laundering: whether, when and with which subject an operator comes back to a case", () => {
    expectFair(cloak.returns);
  });

  it("case laundering: who comes to a case from outside", () => {
    expectFair(cloak.openings);
  });

  it("pursuit: when a second record system is used, if ever", () => {
    expectFair(pursuit.second);
  });

  it("pursuit: whether the next sitting goes to a further record system", () => {
    expectFair(pursuit.further);
  });

  it("linked pair: whether a return to the one subject is one to the other too", () => {
    expectFair(pairs());
  });

  it("contact chaining: whether the first look-up at a contact is the next one", () => {
    expectFair(chain.first);
  });

  it("contact chaining: whether the next look-up is at a contact, once one was", () => {
    expectFair(chain.later);
  });
});
