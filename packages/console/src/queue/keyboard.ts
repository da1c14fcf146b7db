/** Keys of the queue. While somebody writes into a field, letters are letters. */

export const COMMANDS = [
  "next",
  "previous",
  "open",
  "select",
  "take",
  "close",
  "search",
  "help",
  "escape",
] as const;
export type Command = (typeof COMMANDS)[number];

const KEYS: Readonly<Record<string, Command>> = {
  j: "next",
  ArrowDown: "next",
  k: "previous",
  ArrowUp: "previous",
  Enter: "open",
  x: "select",
  a: "take",
  c: "close",
  "/": "search",
  "?": "help",
  Escape: "escape",
};

export interface Stroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** What has the focus: `writes`, a field for text; `acts`, a button or a link, which arrows and Enter belong to. */
  readonly focus: "writes" | "acts" | "other";
}

export function commandOf({ key, ctrlKey, metaKey, altKey, focus }: Stroke): Command | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const command = KEYS[key];
  if (focus === "writes") return command === "escape" ? command : undefined;
  if (focus === "acts" && (key === "Enter" || key.startsWith("Arrow"))) return undefined;
  return command;
}

/** For the list of keys: the first of each command. */
export function keysOf(command: Command): string[] {
  return Object.keys(KEYS).filter((key) => KEYS[key] === command);
}

export function focusOf(element: Element | null): Stroke["focus"] {
  if (element === null) return "other";
  if (element.matches("input, textarea, select, [contenteditable]")) return "writes";
  return element.matches("button, a, summary") ? "acts" : "other";
}
