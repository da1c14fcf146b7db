/** When somebody works: look-ups a day and by hour of the week, as clocks in a zone show them. */
import type { Facet } from "./desk-store.ts";
import type { WorkHour } from "./look-up-store.ts";

export interface WorkWeek {
  readonly days: readonly Facet[];
  /** By hour of the week from Monday 00:00: 168 counts. */
  readonly week: readonly number[];
  readonly systems: readonly Facet[];
  readonly lookups: number;
  readonly cased: number;
}

const HOURS = 24;

export function workWeek(hours: readonly WorkHour[], zone: string): WorkWeek {
  const days = new Map<string, number>();
  const systems = new Map<string, number>();
  const week = Array.from({ length: 7 * HOURS }, () => 0);
  let [lookups, cased] = [0, 0];
  for (const each of hours) {
    const { day, slot } = placeOf(each.hour, zone);
    add(days, day, each.lookups);
    add(systems, each.system, each.lookups);
    week[slot] = (week[slot] ?? 0) + each.lookups;
    lookups += each.lookups;
    cased += each.cased;
  }
  return {
    days: facets(days).toSorted((a, b) => (a.value < b.value ? -1 : 1)),
    week,
    systems: facets(systems).toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
    lookups,
    cased,
  };
}

/** Night, as the console says it: from 22 to 6 o'clock. */
const NIGHT_FROM = 22;
const NIGHT_UNTIL = 6;

/** Hours of UTC that are night in a zone at a time (RFC 3339), as two digits each; zones with half hours by the beginning of the hour. */
export function nightHours(zone: string, at: string): string[] {
  const day = at.slice(0, 10);
  return Array.from({ length: HOURS }, (_, hour) => String(hour).padStart(2, "0")).filter((hour) => {
    const local = placeOf(`${day}T${hour}`, zone).slot % HOURS;
    return local >= NIGHT_FROM || local < NIGHT_UNTIL;
  });
}

const formats = new Map<string, Intl.DateTimeFormat>();

function placeOf(hour: string, zone: string): { readonly day: string; readonly slot: number } {
  let format = formats.get(zone);
  if (format === undefined) {
    // Swedish writes a date as ISO 8601 does.
    format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      hourCycle: "h23",
    });
    formats.set(zone, format);
  }
  const [day = "", local = "0"] = format.format(new Date(`${hour}:00:00.000Z`)).split(" ");
  const weekday = (new Date(`${day}T00:00:00.000Z`).getUTCDay() + 6) % 7;
  return { day, slot: weekday * HOURS + Number(local) };
}

function add(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}

function facets(counts: ReadonlyMap<string, number>): Facet[] {
  return [...counts].map(([value, count]) => ({ value, count }));
}
