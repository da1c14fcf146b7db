import type { OperatorJson, SessionJson } from "../event.ts";
import { AGENCY, PURPOSE } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import { WeightTable } from "../random/tables.ts";
import type { WorkPattern } from "./roster.ts";

type Role = "officer" | "detective" | "analyst" | "camera-operator" | "supervisor" | "administrator";

interface Unit {
  readonly id: string;
  readonly agency: number;
  /** Added to the log odds of working without a case number. */
  readonly sloppiness: number;
}

interface Habits {
  /** Added to the log odds of working without a case number; unit and person together. */
  readonly sloppiness: number;
  /** Chance that a documented piece of work uses the case field rather than the reason. */
  readonly caseField: number;
  /** Draws the operator's own few reasons. */
  readonly words: RandomStream;
}

export interface Operator {
  readonly index: number;
  readonly agency: number;
  readonly role: Role;
  readonly activity: number;
  readonly work: WorkPattern;
  /** These change in a reorganisation. */
  unit: Unit;
  habits: Habits;
  json: OperatorJson;
  readonly client: string;
  /** First three bytes of the unit's addresses. */
  readonly subnet: string;
  /** The session of the day last asked for: `seatOn` keeps it. */
  seat: { readonly day: number; readonly session: SessionJson } | undefined;
}

/** Units of an agency: share of operators, shift, role. assumed. */
const UNITS: readonly {
  name: string;
  share: number;
  role: Role;
  start: readonly number[];
  hours: number;
  on: number;
  off: number;
}[] = [
  { name: "patrol-days", share: 0.2, role: "officer", start: [7], hours: 8.5, on: 4, off: 2 },
  { name: "patrol-evenings", share: 0.22, role: "officer", start: [15], hours: 8.5, on: 4, off: 2 },
  { name: "patrol-nights", share: 0.15, role: "officer", start: [23], hours: 8.5, on: 4, off: 2 },
  { name: "investigations", share: 0.17, role: "detective", start: [8, 9], hours: 9, on: 5, off: 2 },
  { name: "street-crimes", share: 0.08, role: "detective", start: [13, 15], hours: 10, on: 4, off: 3 },
  { name: "traffic", share: 0.07, role: "officer", start: [6, 14], hours: 8.5, on: 5, off: 2 },
  {
    name: "real-time-centre",
    share: 0.07,
    role: "camera-operator",
    start: [7, 15, 23],
    hours: 8,
    on: 4,
    off: 2,
  },
  { name: "records", share: 0.04, role: "analyst", start: [8], hours: 8.5, on: 5, off: 2 },
];

export interface Agency {
  readonly index: number;
  readonly name: string;
  readonly units: readonly Unit[];
  /** In order of their numbers, which begin with `first`. */
  readonly operators: readonly Operator[];
  readonly first: number;
  readonly byActivity: WeightTable;
}

/** Some of an agency's operators change unit and habits. Returns how many. */
export function reorganise(agency: Agency, share: number, random: RandomStream): number {
  let moved = 0;
  for (const operator of agency.operators) {
    if (!random.chance(share)) continue;
    const unit = random.pick(agency.units);
    if (unit === operator.unit) continue;
    operator.unit = unit;
    operator.json = { ...operator.json, unit: unit.id };
    operator.habits = makeHabits(unit, random.fork("habits", operator.index));
    moved++;
  }
  return moved;
}

/** All agencies of a world. Memory grows with operators, never with events. */
export function makeAgencies(
  operators: number,
  days: number,
  activitySpread: number,
  random: RandomStream,
): Agency[] {
  const count = Math.max(1, Math.round(operators / AGENCY.size));
  const agencies: Agency[] = [];
  for (let index = 0, first = 0; index < count; index++) {
    const last = Math.floor((operators * (index + 1)) / count);
    agencies.push(makeAgency(index, first, last, days, activitySpread, random.fork("agency", index)));
    first = last;
  }
  return agencies;
}

function makeAgency(
  index: number,
  first: number,
  last: number,
  days: number,
  activitySpread: number,
  random: RandomStream,
): Agency {
  const name = `city-${nameOf(index)}`;
  const units = UNITS.map((unit) => ({
    id: `${name}/${unit.name}`,
    agency: index,
    sloppiness: PURPOSE.unitSpread * random.normal(),
  }));
  const operators: Operator[] = [];
  let placed = 0;
  let share = 0;
  for (const [ordinal, template] of UNITS.entries()) {
    share += template.share;
    const until = ordinal === UNITS.length - 1 ? last - first : Math.round((last - first) * share);
    for (let member = 0; placed < until; placed++, member++) {
      const own = random.fork("operator", placed);
      const unit = units[ordinal]!;
      const role =
        member === 0
          ? "supervisor"
          : template.name === "records" && member === 1
            ? "administrator"
            : template.role;
      const number = first + placed;
      const turnover = (AGENCY.turnover * days) / 365;
      operators.push({
        index: number,
        agency: index,
        unit,
        role,
        activity: own.logNormal(1, activitySpread),
        work: {
          start: own.pick(template.start),
          hours: template.hours,
          on: template.on,
          off: template.off,
          offset: own.below(template.on + template.off),
          joined: own.chance(turnover) ? own.below(days) : -1_000,
          left: own.chance(turnover) ? own.below(days) : 1_000_000,
          random: own.fork("roster"),
        },
        habits: makeHabits(unit, own.fork("habits")),
        json: { id: `op-${String(number + 1).padStart(5, "0")}`, unit: unit.id, role },
        client: own.pick(["web", "web", "web", "desktop"]),
        subnet: `10.${index % 250}.${ordinal + 1}`,
        seat: undefined,
      });
    }
  }
  return {
    index,
    name,
    units,
    operators,
    first,
    byActivity: new WeightTable(operators.map((each) => each.activity)),
  };
}

function makeHabits(unit: Unit, random: RandomStream): Habits {
  return {
    sloppiness: unit.sloppiness + PURPOSE.operatorSpread * random.normal(),
    caseField: logistic(logit(PURPOSE.caseFieldOfDocumented) + 1.5 * random.normal()),
    words: random.fork("words"),
  };
}

export function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}

export function logistic(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

/** a … z, aa, ab, … */
function nameOf(index: number): string {
  const letter = String.fromCodePoint(97 + (index % 26));
  return index < 26 ? letter : nameOf(Math.floor(index / 26) - 1) + letter;
}
