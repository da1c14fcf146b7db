/**
 * Rows as sets of measures change them, as views. Sets that are tried one after another differ in one measure, so what they share is
 * read once: a view of each system is kept under the measures that touch it, and a set joins those of its systems.
 *
 *     rows ─ agency's measures, all systems at once ─ custodian's measures, one system ─ view of the system ─ joined
 */
import type { ShownRow, System } from "../../model/index.ts";
import { View } from "../view.ts";
import type { Ground } from "./ground.ts";
import { keptRows } from "./kept-rows.ts";
import { type Measure, measureId } from "./measure.ts";
import { otherwise } from "./tradecraft.ts";

type Agency = Exclude<Measure, { system: unknown }>;
type Custodial = Extract<Measure, { system: unknown }>;

interface Acted {
  /** Names the agency's measures that changed anything here. */
  readonly name: string;
  readonly rows: readonly ShownRow[];
}

/** Views are kept until they hold so many times the rows: about 60 bytes a row each. */
const KEPT = 6;
/** Of rows as the agency's people would make them, so many sets. */
const KEPT_SETS = 4;
/** A cover call is made from the first phone, so it is drawn before calls go over to second ones. */
const ORDER = { "vary-place": 0, "cover-traffic": 1, "second-device": 2 } as const;

export class Readings {
  readonly #rows: readonly ShownRow[];
  readonly #ground: Ground;
  readonly #bySystem: ReadonlyMap<System, readonly ShownRow[]>;
  readonly #acted = new Map<string, ReadonlyMap<System, Acted>>();
  readonly #views = new Map<string, View>();
  readonly #names = new View();
  #kept = 0;

  constructor(rows: readonly ShownRow[], ground: Ground) {
    this.#rows = rows;
    this.#ground = ground;
    this.#bySystem = bySystem(rows);
  }

  get systems(): System[] {
    return [...this.#bySystem.keys()];
  }

  rowsOf(system: System): readonly ShownRow[] {
    return this.#bySystem.get(system) ?? [];
  }

  /** What a thief of these systems (absent: of all) would see. */
  view(measures: readonly Measure[], systems = this.systems): View {
    return View.joined([this.#names, ...systems.map((system) => this.#viewOf(system, measures))]);
  }

  /** Whether a measure leaves every row as it is, whatever else is done: it need not be tried. */
  isIdle(measure: Measure): boolean {
    if (!("system" in measure))
      return [...this.#actedBy([measure]).values()].every(({ name }) => name === "");
    // Times and places are changed by other measures too; these only take away.
    if (measure.do !== "retain" && measure.do !== "drop-field" && measure.do !== "withhold-table")
      return false;
    const rows = this.rowsOf(measure.system);
    return same([...keptRows(rows, measure, this.#ground.end)], rows);
  }

  #viewOf(system: System, measures: readonly Measure[]): View {
    const agency = measures.filter((measure): measure is Agency => !("system" in measure));
    const custodial = measures.filter(
      (measure): measure is Custodial => "system" in measure && measure.system === system,
    );
    const { name, rows } = this.#actedBy(agency).get(system) ?? { name: "", rows: [] };
    const key = [system, name, ...custodial.map(measureId)].join("\0");
    let view = this.#views.get(key);
    this.#views.delete(key);
    if (view === undefined) {
      view = new View(this.#names);
      let left: Iterable<ShownRow> = rows;
      for (const measure of custodial) left = keptRows(left, measure, this.#ground.end);
      for (const row of left) view.add(row);
      this.#kept += view.length;
    }
    this.#views.set(key, view);
    this.#forget();
    return view;
  }

  /** Those used longest ago go first, but never the last one. */
  #forget(): void {
    for (const [key, view] of this.#views) {
      if (this.#kept <= KEPT * this.#rows.length || this.#views.size === 1) return;
      this.#views.delete(key);
      this.#kept -= view.length;
    }
  }

  #actedBy(measures: readonly Agency[]): ReadonlyMap<System, Acted> {
    const ordered = measures.toSorted((a, b) => ORDER[a.do] - ORDER[b.do]);
    const name = ordered.map(measureId).join("\0");
    let acted = this.#acted.get(name);
    this.#acted.delete(name);
    if (acted === undefined) {
      let rows = this.#rows;
      for (const measure of ordered) rows = [...otherwise(rows, measure, this.#ground)];
      const changed = ordered.length === 0 ? this.#bySystem : bySystem(rows);
      acted = new Map(
        Array.from(this.#bySystem, ([system, before]) => {
          const after = changed.get(system) ?? [];
          return [system, same(after, before) ? { name: "", rows: before } : { name, rows: after }];
        }),
      );
    }
    this.#acted.set(name, acted);
    for (const oldest of this.#acted.keys()) if (this.#acted.size > KEPT_SETS) this.#acted.delete(oldest);
    return acted;
  }
}

function bySystem(rows: readonly ShownRow[]): Map<System, ShownRow[]> {
  const found = new Map<System, ShownRow[]>();
  for (const row of rows) {
    const known = found.get(row.system);
    if (known === undefined) found.set(row.system, [row]);
    else known.push(row);
  }
  return found;
}

/** The same rows, not equal ones. */
function same(a: readonly ShownRow[], b: readonly ShownRow[]): boolean {
  return a.length === b.length && a.every((row, at) => row === b[at]);
}
