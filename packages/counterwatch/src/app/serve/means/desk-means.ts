/** What the routes ask of the running server: its sources, its ledger, its dead letters. */
import type { DeskStore, StoredEvent } from "../../../incidents/desk/desk-store.ts";
import type { Identifiers } from "../../../intake/identifiers.ts";
import { spanMs } from "../../../model/index.ts";
import type { UnmaskMeans } from "../../../server/desk/casework/unmask-routes.ts";
import type { DeskService, DeskState } from "../../../server/desk/desk-service.ts";
import type { NoticeOffice } from "../../../server/desk/notices/notice-office.ts";
import type { Protection } from "../../../server/desk/protection/warning-service.ts";
import { sourcesIn } from "../../../server/desk/refusals.ts";
import type { InputOffice } from "../../../server/desk/sources/input-report.ts";
import type { RetentionReport } from "../../../server/desk/sources/retention-report.ts";
import type { SourceState } from "../../../server/desk/sources/source-report.ts";
import type { DeadLetterFile } from "../../../store/dead-letter-file.ts";
import { hashPassword } from "../../../store/passwords.ts";
import type { ServeFolder } from "../../../store/serve-folder.ts";
import type { Detectors } from "../../detectors.ts";
import type { Settings } from "../../settings.ts";
import type { Arrivals } from "../inputs/arrivals.ts";
import type { Ingestion } from "../inputs/ingestion.ts";
import type { DeskLine } from "../line/desk-line.ts";
import { caseWork } from "./case-work.ts";
import type { DayCounts } from "./day-counts.ts";
import { overviewMeans, sourceMeans } from "./overview-means.ts";
import { ruleOffice } from "./rule-office.ts";

export interface DeskParts {
  readonly protection: Protection;
  readonly store: DeskStore;
  readonly line: DeskLine;
  readonly ingestion: Ingestion;
  readonly folder: ServeFolder;
  readonly letters: DeadLetterFile;
  readonly detectors: Detectors;
  readonly settings: Settings;
  readonly budget: string;
  readonly version: string;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly days: DayCounts;
  readonly arrivals: Arrivals;
  readonly identifiers: Identifiers;
  readonly inputs: InputOffice;
  readonly notices: NoticeOffice;
  readonly unmasking: UnmaskMeans;
  readonly retention: RetentionReport;
}

export function deskService(parts: DeskParts): DeskService {
  const { store, line, letters, detectors, budget, version, clock } = parts;
  const states = () => sourceStates(parts, clock());
  return {
    store,
    overview: overviewMeans(parts),
    sources: sourceMeans({ ...parts, states }),
    rules: ruleOffice({ ...parts, clock: () => performance.now() }),
    now: () => new Date(clock()).toISOString(),
    casework: caseWork({ ...parts, ledger: parts.folder.ledger, zone: parts.settings.zone }),
    hashPassword,
    unmasking: parts.unmasking,
    retention: parts.retention,
    protection: parts.protection,
    notices: parts.notices,
    inputs: parts.inputs,
    async sourcesOf(events) {
      const found: StoredEvent[] = [];
      // The store answers a thousand at a time; a source that is left out would be read by whom it must not.
      for (let from = 0; from < events.length; from += 1000)
        found.push(...(await store.eventsById(events.slice(from, from + 1000))));
      return sourcesIn(events, found);
    },
    deadLetters(source, page) {
      const { items, ...rest } = letters.page(source, page);
      // Where a row stands within a log's bytes is for reading it again, and for nobody who looks.
      return { ...rest, items: items.map(({ position: _position, kept: _kept, ...letter }) => letter) };
    },
    async state(): Promise<DeskState> {
      return {
        sources: states(),
        ledger: { leaves: line.leaves, waiting: line.waiting },
        budget,
        guarantee: detectors.notChecked(),
        version,
        inputs: parts.inputs.states(),
      };
    },
  };
}

function sourceStates({ settings, folder, ingestion, letters }: DeskParts, now: number): SourceState[] {
  const { sources = {} } = settings;
  const { heard } = ingestion;
  const names = [
    ...Object.keys(sources),
    ...Object.keys(folder.tokens()),
    ...heard.keys(),
    ...letters.sources,
  ];
  return [...new Set(names)].toSorted().map((source) => {
    const latest = heard.get(source);
    const heartbeat = sources[source]?.heartbeat;
    const isSilent =
      heartbeat !== undefined && (latest === undefined || now - Date.parse(latest.time) > spanMs(heartbeat));
    return {
      source,
      system: sources[source]?.system ?? latest?.system,
      heard: latest?.time,
      silent: isSilent,
      deadLetters: letters.countOf(source),
    };
  });
}
