import { DAY, HOUR } from "../agency/roster.ts";
import { ACTION_OF } from "../honest/lookups.ts";
import type { SystemName } from "../event.ts";
import { CAMPAIGNS, ENGAGEMENT } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import { QuantileTable, WeightTable } from "../random/tables.ts";
import type { CampaignLookup, CampaignShape } from "./shape.ts";
import type { Stage, StageOperator, Victim } from "./stage.ts";

const LOOKUPS = new WeightTable(ENGAGEMENT.lookupsInSitting.slice(0, 12));
const LOOKUP_GAP = new QuantileTable(ENGAGEMENT.lookupGapSeconds);
/** Shifts a week that an operator works: four on, two off or five on, two off, less leave. Follows from the rosters. */
const SHIFTS_A_WEEK = 4.3;
/** Sittings on one day begin at least so far apart, so that they do not merge into one. */
const APART = 75 * 60_000;

/** A time in the operator's own shift, or undefined on a day off. */
export function inShift(
  stage: Stage,
  operator: StageOperator,
  day: number,
  random: RandomStream,
): number | undefined {
  const shift = stage.shift(operator, day);
  return shift === undefined
    ? undefined
    : random.between(shift.from, Math.max(shift.from + 60_000, shift.to - HOUR / 2));
}

/** A time on this local day when the operator is off. */
export function offShift(stage: Stage, operator: StageOperator, day: number, random: RandomStream): number {
  const shift = stage.shift(operator, day);
  for (let attempt = 0; attempt < 20; attempt++) {
    const at = stage.clock.midnight(day) + random.next() * DAY;
    if (shift === undefined || at < shift.from || at > shift.to) return at;
  }
  return stage.clock.midnight(day) + HOUR / 2;
}

/** Times at which sittings begin on this day, for so many a week, of which a share falls outside the shift. */
export function sittingTimes(
  stage: Stage,
  operator: StageOperator,
  day: number,
  perWeek: number,
  offShare: number,
  random: RandomStream,
): number[] {
  const times: number[] = [];
  const onShift = inShift(stage, operator, day, random);
  if (onShift !== undefined) {
    const count = random.poisson((perWeek * (1 - offShare)) / SHIFTS_A_WEEK);
    for (let i = 0; i < count; i++) times.push(onShift + i * (APART + random.next() * HOUR));
  }
  if (offShare > 0 && random.chance((perWeek * offShare) / 7))
    times.push(offShift(stage, operator, day, random));
  return times;
}

/** One sitting written as honest ones are: a few look-ups some seconds or minutes apart. */
export function sitting(
  lookup: CampaignLookup,
  random: RandomStream,
  lookups: number = 1 + LOOKUPS.draw(random),
): CampaignLookup[] {
  const all: CampaignLookup[] = [];
  let at = lookup.at;
  for (let i = 0; i < lookups; i++) {
    all.push({ ...lookup, at });
    at += Math.ceil(LOOKUP_GAP.draw(random) * 1000);
  }
  return all;
}

/** The fields that ask a system for this person. */
export function askFor(
  system: SystemName,
  victim: Victim,
): Pick<CampaignLookup, "system" | "action" | "subject" | "kind"> {
  return {
    system,
    action: ACTION_OF[system],
    subject: victim.identifier(system),
    kind: system === "plates" ? "lookup" : undefined,
  };
}

/** The first of these systems that this world has. */
export function systemOf(stage: Stage, wanted: readonly SystemName[]): SystemName {
  const system = wanted.find((name) => stage.systems.has(name));
  if (system === undefined) throw new RangeError(`this world has none of ${wanted.join(", ")}`);
  return system;
}

/** The last local day of a campaign of so many days, which ends with the world. */
export function lastDay(stage: Stage, first: number, days: number): number {
  return Math.min(stage.clock.days - 1, first + Math.round(days));
}

/** A random first day that leaves a detector time to learn, and the campaign time to show. */
export function firstDay(stage: Stage, shape: CampaignShape, random: RandomStream): number {
  const latest = shape.latestStart ?? CAMPAIGNS.latestStart;
  return Math.floor(stage.clock.days * random.between(CAMPAIGNS.earliestStart, latest));
}
