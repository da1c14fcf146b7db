import { type Messages, messagesFor } from "../report/words/messages.ts";
import { Speech } from "../report/words/speech.ts";

/** The one catalogue, in the language and zone of the settings. */
export function speechOf({ lang = "en", zone = "UTC" }: { lang?: "en" | "es"; zone?: string }): Speech {
  return new Speech(lang, zone);
}

export function wordsOf(settings: { lang?: "en" | "es"; zone?: string }): Messages {
  return messagesFor(speechOf(settings));
}
