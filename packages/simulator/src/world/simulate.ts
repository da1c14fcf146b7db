import { reorganise } from "../agency/operators.ts";
import { Clock } from "../agency/roster.ts";
import type { AccessEventJson, SystemName } from "../event.ts";
import { ENGAGEMENT, REGISTER, STRESS } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { agreedResult } from "../records/answers.ts";
import type { Period, ShownRowJson } from "../records/shown-row.ts";
import { makeRegister, type Register } from "../truth/register.ts";
import type { TrueTies } from "../truth/ties.ts";
import type { Truth } from "../truth/truth.ts";
import { planCampaigns } from "./campaign-plan.ts";
import { makePlaces } from "./cast.ts";
import { CityStage } from "./city-stage.ts";
import type { Draft } from "./draft.ts";
import { LogWriter } from "./log-writer.ts";
import { byTime } from "./order.ts";
import { type ResolvedOptions, resolveOptions, type SimulateOptions } from "./options.ts";
import { WorldRecords } from "./world-records.ts";

/** A world: iterate it for its events, in event time; each iteration is the same. */
export interface World extends Iterable<AccessEventJson> {
  readonly options: ResolvedOptions;
  /** What a detector should have found. Known after an iteration has come to its end; RangeError before. */
  truth(): Truth;
  /** The protected people of this world: those whom campaigns track and others. Known when the truth is. */
  register(): Register;
  /**
   * The rows that a look-up of this world showed, worked out anew or as they were when it was yielded: the same either way.
   * This and what follows needs the option `records` or `answers`; RangeError without.
   */
  answersTo(lookup: AccessEventJson): readonly ShownRowJson[];
  /** Whether the option `answers` includes this event, which this world has yielded: its result then agrees with its rows. */
  answered(event: AccessEventJson): boolean;
  /** Everything that a system holds about the period, the world's own where absent: each row once, in no order of time. */
  wholeSystem(system: SystemName, period?: Period): Iterable<ShownRowJson>;
  /** What the relations of the register really are. */
  ties(): TrueTies;
}

/** Throws RangeError for an option out of range. */
export function simulate(options: SimulateOptions = {}): World {
  const resolved = resolveOptions(options);
  let known: Outcome | undefined;
  let opened: WorldRecords | undefined;
  /* Keyed by the event itself: what nobody holds any more is forgotten with its rows. */
  const shown = new WeakMap<AccessEventJson, readonly ShownRowJson[]>();
  return {
    options: resolved,
    *[Symbol.iterator]() {
      known = yield* run(resolved, resolved.answers === undefined ? undefined : answer);
    },
    truth: () => outcome().truth,
    register: () => {
      const { register } = outcome();
      return resolved.records ? records().register : register;
    },
    answersTo: (lookup) => shown.get(lookup) ?? records().answersTo(lookup),
    answered: (event) => shown.has(event),
    wholeSystem: (system, period) => records().whole(system, period),
    ties: () => records().ties(),
  };
  function outcome(): Outcome {
    if (known === undefined) throw new RangeError("the truth is known once all events were read");
    return known;
  }
  function records(): WorldRecords {
    if (!resolved.records) throw new RangeError("records: this world was made without");
    return (opened ??= new WorldRecords(resolved));
  }
  function answer(event: AccessEventJson): AccessEventJson {
    const rows = records().answersTo(event);
    const answered = { ...event, result: agreedResult(event, rows) };
    shown.set(answered, rows);
    return answered;
  }
}

interface Outcome {
  readonly truth: Truth;
  readonly register: Register;
}

function* run(
  options: ResolvedOptions,
  answer?: (event: AccessEventJson) => AccessEventJson,
): Generator<AccessEventJson, Outcome, undefined> {
  const random = RandomStream.seeded(options.seed);
  const clock = new Clock(options.start, options.days);
  const places = makePlaces(options, clock, random);
  const stage = new CityStage(clock, options.systems, places);
  const campaigns = planCampaigns(options, stage, random.fork("campaigns"));
  const log = new LogWriter();
  let drafts: Draft[] = [];
  for (let day = -ENGAGEMENT.warmUpDays; day <= options.days; day++) {
    const seen = day >= -1;
    if (options.stress.has("reorganisation") && day === Math.floor(options.days * STRESS.reorganisedAt)) {
      for (const { agency } of places)
        reorganise(agency, STRESS.reorganised, random.fork("reorganisation", agency.index));
    }
    for (const { works } of places) for (const work of works) work.work(day, seen ? drafts : undefined);
    for (const campaign of campaigns) campaign.work(day, drafts);
    drafts = byTime(drafts, clock.midnight(day));
    /* Nothing of a later day begins before its midnight, so what lies before it is complete. */
    const complete = Math.min(clock.midnight(day + 1), clock.end);
    let next = 0;
    for (; next < drafts.length && drafts[next]!.at < complete; next++) {
      const draft = drafts[next]!;
      if (draft.at < clock.start) continue;
      const event = log.write(draft);
      const answered = options.answers === "all" ? !draft.automated : draft.trace !== undefined;
      yield answer !== undefined && answered ? answer(event) : event;
    }
    drafts = drafts.slice(next);
  }
  const truth: Truth = {
    version: 1,
    seed: options.seed,
    preset: options.preset,
    operators: options.operators,
    days: options.days,
    from: new Date(clock.start).toISOString(),
    to: new Date(clock.end).toISOString(),
    campaigns: campaigns.map((campaign) => campaign.truth()),
  };
  const victims = campaigns.flatMap((campaign) => campaign.act.victims.slice(0, 1));
  const others = Math.ceil(options.operators / REGISTER.operatorsPerPerson);
  return { truth, register: makeRegister(stage, victims, others, random.fork("register")) };
}
