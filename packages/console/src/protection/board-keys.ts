/** Keys of the board: the same letters as in the queue, where they do the same. */
import { useEffect, useRef } from "react";
import { focusOf } from "../queue/keyboard.ts";

export interface BoardKeys {
  /** In the order of the board. */
  readonly ids: readonly string[];
  readonly cursor: string | undefined;
  readonly onMove: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onChoose: (id: string) => void;
  readonly onRelease: () => void;
  readonly onView: () => void;
}

export function useBoardKeys(keys: BoardKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (document.querySelector("dialog[open]") !== null) return;
      const { key, ctrlKey, metaKey, altKey } = event;
      const focus = focusOf(document.activeElement);
      if (ctrlKey || metaKey || altKey || focus === "writes") return;
      if (focus === "acts" && (key === "Enter" || key.startsWith("Arrow"))) return;
      if (act(latest.current, key)) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

/** Whether the key is one of the board's. */
function act({ ids, cursor, ...on }: BoardKeys, key: string): boolean {
  const at = cursor === undefined ? -1 : ids.indexOf(cursor);
  const move = (to: number) => {
    const id = ids[Math.min(ids.length - 1, Math.max(0, to))];
    if (id !== undefined) on.onMove(id);
  };
  switch (key) {
    case "j":
    case "ArrowDown":
      move(at + 1);
      return true;
    case "k":
    case "ArrowUp":
      move(at - 1);
      return true;
    case "Enter":
      if (cursor !== undefined) on.onOpen(cursor);
      return true;
    case "x":
      if (cursor !== undefined) on.onChoose(cursor);
      return true;
    case "r":
      on.onRelease();
      return true;
    case "t":
      on.onView();
      return true;
    default:
      return false;
  }
}
