/** The log's words for ours: small and capital letters are the same, `*` stands for any text. Exact words win over wildcards. */
export function compileWords<T>(table: Readonly<Record<string, T>>): (raw: string) => T | undefined {
  const exact = new Map<string, T>();
  const wild: { pieces: readonly string[]; value: T }[] = [];
  for (const [word, value] of Object.entries(table)) {
    if (word.includes("*")) wild.push({ pieces: fold(word).split("*"), value });
    else exact.set(fold(word), value);
  }
  // The longest pattern is the most particular: "Export video*" before "Export*" before "*".
  wild.sort((a, b) => b.pieces.join("").length - a.pieces.join("").length);
  return (raw) => {
    const word = fold(raw);
    return exact.get(word) ?? wild.find(({ pieces }) => matches(word, pieces))?.value;
  };
}

function fold(text: string): string {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}

/** Each piece is looked for once, from left to right: linear for any number of wildcards. */
function matches(word: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (!word.startsWith(first) || word.length < first.length + last.length || !word.endsWith(last))
    return false;
  let at = first.length;
  const end = word.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = word.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
