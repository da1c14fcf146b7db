/** Who is asked to explain themselves, in words: operators, and record systems, which are counted apart. */
import { type Finding, sourceOf } from "../../model/index.ts";
import type { PageContext } from "./page-context.ts";
import type { Parties } from "./selection.ts";

type Said = Pick<PageContext, "say" | "words">;

export function partiesText({ say, words }: Said, { operators, sources }: Parties): string {
  return say.list([
    ...(operators.size > 0 || sources.size === 0 ? [words.operators(operators.size)] : []),
    ...(sources.size > 0 ? [words.sources(sources.size)] : []),
  ]);
}

/** An operator by their id; a source said to be one. */
export function partyName(
  { words }: Pick<Said, "words">,
  finding: Pick<Finding, "detector" | "operator">,
): string {
  const source = sourceOf(finding);
  return source === undefined ? finding.operator : words.sourceNamed(source);
}
