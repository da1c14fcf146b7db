/** Loading and errors: what, and what to do. */
import { Refusal } from "../api/desk-api.ts";
import type { Words } from "../words/english.ts";
import { useWords } from "../words/words.tsx";

export function Loading() {
  const { words } = useWords();
  return (
    <div className="says loading" role="status">
      {words.loading}…
    </div>
  );
}

export function Trouble({ error, again }: { readonly error: unknown; readonly again?: () => void }) {
  const { words } = useWords();
  const { sentence, remedy } = saidOf(error, words);
  return (
    <div className="says">
      <p className="trouble" role="alert">
        {sentence}
        {remedy !== undefined && (
          <>
            <br />
            {remedy}
          </>
        )}
      </p>
      {again !== undefined && (
        <button type="button" onClick={again}>
          {words.tryAgain}
        </button>
      )}
    </div>
  );
}

/** The server's own words say more than we could, where it gives any; they are English. */
export function saidOf(error: unknown, words: Words): { sentence: string; remedy?: string | undefined } {
  if (!(error instanceof Refusal) || error.status >= 500) return { sentence: words.failed.server };
  if (error.status === 0) return { sentence: words.failed.unreachable };
  if (error.status === 409) return { sentence: words.quicker };
  if (error.message !== "") return { sentence: sentenceOf(error.message), remedy: error.remedy };
  return { sentence: error.status === 404 ? words.failed.missing : words.failed.forbidden };
}

function sentenceOf(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
