/**
 * The city of `serve --demo`: a world of the simulator, moved by whole days so that it ends now. Nobody in it is real, no place is.
 *
 * One campaign is hidden in it. Where the stream waits for somebody to watch was chosen by having run the detectors over this world
 * once: the campaign is told some simulated hours after it. The detectors are those of every server, and know neither seed nor hour.
 */
import { type SiteJson, simulate } from "@counterwatch/simulator";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const CITY = {
  /** The simulator begins the names of sources, units and sites with their city's; here there is one city. */
  name: "city-a",
  sources: ["calls", "cameras", "finance", "location", "plates", "travel"],
  seed: "demo-18",
  operators: 60,
  days: 56,
  campaign: "attache",
  /** The stream waits here, in the world's own time. */
  waitsAt: Date.parse("2025-02-03T08:00:00.000Z"),
} as const;

/** Whoever watches sees at least so much of the stream before it has reached the present: time enough for the campaign to show. */
const LEAST_STREAM = 34 * HOUR;

/** The simulator lays its cities out around Mexico; this one is moved into the Gulf of Guinea, where nobody has ever lived. Degrees. */
const OUT_TO_SEA = { lat: -19, lon: 99 } as const;

/** One look-up as its source sends it. */
export interface CityLookup {
  readonly source: string;
  /** Milliseconds. */
  readonly at: number;
  readonly line: string;
}

export interface DemoCity {
  /** In the order of time; the last ones are still to come. */
  readonly lookups: Iterable<CityLookup>;
  readonly beginsAt: number;
  readonly waitsAt: number;
  /** Whose the campaign is. Known to the demo alone, which tells nobody before a detector has. */
  readonly hiddenOperator: string;
}

/** `now`: milliseconds. Whole days: shifts, nights and cases stay where they were in a day. */
export function demoCity(now: number): DemoCity {
  const world = simulate({
    preset: "city",
    seed: CITY.seed,
    operators: CITY.operators,
    days: CITY.days,
    campaigns: [CITY.campaign],
  });
  const events = [...world];
  const [hidden] = world.truth().campaigns;
  const moved = Math.floor((now - LEAST_STREAM - CITY.waitsAt) / DAY) * DAY;
  const move = (time: string) => new Date(Date.parse(time) + moved).toISOString();
  function* lookups(): Generator<CityLookup> {
    for (const event of events) {
      const { window, site } = event;
      const source = ofTheCity(event.source);
      const time = move(event.time);
      const line = JSON.stringify({
        ...event,
        time,
        source,
        operator: inTheCity(event.operator),
        ...(site && { site: atSea(site) }),
        ...(window && {
          window: {
            ...(window.from !== undefined && { from: move(window.from) }),
            ...(window.to !== undefined && { to: move(window.to) }),
          },
        }),
      });
      yield { source, at: Date.parse(time), line };
    }
  }
  return {
    lookups: { [Symbol.iterator]: lookups },
    beginsAt: world.options.start + moved,
    waitsAt: CITY.waitsAt + moved,
    hiddenOperator: hidden?.operators[0] ?? "",
  };
}

function atSea(site: SiteJson): SiteJson {
  const { lat, lon } = site;
  if (lat === undefined || lon === undefined) return { ...site, id: ofTheCity(site.id) };
  return {
    ...site,
    id: ofTheCity(site.id),
    lat: degrees(lat + OUT_TO_SEA.lat),
    lon: degrees(lon + OUT_TO_SEA.lon),
  };
}

function inTheCity<T extends { readonly unit?: string }>(operator: T): T {
  return operator.unit === undefined ? operator : { ...operator, unit: ofTheCity(operator.unit) };
}

/** `city-a-cam-0233` and `city-a/patrol` without the city. */
function ofTheCity(name: string): string {
  return name.startsWith(CITY.name) ? name.slice(CITY.name.length + 1) : name;
}

/** To a metre, as the simulator writes them. */
function degrees(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
