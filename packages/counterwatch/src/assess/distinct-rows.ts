/**
 * A row that was shown twice counts once, as it was first shown. The same row is one with the same id and the same
 * content: rows of two files that merely share an id are both kept, since losing one could hide what it shows.
 *
 * Also the print of all rows that count: sums over rows, so that their order does not matter, of ids, kinds, systems and times,
 * never of whom they name.
 */
import type { Columns } from "./view.ts";
import { ascending, radixOrder } from "./columns.ts";

interface DistinctRows {
  /** Row numbers, as `Columns` has them; ascending, so that columns are read along and not across. */
  readonly rows: Uint32Array;
  readonly print: string;
}

/** `shownAt` gives when a row was shown (ms; infinite where nobody knows), `lookupName` orders what was shown at one time. */
export function distinctRows(
  columns: Columns,
  shownAt: (row: number) => number,
  lookupName: (row: number) => string,
): DistinctRows {
  const { length } = columns;
  const [first, second] = [new Uint32Array(length), new Uint32Array(length)];
  for (let row = 0; row < length; row++) {
    first[row] = hashRow(columns, row, 0x811c9dc5);
    second[row] = hashRow(columns, row, 0x2545f491);
  }
  const order = radixOrder(first, ascending(length));
  const same = (a: number, b: number): boolean => compareContent(columns, a, b) === 0;
  const earlier = (a: number, b: number): number =>
    shownAt(a) - shownAt(b) || (lookupName(a) < lookupName(b) ? -1 : 1);
  const counts = new Uint8Array(length);
  const sums = new Uint32Array(4);
  let kept = 0;
  const keep = (row: number): void => {
    counts[row] = 1;
    kept += 1;
    const [h, g] = [first[row] as number, second[row] as number];
    sums[0]! += h;
    sums[1]! += g;
    sums[2]! += Math.imul(h, g | 1);
    sums[3]! += Math.imul(h ^ (g >>> 15), 0x9e3779b1);
  };
  for (let start = 0, end: number; start < length; start = end) {
    end = start + 1;
    while (end < length && first[order[end] as number] === first[order[start] as number]) end += 1;
    if (end === start + 1) {
      keep(order[start] as number);
      continue;
    }
    const run = [...order.subarray(start, end)].toSorted((a, b) => compareContent(columns, a, b));
    for (let at = 0, next: number; at < run.length; at = next) {
      next = at + 1;
      let best = run[at] as number;
      while (next < run.length && same(run[at] as number, run[next] as number)) {
        if (earlier(run[next] as number, best) < 0) best = run[next] as number;
        next += 1;
      }
      keep(best);
    }
  }
  const print = [...sums].map((sum) => sum.toString(16).padStart(8, "0")).join("");
  const rows = new Uint32Array(kept);
  for (let row = 0, at = 0; row < length; row++) if (counts[row] === 1) rows[at++] = row;
  return { rows, print };
}

const utf8 = new TextDecoder();

/** Id of a row as it was written. */
export function rowId({ ids, idStarts }: Columns, row: number): string {
  return utf8.decode(ids.subarray(idStarts[row], idStarts[row + 1] ?? ids.length));
}

/** MurmurHash3's 32-bit mixing (A. Appleby, public domain) over what does not name anybody. */
function hashRow({ ids, idStarts, forms, times }: Columns, row: number, seed: number): number {
  const end = idStarts[row + 1] ?? ids.length;
  let hash = mix(seed, forms[row] as number);
  const time = times[row] as number;
  hash = Number.isNaN(time) ? mix(hash, 1) : mix(mix(hash, time | 0), (time / 2 ** 32) | 0);
  let at = idStarts[row] as number;
  for (; at + 4 <= end; at += 4)
    hash = mix(
      hash,
      (ids[at] as number) |
        ((ids[at + 1] as number) << 8) |
        ((ids[at + 2] as number) << 16) |
        ((ids[at + 3] as number) << 24),
    );
  for (; at < end; at++) hash = mix(hash, ids[at] as number);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mix(hash: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = hash ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** An order of rows by all that they say, except when and by which look-up they were shown. */
function compareContent(columns: Columns, a: number, b: number): number {
  const { forms, times, from, to, at, periods, ids, idStarts } = columns;
  const isHolding = ((forms[a] as number) & 7) >= 4;
  return (
    (forms[a] as number) - (forms[b] as number) ||
    orderOf(times[a] as number, times[b] as number) ||
    (from[a] as number) - (from[b] as number) ||
    (to[a] as number) - (to[b] as number) ||
    (isHolding
      ? orderOf(periods[(at[a] as number) + 1] as number, periods[(at[b] as number) + 1] as number)
      : (at[a] as number) - (at[b] as number)) ||
    compareBytes(
      ids.subarray(idStarts[a], idStarts[a + 1] ?? ids.length),
      ids.subarray(idStarts[b], idStarts[b + 1] ?? ids.length),
    )
  );
}

function orderOf(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  return a.length - b.length;
}
