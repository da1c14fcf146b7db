import { useSession } from "../frame/session.tsx";
import { LanguageChoice } from "../frame/language-choice.tsx";
import { useWords } from "../words/words.tsx";
import { AppearanceChoice } from "./appearance-choice.tsx";
import { Configured } from "./configured.tsx";
import { OwnPasskeys } from "./own-passkeys.tsx";
import { OwnPassword } from "./own-password.tsx";
import { OwnSessions } from "./own-sessions.tsx";

export function SettingsPage() {
  const { words } = useWords();
  const { people } = words;
  const { name, roles } = useSession();
  const said = roles.length === 0 ? people.noRoles : roles.map((role) => words.roles[role]).join(", ");
  return (
    <div className="page settings">
      <h1>{words.pages.settings}</h1>
      <p className="muted">{people.accountNote(name, said)}</p>
      <h2>{people.look}</h2>
      <div className="looks">
        <label className="field">
          <span>{words.language}</span>
          <LanguageChoice />
        </label>
        <label className="field">
          <span>{people.appearance}</span>
          <AppearanceChoice />
        </label>
      </div>
      <OwnPasskeys />
      <OwnPassword />
      <OwnSessions />
      <Configured />
    </div>
  );
}
