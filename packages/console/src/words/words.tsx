import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { english, type Words } from "./english.ts";
import { spanish } from "./spanish.ts";
import { LOCALES, type Locale, localeOf, type Speech, speech } from "./speech.ts";

const CATALOGUE: Readonly<Record<Locale, Words>> = { en: english, es: spanish };
const KEPT = "counterwatch.language";

interface Spoken {
  readonly words: Words;
  readonly say: Speech;
  choose(locale: Locale): void;
}

const Language = createContext<Spoken | undefined>(undefined);

/** The browser's language until the reader chooses another one, which this browser keeps. */
export function LanguageOf({ children }: { readonly children: ReactNode }) {
  const [locale, choose] = useState<Locale>(
    () => LOCALES.find((each) => each === localStorage.getItem(KEPT)) ?? localeOf(navigator.languages),
  );
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const spoken = useMemo<Spoken>(
    () => ({
      words: CATALOGUE[locale],
      say: speech(locale),
      choose(wanted) {
        localStorage.setItem(KEPT, wanted);
        choose(wanted);
      },
    }),
    [locale],
  );
  return <Language value={spoken}>{children}</Language>;
}

export function useWords(): Spoken {
  const spoken = useContext(Language);
  if (spoken === undefined) throw new Error("words are asked for outside of LanguageOf");
  return spoken;
}
