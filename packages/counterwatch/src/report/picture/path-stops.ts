/** Where a path stops, for its picture and the list beside it; the report and the console draw from the same. */

export interface PathPoint {
  readonly site: string;
  /** WGS 84 degrees. */
  readonly lat: number;
  readonly lon: number;
  /** Record time, milliseconds since 1970. */
  readonly time: number;
}

export interface Stop extends PathPoint {
  /** Case that a row at this stop gives. */
  readonly case: string | undefined;
}

/** A site of the path with the numbers of its stops. */
export interface StoppedAt {
  readonly point: PathPoint;
  readonly numbers: number[];
}

/** A line that darkens with time does so in so many steps. */
const SHADES = 5;

/** Points at the same site that follow each other are one stop, at its first record time. */
export function stopsOf(
  path: readonly PathPoint[],
  caseOf: (point: PathPoint) => string | undefined,
): Stop[] {
  const stops: Stop[] = [];
  for (const point of path) {
    if (stops.at(-1)?.site === point.site) continue;
    stops.push({ ...point, case: caseOf(point) });
  }
  return stops;
}

export function sitesOf(stops: readonly PathPoint[]): StoppedAt[] {
  const sites = new Map<string, StoppedAt>();
  for (const [index, point] of stops.entries()) {
    const known = sites.get(point.site);
    if (known === undefined) sites.set(point.site, { point, numbers: [index + 1] });
    else known.numbers.push(index + 1);
  }
  return [...sites.values()];
}

/** Of the leg after stop `index`, from 0. */
export function shadeOf(index: number, stops: number): number {
  return Math.min(SHADES - 1, Math.floor((index / Math.max(1, stops - 1)) * SHADES));
}
