import type { Budget } from "./budget.ts";
import { type GuaranteeState, spells } from "./guarantee.ts";
import { type LevelState, type TailCheck, tailChecks } from "./levels.ts";
import { DAY, type Run } from "./run.ts";
import { learningDays, shareOf, type TailState } from "./tail.ts";

/** How the budget was kept, as the report shows it. Times are RFC 3339. */
export interface Calibration {
  readonly budget: string;
  readonly perDay: number;
  /** When enough had been seen to keep the budget; null: the log was empty. */
  readonly learningUntil: string | null;
  readonly learning: boolean;
  readonly matters: readonly {
    readonly story: string;
    /** Highest scores in nats, descending. */
    readonly peaks: readonly number[];
    readonly alerts: number;
    readonly share: number;
  }[];
  readonly spells: readonly { readonly group: string; readonly from: string; readonly to: string | null }[];
  readonly tails: readonly TailCheck[];
  readonly groups: readonly {
    readonly group: string;
    readonly operators: number;
    readonly sittings: number;
    readonly matters: number;
    readonly alerts: number;
  }[];
}

const PEAKS = 200;

export function calibrationOf(
  budget: Budget,
  {
    tail,
    guarantee,
    levels,
  }: { readonly tail: TailState; readonly guarantee: GuaranteeState; readonly levels: LevelState },
  alerted: readonly Run[],
): Calibration {
  const learnt = tail.since === undefined ? undefined : tail.since + learningDays(budget.perDay) * DAY;
  return {
    budget: budget.text,
    perDay: budget.perDay,
    learningUntil: learnt === undefined ? null : new Date(learnt).toISOString(),
    learning: learnt === undefined || tail.now < learnt,
    matters: [...tail.stories].map(([story, { peaks }]) => ({
      story,
      peaks: peaks.slice(0, PEAKS).map(({ score }) => Number(score.toFixed(2))),
      alerts: alerted.filter((run) => run.story === story).length,
      share: shareOf(story),
    })),
    spells: spells(guarantee).map(({ group, from, to }) => ({
      group,
      from: new Date(from).toISOString(),
      to: to === undefined ? null : new Date(to).toISOString(),
    })),
    tails: tailChecks(levels),
    groups: [...tail.groups].map(([group, { sittings, reached, members }]) => ({
      group,
      operators: members,
      sittings,
      matters: reached,
      alerts: alerted.filter((run) => run.group === group).length,
    })),
  };
}
