import type { Operator } from "../agency/operators.ts";
import { logistic, logit } from "../agency/operators.ts";
import type { PurposeJson, SubjectJson, SystemName } from "../event.ts";
import { ENGAGEMENT, PURPOSE } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import { QuantileTable, WeightTable } from "../random/tables.ts";
import type { CaseFile } from "./case-file.ts";
import { reasonText, respellCase } from "./reasons.ts";

const ONLY_DAY = new WeightTable(ENGAGEMENT.sittingsOnlyDay);
const ONE_OF_DAYS = new WeightTable(ENGAGEMENT.sittingsOneOfDays);
const WATCH_DAY = new WeightTable(ENGAGEMENT.watch.sittings);
const DAY_GAP = new QuantileTable(ENGAGEMENT.dayGap);

/** One operator's honest interest in one subject: how many days, how far apart, and how it is written down. */
export class Engagement {
  operator: Operator;
  readonly file: CaseFile;
  readonly system: SystemName;
  readonly subjects: readonly SubjectJson[];
  readonly person: number;
  /** Whom the records show beside the subject. */
  readonly shown: readonly SubjectJson[] | undefined;
  readonly random: RandomStream;
  /** Days of looking planned, and done. */
  readonly days: number;
  done = 0;
  readonly #watch: boolean;
  #firstDay = 0;
  readonly #sittingsToday: number;
  #documented: boolean;
  #late = false;
  readonly #caseField: boolean;
  readonly #vague: boolean;

  constructor(
    operator: Operator,
    file: CaseFile,
    system: SystemName,
    person: number,
    subjects: readonly SubjectJson[],
    shown: readonly SubjectJson[] | undefined,
    company: number,
    random: RandomStream,
  ) {
    this.operator = operator;
    this.file = file;
    this.system = system;
    this.person = person;
    this.subjects = subjects;
    this.shown = shown;
    this.random = random;
    const { watch } = ENGAGEMENT;
    this.#watch = random.chance(watch.share);
    this.days = this.#watch ? Math.round(random.between(...watch.days)) : drawDays(company, random);
    this.#sittingsToday =
      1 + (this.#watch ? WATCH_DAY : this.days === 1 ? ONLY_DAY : ONE_OF_DAYS).draw(random);
    const long = this.days + this.#sittingsToday >= 4;
    const base = this.#watch ? watch.documented : long ? PURPOSE.documented.long : PURPOSE.documented.short;
    this.#documented = random.chance(logistic(logit(base) - operator.habits.sloppiness));
    this.#caseField = random.chance(operator.habits.caseField);
    this.#vague = random.chance(PURPOSE.vague);
  }

  /** Sittings on the day about to be worked; counts the day as done. */
  beginDay(day: number): number {
    const sittings =
      this.done === 0 ? this.#sittingsToday : 1 + (this.#watch ? WATCH_DAY : ONE_OF_DAYS).draw(this.random);
    if (this.done === 0) this.#firstDay = day;
    this.done++;
    if (this.done >= 3 && day - this.#firstDay >= 14 && !this.#documented && this.#longPursuitGetsNumber()) {
      this.#documented = true;
      this.#late = true;
    }
    return sittings;
  }

  /** Days until the next day of looking, or undefined after the last. */
  nextGap(): number | undefined {
    if (this.done >= this.days) return undefined;
    if (this.#watch && this.random.chance(ENGAGEMENT.watch.nextDay)) return 1;
    return Math.floor(DAY_GAP.draw(this.random));
  }

  purpose(): PurposeJson | undefined {
    const { random, file, operator } = this;
    if (this.#documented && random.chance(this.#late ? PURPOSE.citesLate : PURPOSE.cites)) {
      const number = random.chance(PURPOSE.otherSpelling) ? respellCase(file.number, random) : file.number;
      if (!this.#caseField) return { reason: number };
      return { case: number, reason: reasonText(operator, file.kind, false, random) };
    }
    if (random.chance(PURPOSE.emptyReason)) return undefined;
    return { reason: reasonText(operator, file.kind, this.#vague, random) };
  }

  #longPursuitGetsNumber(): boolean {
    return this.random.at(3) < PURPOSE.longPursuitDocumented;
  }
}

function drawDays(company: number, random: RandomStream): number {
  const pull = ENGAGEMENT.companyPull[company <= 1 ? 0 : company === 2 ? 1 : company <= 4 ? 2 : 3]!;
  let days = 1;
  while (days < ENGAGEMENT.longestPursuit) {
    const chance = ENGAGEMENT.oneMoreDay[Math.min(days, ENGAGEMENT.oneMoreDay.length) - 1]!;
    if (!random.chance(days === 1 ? chance * pull : chance)) break;
    days++;
  }
  return days;
}
