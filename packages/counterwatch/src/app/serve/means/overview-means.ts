/** What the overview and the page of sources ask of the running server. */
import type { Facet } from "../../../incidents/desk/desk-store.ts";
import { budgetKept } from "../../../incidents/desk/overview.ts";
import type { OverviewMeans } from "../../../server/desk/queue/overview-report.ts";
import {
  type SourceMeans,
  type SourceState,
  standingOf,
} from "../../../server/desk/sources/source-report.ts";
import { newestCheckpoint } from "../../../store/newest-checkpoint.ts";
import type { ServeFolder } from "../../../store/serve-folder.ts";
import type { Detectors } from "../../detectors.ts";
import type { Settings } from "../../settings.ts";
import type { Arrivals } from "../inputs/arrivals.ts";
import { OWN_SOURCE } from "../line/own-look-ups.ts";
import type { DayCounts } from "./day-counts.ts";

interface OverviewParts {
  readonly folder: ServeFolder;
  readonly detectors: Pick<Detectors, "calibration">;
  readonly days: DayCounts;
}

interface SourceParts {
  readonly settings: Pick<Settings, "sources">;
  readonly days: DayCounts;
  readonly arrivals: Arrivals;
  /** As they are now. */
  readonly states: () => readonly SourceState[];
}

const RECENT = 14;
const DAY = 86_400_000;

export function overviewMeans({ folder, detectors, days }: OverviewParts): OverviewMeans {
  const ofSystems = async () => ordered(await days.ofAllBut(OWN_SOURCE));
  return {
    days: ofSystems,
    async budget() {
      const calibration = detectors.calibration();
      const latest = (await ofSystems()).at(-1)?.value;
      return calibration && budgetKept(calibration, latest && `${latest}T23:59:59.999Z`);
    },
    checkpoint: () => newestCheckpoint(folder.ledger),
  };
}

export function sourceMeans({ settings, days, arrivals, states }: SourceParts): SourceMeans {
  return {
    since: arrivals.since,
    async reports() {
      const latest = ordered(await days.ofAllBut(OWN_SOURCE)).at(-1)?.value;
      const recent = latest === undefined ? [] : daysUpTo(latest);
      return await Promise.all(
        states().map(async (state) => {
          const arrived = arrivals.of(state.source);
          const counts = await days.ofSource(state.source);
          return {
            ...state,
            standing: standingOf({ ...state, arrivals: arrived }),
            heartbeat: settings.sources?.[state.source]?.heartbeat,
            arrivals: arrived,
            days: recent.map((value) => ({ value, count: counts.get(value) ?? 0 })),
          };
        }),
      );
    },
  };
}

function ordered(counts: ReadonlyMap<string, number>): Facet[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => (a.value < b.value ? -1 : 1));
}

function daysUpTo(latest: string): string[] {
  return Array.from({ length: RECENT }, (_, at) =>
    new Date(Date.parse(latest) - (RECENT - 1 - at) * DAY).toISOString().slice(0, 10),
  );
}
