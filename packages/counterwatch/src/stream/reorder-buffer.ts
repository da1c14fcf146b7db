/**
 * Puts events into the order of their own time before anything judges them. Holds what is younger than the newest
 * event less the lateness; what arrives older than what was already let go is late: processed at once, and marked.
 *
 * The order is that of a total key (time, then content), never of arrival: so findings do not depend on the order of
 * files or on how a stream was cut, as long as nothing is later than the lateness.
 */
import { type AccessEvent, instantMs } from "../model/index.ts";

interface Held {
  readonly time: number;
  readonly event: AccessEvent;
}

export interface ReorderOptions {
  /** Milliseconds. */
  readonly lateness: number;
  /** Most events held at once; beyond it the oldest go, as if the lateness were shorter. */
  readonly capacity?: number;
  readonly release: (event: AccessEvent) => void;
}

/** What is held, and how far time has come; plain data. */
export interface ReorderState {
  readonly heap: readonly Held[];
  readonly newest: number;
  readonly released: number;
  readonly late: number;
  readonly crowded: number;
}

const CAPACITY = 100_000;

export class ReorderBuffer {
  readonly #lateness: number;
  readonly #capacity: number;
  readonly #release: (event: AccessEvent) => void;
  /** Binary heap, the earliest at the root. */
  readonly #heap: Held[] = [];
  #newest = Number.NEGATIVE_INFINITY;
  #released = Number.NEGATIVE_INFINITY;
  #late = 0;
  #crowded = 0;

  constructor({ lateness, capacity = CAPACITY, release }: ReorderOptions) {
    this.#lateness = lateness;
    this.#capacity = capacity;
    this.#release = release;
  }

  /** Not a copy: to be written down before the next event is seen. */
  snapshot(): ReorderState {
    return {
      heap: this.#heap,
      newest: this.#newest,
      released: this.#released,
      late: this.#late,
      crowded: this.#crowded,
    };
  }

  /** Before the first event; of a buffer with the same options. */
  resume({ heap, newest, released, late, crowded }: ReorderState): void {
    this.#heap.push(...heap);
    this.#newest = newest;
    this.#released = released;
    this.#late = late;
    this.#crowded = crowded;
  }

  /** Events that came behind the watermark. */
  get late(): number {
    return this.#late;
  }

  /** Events let go early because the buffer was full. */
  get crowded(): number {
    return this.#crowded;
  }

  see(event: AccessEvent): void {
    const time = instantMs(event.time);
    if (time < this.#released) {
      this.#late++;
      this.#release({ ...event, late: true });
      return;
    }
    this.#push({ time, event });
    if (time > this.#newest) this.#newest = time;
    this.#releaseUntil(this.#newest - this.#lateness);
    if (this.#heap.length > this.#capacity) {
      this.#crowded++;
      this.#let(this.#pop());
    }
  }

  /** Lets go of all that is held: the log has ended. */
  flush(): void {
    this.#releaseUntil(Number.POSITIVE_INFINITY);
  }

  #releaseUntil(watermark: number): void {
    while (this.#heap.length > 0 && (this.#heap[0] as Held).time <= watermark) this.#let(this.#pop());
  }

  #let({ time, event }: Held): void {
    this.#released = time;
    this.#release(event);
  }

  #push(held: Held): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(held);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(held, heap[parent] as Held)) break;
      heap[at] = heap[parent] as Held;
      at = parent;
    }
    heap[at] = held;
  }

  #pop(): Held {
    const heap = this.#heap;
    const root = heap[0] as Held;
    const last = heap.pop() as Held;
    if (heap.length === 0) return root;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Held, heap[child] as Held)) child++;
      if (!before(heap[child] as Held, last)) break;
      heap[at] = heap[child] as Held;
      at = child;
    }
    heap[at] = last;
    return root;
  }
}

function before(a: Held, b: Held): boolean {
  return a.time === b.time ? compareTies(a.event, b.event) < 0 : a.time < b.time;
}

/** Orders events of one instant by what they say. */
export function compareTies(a: AccessEvent, b: AccessEvent): number {
  if (a.operator.id !== b.operator.id) return a.operator.id < b.operator.id ? -1 : 1;
  const [keyA, keyB] = [tieKey(a), tieKey(b)];
  return keyA === keyB ? 0 : keyA < keyB ? -1 : 1;
}

/** What an event says, without its id: ordinals depend on the order of arrival. */
function tieKey({ source, action, subjects, site, purpose, id }: AccessEvent): string {
  return JSON.stringify([source, action, subjects, site?.id, purpose, id]);
}
