/**
 * Turns events into look-ups for the tripwires. It listens to intake while the rows of a batch become events, because an event
 * has pseudonyms alone, and forgets the canonical forms as soon as the look-ups of that batch are made.
 *
 * Owns: raw identifiers, in memory, from a row to the tag that is made of it. They are written nowhere.
 */
import { tripwireInput } from "@counterwatch/evidence";
import { CANONICAL_VERSION } from "../intake/canonical.ts";
import type { SubjectObserver } from "../intake/identifiers.ts";
import type { AccessEvent, Subject, SubjectType } from "../model/index.ts";
import { tellLookup, type ToldLookup } from "./look-up.ts";

/** One subject of one event. */
export interface TripwireLookup {
  /** What the VOPRF is asked. */
  readonly input: string;
  readonly told: ToldLookup;
}

export class WatchedSubjects {
  readonly #shown: boolean;
  #inputs = new Map<string, string>();
  #unchecked = 0;

  /** `shown`: also the subjects that an answer showed, not only those that were asked for. */
  constructor({ shown }: { shown: boolean }) {
    this.#shown = shown;
  }

  /** For `createIdentifiers`. */
  readonly observer: SubjectObserver = (pseudonym, type, canonical) => {
    this.#inputs.set(pseudonym, inputOf(type, canonical));
  };

  /** Subjects that no tripwire can check: fragments, what the log withholds, what was a pseudonym before it came here. */
  get unchecked(): number {
    return this.#unchecked;
  }

  /** Of all events that were read since the last call. */
  *lookups(events: Iterable<AccessEvent>): Generator<TripwireLookup> {
    for (const event of events) {
      yield* this.#of(event, event.subjects, false);
      if (this.#shown) yield* this.#of(event, event.result?.subjects, true);
    }
    this.#inputs = new Map();
  }

  *#of(
    event: AccessEvent,
    subjects: readonly Subject[] | undefined,
    shown: boolean,
  ): Generator<TripwireLookup> {
    for (const { type, id } of subjects ?? []) {
      const input = id === undefined ? undefined : this.#inputs.get(id);
      if (input === undefined) this.#unchecked++;
      else yield { input, told: tellLookup(event, type, shown) };
    }
  }
}

/** The same on both sides, or nothing is ever found. */
export function inputOf(type: SubjectType, canonical: string): string {
  return tripwireInput(CANONICAL_VERSION, type, canonical);
}
