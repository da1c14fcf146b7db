/**
 * Rows that a look-up showed, read by a mapping: columns in, shown rows out. The forms that the house knows are such
 * mappings too, so that there is one way from a cell into a row.
 *
 * One record may show several things: a call record with a cell and a device says who called whom, where the subscriber
 * was, and which device it was. A record in which the other side is withheld shows nobody, and neither did it to the intruder.
 */
import { Rejection, type RowMapping } from "../../model/index.ts";
import type { ConnectorContext, Row } from "../connector.ts";
import { impliedHeader } from "../mapping.ts";
import { callReader } from "./call-rows.ts";
import { RecordCells } from "./record-cells.ts";
import type { RowConnector, ShownRows } from "./row-connector.ts";
import { readThing } from "./things.ts";

export function rowMappingConnector(mapping: RowMapping): RowConnector {
  return {
    id: mapping.name,
    title: mapping.title ?? `Mapping ${mapping.name}`,
    framing: "any",
    needsZone: mapping.time?.zone === undefined,
    sheet: mapping.sheet,
    impliedHeader: (first) => impliedHeader(mapping, first),
    recognise: () => 0.5,
    open: (context) => openRows(mapping, context),
  };
}

export function openRows(mapping: RowMapping, context: ConnectorContext): (row: Row) => ShownRows {
  const { identifiers } = context;
  const record = new RecordCells(mapping, context);
  const { cells } = record;
  switch (mapping.kind) {
    case "call":
      return callReader(mapping, record);
    case "transfer":
      return (row) => {
        const [from, to] = [record.party(row, "from"), record.party(row, "to")];
        if (from === undefined || to === undefined) return [];
        return [
          {
            ...record.shown(row, [cells.from, cells.to]),
            kind: "transfer",
            time: record.time(row),
            from,
            to,
          },
        ];
      };
    case "fix":
      return (row) => {
        const subject = record.party(row, "subject");
        const place = record.place(row);
        if (subject === undefined) return [];
        if (place === undefined) throw new Rejection("schema", "The row names no place.", cells.lat.column);
        const base = record.shown(row, [cells.subject, cells.device]);
        const time = record.time(row);
        return [
          { ...base, kind: "fix", time, subject, ...place },
          ...record.device(row, base.id, subject, time),
        ];
      };
    case "sighting":
      return (row) => {
        const subject = record.party(row, "subject");
        const site = record.site(row);
        if (subject === undefined) return [];
        if (site === undefined)
          throw new Rejection("schema", "The row names no camera or reader.", cells["site.id"].column);
        return [
          { ...record.shown(row, [cells.subject]), kind: "sighting", time: record.time(row), subject, site },
        ];
      };
    default: {
      const { kind } = mapping;
      return (row) => {
        const subject = record.party(row, "subject");
        const thing = readThing(kind, cells.thing.text(row), identifiers, cells.thing.column);
        if (subject === undefined || thing === undefined) return [];
        const base = record.shown(row, [cells.subject, cells.thing]);
        return [{ ...base, kind, subject, thing, ...record.span(row) }];
      };
    }
  }
}
