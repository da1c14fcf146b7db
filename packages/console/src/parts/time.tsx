import { useWords } from "../words/words.tsx";

/** A time in the reader's zone; the whole of it, in UTC, on demand. */
export function Time({ at }: { readonly at: string }) {
  const { say } = useWords();
  return (
    <time dateTime={at} title={at}>
      {say.minute(at)}
    </time>
  );
}
