/**
 * How rows would look if the agency's people behaved otherwise. What is assumed is said with each measure; a rehearsal on a
 * simulated agency compares it with people who really behave so (bench/rehearsal.js).
 */
import { hash } from "node:crypto";
import { type Pseudonym, readPseudonym, type ShownRow } from "../../model/index.ts";
import { type Ground, pairKey } from "./ground.ts";
import type { Measure } from "./measure.ts";
import { drawn } from "./drawn.ts";
import { atOtherPlaces } from "./meeting-places.ts";

type Rows = Iterable<ShownRow>;
type Call = Extract<ShownRow, { kind: "call" }>;
type Agency = Exclude<Measure, { system: unknown }>;

/** `rows` is read several times. */
export function otherwise(rows: Rows, measure: Agency, ground: Ground): Rows {
  switch (measure.do) {
    case "second-device":
      return overSecondDevices(rows, related(ground, measure.relation), ground);
    case "vary-place":
      return atOtherPlaces(rows, related(ground, measure.relation), ground);
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

function pairOf(row: Call, ground: Ground): string | undefined {
  const [from, to] = [ground.memberOf(row.from.id), ground.memberOf(row.to.id)];
  return from === undefined || to === undefined ? undefined : pairKey(from, to);
}

function isCall(row: ShownRow): row is Call {
  return row.kind === "call";
}

/** A pseudonym that nobody else has, the same again in every run. */
function derived(...parts: readonly string[]): Pseudonym {
  return readPseudonym(`p1_${hash("sha256", parts.join("\0"), "hex").slice(0, 24)}`) as Pseudonym;
}
