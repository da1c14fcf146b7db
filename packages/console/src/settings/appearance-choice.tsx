import { useState } from "react";
import { useWords } from "../words/words.tsx";
import { APPEARANCES, type Appearance, chooseAppearance, keptAppearance } from "./appearance.ts";

export function AppearanceChoice() {
  const { people } = useWords().words;
  const [appearance, choose] = useState(keptAppearance);
  return (
    <select
      value={appearance}
      onChange={({ target }) => {
        chooseAppearance(target.value as Appearance);
        choose(target.value as Appearance);
      }}
    >
      {APPEARANCES.map((each) => (
        <option key={each} value={each}>
          {people.appearances[each]}
        </option>
      ))}
    </select>
  );
}
