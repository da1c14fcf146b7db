import {
  type Party,
  Rejection,
  ROW_FIELDS,
  type RowField,
  type RowMapping,
  type ShownRow,
  SYSTEMS,
  type SubjectType,
  type System,
} from "../../model/index.ts";
import type { ConnectorContext, Row } from "../connector.ts";
import { createDeclaredTimeReader } from "../declared-times.ts";
import { readDuration, readPlace } from "../event-parts.ts";
import type { Identifiers } from "../identifiers.ts";
import { createColumnReader, type ValueReader } from "../mapping-columns.ts";
import { printTime } from "../times.ts";
import { readLookUp, readRowId } from "./row-ids.ts";
import { readThing } from "./things.ts";

/** What exports write where a caller shows no number. */
const HIDDEN_NUMBER =
  /^(?:private|anonymous|unavailable|unknown|restricted|blocked|no caller id|privado|desconocido|oculto|an[oó]nimo)$/i;
/** "Start Time" beside "Date" may hold the whole. */
const WITH_DATE = /\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|^\d{10}/;
/** Pairs of subject and device that one file has told already; beyond them some are told again. */
const MOST_PAIRS = 200_000;

const TYPES: Readonly<Record<RowMapping["kind"], SubjectType>> = {
  call: "phone",
  fix: "phone",
  sighting: "plate",
  transfer: "account",
  device: "phone",
  address: "person",
  booking: "person",
};

const SIDES = ["from", "to", "subject", "other"] as const;
type Side = (typeof SIDES)[number];
const FOUND_ANYWAY: ReadonlySet<SubjectType> = new Set(["phone", "imei", "email"]);

/** The cells of one record by what they mean. Throws Rejection for what cannot be read. */
export class RecordCells {
  readonly cells: Readonly<Record<RowField, ValueReader>>;
  readonly #mapping: RowMapping;
  readonly #identifiers: Identifiers;
  readonly #readTime: ReturnType<typeof createDeclaredTimeReader>;
  readonly #pairs = new Set<string>();

  constructor(mapping: RowMapping, { identifiers, zone, header, framing }: ConnectorContext) {
    const columns = createColumnReader(mapping, header, framing === "table");
    this.cells = Object.fromEntries(
      ROW_FIELDS.map((field) => [field, columns(mapping.columns[field], field)]),
    ) as Record<RowField, ValueReader>;
    this.#mapping = mapping;
    this.#identifiers = identifiers;
    this.#readTime = createDeclaredTimeReader(mapping.time, mapping.time?.zone ?? zone);
  }

  /** Undefined: withheld. Throws Rejection where nobody or nobody single is named. */
  party(row: Row, side: Side): Party | undefined {
    const cell = this.cells[side];
    const raw = cell.text(row);
    const type = this.#typeOf(side);
    if (HIDDEN_NUMBER.test(raw.trim())) return undefined;
    const subject = this.#identifiers.subject(type, raw);
    if (subject?.withheld === true) return undefined;
    if (subject?.id !== undefined && subject.partial === undefined) return { type, id: subject.id };
    // The other side of a data session or of voice mail.
    if (subject === undefined && (side === "to" || side === "other")) return undefined;
    throw new Rejection(
      "identifier-invalid",
      subject === undefined ? "The row names nobody." : "The value is a fragment: it singles out nobody.",
      cell.column,
    );
  }

  shown(row: Row, named: readonly ValueReader[]): Pick<ShownRow, "id" | "lookup" | "shown" | "system"> {
    const own = named.map((cell) => cell.text(row)).filter((text) => text !== "");
    const { cells } = this;
    const lookup = readLookUp(cells.lookup.text(row), this.#identifiers);
    const shown = cells.shown.text(row).trim();
    return {
      id: readRowId(cells.id.text(row), this.#identifiers, own) ?? "",
      ...(lookup !== undefined && { lookup }),
      ...(shown !== "" && { shown: printTime(this.#readTime(shown, cells.shown.column)) }),
      system: this.#system(row),
    };
  }

  time(row: Row): string {
    const { time, date, clock } = this.cells;
    const [day, hour] = [date.text(row).trim(), clock.text(row).trim()];
    if (day === "" || WITH_DATE.test(hour))
      return printTime(this.#readTime(hour || time.text(row), time.column));
    return printTime(this.#readTime(`${day} ${hour}`.trim(), date.column));
  }

  seconds(row: Row): { seconds?: number } {
    const text = this.cells.seconds.text(row).trim();
    if (text === "" || this.#identifiers.isBlank(text)) return {};
    const clock = readDuration(text);
    if (clock !== undefined) return { seconds: clock / 1000 };
    const number = /^\d{1,9}(?:\.\d+)?(?= ?(?:s|sec|secs|seconds|segundos)?$)/i.exec(text)?.[0];
    if (number !== undefined) return { seconds: Number(number) };
    throw new Rejection("schema", "The duration is neither seconds nor H:MM:SS.", this.cells.seconds.column);
  }

  span(row: Row): { from?: string; to?: string } {
    const { since, until, time } = this.cells;
    const from = this.#optionalTime(row, since) ?? this.#optionalTime(row, time);
    const to = this.#optionalTime(row, until);
    return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  }

  site(row: Row): { id: string; lat?: number; lon?: number } | undefined {
    const { cells } = this;
    const name = cells["site.id"].text(row);
    const id = this.#identifiers.isBlank(name) ? "" : this.#identifiers.site(name, this.#ownNames(row));
    const at = readPlace(
      cells["site.lat"].text(row) || cells.lat.text(row),
      cells["site.lon"].text(row) || cells.lon.text(row),
    );
    return id === "" ? undefined : { id, ...at };
  }

  /** This row's subjects that a place's name may hold. Phones and devices are found in it without being named. */
  #ownNames(row: Row): string[] {
    return SIDES.flatMap((side) => {
      const text = FOUND_ANYWAY.has(this.#typeOf(side)) ? "" : this.cells[side].text(row);
      return text === "" ? [] : [text];
    });
  }

  #typeOf(side: Side): SubjectType {
    return this.#mapping.types?.[side] ?? TYPES[this.#mapping.kind];
  }

  /** Undefined: the row says nothing of a place. */
  place(
    row: Row,
  ):
    | { site?: NonNullable<ReturnType<RecordCells["site"]>>; lat?: number; lon?: number; radius?: number }
    | undefined {
    const site = this.site(row);
    const at = readPlace(this.cells.lat.text(row), this.cells.lon.text(row));
    if (site === undefined && at.lat === undefined) return undefined;
    const radius = Number(this.cells.radius.text(row).trim() || Number.NaN);
    return { ...(site && { site }), ...at, ...(radius >= 0 && { radius }) };
  }

  /** The subject's device, told once. */
  device(row: Row, id: string, subject: Party, time: string): ShownRow[] {
    const { device } = this.cells;
    const thing = readThing("device", device.text(row), this.#identifiers, device.column);
    if (thing === undefined) return [];
    const { lookup, shown } = this.shown(row, []);
    const pair = `${subject.id} ${thing} ${lookup ?? ""}`;
    if (this.#pairs.has(pair)) return [];
    if (this.#pairs.size >= MOST_PAIRS) this.#pairs.clear();
    this.#pairs.add(pair);
    return [
      {
        id: `${id}~device`,
        ...(lookup !== undefined && { lookup }),
        ...(shown !== undefined && { shown }),
        system: this.#system(row),
        kind: "device",
        subject,
        thing,
        from: time,
      },
    ];
  }

  #optionalTime(row: Row, cell: ValueReader): string | undefined {
    const text = cell.text(row);
    return this.#identifiers.isBlank(text) ? undefined : printTime(this.#readTime(text, cell.column));
  }

  #system(row: Row): System {
    const word = this.cells.system.text(row).trim().toLowerCase();
    if (word === "") return this.#mapping.system;
    const system = SYSTEMS.find((each) => each === word);
    if (system !== undefined) return system;
    throw new Rejection(
      "system-unknown",
      `The record system is none of ${SYSTEMS.join(", ")}.`,
      this.cells.system.column,
    );
  }
}
