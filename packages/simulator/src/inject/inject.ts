import { firstDay } from "../campaigns/pace.ts";
import { RunningCampaign } from "../campaigns/running.ts";
import { shapeNamed } from "../campaigns/catalogue.ts";
import type { AccessEventJson } from "../event.ts";
import { RandomStream } from "../random/stream.ts";
import type { Truth } from "../truth/truth.ts";
import type { Draft } from "../world/draft.ts";
import { LogWriter } from "../world/log-writer.ts";
import type { HostEvent } from "./host.ts";
import { LogStage } from "./log-stage.ts";
import { profileLog } from "./profile.ts";

export interface Injection<T> {
  /** The host's events as they were, and the campaign's among them, in event time. */
  readonly events: Iterable<T | AccessEventJson>;
  /** Known after an iteration of `events` has come to its end; RangeError before. */
  truth(): Truth;
}

/**
 * Puts one campaign into a random operator's stream of another log, at a random time and in that operator's own hours.
 * Its subjects occur nowhere else in the log. The host must be in event time and can be iterated more than once: the
 * first pass learns hours, words and cases of its operators. Throws RangeError for an unknown shape, a log without
 * look-ups by people, or one whose record systems the shape cannot use.
 */
export function inject<T extends HostEvent>(
  events: Iterable<T>,
  campaign: string,
  seed: number | string,
  wish: { readonly rate?: number } = {},
): Injection<T> {
  const shape = shapeNamed(campaign);
  const log = profileLog(events);
  if (!shape.systems.some((system) => log.sources.has(system))) {
    throw new RangeError(`${campaign} needs a log of ${shape.systems.join(" or ")}`);
  }
  let truth: Truth | undefined;
  function* merged(): Generator<T | AccessEventJson, void, undefined> {
    const random = RandomStream.seeded(seed);
    const stage = new LogStage(log, random);
    const own = random.fork(shape.name);
    const first = firstDay(stage, shape, own);
    const act = shape.begin(stage, own, { day: first, rate: wish.rate });
    const running = new RunningCampaign("campaign-1", shape, act, first, stage);
    const writer = new LogWriter("x");
    let pending: Draft[] = [];
    let nextDay = 0;
    for (const event of events) {
      const at = Date.parse(event.time);
      for (; nextDay <= stage.clock.dayOf(at); nextDay++) {
        running.work(nextDay, pending);
        pending = pending.toSorted((a, b) => a.at - b.at);
      }
      while (pending.length > 0 && pending[0]!.at < at)
        yield fitted(writer.write(pending.shift()!), log.fields);
      yield event;
    }
    for (const draft of pending) yield fitted(writer.write(draft), log.fields);
    truth = {
      version: 1,
      seed: String(seed),
      preset: "injected",
      operators: log.operators.length,
      days: stage.clock.days,
      from: new Date(stage.clock.start).toISOString(),
      to: new Date(stage.clock.end).toISOString(),
      campaigns: [running.truth()],
    };
  }
  return {
    events: { [Symbol.iterator]: merged },
    truth() {
      if (truth === undefined) throw new RangeError("the truth is known once all events were read");
      return truth;
    },
  };
}

/** What a campaign is about; it stays even in a log that has none of it. */
const ESSENTIAL = ["subjects", "site", "purpose", "object"];

/** Leaves out what this log never has, so that no field gives the campaign away. */
function fitted(event: AccessEventJson, fields: ReadonlySet<string>): AccessEventJson {
  const kept = Object.entries(event).filter(([field]) => fields.has(field) || ESSENTIAL.includes(field));
  return Object.fromEntries(kept) as unknown as AccessEventJson;
}
