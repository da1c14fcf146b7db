/**
 * Decoy identifiers: numbers of ranges that the custodian owns and has given to nobody, in an order that only the key knows.
 *
 * Specification: a permutation of 0 … size − 1 by an eight-round Feistel network with HMAC-SHA-256 as round function on
 * 2·h bits, cycle-walked into the range (Luby and Rackoff, SIAM J. Comput. 17, 1988; Black and Rogaway, CT-RSA 2002). So no list
 * of decoys has to be kept in any file: slot to identifier and identifier to slot are both computed from the key.
 * Layout of the permuted numbers: the slots of the codes for one, two and three leakers, then half of the rest for single
 * decoys, then numbers for counterparts, which are nobody's and trace nothing.
 */
import { createHmac } from "node:crypto";
import { type Leakers, TRACING_SLOTS } from "@counterwatch/evidence";
import { canonicalise } from "../intake/canonical.ts";
import { CounterwatchError, type SubjectType } from "../model/index.ts";

const ROUNDS = 8;
const LARGEST = 2 ** 48;
const LEVELS: readonly Leakers[] = [1, 2, 3];
/** Beyond the slots there must be room for single decoys. */
const ROOM = 16;

interface Pattern {
  /** As the custodian writes it: # for a digit, @ for a capital letter. */
  readonly written: string;
  /** The same in canonical form, with the same signs. */
  readonly canonical: string;
  readonly size: number;
  /** Numbers of the patterns before. */
  readonly before: number;
}

export type DecoyPlace =
  | { readonly use: "slot"; readonly leakers: Leakers; readonly slot: number }
  | { readonly use: "single"; readonly number: number }
  | { readonly use: "counterpart" };

export class DecoyRanges {
  readonly type: SubjectType;
  readonly size: number;
  /** Codes for which there are enough numbers. */
  readonly levels: readonly Leakers[];
  readonly singles: number;
  readonly #patterns: readonly Pattern[];
  readonly #key: Uint8Array;
  readonly #half: number;
  readonly #coded: number;

  /** `key`: 32 bytes. Throws `config` where a pattern cannot be used. */
  constructor(type: SubjectType, patterns: readonly string[], country: string | undefined, key: Uint8Array) {
    this.type = type;
    this.#key = key;
    let before = 0;
    this.#patterns = patterns.map((written) => {
      const pattern = { ...readPattern(type, written, country), before };
      before += pattern.size;
      return pattern;
    });
    refuseOverlaps(this.#patterns);
    this.size = before;
    if (this.size > LARGEST || this.size < ROOM + 1)
      throw unusable("the ranges hold too few numbers or too many");
    this.#half = Math.max(1, Math.ceil(Math.log2(this.size) / 2));
    this.levels = LEVELS.filter((leakers) => start(leakers) + TRACING_SLOTS[leakers] + ROOM <= this.size);
    const last = this.levels.at(-1);
    this.#coded = last === undefined ? 0 : start(last) + TRACING_SLOTS[last];
    this.singles = Math.floor((this.size - this.#coded) / 2);
  }

  /** The decoy of a place, as the custodian writes it. */
  written(place: DecoyPlace, random: (below: number) => number): string {
    const { pattern, value } = this.#at(this.#numberOf(place, random));
    return fill(pattern.written, value);
  }

  canonical(place: DecoyPlace, random: (below: number) => number): string {
    const { pattern, value } = this.#at(this.#numberOf(place, random));
    return fill(pattern.canonical, value);
  }

  /** What a canonical identifier is a decoy for; undefined where it is of no declared range. */
  placeOf(canonical: string): DecoyPlace | undefined {
    for (const pattern of this.#patterns) {
      const value = match(pattern.canonical, canonical);
      if (value === undefined) continue;
      const number = this.#walk(pattern.before + value, true);
      if (number >= this.#coded)
        return number < this.#coded + this.singles
          ? { use: "single", number: number - this.#coded }
          : { use: "counterpart" };
      const leakers = this.levels.findLast((level) => number >= start(level)) as Leakers;
      return { use: "slot", leakers, slot: number - start(leakers) };
    }
    return undefined;
  }

  #at(number: number): { pattern: Pattern; value: number } {
    const permuted = this.#walk(number, false);
    const pattern = this.#patterns.findLast(({ before }) => before <= permuted) as Pattern;
    return { pattern, value: permuted - pattern.before };
  }

  #numberOf(place: DecoyPlace, random: (below: number) => number): number {
    switch (place.use) {
      case "slot":
        return start(place.leakers) + place.slot;
      case "single":
        return this.#coded + place.number;
      case "counterpart": {
        const from = this.#coded + this.singles;
        return from + random(this.size - from);
      }
    }
  }

  /** Until the number lies in the range again: a permutation restricted to a subset stays one. */
  #walk(number: number, back: boolean): number {
    let value = number;
    do value = this.#feistel(value, back);
    while (value >= this.size);
    return value;
  }

  #feistel(value: number, back: boolean): number {
    const side = 2 ** this.#half;
    let left = Math.floor(value / side);
    let right = value % side;
    for (let step = 0; step < ROUNDS; step++) {
      if (back) [left, right] = [(right - (this.#round(ROUNDS - 1 - step, left) % side) + side) % side, left];
      else [left, right] = [right, (left + this.#round(step, right)) % side];
    }
    return left * side + right;
  }

  #round(round: number, half: number): number {
    const digest = createHmac("sha256", this.#key)
      .update(`counterwatch/decoys/v1 ${this.size} ${round} ${half}`)
      .digest();
    return digest.readUIntBE(0, 6) % 2 ** this.#half;
  }
}

/** Where the slots of a code begin. */
function start(leakers: Leakers): number {
  return LEVELS.filter((level) => level < leakers).reduce((sum, level) => sum + TRACING_SLOTS[level], 0);
}

function readPattern(
  type: SubjectType,
  written: string,
  country: string | undefined,
): Omit<Pattern, "before"> {
  const signs = written.match(/[#@]/g) ?? [];
  const size = signs.reduce((product, sign) => product * (sign === "#" ? 10 : 26), 1);
  if (signs.length === 0 || size > LARGEST || /[*?%_]/.test(written))
    throw unusable("a range is a text with # for each free digit and @ for each free capital letter");
  const formOf = (value: number) => canonicalise(type, fill(written, value), country);
  const low = formOf(0);
  const high = formOf(size - 1);
  if (low === undefined || high === undefined || low.partial || low.value.length !== high.value.length)
    throw unusable("a range has numbers that single out nobody");
  let canonical = "";
  let at = 0;
  for (const [index, sign] of [...low.value].entries())
    canonical += sign === high.value[index] ? sign : (signs[at++] ?? "!");
  // Where the canonical form computes something (a check digit), the free places are not where they were written.
  for (let probe = 0; probe < 32; probe++) {
    const value = Math.floor((size * (probe + 0.5)) / 32);
    if (at !== signs.length || formOf(value)?.value !== fill(canonical, value))
      throw unusable("the canonical form of this range depends on more than its free digits");
  }
  return { written, canonical, size };
}

/** The number `value` written into the free places. */
function fill(pattern: string, value: number): string {
  let rest = value;
  let text = "";
  for (let at = pattern.length - 1; at >= 0; at--) {
    const sign = pattern[at] as string;
    const radix = sign === "#" ? 10 : sign === "@" ? 26 : 0;
    if (radix === 0) {
      text = sign + text;
      continue;
    }
    text = (radix === 10 ? String(rest % 10) : String.fromCharCode(65 + (rest % 26))) + text;
    rest = Math.floor(rest / radix);
  }
  return text;
}

function match(pattern: string, text: string): number | undefined {
  if (pattern.length !== text.length) return undefined;
  let value = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = pattern[at] as string;
    const code = text.charCodeAt(at);
    if (sign === "#") {
      if (code < 48 || code > 57) return undefined;
      value = value * 10 + code - 48;
    } else if (sign === "@") {
      if (code < 65 || code > 90) return undefined;
      value = value * 26 + code - 65;
    } else if (sign !== text[at]) return undefined;
  }
  return value;
}

function refuseOverlaps(patterns: readonly Pattern[]): void {
  for (const [at, { canonical: one }] of patterns.entries())
    for (const { canonical: other } of patterns.slice(at + 1))
      if (one.length === other.length && [...one].every((sign, index) => meet(sign, other[index] as string)))
        throw unusable("two ranges share numbers");
}

function meet(a: string, b: string): boolean {
  return a === b || fits(a, b) || fits(b, a);
}

function fits(sign: string, literal: string): boolean {
  return (sign === "#" && /[0-9]/.test(literal)) || (sign === "@" && /[A-Z]/.test(literal));
}

function unusable(message: string): CounterwatchError {
  return new CounterwatchError("config", message, {
    remedy: 'Write ranges that you own and have given to nobody, e.g. "+52 55 5550 ####".',
  });
}
