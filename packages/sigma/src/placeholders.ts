import { type Place, SigmaError } from "./errors.ts";
import { joinParts, parsePattern, type Part, type Pattern } from "./pattern.ts";

/** The values of a placeholder, in which `*` and `?` are wildcards; undefined where it is unknown. */
export type Placeholders = (name: string) => readonly string[] | undefined;

const MAX_ALTERNATIVES = 10_000;

/**
 * Replaces each `%name%` by every value of the placeholder (specification, "Placeholders"); `\%` is a percent sign. In a regular
 * expression the values are taken literally. Without `placeholders` the text is only checked and left as it is.
 */
export function expandPlaceholders(
  text: string,
  placeholders: Placeholders | undefined,
  place: Place,
  language: "pattern" | "regex" = "pattern",
): Pattern[] {
  const pieces = text.split(/(\\%|%[^%\s]+%)/);
  let expanded: Part[][] = [[]];
  let literal = "";
  const read = (piece: string): Pattern => (language === "regex" ? [piece] : parsePattern(piece));
  for (const piece of pieces) {
    const name = /^%([^%\s]+)%$/.exec(piece)?.[1];
    if (piece === "\\%") literal += "%";
    else if (name === undefined || placeholders === undefined) literal += piece;
    else {
      const values = placeholders(name);
      if (values === undefined || values.length === 0)
        throw new SigmaError("placeholder", `nothing is known of the placeholder %${name}%`, place, {
          remedy:
            "Give its values to the `placeholders` option, or remove `expand` to match the text itself.",
        });
      const heads = expanded.map((head) => [...head, ...read(literal)]);
      literal = "";
      if (heads.length * values.length > MAX_ALTERNATIVES)
        throw new SigmaError("limit", "the placeholders of this value make too many texts", place, {
          remedy: `Stay under ${MAX_ALTERNATIVES}, or use a wildcard in the placeholder's values.`,
        });
      const choices = values.map((value) =>
        language === "regex" ? [escapeRegex(value)] : parsePattern(value),
      );
      expanded = heads.flatMap((head) => choices.map((choice) => [...head, ...choice]));
    }
  }
  return expanded.map((head) => joinParts([...head, ...read(literal)]));
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
