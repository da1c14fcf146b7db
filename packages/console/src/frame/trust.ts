/** What the top bar says of the state of trust. What is wrong comes first, and each trouble is a sentence. */
import type { DeskState } from "../api/shapes.ts";
import type { Words } from "../words/english.ts";
import type { Speech } from "../words/speech.ts";

/** Look-ups that wait for their judgement without anything being wrong: a batch under way. */
const WAITING_IS_USUAL = 5000;

export interface Trust {
  /** One sentence each. */
  readonly wrong: readonly string[];
  /** What is not checked, or not promised, as it stands: no trouble of today, and never left unsaid. */
  readonly limits: readonly string[];
  /** Figures, in the order in which they stand. */
  readonly calm: readonly string[];
}

export function trustOf(state: DeskState, words: Words, say: Pick<Speech, "minute">): Trust {
  const { sources, ledger, guarantee, budget } = state;
  const wrong = [
    ...(sources.length === 0 ? [words.noSource] : []),
    ...sources
      .filter(({ silent, heard }) => silent || !isHeard(heard))
      .map(({ source, heard }) =>
        isHeard(heard) ? words.silent(source, say.minute(heard)) : words.neverHeard(source),
      ),
    ...(ledger.waiting > WAITING_IS_USUAL ? [words.ledgerWaiting(ledger.waiting)] : []),
    ...sources
      .filter(({ deadLetters }) => deadLetters > 0)
      .map(({ source, deadLetters }) => words.deadLetters(source, deadLetters)),
  ];
  const calm = [
    words.sourcesHeard(heardSources(state), sources.length),
    words.ledgerSize(ledger.leaves),
    ledger.waiting === 0 ? words.ledgerAhead : words.ledgerWaiting(ledger.waiting),
    ...(budget === "" ? [] : [words.budget(budget)]),
    ...(guarantee.length === 0 ? [words.guaranteeKept] : []),
  ];
  return { wrong, limits: guarantee, calm };
}

export function heardSources({ sources }: Pick<DeskState, "sources">): number {
  return sources.filter(({ silent, heard }) => !silent && isHeard(heard)).length;
}

/** JSON leaves out what is undefined. */
function isHeard(heard: string | undefined): heard is string {
  return heard !== undefined;
}
