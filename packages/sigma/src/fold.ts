/**
 * The one case folding of this package: matcher and index must agree on it, or the index would lose matches.
 * Lower case depends on context for the final sigma alone, and leaves the long s apart from s although a case-insensitive
 * regular expression joins them; both are joined here, so that fold(a + b) = fold(a) + fold(b).
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (!lower.includes("\u03C2") && !lower.includes("\u017F")) return lower;
  return lower.replaceAll("\u03C2", "\u03C3").replaceAll("\u017F", "s");
}
