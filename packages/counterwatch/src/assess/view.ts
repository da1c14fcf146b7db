/**
 * What an intruder saw, in columns: about 40 bytes a row and its id. Rows come in any order; nothing that an assessment says
 * depends on it. A row that names nobody of the register is kept as well: it says how busy a place and how common a contact is.
 *
 * Places: a row with coordinates lies in a square of about 280 metres, one without at its site. So cameras, cells and phones meet in
 * one square, and rows 15 metres apart can lie in two (rejected: meeting in neighbouring squares as well, which makes every
 * crowd nine times as large).
 */
import { instantMs, ROW_KINDS, type RowKind, type ShownRow, SYSTEMS, type System } from "../model/index.ts";
import { bytes, integers, naturals, numbers } from "./columns.ts";
import { PseudonymTable } from "./pseudonym-table.ts";

const NOTHING = -1;
const SQUARES_A_DEGREE = 400;
/** A fix that is not surer than this many metres says "in this cell", not "here". */
const COARSE_METRES = 300;
const COARSE = 0x80;

export class View {
  readonly pseudonyms: PseudonymTable;
  readonly #places: Map<string, number>;
  readonly #lookups: Map<string, number>;
  readonly #lookupNames: string[];
  /** Kind, system and coarseness in one byte. */
  readonly #forms = bytes();
  readonly #times = numbers();
  readonly #shown = numbers();
  readonly #from = integers();
  readonly #to = integers();
  /** Of a holding the position of its period, of other rows the place of `from`. */
  readonly #at = integers();
  readonly #lookup = integers();
  readonly #periods = numbers();
  readonly #ids = bytes();
  readonly #idStarts = naturals();
  readonly #utf8 = new TextEncoder();

  /** `like`: people, places and look-ups are numbered as in that view, so that `joined` can put the two together. */
  constructor(like?: View) {
    this.pseudonyms = like?.pseudonyms ?? new PseudonymTable();
    this.#places = like === undefined ? new Map() : like.#places;
    this.#lookups = like === undefined ? new Map() : like.#lookups;
    this.#lookupNames = like === undefined ? [] : like.#lookupNames;
  }

  /** The rows of all these views, which number alike. */
  static joined(views: readonly View[]): View {
    const joined = new View(views[0]);
    for (const view of views) joined.#append(view);
    return joined;
  }

  /** Takes one row in. The row must have passed `shownRowSchema`. */
  add(row: ShownRow): void {
    const { from, to, time, at, coarse } = this.#ends(row);
    this.#forms.push(
      ROW_KINDS.indexOf(row.kind) | (SYSTEMS.indexOf(row.system) << 3) | (coarse ? COARSE : 0),
    );
    this.#times.push(time);
    this.#shown.push(row.shown === undefined ? Number.NaN : instantMs(row.shown));
    this.#from.push(from);
    this.#to.push(to);
    this.#at.push(at);
    this.#lookup.push(row.lookup === undefined ? NOTHING : this.#enterLookup(row.lookup));
    this.#idStarts.push(this.#ids.length);
    this.#writeId(row.id);
  }

  /** Rows as they came, repeated ones included. */
  get length(): number {
    return this.#forms.length;
  }

  get placeCount(): number {
    return this.#places.size;
  }

  get lookupNames(): readonly string[] {
    return this.#lookupNames;
  }

  /** The columns, for reading; valid until the next `add`. */
  columns(): Columns {
    return {
      length: this.#forms.length,
      forms: this.#forms.values,
      times: this.#times.values,
      shown: this.#shown.values,
      from: this.#from.values,
      to: this.#to.values,
      at: this.#at.values,
      lookup: this.#lookup.values,
      periods: this.#periods.values,
      ids: this.#ids.values.subarray(0, this.#ids.length),
      idStarts: this.#idStarts.values.subarray(0, this.#idStarts.length),
    };
  }

  #append(view: View): void {
    const [rows, periods, bytes] = [this.length, this.#periods.length, this.#ids.length];
    const from = view.columns();
    const { length } = view;
    this.#forms.append(from.forms.subarray(0, length));
    this.#times.append(from.times.subarray(0, length));
    this.#shown.append(from.shown.subarray(0, length));
    this.#from.append(from.from.subarray(0, length));
    this.#to.append(from.to.subarray(0, length));
    this.#at.append(from.at.subarray(0, length));
    this.#lookup.append(from.lookup.subarray(0, length));
    this.#periods.append(from.periods.subarray(0, view.#periods.length));
    this.#ids.append(from.ids);
    this.#idStarts.append(from.idStarts);
    const [forms, at, starts] = [this.#forms.values, this.#at.values, this.#idStarts.values];
    for (let row = rows; row < rows + length; row++) {
      starts[row]! += bytes;
      if (isHolding(forms[row] as number)) at[row]! += periods;
    }
  }

  #writeId(id: string): void {
    this.#ids.reserve(id.length * 3);
    const { values, length } = this.#ids;
    let at = 0;
    for (; at < id.length; at++) {
      const code = id.charCodeAt(at);
      if (code > 0x7f) break;
      values[length + at] = code;
    }
    // Nearly all ids are ASCII; the others are written again whole.
    this.#ids.length += at === id.length ? at : this.#utf8.encodeInto(id, values.subarray(length)).written;
  }

  #ends(row: ShownRow): { from: number; to: number; time: number; at: number; coarse: boolean } {
    if (row.kind === "call" || row.kind === "transfer") {
      const from = this.pseudonyms.enter(row.from.id);
      const to = this.pseudonyms.enter(row.to.id);
      const time = instantMs(row.time);
      const site = row.kind === "call" ? row.site : undefined;
      return { from, to, time, at: this.#place(site?.lat, site?.lon, site?.id), coarse: true };
    }
    const from = this.pseudonyms.enter(row.subject.id);
    if (row.kind === "sighting" || row.kind === "fix") {
      const own = row.kind === "fix" && row.lat !== undefined && row.lon !== undefined ? row : undefined;
      const at = this.#place(own?.lat ?? row.site?.lat, own?.lon ?? row.site?.lon, row.site?.id);
      const coarse =
        row.kind === "fix" && (row.radius ?? (own === undefined ? COARSE_METRES : 0)) >= COARSE_METRES;
      return { from, to: NOTHING, time: instantMs(row.time), at, coarse };
    }
    const at = this.#periods.length;
    this.#periods.push(row.from === undefined ? Number.NEGATIVE_INFINITY : instantMs(row.from));
    this.#periods.push(row.to === undefined ? Number.POSITIVE_INFINITY : instantMs(row.to));
    const time = row.from === undefined ? Number.NaN : instantMs(row.from);
    return { from, to: this.pseudonyms.enter(row.thing), time, at, coarse: false };
  }

  #place(lat: number | undefined, lon: number | undefined, site: string | undefined): number {
    const name =
      lat !== undefined && lon !== undefined
        ? square(lat, lon)
        : site === undefined
          ? undefined
          : `site ${site}`;
    if (name === undefined) return NOTHING;
    let at = this.#places.get(name);
    if (at === undefined) this.#places.set(name, (at = this.#places.size));
    return at;
  }

  #enterLookup(name: string): number {
    let number = this.#lookups.get(name);
    if (number === undefined) {
      this.#lookups.set(name, (number = this.#lookupNames.length));
      this.#lookupNames.push(name);
    }
    return number;
  }
}

export interface Columns {
  readonly length: number;
  readonly forms: Uint8Array;
  readonly times: Float64Array;
  readonly shown: Float64Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly at: Int32Array;
  readonly lookup: Int32Array;
  readonly periods: Float64Array;
  readonly ids: Uint8Array;
  readonly idStarts: Uint32Array;
}

export function kindOf(form: number): RowKind {
  return ROW_KINDS[form & 7] as RowKind;
}

export function systemOf(form: number): System {
  return SYSTEMS[(form >> 3) & 15] as System;
}

function isHolding(form: number): boolean {
  const kind = kindOf(form);
  return kind === "device" || kind === "address" || kind === "booking";
}

export function isCoarse(form: number): boolean {
  return (form & COARSE) !== 0;
}

function square(lat: number, lon: number): string {
  const row = Math.floor(lat * SQUARES_A_DEGREE);
  const across = Math.max(0.01, Math.cos((row / SQUARES_A_DEGREE) * (Math.PI / 180)));
  return `${row} ${Math.floor(lon * SQUARES_A_DEGREE * across)}`;
}
