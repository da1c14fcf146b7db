import type { AccessEvent } from "../model/index.ts";
import { flatten } from "../intake/bounded-memo.ts";

/** From how many rows on the later ones are thinned out: every second from twice as many on, and so forth. */
const THIN_FROM = 400;

/** With less room than this a sequence is one of thousands, and even its last row is renewed only now and then. */
const CROWDED = 50;

export interface RowSampleState {
  readonly first: readonly AccessEvent[];
  readonly spread: readonly AccessEvent[];
  readonly turn: number;
  readonly last: AccessEvent | undefined;
  readonly count: number;
}

const EMPTY: RowSampleState = { first: [], spread: [], turn: 0, last: undefined, count: 0 };

/**
 * Of a growing sequence of rows the first, some of the last, and the very last: four fifths and one fifth of what is allowed.
 * In a long sequence the last fifth is spread over the last tenth of it, because a row that is kept and soon replaced is dear
 * (keeping each of 100 last rows for a while doubled the time of the desk). Later rows are kept as they came; `settle` copies what
 * is left out of the read buffers that they are cut from, and whoever holds samples calls it now and then.
 */
export class RowSample {
  readonly #first: AccessEvent[];
  #spread: AccessEvent[];
  /** Where the next of the spread rows goes, once they are full. */
  #turn: number;
  #last: AccessEvent | undefined;
  #count: number;
  #isSettled = true;

  constructor({ first, spread, turn, last, count }: RowSampleState = EMPTY) {
    this.#first = [...first];
    this.#spread = [...spread];
    this.#turn = turn;
    this.#last = last;
    this.#count = count;
  }

  /** Not a copy: to be written down before more rows are added. */
  snapshot(): RowSampleState {
    return {
      first: this.#first,
      spread: this.#spread,
      turn: this.#turn,
      last: this.#last,
      count: this.#count,
    };
  }

  /** `allowed`: 0 keeps none. */
  add(event: AccessEvent, allowed: number): void {
    if (allowed === 0) return;
    this.#count++;
    const room = spreadOf(allowed);
    if (this.#first.length < allowed - room - 1) {
      this.#first.push(ownEvent(event, this.#first[this.#first.length - 1]));
      return;
    }
    if (allowed < CROWDED && this.#last !== undefined && this.#count % Math.max(1, this.#count >> 2) !== 0)
      return;
    this.#isSettled = false;
    const before = this.#last;
    this.#last = event;
    if (before === undefined || room <= 0) return;
    const stride = Math.max(1, Math.floor(this.#count / THIN_FROM));
    if (this.#count % stride !== 0) return;
    if (this.#spread.length < room) this.#spread.push(before);
    else {
      this.#spread[this.#turn] = before;
      this.#turn = (this.#turn + 1) % room;
    }
  }

  /** In the order of adding. */
  rows(): AccessEvent[] {
    const last = this.#last === undefined ? [] : [this.#last];
    return [...this.#first, ...this.#spread.slice(this.#turn), ...this.#spread.slice(0, this.#turn), ...last];
  }

  /** Gives up rows so that at most `allowed` stay. Must be called before `add` is with a smaller number than before. */
  trim(allowed: number): void {
    const rows = this.rows();
    const room = spreadOf(allowed);
    const first = rows.slice(0, allowed - room - 1);
    const rest = rows.slice(first.length);
    this.#first.splice(0, this.#first.length, ...first);
    this.#last = rest.pop();
    this.#spread = room === 0 ? [] : rest.slice(-room);
    this.#turn = 0;
  }

  settle(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    const like = this.#first[this.#first.length - 1];
    this.#spread = this.#spread.map((event) => ownEvent(event, like));
    if (this.#last !== undefined) this.#last = ownEvent(this.#last, like);
  }
}

function spreadOf(allowed: number): number {
  return Math.max(0, Math.floor(allowed / 5) - 1);
}

/** `like`: a row that is kept. Parts that it has too are kept once. */
function ownEvent(event: AccessEvent, like: AccessEvent | undefined): AccessEvent {
  const copy: Record<string, unknown> = {};
  for (const [part, value] of Object.entries(event)) {
    if (value === undefined) continue;
    const known: unknown = like?.[part as keyof AccessEvent];
    copy[part] = known !== undefined && isSame(value, known) ? known : own(value);
  }
  return copy as unknown as AccessEvent;
}

function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [keys, others] = [Object.keys(left), Object.keys(right)];
  // In the same order, or the row would be written otherwise than it came.
  return (
    keys.length === others.length &&
    keys.every((key, i) => key === others[i] && isSame((left as Fields)[key], (right as Fields)[key]))
  );
}

type Fields = Readonly<Record<string, unknown>>;

function own(value: unknown): unknown {
  if (typeof value === "string") return flatten(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(own);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const inner = (value as Fields)[key];
    if (inner !== undefined) copy[key] = own(inner);
  }
  return copy;
}
