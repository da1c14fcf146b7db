/** A power of two, and small: each entry may keep the block alive from which its key was read. */
const RECENT = 16;

/**
 * A cache of fixed capacity: two generations of at most `capacity` entries each; when the young one is full
 * the old one is dropped. Cheaper than a linked LRU, because a hit in the young generation writes nothing.
 */
export class BoundedMemo<V> {
  readonly #capacity: number;
  #young = new Map<string, V>();
  #old = new Map<string, V>();
  /** What was asked for lately, by a few of its signs: a comparison instead of a hash and a search. */
  readonly #recentKeys: (string | undefined)[] = Array.from({ length: RECENT });
  readonly #recentValues: (V | undefined)[] = Array.from({ length: RECENT });

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string): V | undefined {
    const { length } = key;
    const slot = (length * 7 + key.charCodeAt(length - 1) * 3 + key.charCodeAt(length >> 1)) & (RECENT - 1);
    if (this.#recentKeys[slot] === key) return this.#recentValues[slot];
    let value = this.#young.get(key);
    if (value === undefined) {
      value = this.#old.get(key);
      if (value === undefined) return undefined;
      this.#keep(flatten(key), value);
    }
    this.#recentKeys[slot] = key;
    this.#recentValues[slot] = value;
    return value;
  }

  /** Stores under a flat copy of `key`, see {@link flatten}. */
  set(key: string, value: V): V {
    this.#keep(flatten(key), value);
    return value;
  }

  #keep(key: string, value: V): void {
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}

/**
 * A copy that owns its characters. A cell is a slice of the block it was read from, and V8 keeps the whole
 * block alive as long as one such slice lives; whatever outlives its row has to be copied. Through bytes, since a text that was
 * cut from a flattened sum of texts is a slice again: 73 bytes of 23 signs, where this takes 41 and no longer.
 */
export function flatten(text: string): string {
  const { length } = text;
  if (length < 13) return text;
  if (length > signs.length) return Buffer.from(text, "utf16le").toString("utf16le");
  for (let at = 0; at < length; at++) {
    const sign = text.charCodeAt(at);
    if (sign > 255) return Buffer.from(text, "utf16le").toString("utf16le");
    signs[at] = sign;
  }
  return signs.toString("latin1", 0, length);
}

const signs = Buffer.alloc(256);
