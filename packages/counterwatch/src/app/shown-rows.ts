/** The shown rows of an incident into the view: each gets the time of its look-up, and those that are not the incident's stay out. */
import { setImmediate } from "node:timers/promises";
import type { View } from "../assess/view.ts";
import type { Incident } from "../incidents/incident.ts";
import type { RowsSeen } from "../incidents/incident-gaps.ts";
import type { Identifiers } from "../intake/identifiers.ts";
import type { LogFile } from "../intake/log-file.ts";
import { readRowMapping } from "../intake/mapping-file.ts";
import { rowMappingConnector } from "../intake/shown-rows/mapped-rows.ts";
import { rowsAmongLines } from "../intake/shown-rows/own-rows.ts";
import { baseName, readRows } from "../intake/shown-rows/read-rows.ts";
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
  const passes = [
    readRows(among, { identifiers, zone, wanted: rowsAmongLines }),
    readRows(files, { identifiers, zone, wanted: connector, lookupOf }),
  ];
  for (const pass of passes) {
    for await (const batch of pass) {
      for (const [id, count] of batch.byLookup)
        if (incident.lookups.has(id)) records.set(id, (records.get(id) ?? 0) + count);
      for (const row of batch.rows) {
        const known = row.lookup === undefined ? undefined : incident.lookups.get(row.lookup);
        if (row.lookup === undefined) unattributed++;
        else if (known === undefined) outside++;
        else {
          if (row.shown === undefined && known.time !== undefined) row.shown = known.time;
          view.add(row);
        }
      }
      for (const letter of batch.deadLetters) {
        onLetter(letter);
        if (batch.lookup === undefined) nobodys = true;
        else rejectedOf.add(batch.lookup);
      }
      rejected += batch.deadLetters.length;
      withheld += batch.withheld;
      // Without a turn of the event loop a file that is read from the cache would keep signals waiting.
      await setImmediate();
    }
  }
  return { records, rejected, rejectedOf: nobodys ? undefined : rejectedOf, outside, unattributed, withheld };
}

/** A file may be named after its look-up; `_` stands for the colon, which some file systems refuse. */
function lookupByName(file: string, { lookups }: Incident): string | undefined {
  const name = baseName(file);
  return [name, name.replaceAll("_", ":")].find((id) => lookups.has(id));
}
