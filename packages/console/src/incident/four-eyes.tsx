import type { Incident } from "../api/shapes.ts";
import { useSession } from "../frame/session.tsx";
import { useWords } from "../words/words.tsx";
import { openRequest } from "./step-form.tsx";

/** What waits for a second person, and for whom. */
export function FourEyes({ incident }: { readonly incident: Incident }) {
  const { words } = useWords();
  const { name, roles } = useSession();
  const text = words.casework.incident;
  const { state, closing } = incident;
  const wish = openRequest(incident);
  const reviewer = roles.includes("reviewer");
  const waits: { key: string; sentence: string; mine: boolean }[] = [];
  if (state === "close-proposed" && closing !== undefined)
    waits.push({
      key: "close",
      sentence:
        closing.by === name
          ? text.ownProposal(words.reasons[closing.reason])
          : text.proposed(closing.by, words.reasons[closing.reason]),
      mine: reviewer && closing.by !== name,
    });
  if (wish !== undefined && state !== "closed" && state !== "merged")
    waits.push({
      key: "unmask",
      sentence: text.asked(wish.by, words.forms.what[wish.what], wish.why),
      mine: reviewer && wish.by !== name,
    });
  if (waits.length === 0) return null;
  return (
    <ul className="four-eyes">
      {waits.map(({ key, sentence, mine }) => (
        <li key={key}>
          {sentence} {mine && <b>{text.youMay}</b>}
        </li>
      ))}
    </ul>
  );
}
