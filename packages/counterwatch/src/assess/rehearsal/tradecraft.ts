/**
 * How rows would look if the agency's people behaved otherwise. What is assumed is said with each measure; a rehearsal on a
 * simulated agency compares it with people who really behave so (bench/rehearsal.js).
 */
import { hash } from "node:crypto";
import { type Pseudonym, readPseudonym, type ShownRow, type System } from "../../model/index.ts";
import { type Ground, pairKey } from "./ground.ts";
import type { Measure } from "./measure.ts";
import { floorTime } from "./kept-rows.ts";

type Rows = Iterable<ShownRow>;
type Call = Extract<ShownRow, { kind: "call" }>;
type Seen = Extract<ShownRow, { kind: "fix" | "sighting" }>;
type Agency = Exclude<Measure, { system: unknown }>;

/** Two rows at one site within so many minutes are one meeting. */
const MEETING = 30 * 60_000;

/** `rows` is read several times. */
export function otherwise(rows: Rows, measure: Agency, ground: Ground): Rows {
  switch (measure.do) {
    case "second-device":
      return overSecondDevices(rows, related(ground, measure.relation), ground);
    case "vary-place":
      return atBusyPlaces(rows, related(ground, measure.relation), ground);
    case "cover-traffic":
      return withCover(rows, related(ground, measure.relation), measure.contacts, ground);
  }
}

function related(ground: Ground, relation: string | undefined): Set<string> {
  return new Set(ground.pairs(relation).map(({ from, to }) => pairKey(from, to)));
}

/**
 * What the pair says to each other goes over devices that are used for nothing else, registered to nobody and never carried with
 * the first; a pair of devices for each relation. Money between them still goes from account to account.
 */
function* overSecondDevices(rows: Rows, pairs: ReadonlySet<string>, ground: Ground): Rows {
  for (const row of rows) {
    const pair = isCall(row) ? pairOf(row, ground) : undefined;
    if (!isCall(row) || pair === undefined || !pairs.has(pair)) yield row;
    else
      yield {
        ...row,
        from: { ...row.from, id: derived("second-device", pair, row.from.id) },
        to: { ...row.to, id: derived("second-device", pair, row.to.id) },
      };
  }
}

/** Each meeting of a pair is moved to a site of its system, drawn by how busy it is, another for each day. */
function* atBusyPlaces(rows: Rows, pairs: ReadonlySet<string>, ground: Ground): Rows {
  const sites = new Map<System, NonNullable<Seen["site"]>[]>();
  const visits = new Map<string, number[]>();
  for (const row of rows) {
    if (!isSeen(row) || row.site === undefined) continue;
    // Drawing from the rows is drawing by how busy a site is.
    const known = sites.get(row.system);
    if (known === undefined) sites.set(row.system, [row.site]);
    else known.push(row.site);
    const member = ground.memberOf(row.subject.id);
    if (member === undefined) continue;
    const key = `${member} ${row.site.id}`;
    const times = visits.get(key);
    if (times === undefined) visits.set(key, [Date.parse(row.time)]);
    else times.push(Date.parse(row.time));
  }
  const partners = partnersOf(pairs);
  for (const row of rows) {
    const pair = isSeen(row) && row.site !== undefined ? meetingAt(row, row.site.id) : undefined;
    if (pair === undefined || !isSeen(row)) {
      yield row;
      continue;
    }
    const day = floorTime(row.time, "day");
    const choice = sites.get(row.system) ?? [];
    const site = choice[drawn(`${pair} ${day}`, choice.length)];
    if (row.kind === "sighting") yield { ...row, site: site as NonNullable<Seen["site"]> };
    else {
      const { lat: _lat, lon: _lon, radius: _radius, ...rest } = row;
      yield site === undefined ? row : { ...rest, site };
    }
  }

  function meetingAt(row: Seen, site: string): string | undefined {
    const member = ground.memberOf(row.subject.id);
    const at = Date.parse(row.time);
    for (const partner of member === undefined ? [] : (partners.get(member) ?? []))
      if (visits.get(`${partner} ${site}`)?.some((other) => Math.abs(other - at) <= MEETING))
        return pairKey(member as string, partner);
    return undefined;
  }
}

/**
 * Each of the pair also calls so many people who have nothing to do with it, as often as each other. They are drawn from the
 * numbers in view. Against a row that links the pair directly it does nothing.
 */
function* withCover(rows: Rows, pairs: ReadonlySet<string>, contacts: number, ground: Ground): Rows {
  const others: Call["to"][] = [];
  for (const row of rows) if (isCall(row) && ground.memberOf(row.to.id) === undefined) others.push(row.to);
  for (const row of rows) {
    yield row;
    const pair = isCall(row) ? pairOf(row, ground) : undefined;
    if (!isCall(row) || pair === undefined || !pairs.has(pair) || others.length === 0) continue;
    for (let n = 0; n < contacts; n++) {
      const whom = others[drawn(`${pair} ${row.from.id} ${n}`, others.length)] as Call["to"];
      const minutes = 5 + drawn(`${row.id} ${n}`, 600);
      const time = new Date(Date.parse(row.time) + minutes * 60_000).toISOString();
      yield { ...row, id: `${row.id}+cover-${n}`, time, to: whom };
    }
  }
}

function partnersOf(pairs: ReadonlySet<string>): Map<string, string[]> {
  const partners = new Map<string, string[]>();
  for (const pair of pairs) {
    const [a, b] = pair.split(" ") as [string, string];
    partners.set(a, [...(partners.get(a) ?? []), b]);
    partners.set(b, [...(partners.get(b) ?? []), a]);
  }
  return partners;
}

function pairOf(row: Call, ground: Ground): string | undefined {
  const [from, to] = [ground.memberOf(row.from.id), ground.memberOf(row.to.id)];
  return from === undefined || to === undefined ? undefined : pairKey(from, to);
}

function isCall(row: ShownRow): row is Call {
  return row.kind === "call";
}

function isSeen(row: ShownRow): row is Seen {
  return row.kind === "fix" || row.kind === "sighting";
}

/** A pseudonym that nobody else has, the same again in every run. */
function derived(...parts: readonly string[]): Pseudonym {
  return readPseudonym(`p1_${hash("sha256", parts.join("\0"), "hex").slice(0, 24)}`) as Pseudonym;
}

/** A number below `count`, by hash: the same again in every run. */
function drawn(key: string, count: number): number {
  return Number(BigInt(`0x${hash("sha256", key, "hex").slice(0, 12)}`) % BigInt(count));
}
