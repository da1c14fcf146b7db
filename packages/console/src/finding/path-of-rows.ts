/** The path over sites that a finding's rows have, in the order of record time. What has no place is left out. */
import type { PathPoint, Stop } from "../../../counterwatch/src/report/picture/path-stops.ts";
import { stopsOf } from "../../../counterwatch/src/report/picture/path-stops.ts";
import { caseName } from "../../../counterwatch/src/stories/case-name.ts";
import type { StoredEvent } from "../api/shapes.ts";

const MOST_STOPS = 60;

export interface RowPath {
  readonly stops: readonly Stop[];
  /** Stops beyond those that are drawn. */
  readonly more: number;
}

/** Undefined where there are not two sites with a place. */
export function pathOfRows(events: readonly StoredEvent[]): RowPath | undefined {
  const points = new Map<string, PathPoint & { readonly case: string | undefined }>();
  for (const { event } of events) {
    const { site, window } = event;
    if (site?.lat === undefined || site.lon === undefined) continue;
    const time = Date.parse(window?.from ?? event.time);
    const point = { site: site.id, lat: site.lat, lon: site.lon, time, case: caseName(event) };
    const key = `${time} ${site.id}`;
    if (points.get(key)?.case === undefined) points.set(key, point);
  }
  const path = [...points.values()].toSorted((a, b) => a.time - b.time || (a.site < b.site ? -1 : 1));
  if (new Set(path.map(({ site }) => site)).size < 2) return undefined;
  const stops = stopsOf(path, ({ time, site }) => points.get(`${time} ${site}`)?.case);
  return { stops: stops.slice(0, MOST_STOPS), more: Math.max(0, stops.length - MOST_STOPS) };
}
