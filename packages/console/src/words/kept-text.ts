/** A text that the server keeps as a name, in the reader's language, as attributes of the element that holds it. */
import { measureSpanish, vulnerabilitySpanish } from "./kept-spanish.ts";
import { useWords } from "./words.tsx";

interface KeptText {
  readonly children: string;
  /** Set where the text is in another language than the page. */
  readonly lang: "en" | undefined;
}

export function useKeptText(): Readonly<Record<"measure" | "vulnerability", (text: string) => KeptText>> {
  const { locale } = useWords().say;
  const said = (inSpanish: (text: string) => string | undefined) => (text: string) => {
    const own = locale === "es" ? inSpanish(text) : text;
    return own === undefined ? ({ children: text, lang: "en" } as const) : { children: own, lang: undefined };
  };
  return { measure: said(measureSpanish), vulnerability: said(vulnerabilitySpanish) };
}
