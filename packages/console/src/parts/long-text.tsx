import { useState } from "react";
import { useWords } from "../words/words.tsx";

const LONGEST = 160;

/** Text of a log, as it is; what is long waits behind a button. */
export function LongText({ text }: { readonly text: string }) {
  const { words } = useWords();
  const [whole, show] = useState(false);
  if (whole || text.length <= LONGEST) return <>{text}</>;
  return (
    <>
      {text.slice(0, LONGEST)}…{" "}
      <button type="button" className="plain" onClick={() => show(true)}>
        {words.showAll}
      </button>
    </>
  );
}
