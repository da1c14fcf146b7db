import type { AccessEvent, System } from "../model/index.ts";
import { at, inOrder, lookUp } from "./lookups.fixture.ts";
import { Random } from "./random.fixture.ts";
import { MINUTE } from "./run.ts";

interface Case {
  readonly name: string;
  readonly team: readonly number[];
  readonly subjects: readonly string[];
  readonly from: number;
  readonly to: number;
}

interface Operator {
  readonly id: string;
  readonly unit: number;
  /** Sittings a working day. */
  readonly pace: number;
  readonly startsAt: number;
  readonly freeFrom: number;
  address: string;
  /** Subjects of this operator's own, latest last. */
  readonly recent: { subject: string; day: number }[];
}

const UNITS = 6;
const REASONS = ["investigation", "traffic stop", "stolen vehicle", "welfare check", "wanted person", ""];
const CRIMES = ["robbery", "burglary", "homicide", "fraud"];
const SYSTEMS: readonly System[] = ["plates", "plates", "calls", "plates", "location", "finance"];

/** Id of the nth operator of `honestWork`. */
export function colleague(n: number): string {
  return `op-${n}`;
}

/** The nth operator and the unit they belong to, as a look-up names them. */
export function by(n: number): { operator: string; unit: string } {
  return { operator: colleague(n), unit: `unit-${n % UNITS}` };
}

/**
 * Honest work of a detective bureau: six units, shifts with days off, heavy-tailed activity, cases with a team and
 * repeats, one-off look-ups, interests that last a few days, incidents that make one subject popular, desks that
 * change, call records that return contacts and hubs.
 */
export function honestWork(
  seed: number,
  { operators = 60, days = 60, incidents: often = 0.04 } = {},
): AccessEvent[] {
  const random = new Random(seed);
  const staff = Array.from({ length: operators }, (_, n) => hire(random, n));
  const cases = casesOf(random, staff, days);
  const incidents = Array.from({ length: Math.ceil(days / 9) }, (_, n) => ({
    subject: `incident-${n}`,
    from: random.below(days),
  }));
  const events: AccessEvent[] = [];
  let fresh = 0;
  for (let day = 0; day < days; day++) {
    for (const [n, operator] of staff.entries()) {
      if ((day + operator.freeFrom) % 7 < 2) continue;
      if (random.chance(0.01)) operator.address = `10.0.${operator.unit}.${100 + random.below(100)}`;
      const open = cases.filter(({ from, to, team }) => from <= day && day <= to && team.includes(n));
      const incident = incidents.find(({ from }) => from <= day && day < from + 3);
      for (let left = random.poisson(operator.pace); left > 0; left--) {
        const time = at(day, operator.startsAt) + random.below(8 * 60) * MINUTE;
        let purpose: { case?: string; reason?: string } = {};
        let subject: string;
        const kind = random.weighted([open.length > 0 ? 0.5 : 0, 0.1, incident ? often : 0, 0.4]);
        const own = operator.recent.filter((known) => day - known.day < 12);
        if (kind === 0) {
          const work = random.pick(open);
          subject = random.pick(work.subjects);
          const way = random.weighted([0.5, 0.35, 0.15]);
          if (way === 0) purpose = { case: work.name, reason: random.pick(CRIMES) };
          else purpose = { reason: way === 1 ? `${work.name} ${random.pick(CRIMES)}` : random.pick(CRIMES) };
        } else if (kind === 1 && own.length > 0) {
          subject = random.pick(own).subject;
          purpose = { reason: random.pick(REASONS) };
        } else if (kind === 2 && incident) {
          subject = incident.subject;
          purpose = { reason: random.pick(REASONS) };
        } else {
          subject = `one-off-${fresh++}`;
          operator.recent.push({ subject, day });
          if (operator.recent.length > 12) operator.recent.shift();
          purpose = random.chance(0.25) ? { case: `25-${60_000 + fresh}` } : { reason: random.pick(REASONS) };
        }
        if (purpose.reason === "") purpose = {};
        const system = random.chance(0.85) ? (SYSTEMS[operator.unit] as System) : random.pick(SYSTEMS);
        const { address } = operator;
        let minute = 0;
        for (let rows = 1 + random.poisson(0.5); rows > 0; rows--) {
          events.push(
            lookUp({
              operator: operator.id,
              unit: `unit-${operator.unit}`,
              subject,
              at: time + minute * MINUTE + random.below(MINUTE),
              system,
              address,
              ...purpose,
              ...(system === "calls" && { results: contactsOf(subject) }),
            }),
          );
          minute += 1 + random.below(8);
        }
      }
    }
  }
  return inOrder(events);
}

function hire(random: Random, n: number): Operator {
  const unit = n % UNITS;
  return {
    id: colleague(n),
    unit,
    pace: 4 * Math.exp(0.5 * random.normal()),
    startsAt: random.pick([7, 8, 9, unit === 5 ? 15 : 8]),
    freeFrom: random.below(7),
    address: `10.0.${unit}.${n}`,
    recent: [],
  };
}

function casesOf(random: Random, staff: readonly Operator[], days: number): Case[] {
  const cases: Case[] = [];
  for (let day = -10; day < days; day++) {
    for (let unit = 0; unit < UNITS; unit++) {
      for (let left = random.poisson(0.4); left > 0; left--) {
        const colleagues = staff.flatMap((operator, n) => (operator.unit === unit ? [n] : []));
        const name = `25-${10_000 + cases.length}`;
        cases.push({
          name,
          team: Array.from({ length: 2 + random.below(3) }, () => random.pick(colleagues)),
          subjects: Array.from({ length: 2 + random.below(5) }, (_, i) => `${name}/${i}`),
          from: day,
          to: day + 3 + Math.floor(9 * random.exponential()),
        });
      }
    }
  }
  return cases;
}

/** Who a phone talks to: people of its own, and a hub that everybody calls. Subjects of a case know each other. */
function contactsOf(subject: string): string[] {
  const contacts = [`${subject}~a`, `${subject}~b`, `${subject}~c`, `hub-${subject.length % 4}`];
  const group = /^(25-\d+)\/(\d)$/.exec(subject);
  if (group) contacts.push(`${group[1]}/${(Number(group[2]) + 1) % 4}`);
  return contacts;
}
