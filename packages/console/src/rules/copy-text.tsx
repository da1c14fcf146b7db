import { useState } from "react";
import { useWords } from "../words/words.tsx";

export function CopyText({ text }: { readonly text: string }) {
  const { words } = useWords();
  const [copied, note] = useState(false);
  return (
    <button
      type="button"
      onClick={() => {
        // Browsers have it only where the page came over TLS or from this machine.
        void navigator.clipboard?.writeText(text).then(() => note(true));
      }}
      disabled={navigator.clipboard === undefined}
    >
      <span aria-live="polite">{copied ? words.rules.copied : words.rules.copy}</span>
    </button>
  );
}
