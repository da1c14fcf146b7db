/** Rows that could not be read, by the reason: the same mistake is mended once. */
import type { ShownLetter } from "../api/watch-api.ts";

export interface LetterGroup {
  readonly reason: ShownLetter["reason"];
  /** The column at fault; undefined: the row as a whole. */
  readonly column: string | undefined;
  /** In the order in which they came, the latest first. */
  readonly letters: readonly ShownLetter[];
}

/** The group with the latest letter first. */
export function groupLetters(letters: readonly ShownLetter[]): LetterGroup[] {
  const groups = new Map<string, ShownLetter[]>();
  for (const letter of letters) {
    const key = JSON.stringify([letter.reason, letter.column ?? null]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [letter]);
    else group.push(letter);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ reason: first.reason, column: first.column, letters: group }];
  });
}
