import type { AccessEvent } from "../model/index.ts";
import { ownString } from "./own-string.ts";

/**
 * The first and the last rows of a growing sequence. The last ones are kept as they came, because most are replaced soon;
 * `settle` copies what is left out of the read buffers that they are cut from, and whoever holds samples calls it now and then.
 */
export class RowSample {
  readonly #first: AccessEvent[] = [];
  #last: AccessEvent[] = [];
  /** Where the next of the last rows goes, once they are full. */
  #turn = 0;
  #unsettled = 0;

  add(event: AccessEvent, allowed: number): void {
    if (this.#first.length < Math.ceil(allowed / 2)) {
      this.#first.push(ownEvent(event));
      return;
    }
    const room = Math.floor(allowed / 2);
    if (this.#last.length < room) this.#last.push(event);
    else if (room > 0) {
      this.#last[this.#turn] = event;
      this.#turn = (this.#turn + 1) % room;
    }
    this.#unsettled++;
  }

  /** In the order of adding. */
  rows(): AccessEvent[] {
    return [...this.#first, ...this.#lastInOrder()];
  }

  /** Gives up rows so that at most `allowed` stay. Must be called before `add` is with a smaller number than before. */
  trim(allowed: number): void {
    const rows = this.rows();
    const first = rows.slice(0, Math.ceil(allowed / 2));
    const rest = rows.slice(first.length);
    const room = Math.floor(allowed / 2);
    this.#first.splice(0, this.#first.length, ...first);
    this.#last = room === 0 ? [] : rest.slice(-room);
    this.#turn = 0;
  }

  settle(): void {
    if (this.#unsettled === 0) return;
    this.#unsettled = 0;
    for (let index = 0; index < this.#last.length; index++) this.#last[index] = ownEvent(this.#last[index]!);
  }

  #lastInOrder(): AccessEvent[] {
    return [...this.#last.slice(this.#turn), ...this.#last.slice(0, this.#turn)];
  }
}

function ownEvent(event: AccessEvent): AccessEvent {
  return own(event) as AccessEvent;
}

function own(value: unknown): unknown {
  if (typeof value === "string") return ownString(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(own);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    if (inner !== undefined) copy[key] = own(inner);
  }
  return copy;
}
