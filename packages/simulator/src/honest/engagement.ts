import type { Operator } from "../agency/operators.ts";
import { logistic, logit } from "../agency/operators.ts";
import type { City } from "../city/city.ts";
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

interface Records {
  readonly subjects: readonly SubjectJson[];
  /** Whom the records show beside the subject. */
  readonly shown: readonly SubjectJson[] | undefined;
}

/** One operator's honest interest in one subject: how many days, how far apart, and how it is written down. */
export class Engagement {
  operator: Operator;
  readonly file: CaseFile;
  readonly system: SystemName;
  readonly person: number;
  #records: Records | undefined;
  readonly random: RandomStream;
  /** Days of looking planned, and done. */
  readonly days: number;
  done = 0;
  readonly #watch: boolean;
  #firstDay = 0;
  readonly #sittingsToday: number;
  #documented: boolean;
  #late = false;
  /** The number was just given and is written down at the next sitting for certain. */
  #owed = false;
  readonly #caseField: boolean;
  readonly #vague: boolean;

  constructor(
    operator: Operator,
    file: CaseFile,
    system: SystemName,
    person: number,
    company: number,
    random: RandomStream,
  ) {
    this.operator = operator;
    this.file = file;
    this.system = system;
    this.person = person;
    this.random = random;
    const { watch } = ENGAGEMENT;
    this.#watch = random.chance(watch.share * pullOf(company));
    this.days = this.#watch ? Math.round(random.between(...watch.days)) : drawDays(company, random);
    this.#sittingsToday =
      1 + (this.#watch ? WATCH_DAY : this.days === 1 ? ONLY_DAY : ONE_OF_DAYS).draw(random);
    const long = this.days + this.#sittingsToday >= 4;
    const base = this.#watch ? watch.documented : long ? PURPOSE.documented.long : PURPOSE.documented.short;
    this.#documented = random.chance(logistic(logit(base) - operator.habits.sloppiness));
    this.#caseField = random.chance(operator.habits.caseField);
    this.#vague = random.chance(PURPOSE.vague);
  }

  /** Worked out when the first look-up is written: most of what is scheduled in a warm-up never is. */
  records(city: City): Records {
    this.#records ??= {
      subjects: [city.identifier(this.system, this.person)],
      shown: city.shown(this.system, this.person, this.random.at(9)),
    };
    return this.#records;
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
      this.#owed = true;
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
    if (this.#documented && (random.chance(this.#late ? PURPOSE.citesLate : PURPOSE.cites) || this.#owed)) {
      this.#owed = false;
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

/** What interests colleagues too is looked at longer. */
function pullOf(company: number): number {
  return ENGAGEMENT.companyPull[company <= 1 ? 0 : company === 2 ? 1 : company <= 4 ? 2 : 3]!;
}

function drawDays(company: number, random: RandomStream): number {
  const pull = pullOf(company);
  let days = 1;
  while (days < ENGAGEMENT.longestPursuit) {
    const chance = ENGAGEMENT.oneMoreDay[Math.min(days, ENGAGEMENT.oneMoreDay.length) - 1]!;
    if (!random.chance(days === 1 ? chance * pull : chance)) break;
    days++;
  }
  return days;
}
