import { english, type Messages } from "./messages.en.ts";
import { spanish } from "./messages.es.ts";
import type { Locale, Speech } from "./speech.ts";

const CATALOGUE: Readonly<Record<Locale, (say: Speech) => Messages>> = { en: english, es: spanish };

/** The one catalogue: the report, the terminal summary and later the console speak from it. */
export function messagesFor(say: Speech): Messages {
  return CATALOGUE[say.locale](say);
}

export type { Messages } from "./messages.en.ts";
