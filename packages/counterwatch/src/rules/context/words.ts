/** Finds any of `words` as whole words, whatever the case and the spaces between; nothing where there are none. Plain alternatives: no backtracking. */
export function wordMatcher(words: readonly string[]): RegExp {
  if (words.length === 0) return /(?!)/u;
  const alternatives = words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/\s+/g, "[\\s_+-]+"));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join("|")})(?![\\p{L}\\p{N}])`, "iu");
}
