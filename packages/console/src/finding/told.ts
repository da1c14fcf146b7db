/** A finding's sentence in the reader's language, as attributes of the element that holds it. */
import { useWords } from "../words/words.tsx";
import { storySpanish } from "../words/story-spanish.ts";
import type { SaidFinding } from "./story-figures.ts";

interface Told {
  readonly children: string;
  /** Set where the sentence is in another language than the page. */
  readonly lang: "en" | undefined;
}

export function useTold(): (finding: SaidFinding) => Told {
  const { locale } = useWords().say;
  return (finding) => {
    const own = locale === "es" ? storySpanish(finding) : finding.explanation;
    return own === undefined
      ? { children: finding.explanation, lang: "en" }
      : { children: own, lang: undefined };
  };
}
