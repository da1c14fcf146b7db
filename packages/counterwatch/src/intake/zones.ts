/**
 * Local time to UTC. A local time that occurs twice (clocks go back) is the earlier of the two instants; one that never
 * occurs (clocks go forward) is moved on by the length of the gap, as java.time and Temporal's "compatible" do.
 */
import { IANAZone } from "luxon";
import { CounterwatchError } from "../model/index.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Milliseconds to add to UTC to get the zone's local time, for one local time given as if it were UTC. */
export type LocalOffset = (local: number) => number;

const zones = new Map<string, LocalOffset>();

/** Throws CounterwatchError `usage` where `name` is no IANA zone. */
export function openZone(name: string): LocalOffset {
  let offset = zones.get(name);
  if (offset === undefined) {
    if (!IANAZone.isValidZone(name)) {
      throw new CounterwatchError("usage", `"${name}" is no time zone`, {
        remedy: "Give a name of the IANA time zone database, such as America/Chicago or Europe/Madrid.",
      });
    }
    zones.set(name, (offset = createOffset(IANAZone.create(name))));
  }
  return offset;
}

/** The offset is looked up once a day: it is constant on all but a few days a year, which are read hour by hour of the day. */
function createOffset(zone: IANAZone): LocalOffset {
  const days = new Map<number, number | undefined>();
  return (local) => {
    const day = Math.floor(local / DAY);
    let offset = days.get(day);
    if (offset === undefined) {
      if (!days.has(day)) {
        offset = steadyOffset(zone, day);
        if (days.size > 60_000) days.clear();
        days.set(day, offset);
      }
      offset ??= exactOffset(zone, local);
    }
    return offset;
  };
}

/** The offset of a whole local day, or undefined where clocks change within a day of it. */
function steadyOffset(zone: IANAZone, day: number): number | undefined {
  const before = zone.offset((day - 1) * DAY);
  return before === zone.offset((day + 2) * DAY) ? before * 60_000 : undefined;
}

function exactOffset(zone: IANAZone, local: number): number {
  // Zones lie within 14 hours of UTC, so one of these is in force before any change near `local` and one after it.
  const before = zone.offset(local - 26 * HOUR) * 60_000;
  const after = zone.offset(local + 26 * HOUR) * 60_000;
  const early = local - Math.max(before, after);
  const late = local - Math.min(before, after);
  for (const instant of [early, late]) {
    if (zone.offset(instant) * 60_000 === local - instant) return local - instant;
  }
  return before;
}

/**
 * Abbreviations as North American and European exports use them. The ambiguous ones mean: CST and CDT Central (not China, not
 * Cuba), BST British Summer, EST Eastern (not Australia). IST has three equal claimants and is refused.
 */
const ABBREVIATIONS: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  UT: 0,
  WET: 0,
  WEST: 1,
  BST: 1,
  CET: 1,
  CEST: 2,
  MEZ: 1,
  MESZ: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  NST: -3.5,
  NDT: -2.5,
  AST: -4,
  ADT: -3,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  AKST: -9,
  AKDT: -8,
  HST: -10,
  JST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
};

/** A zone as it stands behind a time: `UTC`, `CDT`, `-05:00`, `GMT+2`, `America/Chicago`. Undefined: none that is known. */
export function readZone(text: string): LocalOffset | undefined {
  const bare = text.replace(/^\((.*)\)$/, "$1").trim();
  const hours = Object.hasOwn(ABBREVIATIONS, bare.toUpperCase())
    ? ABBREVIATIONS[bare.toUpperCase()]
    : undefined;
  if (hours !== undefined) return () => hours * HOUR;
  const offset = /^(?:UTC|GMT)?([+\-−])(\d{1,2})(?::?(\d{2}))?(?::?\d{2})?$/i.exec(bare);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    if (minutes > 15 * 60) return undefined;
    const signed = (offset[1] === "+" ? minutes : -minutes) * 60_000;
    return () => signed;
  }
  return /^[A-Z][A-Za-z_]+\/[A-Za-z_+\-/0-9]+$/.test(bare) && IANAZone.isValidZone(bare)
    ? openZone(bare)
    : undefined;
}
