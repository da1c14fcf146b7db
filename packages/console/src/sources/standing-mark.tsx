import type { SourceStanding } from "../api/watch-api.ts";
import { useWords } from "../words/words.tsx";

/** A word with a shape: a dot is heard, a half is behind, a square is silent, a ring was never heard. */
export function StandingMark({ standing }: { readonly standing: SourceStanding }) {
  const { words } = useWords();
  return (
    <span className="standing">
      <svg width="12" height="12" aria-hidden="true">
        {standing === "heard" && <circle cx="6" cy="6" r="4" className="mark-heard" />}
        {standing === "behind" && (
          <>
            <path d="M6 1.5a4.5 4.5 0 0 0 0 9z" className="mark-medium" />
            <circle cx="6" cy="6" r="4.5" className="mark-edge" />
          </>
        )}
        {standing === "silent" && <rect x="1" y="1" width="10" height="10" className="mark-critical" />}
        {standing === "never" && <circle cx="6" cy="6" r="4.5" className="mark-low" />}
      </svg>
      {words.sources.standing[standing]}
    </span>
  );
}
