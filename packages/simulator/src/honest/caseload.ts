import type { Operator } from "../agency/operators.ts";
import { HOUR, nextWorkday, onDuty } from "../agency/roster.ts";
import type { PurposeJson, SystemName } from "../event.ts";
import { AGENCY, CASE_KINDS, ENGAGEMENT, RECORDS, STRESS, SYSTEM_WEIGHTS } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import { QuantileTable, WeightTable } from "../random/tables.ts";
import { Calendar } from "../world/calendar.ts";
import type { Draft } from "../world/draft.ts";
import { type CaseFile, CaseNumbers } from "./case-file.ts";
import { type Desk, someoneOnDuty, timeInShift, type Work } from "./desk.ts";
import { Engagement } from "./engagement.ts";
import { describedLookup, subjectLookup } from "./lookups.ts";
import type { CaseKind } from "./reasons.ts";

const COMPANY = new WeightTable(ENGAGEMENT.companyWeights);
const LAG = new QuantileTable(ENGAGEMENT.companyLagHours);
const LOOKUPS = new WeightTable(ENGAGEMENT.lookupsInSitting);
const LOOKUP_GAP = new QuantileTable(ENGAGEMENT.lookupGapSeconds);
const SITTING_GAP = new QuantileTable(ENGAGEMENT.sittingGapHours);
const KINDS = Object.keys(CASE_KINDS.weights) as readonly CaseKind[];
const KIND_TABLE = new WeightTable(Object.values(CASE_KINDS.weights));
const HOURS = new WeightTable(ENGAGEMENT.hourWeights);

/** Cases kept for those who refer to them: campaigns, audits, later cases. */
const RECENT = 200;

interface Visit {
  readonly engagement: Engagement;
  /** Set for the first visit, whose time the case decides; later ones fall into the operator's shift. */
  readonly at: number | undefined;
}

/** The honest work of one agency: opens cases day by day and writes down the look-ups that they cause. */
export class Caseload implements Work {
  readonly #desk: Desk;
  readonly #random: RandomStream;
  readonly #bursts: boolean;
  readonly #numbers = new CaseNumbers();
  readonly #calendar = new Calendar<Visit>();
  readonly #recent: CaseFile[] = [];
  readonly #tables = new Map<string, { systems: readonly SystemName[]; table: WeightTable }>();
  #opened: CaseFile[] = [];
  #cases = 0;

  constructor(desk: Desk, bursts: boolean, random: RandomStream) {
    this.#desk = desk;
    this.#bursts = bursts;
    this.#random = random;
  }

  /** Cases opened lately, oldest first. */
  get recentCases(): readonly CaseFile[] {
    return this.#recent;
  }

  /** Cases opened on the day last worked. */
  get openedToday(): readonly CaseFile[] {
    return this.#opened;
  }

  work(day: number, into: Draft[] | undefined): void {
    this.#opened = [];
    const random = this.#random.fork("day", day);
    const mean = this.#desk.agency.operators.length * ENGAGEMENT.casesPerOperatorDay * this.#burst(day);
    for (let count = random.poisson(mean); count > 0; count--)
      this.#open(day, this.#random.fork("case", this.#cases++));
    for (const visit of this.#calendar.take(day)) this.#visit(visit, day, into);
  }

  #visit({ engagement, at }: Visit, day: number, into: Draft[] | undefined): void {
    const { random } = engagement;
    const sittings = engagement.beginDay(day);
    if (engagement.done > 1 && random.chance(RECORDS.transfer)) this.#transfer(engagement, day, random);
    const operator =
      engagement.done > 1 && random.chance(RECORDS.onCall)
        ? this.#onCall(engagement, day, random)
        : engagement.operator;
    if (into !== undefined) {
      this.#sit(engagement, operator, at ?? timeInShift(this.#desk, operator, day, random), sittings, into);
    }
    const gap = engagement.nextGap();
    if (gap === undefined) return;
    const next = nextWorkday(engagement.operator.work, day + gap);
    if (next !== undefined && next <= this.#desk.clock.days)
      this.#calendar.add(next, { engagement, at: undefined });
  }

  #burst(day: number): number {
    if (!this.#bursts) return 1;
    for (let back = 0; back < STRESS.burstDays; back++) {
      if (this.#random.at(day - back, 1) < STRESS.burstChance) return STRESS.burstFactor;
    }
    return 1;
  }

  #open(day: number, random: RandomStream): void {
    const { city, clock } = this.#desk;
    const kind = KINDS[KIND_TABLE.draw(random)]!;
    const opened = clock.midnight(day) + (HOURS.draw(random) + random.next()) * HOUR;
    const { median, sigma } = CASE_KINDS.closesAfter;
    const first =
      this.#recent.length > 0 && random.chance(ENGAGEMENT.revisitSubject)
        ? random.pick(random.pick(this.#recent).subjects)
        : city.anybody(random);
    const subjects = [first];
    const further = ENGAGEMENT.furtherSubjects / (1 + ENGAGEMENT.furtherSubjects);
    while (subjects.length < 6 && random.chance(further)) {
      const contact = random.pick(city.society.contacts(first, 8));
      if (!subjects.includes(contact)) subjects.push(contact);
    }
    const file: CaseFile = {
      number: this.#numbers.next(opened, 1 + random.below(9)),
      kind,
      opened,
      closes: opened + random.logNormal(median, sigma) * 24 * HOUR,
      subjects,
      team: [],
    };
    this.#recent.push(file);
    this.#opened.push(file);
    if (this.#recent.length > RECENT) this.#recent.shift();
    for (const [ordinal, person] of subjects.entries())
      this.#engage(file, person, opened + ordinal * 90_000, random);
  }

  /** The operators who take an interest in one subject of a case. */
  #engage(file: CaseFile, person: number, opened: number, random: RandomStream): void {
    let company = 1 + COMPANY.draw(random);
    if (file.kind === "major") {
      const further = Math.floor(-CASE_KINDS.majorFurther * Math.log(random.next()));
      company = Math.max(company, CASE_KINDS.majorCompany + Math.min(40, further));
    }
    const chosen: Operator[] = [];
    let at = opened;
    for (let member = 0; member < company; member++) {
      if (member > 0) at += LAG.draw(random) * HOUR;
      if (this.#desk.clock.dayOf(at) > this.#desk.clock.days) break;
      const operator = this.#choose(chosen, at, random);
      if (operator === undefined) continue;
      chosen.push(operator);
      if (!file.team.includes(operator.index)) file.team.push(operator.index);
      this.#begin(operator, file, person, company, at, random.fork("engagement", person * 64 + member));
    }
  }

  #begin(
    operator: Operator,
    file: CaseFile,
    person: number,
    company: number,
    at: number,
    random: RandomStream,
  ): void {
    const { clock } = this.#desk;
    const { systems, table } = this.#systemsOf(operator.role);
    const system = systems[table.draw(random)]!;
    const day = clock.dayOf(at);
    const engage = (name: SystemName, stream: RandomStream, time: number) => {
      const engagement = new Engagement(operator, file, name, person, company, stream);
      this.#calendar.add(day, { engagement, at: time });
    };
    engage(system, random, at);
    const curious = operator.role === "detective" || operator.role === "analyst";
    if (!curious || systems.length < 2 || random.at(1) >= RECORDS.secondSystem) return;
    const second = systems[table.index(random.at(2))]!;
    if (second !== system) engage(second, random.fork("second"), at + random.at(4) * HOUR);
  }

  #systemsOf(role: string): { systems: readonly SystemName[]; table: WeightTable } {
    let found = this.#tables.get(role);
    if (found === undefined) {
      const weights = SYSTEM_WEIGHTS[role]!;
      const known = [...this.#desk.systems].filter((name) => name !== "cameras");
      const used = known.filter((name) => weights[name] !== undefined);
      const systems = used.length > 0 ? used : known;
      found = { systems, table: new WeightTable(systems.map((name) => weights[name] ?? 1)) };
      this.#tables.set(role, found);
    }
    return found;
  }

  /** Somebody on duty by activity; colleagues of the first one come before others. At last anybody: overtime. */
  #choose(chosen: readonly Operator[], at: number, random: RandomStream): Operator | undefined {
    const { agency, clock } = this.#desk;
    const unit = chosen.length > 0 && random.chance(AGENCY.sameUnit) ? chosen[0]!.unit : undefined;
    const day = clock.dayOf(at);
    for (let attempt = 0; attempt < 40; attempt++) {
      const operator = agency.operators[agency.byActivity.draw(random)]!;
      if (day < operator.work.joined || day > operator.work.left || chosen.includes(operator)) continue;
      if (operator.role === "administrator") continue;
      if (unit !== undefined && attempt < 12 && operator.unit !== unit) continue;
      if (attempt < 30 && !onDuty(operator.work, clock, at)) continue;
      return operator;
    }
    return undefined;
  }

  #transfer(engagement: Engagement, day: number, random: RandomStream): void {
    const next = this.#onCall(engagement, day, random);
    engagement.operator = next;
    if (!engagement.file.team.includes(next.index)) engagement.file.team.push(next.index);
  }

  /** A colleague of the same unit who works at that time, or the operator after all. */
  #onCall(engagement: Engagement, day: number, random: RandomStream): Operator {
    const own = engagement.operator;
    const at = timeInShift(this.#desk, own, day, random);
    return someoneOnDuty(this.#desk, at, random, (other) => other.unit === own.unit && other !== own) ?? own;
  }

  #sit(engagement: Engagement, operator: Operator, begin: number, sittings: number, into: Draft[]): void {
    const { random, system } = engagement;
    const desk = this.#desk;
    const { subjects, shown } = engagement.records(desk.city);
    const last = desk.clock.midnight(desk.clock.dayOf(begin) + 1) + 10 * HOUR;
    let at = begin;
    for (let sitting = 0; sitting < sittings && at < last; sitting++) {
      const purpose = engagement.purpose();
      if (system === "plates") at = this.#describe(engagement, operator, at, purpose, into);
      for (let lookups = 1 + LOOKUPS.draw(random); ; lookups--) {
        into.push(subjectLookup(desk, operator, at, system, subjects, purpose, random.below(40), shown));
        if (lookups <= 1) break;
        at += Math.ceil(LOOKUP_GAP.draw(random) * 1000);
      }
      if ((system === "calls" || system === "finance") && random.chance(RECORDS.exported)) {
        const rows = 20 + random.below(300);
        const draft = subjectLookup(desk, operator, at + 20_000, system, subjects, purpose, rows, undefined);
        into.push({ ...draft, action: "export" });
      }
      at += Math.ceil(SITTING_GAP.draw(random) * HOUR);
    }
  }

  /** Searches by description come before the plate is known, a few seconds to minutes apart. */
  #describe(
    engagement: Engagement,
    operator: Operator,
    begin: number,
    purpose: PurposeJson | undefined,
    into: Draft[],
  ): number {
    const { random, person } = engagement;
    const { roads } = this.#desk.city;
    const reader =
      this.#desk.systems.size > 1 && random.at(8) < RECORDS.atReader
        ? roads.site(roads.readers[Math.floor(random.at(7) * roads.readers.length)]!, "reader")
        : undefined;
    let at = begin;
    for (let count = random.poisson(ENGAGEMENT.descriptionSearches); count > 0; count--) {
      into.push(describedLookup(this.#desk, operator, at, person, purpose, random.below(300), reader));
      at += Math.ceil(Math.min(600, LOOKUP_GAP.draw(random)) * 1000);
    }
    return at;
  }
}
