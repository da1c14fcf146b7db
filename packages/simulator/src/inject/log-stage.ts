import { Clock, DAY, type Shift } from "../agency/roster.ts";
import type { CastWish, Stage, StageOperator, Stop, Victim } from "../campaigns/stage.ts";
import { Identities } from "../city/identities.ts";
import {
  type PurposeJson,
  type SessionJson,
  type SubjectJson,
  SYSTEM_NAMES,
  type SystemName,
} from "../event.ts";
import { VAGUE_WORDS } from "../honest/reasons.ts";
import type { RandomStream } from "../random/stream.ts";
import { hoursOn, type LogProfile, type OperatorProfile } from "./profile.ts";

/** Rows an operator needs to be imitated. assumed. */
const LEAST_ROWS = 20;
/** Share of days without a look-up of the operator's own on which the campaign may look all the same. assumed. */
const QUIET_DAYS = 0.5;
const PSEUDONYM = /^p1_[0-9a-f]{24}$/;

/** Somebody else's log as campaigns see it. Who is tracked occurs nowhere else in it. */
export class LogStage implements Stage {
  readonly clock: Clock;
  readonly systems: ReadonlySet<SystemName>;
  readonly #log: LogProfile;
  readonly #random: RandomStream;
  readonly #identities: Identities;
  readonly #pseudonyms: boolean;
  #people = 0;

  constructor(log: LogProfile, random: RandomStream) {
    this.#log = log;
    this.#random = random.fork("stage");
    const start = Math.floor(log.from / DAY) * DAY;
    this.clock = new Clock(start, Math.floor((log.to - start) / DAY) + 1, 0);
    this.systems = new Set(SYSTEM_NAMES.filter((name) => log.sources.has(name)));
    this.#identities = new Identities(random);
    const some = log.subjects.values().next();
    this.#pseudonyms = !some.done && PSEUDONYM.test(some.value);
  }

  castOperator(random: RandomStream, wanted: CastWish = {}): OperatorProfile {
    const { operators } = this.#log;
    const free = operators.filter((each) => !wanted.not?.includes(each));
    const busy = free.filter((each) => each.rows >= LEAST_ROWS);
    const role = busy.filter((each) => wanted.role !== undefined && each.json.role === wanted.role);
    return random.pick([role, busy, free, operators].find((each) => each.length > 0)!);
  }

  colleagues(operator: StageOperator): readonly OperatorProfile[] {
    const { operators } = this.#log;
    const unit = operators.filter((each) => each !== operator && each.json.unit === operator.json.unit);
    return unit.length >= 5 ? unit : operators.filter((each) => each !== operator);
  }

  shift(operator: StageOperator, day: number): Shift | undefined {
    const profile = known(operator);
    const absolute = this.clock.start / DAY + day;
    const draw = this.#random.at(day, this.#log.operators.indexOf(profile));
    if (!profile.shifts.has(absolute) && draw > QUIET_DAYS) return undefined;
    return hoursOn(profile, absolute, draw / QUIET_DAYS > 1 ? draw : draw / QUIET_DAYS);
  }

  seat(operator: StageOperator, at: number): SessionJson | undefined {
    const { sessions } = known(operator);
    const day = Math.floor(at / DAY);
    for (let back = 0; back < 30; back++) {
      const session = sessions.get(day - back) ?? sessions.get(day + back);
      if (session !== undefined) return session;
    }
    return undefined;
  }

  castVictim(): Victim {
    return this.#victim(this.#people++, undefined);
  }

  openCase(
    operator: StageOperator,
    day: number,
    whose: "own" | "colleague",
    random: RandomStream,
  ): string | undefined {
    const own = known(operator);
    const absolute = this.clock.start / DAY + day;
    const people = whose === "own" ? [own] : this.colleagues(own);
    const cases = people.flatMap((each) => known(each).cases);
    const lately = cases.filter((each) => each.day <= absolute && each.day > absolute - 60);
    const files = lately.length > 0 ? lately : cases;
    return files.length === 0 ? undefined : random.pick(files).number;
  }

  freshCase(_day: number, random: RandomStream): string {
    const like = this.#log.operators.flatMap((each) => each.cases.slice(0, 3));
    const form = like.length === 0 ? "25-00000" : random.pick(like).number;
    return form.replaceAll(/\d{3,}/g, (digits) =>
      Array.from(digits, () => String(random.below(10))).join(""),
    );
  }

  habitualPurpose(operator: StageOperator, _day: number, random: RandomStream): PurposeJson | undefined {
    const { purposes } = known(operator);
    return purposes.length === 0 ? undefined : purposes[random.below(purposes.length)];
  }

  vagueReason(operator: StageOperator, random: RandomStream): string {
    const words = known(operator).purposes.map((each) => each?.reason);
    const own = words.filter((word): word is string => word !== undefined && !/\d/.test(word));
    if (own.length > 0 && random.chance(0.7)) return random.pick(own);
    const common = this.#log.reasons.slice(0, 10);
    return random.pick(common.length > 0 ? common : VAGUE_WORDS);
  }

  source(system: SystemName): string {
    return this.#log.sources.get(system) ?? [...this.#log.sources.values()][0]!;
  }

  /** A contact knows the person through whom it came up, and nobody else. */
  #victim(person: number, knows: Victim | undefined): Victim {
    const contacts: Victim[] = [];
    const victim: Victim = {
      person,
      identifier: (system) => this.#identifier(system, person),
      contacts: (count) => {
        if (knows !== undefined) return [knows];
        while (contacts.length < count) contacts.push(this.#victim(this.#people++, victim));
        return contacts.slice(0, count);
      },
      path: (day) => this.#path(person, day),
    };
    return victim;
  }

  /** An identifier in the log's own form that does not occur in it. */
  #identifier(system: SystemName, person: number): SubjectJson {
    for (let attempt = 0; ; attempt++) {
      const number = person + attempt * 1_000_003;
      const subject = this.#synthetic(system, number);
      const id = this.#pseudonyms ? this.#pseudonym(subject.type, number) : subject.id;
      if (!this.#log.subjects.has(id)) return { type: subject.type, id };
    }
  }

  #synthetic(system: SystemName, person: number): SubjectJson {
    if (system === "plates") return this.#identities.plate(person);
    if (system === "calls" || system === "location") return this.#identities.phone(person);
    return system === "finance" ? this.#identities.account(person) : this.#identities.person(person);
  }

  #pseudonym(type: string, person: number): string {
    const words = [0, 1, 2].map((i) => this.#random.word(person, 7_000_000 + i + type.length * 10));
    return `p1_${words.map((word) => word.toString(16).padStart(8, "0")).join("")}`;
  }

  /** Ten of the log's sites, each the nearest unvisited of a few at random: a way, as far as one is known. */
  #path(person: number, day: number): readonly Stop[] {
    const { sites } = this.#log;
    if (sites.length === 0) return [];
    const begin = this.clock.midnight(day) + 8 * 3_600_000;
    const stops: Stop[] = [
      { site: sites[Math.floor(this.#random.at(person, day) * sites.length)]!, at: begin },
    ];
    while (stops.length < Math.min(10, sites.length)) {
      const last = stops.at(-1)!;
      const near = sites
        .filter((site) => !stops.some((stop) => stop.site.id === site.id))
        .toSorted((a, b) => distance(a, last.site) - distance(b, last.site));
      stops.push({ site: near[0]!, at: last.at + 4 * 60_000 });
    }
    return stops;
  }
}

/** Every operator of this stage came from it. */
function known(operator: StageOperator): OperatorProfile {
  return operator as OperatorProfile;
}

function distance(a: { lat?: number; lon?: number }, b: { lat?: number; lon?: number }): number {
  return Math.hypot((a.lat ?? 0) - (b.lat ?? 0), (a.lon ?? 0) - (b.lon ?? 0));
}
