import { describe, expect, it } from "vitest";
import { CLASSES, OTHERS_CASE, OWN_CASE, UNEXPLAINED } from "./explanation.ts";
import { ContactChaining } from "./contact-chaining.ts";
import { Fixation } from "./fixation.ts";
import { CaseLaundering } from "./laundering.ts";
import { LinkedPair } from "./linked-pair.ts";
import { START } from "./lookups.fixture.ts";
import { OffHours } from "./off-hours.ts";
import { PursuitOverSystems } from "./pursuit-over-systems.ts";
import { meanOf, Random } from "./random.fixture.ts";
import { RingStory } from "./ring.ts";
import { DAY, HOUR, MINUTE, openRun, type Run } from "./run.ts";
import { Agenda, emptyScene, sittingOf } from "./sitting.fixture.ts";

const DAYS = 360;
/** Chances are counted between these days: the rates are learnt, and what comes back has had the time to. */
const FROM = 200;
const TO = 310;
const LEARNT = START + FROM * DAY;
const DECIDED = START + TO * DAY;
const GAPS_IN_DAYS = [1, 2, 5, 14, 35];

/** Mean of the bets may exceed 1 by what chance explains, and by `slack` for the error of learnt rates. */
function expectFair(bets: readonly number[], slack = 0.03): void {
  const { mean, error } = meanOf(bets);
  console.log(mean.toFixed(3), error.toFixed(3), bets.length);
  expect(bets.length).toBeGreaterThan(1000);
  expect(mean - 3 * error).toBeLessThanOrEqual(1 + slack);
}

describe("E[L | past] ≤ 1 under honest work that is stationary", () => {
  // A run that never comes back settles no bet, but it was a chance to: it counts with L = 0. What the story predicts
  // over all ways of coming back must not add up to more than 1.
  it("fixation: opening, returns and repeats", () => {
    const random = new Random(11);
    const story = new Fixation();
    const agenda = new Agenda<{ name: string; occasion: boolean; explanation: number; n: number }>();
    const chances = new Map<string, { score: number; time: number }>();
    const openings: number[] = [];
    const bets: number[] = [];
    let runs = 0;
    for (let day = 0; day < DAYS; day++) {
      for (let i = 0; i < 40; i++) {
        const explanation = random.weighted([0.3, 0.2, 0.05, 0.02, 0.1, 0.25, 0.06, 0.02]);
        agenda.add(START + day * DAY + 8 * HOUR + random.below(9 * 60) * MINUTE, {
          name: `s${runs++}`,
          occasion: true,
          explanation,
          n: 0,
        });
      }
    }
    agenda.run((time, { name, occasion, explanation, n }) => {
      const operator = `op-${Number(name.slice(1)) % 50}`;
      const sitting = sittingOf({ operator, unit: "u", subject: name, at: time }, explanation);
      sitting.nats = 0;
      story.see(sitting, emptyScene());
      const { score } = sitting.pursuit as Run;
      if (!occasion) return;
      const chance = chances.get(name);
      if (chance !== undefined) {
        if (chance.time >= LEARNT && chance.time < DECIDED) bets.push(Math.exp(score - chance.score));
        chances.delete(name);
      } else if (time >= LEARNT) openings.push(Math.exp(score));
      chances.set(name, { score, time });
      if (random.chance(0.3)) agenda.add(time + 2 * HOUR, { name, occasion: false, explanation, n });
      if (!random.chance(0.25 + 0.1 * Math.min(n, 4))) return;
      const gap =
        (GAPS_IN_DAYS[random.weighted([0.5, 0.2, 0.15, 0.1, 0.05])] as number) * DAY +
        random.below(60) * MINUTE;
      const next = random.chance(0.8) ? sitting.explanation : random.below(CLASSES);
      agenda.add(time + gap, { name, occasion: true, explanation: next, n: n + 1 });
    });
    for (const { time } of chances.values()) if (time >= LEARNT && time < DECIDED) bets.push(0);
    expectFair(openings);
    expectFair(bets);
  });

  it("ring: sittings of one subject by anybody", () => {
    const random = new Random(12);
    const story = new RingStory();
    const agenda = new Agenda<{ name: string; operators: number[]; by: number; n: number }>();
    const chances = new Map<string, number>();
    const bets: number[] = [];
    let runs = 0;
    for (let day = 0; day < DAYS; day++) {
      for (let i = 0; i < 40; i++) {
        agenda.add(START + day * DAY + 8 * HOUR + random.below(9 * 60) * MINUTE, {
          name: `s${runs++}`,
          operators: [],
          by: 0,
          n: 0,
        });
      }
    }
    agenda.run((time, { name, operators, by, n }) => {
      const sitting = sittingOf({ operator: `op-${by}`, unit: "u", subject: name, at: time }, UNEXPLAINED);
      story.see(sitting, emptyScene());
      const chance = chances.get(name);
      if (chance !== undefined && chance >= LEARNT && chance < DECIDED) bets.push(Math.exp(sitting.nats));
      chances.delete(name);
      chances.set(name, time);
      if (!operators.includes(by)) operators.push(by);
      if (!random.chance(0.35 + 0.08 * Math.min(n, 4))) return;
      const gap =
        (GAPS_IN_DAYS[random.weighted([0.5, 0.2, 0.15, 0.1, 0.05])] as number) * DAY +
        random.below(60) * MINUTE;
      agenda.add(time + gap, {
        name,
        operators,
        by: random.chance(0.6) ? random.pick(operators) : random.below(60),
        n: n + 1,
      });
    });
    for (const time of chances.values()) if (time >= LEARNT && time < DECIDED) bets.push(0);
    expectFair(bets);
  });

  it("case laundering: subjects of one operator's own under a case", () => {
    const random = new Random(13);
    const story = new CaseLaundering();
    const agenda = new Agenda<{
      name: string;
      own: string[];
      subject: string;
      outsider: boolean;
      n: number;
    }>();
    const chances = new Map<string, number>();
    const bets: number[] = [];
    const openings: number[] = [];
    let runs = 0;
    for (let day = 0; day < DAYS; day++) {
      for (let i = 0; i < 40; i++) {
        const name = `25-${100_000 + runs++}`;
        agenda.add(START + day * DAY + 8 * HOUR + random.below(9 * 60) * MINUTE, {
          name,
          own: [],
          subject: `${name}/0`,
          outsider: random.chance(0.1),
          n: 0,
        });
      }
    }
    agenda.run((time, { name, own, subject, outsider, n }) => {
      const operator = `op-${Number(name.slice(3)) % 50}`;
      const sitting = sittingOf(
        { operator, unit: "u", subject, case: name, at: time },
        outsider ? OTHERS_CASE : OWN_CASE,
      );
      story.see(sitting, emptyScene());
      if (n === 0 && time >= LEARNT)
        openings.push(Math.exp(story.state.cases.get(operator)?.get(name)?.run.score ?? 0));
      const chance = chances.get(name);
      if (chance !== undefined && chance >= LEARNT && chance < DECIDED) bets.push(Math.exp(sitting.nats));
      chances.set(name, time);
      if (!own.includes(subject)) own.push(subject);
      if (!random.chance(0.35 + 0.08 * Math.min(n, 4))) {
        return;
      }
      const gap =
        (GAPS_IN_DAYS[random.weighted([0.5, 0.2, 0.15, 0.1, 0.05])] as number) * DAY +
        random.below(60) * MINUTE;
      agenda.add(time + gap, {
        name,
        own,
        subject: random.chance(0.5) ? random.pick(own) : `${name}/${own.length}`,
        outsider,
        n: n + 1,
      });
      chances.set(name, time);
    });
    console.log("laundering");
    for (const [, time] of chances) if (time >= LEARNT && time < DECIDED) bets.push(0);
    expectFair(bets);
    expectFair(openings);
  });

  it("linked pair: company at a return to either", () => {
    const random = new Random(14);
    const story = new LinkedPair();
    const bets: number[] = [];
    for (let day = 0; day < DAYS; day++) {
      for (let i = 0; i < 40; i++) {
        const operator = `op-${i}`;
        const look = (subject: string, time: number): number => {
          const pursuit = openRun("fixation", operator, "u", [subject], time);
          story.see(
            sittingOf({ operator, unit: "u", subject, at: time }, UNEXPLAINED, { pursuit }),
            emptyScene(),
          );
          return (
            story.state.pairs
              .get(operator)
              ?.values()
              .next()
              .value?.find(({ run }) => run.subjects.length === 2)?.company ?? 0
          );
        };
        const cycle = Math.floor(day / 12);
        const [a, b] = [`a-${i}-${cycle}`, `b-${i}-${cycle}`];
        const time = START + day * DAY + 9 * HOUR;
        if (day % 12 === 0) {
          look(a, time);
          look(b, time + HOUR);
          story.state.pairs.get(operator);
          continue;
        }
        const company = (): number =>
          [...(story.state.pairs.get(operator)?.values() ?? [])].flat().find(
            ({ run }) =>
              run.subjects.length === 2 &&
              story.state.pairs
                .get(operator)
                ?.get(sittingOf({ operator, subject: a, at: 0 }, 0).subject as string)
                ?.some((p) => p.run === run),
          )?.company ?? 0;
        if (!random.chance(0.4)) continue;
        const before = company();
        look(a, time);
        if (random.chance(0.3)) look(b, time + HOUR);
        if (day >= FROM) bets.push(Math.exp(company() - before));
      }
    }
    console.log("pair");
    expectFair(bets);
  });

  it("pursuit over systems", () => {
    const random = new Random(15);
    const story = new PursuitOverSystems();
    const bets: number[] = [];
    const systems = ["plates", "calls", "location", "travel", "finance", "cameras"] as const;
    for (let day = 0; day < DAYS; day++) {
      for (let i = 0; i < 40; i++) {
        const operator = `op-${i}`;
        const subject = `s-${i}-${Math.floor(day / 10)}`;
        const at = START + day * DAY + 9 * HOUR;
        const used = story.state.pursuits
          .get(operator)
          ?.get(sittingOf({ operator, subject, at }, 0).subject as string);
        const before = used?.breadth ?? 0;
        const old = used?.systems ?? ["plates"];
        const system = random.chance(0.2)
          ? (systems.find((s) => !old.includes(s)) ?? "plates")
          : random.pick(old);
        story.see(
          sittingOf({ operator, unit: "u", subject, at, system: system as "plates" }, UNEXPLAINED, {
            pursuit: openRun("fixation", operator, "u", [subject], at),
          }),
          emptyScene(),
        );
        if (used !== undefined && day >= FROM) bets.push(Math.exp(used.breadth - before));
      }
      story.forget(START + day * DAY);
    }
    console.log("pursuit");
    expectFair(bets);
  });

  it("contact chaining", () => {
    const random = new Random(16);
    const story = new ContactChaining();
    const first: number[] = [];
    const later: number[] = [];
    for (let day = 0; day < DAYS; day++) {
      for (let i = 0; i < 40; i++) {
        const operator = `op-${i}-${Math.floor(day / 10)}`;
        const at = START + day * DAY + 9 * HOUR;
        if (day % 10 === 0) {
          story.see(
            sittingOf(
              {
                operator,
                unit: "u",
                subject: `root-${operator}`,
                at,
                system: "calls",
                results: Array.from({ length: 20 }, (_, k) => `${operator}~${k}`),
              },
              UNEXPLAINED,
            ),
            emptyScene(),
          );
          continue;
        }
        const root = story.state.roots.get(operator)?.[0];
        const before = root?.run?.score;
        const linked = random.chance(0.15);
        const sitting = sittingOf(
          {
            operator,
            unit: "u",
            subject: linked ? `${operator}~${random.below(20)}` : `x-${operator}-${day}`,
            at,
          },
          UNEXPLAINED,
        );
        story.see(sitting, emptyScene());
        if (day < FROM) continue;
        const L = linked
          ? Math.exp(sitting.nats)
          : before === undefined
            ? 1
            : Math.exp((root?.run?.score ?? 0) - before);
        if (before === undefined) first.push(L);
        else if (before > 1) later.push(L);
      }
    }
    console.log("chain");
    expectFair(first);
    expectFair(later);
  });

  it("off hours", () => {
    for (const early of [0, 1]) {
      const random = new Random(17);
      const story = new OffHours();
      const bets: number[] = [];
      for (let day = 0; day < 200; day++) {
        if (day % 7 > 4) continue;
        for (let i = 0; i < 40; i++) {
          const operator = `op-${i}`;
          let score = story.state.weeks.get(operator)?.score ?? 0;
          if (early) {
            const at = START + day * DAY + 5 * HOUR;
            const sitting = sittingOf({ operator, unit: "u", subject: `e${day}`, at }, 0);
            story.see(sitting, emptyScene());
            const after = story.state.weeks.get(operator)?.score ?? 0;
            if (day > 100) bets.push(Math.exp(after - score));
            score = after;
          }
          for (let k = 0; k < 12; k++) {
            const at = START + day * DAY + 8 * HOUR + k * 40 * MINUTE + random.below(20) * MINUTE;
            story.see(sittingOf({ operator, unit: "u", subject: `e${day}${k}`, at }, 0), emptyScene());
          }
        }
      }
      console.log("hours", early, Math.max(...[...story.state.weeks.values()].map((r) => r.score)));
      if (early) expectFair(bets);
    }
  });
});
