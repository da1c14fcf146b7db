/** Marks the element that the tour speaks of, as pages come and go; whether something is there, as the document has it. */
import { useEffect, useState } from "react";

const MARK = "data-tour";

/** The first of the selectors that finds something in sight is marked, brought into view once, and let go of at the end. */
export function usePointing(selectors: readonly string[]): void {
  const key = selectors.join("\n");
  useEffect(() => {
    let shown: Element | undefined;
    const point = () => {
      const next = key
        .split("\n")
        .map((selector) => document.querySelector(selector))
        .find((element) => element !== null && element.getClientRects().length > 0);
      if (next === shown || next === undefined) return;
      shown?.removeAttribute(MARK);
      shown = next ?? undefined;
      shown?.setAttribute(MARK, "here");
      shown?.scrollIntoView({ block: "nearest" });
    };
    const stop = onChange(point);
    return () => {
      stop();
      shown?.removeAttribute(MARK);
    };
  }, [key]);
}

export function usePresence(selector: string): boolean {
  const [isThere, tell] = useState(false);
  useEffect(() => onChange(() => tell(document.querySelector(selector) !== null)), [selector]);
  return isThere;
}

/** Calls at once, and after each change of the document that is not the mark itself. */
function onChange(look: () => void): () => void {
  let frame = 0;
  const later = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(look);
  };
  const observer = new MutationObserver(later);
  observer.observe(document.body, { childList: true, subtree: true });
  look();
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
}
