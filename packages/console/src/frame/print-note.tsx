import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useWords } from "../words/words.tsx";

/** On paper: who printed it and when, in light colours whatever the screen has. */
export function PrintNote({ name }: { readonly name: string }) {
  const { words, say } = useWords();
  const [at, note] = useState(() => Date.now());
  useEffect(() => {
    const { dataset } = document.documentElement;
    let chosen: string | undefined;
    const before = () => {
      chosen = dataset["appearance"];
      dataset["appearance"] = "light";
      // The browser takes the page as it is when the handler returns.
      flushSync(() => note(Date.now()));
    };
    const after = () => {
      if (chosen === undefined) delete dataset["appearance"];
      else dataset["appearance"] = chosen;
    };
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
    };
  }, []);
  return <p className="print-note">{words.overview.printed(name, say.minute(at), say.zone)}</p>;
}
