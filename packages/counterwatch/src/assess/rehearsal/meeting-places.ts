/**
 * Meetings of registered pairs, moved to other places. Two rows at one site within half an hour are one meeting, unless the site is
 * routine for either of the two: who lives or works there cannot go elsewhere, and who passes it every day is not there to meet.
 *
 * Rejected: moving all coincidences of a pair and day to one site. Housemates and commuters then stood together all day, and
 * the measure seemed to add exposure (by 1.2 of 4.4 where the simulated people lost 0.2).
 */
import type { ShownRow, System } from "../../model/index.ts";
import { drawn } from "./drawn.ts";
import { type Ground, pairKey } from "./ground.ts";
import { floorTime } from "./kept-rows.ts";

type Rows = Iterable<ShownRow>;
type Seen = Extract<ShownRow, { kind: "fix" | "sighting" }>;
type Site = NonNullable<Seen["site"]>;

const MEETING = 30 * 60_000;
const DAY = 86_400_000;
/** A site is routine where somebody is on more than this share of all days. */
const ROUTINE = 0.5;

/** Each meeting goes to a site of its system, drawn by how busy it is, another each day. `rows` is read twice. */
export function* atOtherPlaces(rows: Rows, pairs: ReadonlySet<string>, ground: Ground): Rows {
  const visits = new Visits(rows, ground);
  const partners = partnersOf(pairs);
  for (const row of rows) {
    const site = isSeen(row) ? row.site : undefined;
    const pair = site === undefined ? undefined : meetingAt(row as Seen, site.id);
    if (site === undefined || pair === undefined || !isSeen(row)) {
      yield row;
      continue;
    }
    const choice = visits.sites.get(row.system) ?? [];
    const other = choice[drawn(`${pair} ${floorTime(row.time, "day")} ${site.id}`, choice.length)] ?? site;
    if (row.kind === "sighting") yield { ...row, site: other };
    else {
      const { lat: _lat, lon: _lon, radius: _radius, ...rest } = row;
      yield { ...rest, site: other };
    }
  }

  function meetingAt(row: Seen, site: string): string | undefined {
    const member = ground.memberOf(row.subject.id);
    if (member === undefined || visits.isRoutine(member, site)) return undefined;
    const at = Date.parse(row.time);
    for (const partner of partners.get(member) ?? [])
      if (!visits.isRoutine(partner, site) && visits.near(partner, site, at)) return pairKey(member, partner);
    return undefined;
  }
}

/** When registered people were where. */
class Visits {
  /** Sites by system, as often as somebody was seen there: drawing from them is drawing by how busy a site is. */
  readonly sites = new Map<System, Site[]>();
  readonly #times = new Map<string, number[]>();
  readonly #days = new Map<string, number>();
  readonly #allDays: number;

  constructor(rows: Rows, ground: Ground) {
    let begin = ground.end;
    for (const row of rows) {
      if (!isSeen(row) || row.site === undefined) continue;
      const at = Date.parse(row.time);
      begin = Math.min(begin, at);
      add(this.sites, row.system, row.site);
      const member = ground.memberOf(row.subject.id);
      if (member !== undefined) add(this.#times, `${member} ${row.site.id}`, at);
    }
    for (const times of this.#times.values()) times.sort((a, b) => a - b);
    this.#allDays = Math.floor(ground.end / DAY) - Math.floor(begin / DAY) + 1;
  }

  isRoutine(member: string, site: string): boolean {
    const key = `${member} ${site}`;
    let days = this.#days.get(key);
    if (days === undefined) {
      days = new Set(this.#times.get(key)?.map((time) => Math.floor(time / DAY))).size;
      this.#days.set(key, days);
    }
    return days > 1 && days > ROUTINE * this.#allDays;
  }

  /** Whether the member was at the site within half an hour. */
  near(member: string, site: string, at: number): boolean {
    const times = this.#times.get(`${member} ${site}`) ?? [];
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((times[middle] as number) < at - MEETING) low = middle + 1;
      else high = middle;
    }
    return (times[low] ?? Number.POSITIVE_INFINITY) <= at + MEETING;
  }
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}

function partnersOf(pairs: ReadonlySet<string>): Map<string, string[]> {
  const partners = new Map<string, string[]>();
  for (const pair of pairs) {
    const [a, b] = pair.split(" ") as [string, string];
    add(partners, a, b);
    add(partners, b, a);
  }
  return partners;
}

function isSeen(row: ShownRow): row is Seen {
  return row.kind === "fix" || row.kind === "sighting";
}
