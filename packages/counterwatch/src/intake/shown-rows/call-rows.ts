/**
 * Call detail records. They come in two shapes: caller and called, or a subscriber with the other side and a direction. Place and device
 * are the subscriber's, or the caller's where no subscriber is named.
 */
import { Rejection, type RowMapping, type ShownRow } from "../../model/index.ts";
import type { Row } from "../connector.ts";
import { compileWords } from "../word-table.ts";
import type { RecordCells } from "./record-cells.ts";
import type { ShownRows } from "./row-connector.ts";

const DIRECTIONS = {
  in: "in",
  incoming: "in",
  inbound: "in",
  terminating: "in",
  terminated: "in",
  received: "in",
  "call in": "in",
  mt: "in",
  mtc: "in",
  "sms-mt": "in",
  entrante: "in",
  recibida: "in",
  out: "out",
  outgoing: "out",
  outbound: "out",
  originating: "out",
  originated: "out",
  dialed: "out",
  dialled: "out",
  "call out": "out",
  mo: "out",
  moc: "out",
  "sms-mo": "out",
  saliente: "out",
  realizada: "out",
} as const;

export function callReader(mapping: RowMapping, record: RecordCells): (row: Row) => ShownRows {
  const { cells } = record;
  const sided = mapping.columns.from === undefined;
  const directionOf = compileWords<"in" | "out">({ ...DIRECTIONS, ...mapping.directions });

  return (row) => {
    const direction = sided ? directionOf(cells.direction.text(row)) : "out";
    const own = record.party(row, sided ? "subject" : "from");
    const other = record.party(row, sided ? "other" : "to");
    const base = record.shown(row, [cells.from, cells.to, cells.subject, cells.other, cells.device]);
    const time = record.time(row);
    const place = record.place(row);
    if (own === undefined) return [];
    // Made only where it is told: objects that are put together are the most of what a row costs here.
    const where = (): ShownRow[] =>
      place === undefined
        ? []
        : [{ ...base, id: `${base.id}~cell`, kind: "fix", time, subject: own, ...place }];
    if (other === undefined) return [...where(), ...record.device(row, base.id, own, time)];
    if (direction === undefined)
      throw new Rejection(
        "schema",
        "The word for the direction is not known; declare it in a mapping under directions.",
        cells.direction.column,
      );
    const call = { ...base, kind: "call" as const, time, ...record.seconds(row) };
    // Last: what is told once must not be told of a row that is rejected.
    const device = record.device(row, base.id, own, time);
    const [from, to] = direction === "in" ? [other, own] : [own, other];
    // The cell of a call is the caller's; a subscriber who was called, and a place without a name, are told apart from it.
    if (direction === "out" && place?.site !== undefined)
      return [{ ...call, from, to, site: place.site }, ...device];
    return [{ ...call, from, to }, ...where(), ...device];
  };
}
