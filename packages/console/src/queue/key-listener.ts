import { useEffect, useRef } from "react";
import { type Command, commandOf, focusOf } from "./keyboard.ts";

/** Runs the commands of this moment, wherever on the page the focus is. */
export function useKeys(commands: Readonly<Record<Command, () => void>>): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // A form over the page has the keys for itself.
      if (document.querySelector("dialog[open]") !== null) return;
      const { key, ctrlKey, metaKey, altKey } = event;
      const command = commandOf({ key, ctrlKey, metaKey, altKey, focus: focusOf(document.activeElement) });
      if (command === undefined) return;
      event.preventDefault();
      latest.current[command]();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
