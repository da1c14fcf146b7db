import { listError, readInstant, readListRows } from "./list-rows.ts";

const WHAT = "roster";
const FORM = { what: WHAT, required: ["operator", "from", "to"], optional: [] };
const DAY = 86_400_000;

/** Shifts by operator: pairs [from, to] in milliseconds, sorted by `from`. */
export class Roster {
  readonly #shifts: ReadonlyMap<string, readonly (readonly [number, number])[]>;

  constructor(shifts: ReadonlyMap<string, readonly (readonly [number, number])[]>) {
    this.#shifts = shifts;
  }

  get size(): number {
    return this.#shifts.size;
  }

  /**
   * True on duty, `graceMs` before and after a shift included; undefined where the roster does not say: an operator
   * without shifts, or a time more than a day outside the operator's first and last shift.
   */
  onDuty(operator: string, ms: number, graceMs: number): boolean | undefined {
    const shifts = this.#shifts.get(operator);
    if (shifts === undefined) return undefined;
    if (ms < shifts[0]![0] - DAY || ms > shifts.at(-1)![1] + DAY) return undefined;
    let low = 0;
    let high = shifts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (shifts[middle]![0] - graceMs <= ms) low = middle + 1;
      else high = middle;
    }
    // Shifts of one operator may overlap (overtime on top of duty), never by more than a few.
    for (let index = low - 1; index >= 0 && index >= low - 8; index--) {
      if (shifts[index]![1] + graceMs >= ms) return true;
    }
    return false;
  }
}

/**
 * Reads a roster: CSV or JSON Lines with columns operator, from, to (RFC 3339 times with a zone).
 * @throws CounterwatchError `config` with file and line, without the values.
 */
export function parseRoster(
  source: string,
  options: { file: string; operator: (raw: string) => { id: string } | undefined },
): Roster {
  const shifts = new Map<string, (readonly [number, number])[]>();
  for (const row of readListRows(source, options.file, FORM)) {
    const operator = options.operator(row.values.get("operator")!)?.id;
    if (operator === undefined) throw listError(WHAT, row.place, "operator cannot be read");
    const from = readInstant(row, "from", WHAT)!;
    const to = readInstant(row, "to", WHAT, true)!;
    if (to <= from) throw listError(WHAT, row.place, "to does not lie after from");
    const held = shifts.get(operator);
    if (held === undefined) shifts.set(operator, [[from, to]]);
    else held.push([from, to]);
  }
  for (const held of shifts.values()) held.sort((a, b) => a[0] - b[0]);
  return new Roster(shifts);
}
