/**
 * Columns that grow: typed arrays by half as much again, so that ten million rows cost their bytes and no objects.
 * Values are set by `push` and read through `values`, which is valid until the next push.
 */
type Numbers = Uint8Array | Int32Array | Uint32Array | Float64Array;

export class Column<T extends Numbers> {
  values: T;
  length = 0;
  readonly #make: (size: number) => T;

  constructor(make: (size: number) => T) {
    this.#make = make;
    this.values = make(1024);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.#grow(this.length + 1);
    this.values[this.length++] = value;
  }

  /** Room for `more` values beyond `length`; the caller writes them and moves `length`. */
  reserve(more: number): void {
    if (this.length + more > this.values.length) this.#grow(this.length + more);
  }

  append(values: T): void {
    this.reserve(values.length);
    this.values.set(values, this.length);
    this.length += values.length;
  }

  #grow(least: number): void {
    const wider = this.#make(Math.max(least, Math.ceil(this.values.length * 1.5)));
    wider.set(this.values);
    this.values = wider;
  }
}

export const bytes = (): Column<Uint8Array> => new Column((size) => new Uint8Array(size));
export const integers = (): Column<Int32Array> => new Column((size) => new Int32Array(size));
export const naturals = (): Column<Uint32Array> => new Column((size) => new Uint32Array(size));
export const numbers = (): Column<Float64Array> => new Column((size) => new Float64Array(size));

/** 0, 1, 2 … : what is yet to be put in order. */
export function ascending(length: number): Uint32Array {
  const order = new Uint32Array(length);
  for (let index = 0; index < length; index++) order[index] = index;
  return order;
}

const DIGIT = 16;
const DIGITS = 1 << DIGIT;
/** Below this the counting of digits takes longer than comparing does. */
const FEW = 8192;

/**
 * `order` (indices into `keys`) sorted by key, stable: least-significant-digit radix sort, two passes of 16 bits. Linear whatever
 * the keys are, which a hash table filled by a hostile file is not. Source: Knuth, The Art of Computer Programming 3, 5.2.5.
 */
export function radixOrder(keys: Uint32Array, order: Uint32Array): Uint32Array {
  if (order.length < FEW) return order.toSorted((a, b) => (keys[a] as number) - (keys[b] as number));
  let from = order;
  let to: Uint32Array = new Uint32Array(order.length);
  for (let shift = 0; shift < 32; shift += DIGIT) {
    const starts = new Uint32Array(DIGITS + 1);
    for (const index of from) starts[(((keys[index] as number) >>> shift) & (DIGITS - 1)) + 1]! += 1;
    if (starts.indexOf(from.length) > 0) continue;
    for (let digit = 0; digit < DIGITS; digit++) starts[digit + 1]! += starts[digit] as number;
    for (const index of from) {
      const digit = ((keys[index] as number) >>> shift) & (DIGITS - 1);
      to[starts[digit] as number] = index;
      starts[digit]! += 1;
    }
    [from, to] = [to, from];
  }
  return from;
}
