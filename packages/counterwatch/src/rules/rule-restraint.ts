/** Which rules would look for a person in place of conduct: nobody may try those out on what is stored. */
import type { SelectionBody } from "@counterwatch/sigma";
import type { PackRule } from "./pack-rule.ts";
import { fieldsOf } from "./rule-fields.ts";

const NAMES_SOMEBODY = ["subjects.id", "result.subjects.id"];

/** What the rule reads that names somebody: fields, or `keywords`; empty: it asks about conduct alone. */
export function namesSomebody({ sigma }: Pick<PackRule, "sigma">): string[] {
  const fields = fieldsOf(sigma)
    .map(({ field }) => field)
    .filter((field) => NAMES_SOMEBODY.includes(field));
  const keywords = sigma.detection.selections.some(({ body }) => hasKeywords(body)) ? ["keywords"] : [];
  return [...new Set([...fields, ...keywords])];
}

/** They are looked for in every field, those of subjects included. */
function hasKeywords(body: SelectionBody): boolean {
  return body.kind === "test" ? body.field === undefined : body.parts.some(hasKeywords);
}
