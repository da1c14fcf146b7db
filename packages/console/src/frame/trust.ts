/** What the top bar says of the state of trust. What is wrong comes first, and each trouble is a sentence. */
import type { DeskState } from "../api/shapes.ts";
import type { Words } from "../words/english.ts";
import type { Speech } from "../words/speech.ts";

/** Look-ups that wait for their judgement without anything being wrong: a batch under way. */
const WAITING_IS_USUAL = 5000;

export interface Wrong {
  readonly sentence: string;
  /** The source that it is about, where it is about one. */
  readonly source?: string;
}

export interface Trust {
  readonly wrong: readonly Wrong[];
  /** Rows that could not be read: whatever they told was not checked. Kept for good, so that they are no trouble of today. */
  readonly unread: readonly Wrong[];
  /** What else is not checked, or not promised, as it stands; in the server's own words. */
  readonly limits: readonly string[];
  /** Figures, in the order in which they stand. */
  readonly calm: readonly string[];
}

export function trustOf(state: DeskState, words: Words, say: Pick<Speech, "minute">): Trust {
  const { sources, ledger, guarantee, budget, inputs } = state;
  const wrong: Wrong[] = [
    ...(sources.length === 0 ? [{ sentence: words.noSource }] : []),
    ...sources
      .filter(({ silent, heard }) => silent || !isHeard(heard))
      .map(({ source, heard }) => ({
        source,
        sentence: isHeard(heard) ? words.silent(source, say.minute(heard)) : words.neverHeard(source),
      })),
    ...inputs.flatMap(({ source, place, since }) =>
      since === undefined ? [] : { source, sentence: words.inputFails(source, place, say.minute(since)) },
    ),
    ...(ledger.waiting > WAITING_IS_USUAL ? [{ sentence: words.ledgerWaiting(ledger.waiting) }] : []),
  ];
  const unread = sources
    .filter(({ deadLetters }) => deadLetters > 0)
    .map(({ source, deadLetters }) => ({ source, sentence: words.deadLetters(source, deadLetters) }));
  const calm = [
    words.sourcesHeard(heardSources(state), sources.length),
    words.ledgerSize(ledger.leaves),
    ledger.waiting === 0 ? words.ledgerAhead : words.ledgerWaiting(ledger.waiting),
    ...(budget === "" ? [] : [words.budget(budget)]),
    ...(guarantee.length === 0 ? [words.guaranteeKept] : []),
  ];
  return { wrong, unread, limits: guarantee, calm };
}

export function heardSources({ sources }: Pick<DeskState, "sources">): number {
  return sources.filter(({ silent, heard }) => !silent && isHeard(heard)).length;
}

/** JSON leaves out what is undefined. */
function isHeard(heard: string | undefined): heard is string {
  return heard !== undefined;
}
