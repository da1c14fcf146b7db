import { reorganise } from "../agency/operators.ts";
import { Clock } from "../agency/roster.ts";
import { firstDay } from "../campaigns/pace.ts";
import { RunningCampaign } from "../campaigns/running.ts";
import { shapeNamed } from "../campaigns/catalogue.ts";
import type { AccessEventJson } from "../event.ts";
import { ENGAGEMENT, REGISTER, STRESS } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { makeRegister, type Register } from "../truth/register.ts";
import type { Truth } from "../truth/truth.ts";
import { makePlaces } from "./cast.ts";
import { CityStage } from "./city-stage.ts";
import type { Draft } from "./draft.ts";
import { LogWriter } from "./log-writer.ts";
import { byTime } from "./order.ts";
import { type ResolvedOptions, resolveOptions, type SimulateOptions } from "./options.ts";

/** A world: iterate it for its events, in event time; each iteration is the same. */
export interface World extends Iterable<AccessEventJson> {
  readonly options: ResolvedOptions;
  /** What a detector should have found. Known after an iteration has come to its end; RangeError before. */
  truth(): Truth;
  /** The protected people of this world: those whom campaigns track and others. Known when the truth is. */
  register(): Register;
}

/** Throws RangeError for an option out of range. */
export function simulate(options: SimulateOptions = {}): World {
  const resolved = resolveOptions(options);
  let known: Outcome | undefined;
  return {
    options: resolved,
    *[Symbol.iterator]() {
      known = yield* run(resolved);
    },
    truth: () => outcome().truth,
    register: () => outcome().register,
  };
  function outcome(): Outcome {
    if (known === undefined) throw new RangeError("the truth is known once all events were read");
    return known;
  }
}

interface Outcome {
  readonly truth: Truth;
  readonly register: Register;
}

function* run(options: ResolvedOptions): Generator<AccessEventJson, Outcome, undefined> {
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
      if (draft.at >= clock.start) yield log.write(draft);
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

function planCampaigns(options: ResolvedOptions, stage: CityStage, random: RandomStream): RunningCampaign[] {
  if (options.shapes.length === 0) return [];
  const count = Math.max(1, Math.round(options.operators * options.prevalence));
  const offset = random.below(options.shapes.length);
  return Array.from({ length: count }, (_, i) => {
    const shape = shapeNamed(options.shapes[(i + offset) % options.shapes.length]!);
    const own = random.fork(shape.name, i);
    const day = firstDay(stage, shape, own);
    const act = shape.begin(stage, own, { day, rate: options.rate });
    return new RunningCampaign(`campaign-${i + 1}`, shape, act, day, stage);
  });
}
