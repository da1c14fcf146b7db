import type { Place, SelectionBody, SigmaRule } from "@counterwatch/sigma";

export interface FieldUse {
  readonly field: string;
  readonly place: Place;
}

/** Every field that a rule's selections name, references to other fields included. */
export function fieldsOf(rule: SigmaRule): FieldUse[] {
  return rule.detection.selections.flatMap(({ body }) => bodyFields(body));
}

function bodyFields(body: SelectionBody): FieldUse[] {
  if (body.kind !== "test") return body.parts.flatMap(bodyFields);
  const { field, modifiers, values, place } = body;
  if (field === undefined) return [];
  const referred = modifiers.some(({ name }) => name === "fieldref")
    ? values.flatMap((value) => (value.kind === "text" ? [{ field: value.text, place: value.place }] : []))
    : [];
  return [{ field, place }, ...referred];
}
