import type { AccessEventJson } from "../event.ts";
import { citesCase, isBareNumber } from "../truth/case-number.ts";
import { SITTING_GAP_MS } from "../truth/sittings.ts";

/** What honest work looks like, measured as the real audit was: automated polls and withheld subjects apart. */
export interface BaseRates {
  readonly lookups: number;
  readonly subjectLookups: number;
  readonly operators: number;
  readonly sittings: number;
  readonly pairs: number;
  /** Share of filled reasons that are a bare case number. */
  readonly bareNumbers: number;
  /** Share of look-ups with the case field filled. */
  readonly caseField: number;
  /** Pairs by number of sittings: 1, 2, …, 9, 10 and more. */
  readonly pairsBySittings: readonly number[];
  /** Chance of one more distinct UTC day after 1, 2, … days. */
  readonly oneMoreDay: readonly number[];
  readonly longPairs: number;
  readonly longPairsWithoutCase: number;
  /** Pairs with at least 4, 5, 6, 8 sittings without a case; and those of them that no other operator looked at. */
  readonly pairsWithoutCase: readonly number[];
  readonly pairsWithoutCaseAlone: readonly number[];
  /** Pairs of subjects that one, two, … operators looked at. */
  readonly subjectsByOperators: readonly number[];
}

interface PairRecord {
  last: number;
  sittings: number;
  withoutCase: number;
  anyCase: boolean;
  days: number;
  firstDay: number;
  lastDay: number;
}

export function measureBaseRates(events: Iterable<AccessEventJson>): BaseRates {
  const operators = new Set<string>();
  const pairs = new Map<string, PairRecord>();
  const company = new Map<string, Set<string>>();
  let [lookups, subjectLookups, sittings, reasons, bare, field] = [0, 0, 0, 0, 0, 0];
  for (const event of events) {
    if (event.automated || event.action === "review") continue;
    lookups++;
    operators.add(event.operator.id);
    if (event.purpose?.case !== undefined) field++;
    if (event.purpose?.reason !== undefined) {
      reasons++;
      if (isBareNumber(event.purpose.reason)) bare++;
    }
    for (const subject of event.subjects ?? []) {
      subjectLookups++;
      const key = `${event.operator.id}\u0000${subject.id}`;
      const at = Date.parse(event.time);
      const day = Math.floor(at / 86_400_000);
      let pair = pairs.get(key);
      if (pair === undefined) {
        pair = { last: 0, sittings: 0, withoutCase: 0, anyCase: false, days: 0, firstDay: day, lastDay: -1 };
        pairs.set(key, pair);
        const others = company.get(subject.id);
        if (others === undefined) company.set(subject.id, new Set([event.operator.id]));
        else others.add(event.operator.id);
      }
      if (at - pair.last >= SITTING_GAP_MS) {
        pair.sittings++;
        sittings++;
        if (!citesCase(event.purpose)) pair.withoutCase++;
      }
      if (citesCase(event.purpose)) pair.anyCase = true;
      pair.last = at;
      if (day !== pair.lastDay) pair.days++;
      pair.lastDay = day;
    }
  }
  const all = [...pairs.entries()];
  const long = all.filter(([, pair]) => pair.days >= 3 && pair.lastDay - pair.firstDay >= 14);
  const alone = (key: string) => company.get(key.split("\u0000")[1]!)!.size === 1;
  const levels = [4, 5, 6, 8];
  return {
    lookups,
    subjectLookups,
    operators: operators.size,
    sittings,
    pairs: pairs.size,
    bareNumbers: bare / reasons,
    caseField: field / lookups,
    pairsBySittings: Array.from(
      { length: 10 },
      (_, i) => all.filter(([, pair]) => (i === 9 ? pair.sittings >= 10 : pair.sittings === i + 1)).length,
    ),
    oneMoreDay: [1, 2, 3, 4, 5, 6].map(
      (d) =>
        all.filter(([, pair]) => pair.days > d).length /
        Math.max(1, all.filter(([, pair]) => pair.days >= d).length),
    ),
    longPairs: long.length,
    longPairsWithoutCase: long.filter(([, pair]) => !pair.anyCase).length,
    pairsWithoutCase: levels.map((level) => all.filter(([, pair]) => pair.withoutCase >= level).length),
    pairsWithoutCaseAlone: levels.map(
      (level) => all.filter(([key, pair]) => pair.withoutCase >= level && alone(key)).length,
    ),
    subjectsByOperators: Array.from(
      { length: 10 },
      (_, i) =>
        [...company.values()].filter((each) => (i === 9 ? each.size >= 10 : each.size === i + 1)).length,
    ),
  };
}
