import { DAY, HOUR, type Shift } from "../agency/roster.ts";
import { CAMPAIGNS, ENGAGEMENT } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import { QuantileTable, WeightTable } from "../random/tables.ts";
import type { CampaignLookup } from "./shape.ts";
import type { Stage, StageOperator } from "./stage.ts";

const LOOKUPS = new WeightTable(ENGAGEMENT.lookupsInSitting.slice(0, 12));
const LOOKUP_GAP = new QuantileTable(ENGAGEMENT.lookupGapSeconds);

/** A time in the operator's own shift, or undefined on a day off. */
export function inShift(
  stage: Stage,
  operator: StageOperator,
  day: number,
  random: RandomStream,
): number | undefined {
  const shift = stage.shift(operator, day);
  return shift === undefined ? undefined : within(shift, random);
}

/** A time on this local day when the operator is off: evening or night where he works by day, and the other way round. */
export function offShift(stage: Stage, operator: StageOperator, day: number, random: RandomStream): number {
  const shift = stage.shift(operator, day);
  for (let attempt = 0; attempt < 20; attempt++) {
    const at = stage.clock.midnight(day) + random.next() * DAY;
    if (shift === undefined || at < shift.from || at > shift.to) return at;
  }
  return stage.clock.midnight(day) + HOUR / 2;
}

export function within(shift: Shift, random: RandomStream): number {
  return random.between(shift.from, shift.to - HOUR / 2);
}

/** One sitting written as honest ones are: a few look-ups some seconds or minutes apart. */
export function sitting(
  lookup: CampaignLookup,
  random: RandomStream,
  lookups = 1 + LOOKUPS.draw(random),
): CampaignLookup[] {
  const all: CampaignLookup[] = [];
  let at = lookup.at;
  for (let i = 0; i < lookups; i++) {
    all.push({ ...lookup, at });
    at += Math.ceil(LOOKUP_GAP.draw(random) * 1000);
  }
  return all;
}

/** A length in days that ends with the world. */
export function lastDay(stage: Stage, first: number, days: number): number {
  return Math.min(stage.clock.days - 1, first + Math.round(days));
}

/** A random first day that leaves a detector time to learn, and the campaign time to show. */
export function firstDay(stage: Stage, random: RandomStream): number {
  return Math.floor(stage.clock.days * random.between(CAMPAIGNS.earliestStart, CAMPAIGNS.latestStart));
}
