import { reachAt } from "../honest/lookups.ts";
import type { SubjectJson } from "../event.ts";
import { RECORDS } from "../parameters.ts";
import { citesCase } from "../truth/case-number.ts";
import { SittingCounter } from "../truth/sittings.ts";
import type { TruthCampaign, TruthLookup } from "../truth/truth.ts";
import type { Draft, DraftTrace } from "../world/draft.ts";
import type { Act, CampaignLookup, CampaignShape } from "./shape.ts";
import type { Stage } from "./stage.ts";

/** A campaign in a world: turns its look-ups into drafts and keeps the truth about those that were written. */
export class RunningCampaign implements DraftTrace {
  readonly shape: CampaignShape;
  readonly act: Act;
  readonly firstDay: number;
  readonly #stage: Stage;
  readonly #id: string;
  readonly #sittings = new SittingCounter();
  readonly #lookups: TruthLookup[] = [];

  constructor(id: string, shape: CampaignShape, act: Act, firstDay: number, stage: Stage) {
    this.#id = id;
    this.shape = shape;
    this.act = act;
    this.firstDay = firstDay;
    this.#stage = stage;
  }

  /** Pushes the look-ups that begin on this local day. */
  work(day: number, into: Draft[]): void {
    if (day < this.firstDay || day > this.act.lastDay) return;
    for (const lookup of this.act.day(day)) into.push(this.#draft(lookup));
  }

  written(draft: Draft, id: string, time: string): void {
    const target = draft.subjects?.[0]?.id ?? draft.site?.id ?? "";
    const key = this.act.sittingsByOperator ? draft.operator.id : `${draft.operator.id}\u0000${target}`;
    const sitting = draft.cover ? 0 : this.#sittings.see(key, draft.at);
    this.#lookups.push({
      event: id,
      time,
      operator: draft.operator.id,
      system: draft.system,
      target,
      case: citesCase(draft.purpose),
      sitting,
    });
  }

  truth(): TruthCampaign {
    const { act, shape } = this;
    const first = this.#lookups[0];
    const subjects = new Map<string, SubjectJson>();
    for (const victim of act.victims) {
      for (const system of this.#stage.systems) {
        const identifier = victim.identifier(system);
        subjects.set(`${identifier.type}:${identifier.id}`, identifier);
      }
    }
    return {
      id: this.#id,
      shape: shape.name,
      description: shape.description,
      accused: shape.accused,
      operators: act.operators.map((operator) => operator.json.id),
      subjects: [...subjects.values()],
      cases: act.cases ?? [],
      parameters: act.parameters,
      first: first === undefined ? null : { event: first.event, time: first.time },
      events: this.#lookups.map((lookup) => lookup.event),
      lookups: this.#lookups,
    };
  }

  #draft(lookup: CampaignLookup): Draft {
    const { operator, subject } = lookup;
    return {
      at: lookup.at,
      source: this.#stage.source(lookup.system, operator),
      system: lookup.system,
      action: lookup.action,
      operator: operator.json,
      session: lookup.session ?? this.#stage.seat(operator, lookup.at),
      subjects: subject === undefined ? undefined : [subject],
      site: lookup.site,
      window: lookup.window,
      windowDays: lookup.subject === undefined ? undefined : RECORDS.windowDays[lookup.system],
      purpose: lookup.purpose,
      query: lookup.kind === undefined ? undefined : { kind: lookup.kind },
      object: lookup.object,
      reach: lookup.subject === undefined ? undefined : reachAt(lookup.system, lookup.at),
      result: {
        rows: lookup.rows ?? Math.floor(lookup.at / 1000) % 40,
        ...(lookup.shown === undefined ? {} : { subjects: lookup.shown }),
      },
      trace: this,
      cover: lookup.cover,
    };
  }
}
