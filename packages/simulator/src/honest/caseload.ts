import type { Agency, Operator } from "../agency/operators.ts";
import { type Clock, DAY, HOUR, nextWorkday, onDuty, shiftOn } from "../agency/roster.ts";
import type { Identities } from "../city/identities.ts";
import type { PurposeJson, SubjectJson } from "../event.ts";
import { AGENCY, CASE_KINDS, CITY, ENGAGEMENT } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import { QuantileTable, WeightTable } from "../random/tables.ts";
import { Calendar } from "../world/calendar.ts";
import type { Draft } from "../world/draft.ts";
import { CaseNumbers, type CaseFile } from "./case-file.ts";
import { Engagement } from "./engagement.ts";
import type { CaseKind } from "./reasons.ts";

const COMPANY = new WeightTable(ENGAGEMENT.companyWeights);
const LAG = new QuantileTable(ENGAGEMENT.companyLagHours);
const LOOKUPS = new WeightTable(ENGAGEMENT.lookupsInSitting);
const LOOKUP_GAP = new QuantileTable(ENGAGEMENT.lookupGapSeconds);
const SITTING_GAP = new QuantileTable(ENGAGEMENT.sittingGapHours);
const KINDS = Object.keys(CASE_KINDS.weights) as readonly CaseKind[];
const KIND_TABLE = new WeightTable(Object.values(CASE_KINDS.weights));
/** Local hours 0-23 of look-ups. audit-6. */
const HOURS = new WeightTable([
  925, 445, 249, 249, 106, 191, 279, 663, 881, 685, 839, 818, 958, 1407, 1664, 1527, 985, 776, 669, 1081,
  1020, 664, 863, 708,
]);
const RECENT = 200;

interface Visit {
  readonly engagement: Engagement;
  /** Set for the first visit, whose time the case decides; later ones fall into the operator's shift. */
  readonly at: number | undefined;
}

/** The honest work of one agency: opens cases day by day and writes down the look-ups that they cause. */
export class Caseload {
  readonly #agency: Agency;
  readonly #clock: Clock;
  readonly #identities: Identities;
  readonly #random: RandomStream;
  readonly #people: number;
  readonly #numbers = new CaseNumbers();
  readonly #calendar = new Calendar<Visit>();
  readonly #recent: CaseFile[] = [];
  #cases = 0;

  constructor(agency: Agency, clock: Clock, identities: Identities, people: number, random: RandomStream) {
    this.#agency = agency;
    this.#clock = clock;
    this.#identities = identities;
    this.#people = people;
    this.#random = random;
  }

  /** Cases opened lately, oldest first. */
  get recentCases(): readonly CaseFile[] {
    return this.#recent;
  }

  openCases(day: number): void {
    const random = this.#random.fork("day", day);
    const mean = this.#agency.operators.length * ENGAGEMENT.casesPerOperatorDay;
    for (let count = random.poisson(mean); count > 0; count--)
      this.#open(day, this.#random.fork("case", this.#cases++));
  }

  /** Look-ups that begin on this local day, in no order. In the warm-up pass `undefined`: only the schedule moves on. */
  work(day: number, into: Draft[] | undefined): void {
    for (const { engagement, at } of this.#calendar.take(day)) {
      const shift = shiftOn(engagement.operator.work, this.#clock, day);
      const sittings = engagement.beginDay(day);
      if (into !== undefined) {
        const begin = at ?? this.#timeIn(shift, day, engagement.random);
        this.#sit(engagement, begin, sittings, into);
      }
      const gap = engagement.nextGap();
      if (gap === undefined) continue;
      const next = nextWorkday(engagement.operator.work, day + gap);
      if (next !== undefined && next <= this.#clock.days)
        this.#calendar.add(next, { engagement, at: undefined });
    }
  }

  #timeIn(shift: { from: number; to: number } | undefined, day: number, random: RandomStream): number {
    if (shift === undefined) return this.#clock.midnight(day) + random.between(8, 20) * HOUR;
    return random.between(shift.from, shift.to - HOUR / 2);
  }

  #open(day: number, random: RandomStream): void {
    const kind = KINDS[KIND_TABLE.draw(random)]!;
    const opened = this.#clock.midnight(day) + (HOURS.draw(random) + random.next()) * HOUR;
    const subjects: number[] = [];
    do {
      const earlier =
        this.#recent.length > 0 && random.chance(ENGAGEMENT.revisitSubject)
          ? random.pick(this.#recent)
          : undefined;
      subjects.push(earlier === undefined ? random.below(this.#people) : random.pick(earlier.subjects));
    } while (
      subjects.length < 6 &&
      random.chance(ENGAGEMENT.furtherSubjects / (1 + ENGAGEMENT.furtherSubjects))
    );
    const file: CaseFile = {
      number: this.#numbers.next(opened, 1 + random.below(9)),
      agency: this.#agency.index,
      kind,
      opened,
      subjects,
    };
    this.#recent.push(file);
    if (this.#recent.length > RECENT) this.#recent.shift();
    for (const [ordinal, person] of subjects.entries())
      this.#engage(file, person, opened + ordinal * 90_000, random);
  }

  /** The operators who take an interest in one subject of a case. */
  #engage(file: CaseFile, person: number, opened: number, random: RandomStream): void {
    const identifiers: readonly SubjectJson[] = [this.#identities.plate(person)];
    let company = 1 + COMPANY.draw(random);
    if (file.kind === "major") company = Math.max(company, CASE_KINDS.majorCompany);
    const chosen: Operator[] = [];
    let at = opened;
    for (let member = 0; member < company; member++) {
      if (member > 0) at += LAG.draw(random) * HOUR;
      const day = this.#clock.dayOf(at);
      if (day > this.#clock.days) break;
      const operator = this.#choose(chosen, at, random);
      if (operator === undefined) continue;
      chosen.push(operator);
      const own = random.fork("engagement", person * 32 + member);
      const engagement = new Engagement(operator, file, "plates", person, identifiers, company, own);
      this.#calendar.add(day, { engagement, at });
    }
  }

  /** Somebody on duty by activity; colleagues of the first one come before others. After twelve tries anybody: overtime. */
  #choose(chosen: readonly Operator[], at: number, random: RandomStream): Operator | undefined {
    const { operators, byActivity } = this.#agency;
    const unit = chosen.length > 0 && random.chance(AGENCY.sameUnit) ? chosen[0]!.unit : undefined;
    const day = this.#clock.dayOf(at);
    for (let attempt = 0; attempt < 40; attempt++) {
      const operator = operators[byActivity.draw(random)]!;
      if (day < operator.work.joined || day > operator.work.left || chosen.includes(operator)) continue;
      if (unit !== undefined && attempt < 12 && operator.unit !== unit) continue;
      if (attempt < 30 && !onDuty(operator.work, this.#clock, at)) continue;
      return operator;
    }
    return undefined;
  }

  #sit(engagement: Engagement, begin: number, sittings: number, into: Draft[]): void {
    const { random } = engagement;
    const last = this.#clock.midnight(this.#clock.dayOf(begin) + 1) + 10 * HOUR;
    let at = begin;
    for (let sitting = 0; sitting < sittings && at < last; sitting++) {
      const purpose = engagement.purpose();
      at = this.#describe(engagement, at, purpose, into);
      for (let lookups = 1 + LOOKUPS.draw(random); ; lookups--) {
        into.push(this.#lookup(engagement, at, purpose, engagement.subjects, random.below(40)));
        if (lookups <= 1) break;
        at += Math.ceil(LOOKUP_GAP.draw(random) * 1000);
      }
      at += Math.ceil(SITTING_GAP.draw(random) * HOUR);
    }
  }

  /** Searches by description come before the plate is known, a few seconds to minutes apart. */
  #describe(engagement: Engagement, begin: number, purpose: PurposeJson | undefined, into: Draft[]): number {
    const { random } = engagement;
    let at = begin;
    for (let count = random.poisson(ENGAGEMENT.descriptionSearches); count > 0; count--) {
      into.push(this.#lookup(engagement, at, purpose, undefined, random.below(300)));
      at += Math.ceil(Math.min(600, LOOKUP_GAP.draw(random)) * 1000);
    }
    return at;
  }

  #lookup(
    engagement: Engagement,
    at: number,
    purpose: PurposeJson | undefined,
    subjects: readonly SubjectJson[] | undefined,
    rows: number,
  ): Draft {
    const { operator } = engagement;
    return {
      at,
      source: `${this.#agency.name}-plates`,
      system: "plates",
      action: "search",
      operator: operator.json,
      session: operator.session,
      subjects,
      purpose,
      query:
        subjects === undefined
          ? { kind: "search", filters: describeVehicle(engagement.person) }
          : { kind: "lookup" },
      window: { from: at - 30 * DAY, to: at },
      result: { rows },
    };
  }
}

const COLOURS = ["white", "black", "silver_grey", "red", "blue", "green"];
const MAKES = ["ford", "chevrolet", "toyota", "honda", "nissan", "dodge", "bmw", "kia"];

export function describeVehicle(person: number): string {
  return `${COLOURS[person % COLOURS.length]} ${MAKES[(person >> 3) % MAKES.length]}`;
}

export function peopleOf(operators: number): number {
  return Math.max(CITY.leastPeople, operators * CITY.peoplePerOperator);
}
