import type { Agency, Operator } from "../agency/operators.ts";
import { type Clock, HOUR, onDuty, type Shift, shiftOn } from "../agency/roster.ts";
import type { City } from "../city/city.ts";
import type { SystemName } from "../event.ts";
import type { RandomStream } from "../random/stream.ts";
import type { Draft } from "../world/draft.ts";

/** Where one agency works. */
export interface Desk {
  readonly agency: Agency;
  readonly city: City;
  readonly clock: Clock;
  readonly systems: ReadonlySet<SystemName>;
  /** Source names by system: one log a system and agency. */
  readonly sources: Readonly<Record<SystemName, string>>;
}

/** Something that makes look-ups day by day. Local days, each asked for once, in order. */
export interface Work {
  /** Look-ups that begin on this local day, in no order. In the warm-up `into` is undefined: only schedules move on. */
  work(day: number, into: Draft[] | undefined): void;
}

/** A time in the operator's shift, or by day where he does not work: overtime. */
export function timeInShift(desk: Desk, operator: Operator, day: number, random: RandomStream): number {
  const shift: Shift | undefined = shiftOn(operator.work, desk.clock, day);
  if (shift === undefined) return desk.clock.midnight(day) + random.between(8, 20) * HOUR;
  return random.between(shift.from, shift.to - HOUR / 2);
}

/** Somebody of these on duty now, by activity where `among` is the whole agency. Undefined where nobody was met. */
export function someoneOnDuty(
  desk: Desk,
  at: number,
  random: RandomStream,
  accept: (operator: Operator) => boolean,
): Operator | undefined {
  const { operators, byActivity } = desk.agency;
  for (let attempt = 0; attempt < 60; attempt++) {
    const operator = operators[byActivity.draw(random)]!;
    if (accept(operator) && onDuty(operator.work, desk.clock, at)) return operator;
  }
  return undefined;
}
