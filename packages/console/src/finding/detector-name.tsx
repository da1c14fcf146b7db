import { useMemo } from "react";
import { englishStories } from "../../../counterwatch/src/report/words/messages-stories.en.ts";
import { spanishStories } from "../../../counterwatch/src/report/words/messages-stories.es.ts";
import { Speech } from "../../../counterwatch/src/report/words/speech.ts";
import { useWords } from "../words/words.tsx";

/** What found it, by the report's title where a story did, with the name by which filters and suppressions know it. */
export function DetectorName({ detector }: { readonly detector: string }) {
  const { locale, zone } = useWords().say;
  const { stories } = useMemo(
    () => (locale === "es" ? spanishStories : englishStories)(new Speech(locale, zone)),
    [locale, zone],
  );
  const titles: Readonly<Record<string, { readonly title: string }>> = stories;
  const title = detector.startsWith("story/") ? titles[detector.slice("story/".length)]?.title : undefined;
  return (
    <span>
      {title !== undefined && <>{title} · </>}
      <code>{detector}</code>
    </span>
  );
}
