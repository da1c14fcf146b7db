import { LOCALES, type Locale } from "../words/speech.ts";
import { useWords } from "../words/words.tsx";

export function LanguageChoice() {
  const { words, say, choose } = useWords();
  return (
    <select
      aria-label={words.language}
      value={say.locale}
      onChange={({ target }) => choose(target.value as Locale)}
    >
      {LOCALES.map((locale) => (
        <option key={locale} value={locale} lang={locale}>
          {words.languages[locale]}
        </option>
      ))}
    </select>
  );
}
