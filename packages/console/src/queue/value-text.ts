import type { Words } from "../words/english.ts";
import type { Field } from "./filters.ts";

/** A filter's value in the reader's words; ids and names stay as they are. */
export function valueText(field: Field, value: string, words: Words): string {
  if (field === "severity") return words.severity[value as keyof Words["severity"]] ?? value;
  if (field === "state")
    return (
      words.state[value as keyof Words["state"]] ??
      words.incidentStates[value as keyof Words["incidentStates"]] ??
      value
    );
  return value === "" || (field === "owner" && value === "nobody") ? words.filters.nobody : value;
}
