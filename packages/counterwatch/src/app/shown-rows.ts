/** The shown rows of an incident into the view: each gets the time of its look-up, and those that are not the incident's stay out. */
import { setImmediate } from "node:timers/promises";
import type { View } from "../assess/view.ts";
import type { Incident, IncidentLookUp } from "../incidents/exposed/incident.ts";
import type { RowsSeen } from "../incidents/exposed/incident-gaps.ts";
import type { Identifiers } from "../intake/identifiers.ts";
import type { LogFile } from "../intake/log-file.ts";
import { readRowMapping } from "../intake/mapping-file.ts";
import { rowMappingConnector } from "../intake/shown-rows/mapped-rows.ts";
import { rowsAmongLines } from "../intake/shown-rows/own-rows.ts";
import { baseName, readRows } from "../intake/shown-rows/read-rows.ts";
import { sameLookUp } from "../intake/shown-rows/row-ids.ts";
import type { RowConnector } from "../intake/shown-rows/row-connector.ts";
import { ROW_CONNECTORS } from "../intake/shown-rows/row-connectors.ts";
import { CounterwatchError, type DeadLetter } from "../model/index.ts";
import { nearestName } from "../model/nearest-name.ts";
import { readTextFile } from "../store/text-file.ts";

export interface RowSources {
  /** Files that hold nothing but rows. */
  readonly files: readonly LogFile[];
  /** Files of the incident that hold rows among other lines. */
  readonly among: readonly LogFile[];
  readonly connector: RowConnector | undefined;
  /** The look-up that showed all rows which name none. */
  readonly lookup: string | undefined;
  readonly zone: string | undefined;
}

export interface RowTotals extends RowsSeen {
  readonly outside: number;
  readonly unattributed: number;
  readonly withheld: number;
}

/** A mapping is a page of YAML. */
const LARGEST_MAPPING = 1024 * 1024;

/** Throws `mapping`, `usage`. */
export function rowConnector(
  mapping: string | undefined,
  format: string | undefined,
): RowConnector | undefined {
  if (mapping !== undefined)
    return rowMappingConnector(readRowMapping(readTextFile(mapping, LARGEST_MAPPING), mapping));
  if (format === undefined) return undefined;
  const connector = ROW_CONNECTORS.find(({ id }) => id === format);
  if (connector !== undefined) return connector;
  const ids = ROW_CONNECTORS.map(({ id }) => id);
  const near = nearestName(format, ids);
  throw new CounterwatchError("usage", `there is no record form "${format}"`, {
    remedy: near === undefined ? `Record forms: ${ids.join(", ")}.` : `Did you mean ${near}?`,
  });
}

export async function readShownRows(
  { files, among, connector, lookup, zone }: RowSources,
  incident: Incident,
  identifiers: Identifiers,
  view: View,
  onLetter: (letter: DeadLetter) => void,
): Promise<RowTotals> {
  const records = new Map<string, number>();
  const rejectedOf = new Set<string>();
  let [rejected, outside, unattributed, withheld] = [0, 0, 0, 0];
  let nobodys = false;
  const lookupOf = (file: string) => lookup ?? lookupByName(file, incident);
  const lookUps = new KnownLookUps(incident, identifiers);
  const passes = [
    readRows(among, { identifiers, zone, wanted: rowsAmongLines }),
    readRows(files, { identifiers, zone, wanted: connector, lookupOf }),
  ];
  for (const pass of passes) {
    for await (const batch of pass) {
      for (const [name, count] of batch.byLookup) {
        const known = lookUps.find(name);
        if (known !== undefined) records.set(known.id, (records.get(known.id) ?? 0) + count);
      }
      for (const row of batch.rows) {
        const known = row.lookup === undefined ? undefined : lookUps.find(row.lookup);
        if (row.lookup === undefined) unattributed++;
        else if (known === undefined) outside++;
        else {
          row.lookup = known.id;
          if (row.shown === undefined && known.time !== undefined) row.shown = known.time;
          view.add(row);
        }
      }
      for (const letter of batch.deadLetters) {
        onLetter(letter);
        if (batch.lookup === undefined) nobodys = true;
        else rejectedOf.add(lookUps.find(batch.lookup)?.id ?? batch.lookup);
      }
      rejected += batch.deadLetters.length;
      withheld += batch.withheld;
      // Without a turn of the event loop a file that is read from the cache would keep signals waiting.
      await setImmediate();
    }
  }
  return { records, rejected, rejectedOf: nobodys ? undefined : rejectedOf, outside, unattributed, withheld };
}

/** Names of look-ups in rows, found among the incident's; those that are not there are remembered, too, as far as they are few. */
class KnownLookUps {
  static readonly #MOST = 100_000;
  readonly #incident: Incident;
  readonly #identifiers: Identifiers;
  readonly #found = new Map<string, IncidentLookUp | undefined>();

  constructor(incident: Incident, identifiers: Identifiers) {
    this.#incident = incident;
    this.#identifiers = identifiers;
  }

  find(name: string): IncidentLookUp | undefined {
    const { lookups } = this.#incident;
    const direct = lookups.get(name);
    if (direct !== undefined || this.#found.has(name)) return direct ?? this.#found.get(name);
    if (this.#found.size >= KnownLookUps.#MOST) this.#found.clear();
    const found = sameLookUp(name, this.#identifiers)
      .map((id) => lookups.get(id))
      .find((each) => each !== undefined);
    this.#found.set(name, found);
    return found;
  }
}

/** A file may be named after its look-up; `_` stands for the colon, which some file systems refuse. */
function lookupByName(file: string, { lookups }: Incident): string | undefined {
  const name = baseName(file);
  return [name, name.replaceAll("_", ":")].find((id) => lookups.has(id));
}
