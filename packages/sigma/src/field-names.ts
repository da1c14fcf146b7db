import { appliesTo } from "./log-source.ts";
import type { LogSource } from "./rule.ts";

/**
 * How the fields of rules are called in events: a function, or tables for log sources. A table applies to every rule whose log
 * source includes the table's; the first table that knows the field decides. Of several names the first that an event has counts.
 */
export type FieldNames =
  | ((field: string, logsource: LogSource) => string | readonly string[] | undefined)
  | readonly {
      readonly logsource: LogSource;
      readonly fields: Readonly<Record<string, string | readonly string[]>>;
    }[];

export function fieldNamesFor(
  names: FieldNames | undefined,
): (field: string, logsource: LogSource) => readonly string[] {
  if (names === undefined) return (field) => [field];
  const lookUp =
    typeof names === "function"
      ? names
      : (field: string, logsource: LogSource) =>
          names.find((table) => appliesTo(table.logsource, logsource) && Object.hasOwn(table.fields, field))
            ?.fields[field];
  return (field, logsource) => {
    const found = lookUp(field, logsource) ?? field;
    if (typeof found === "string") return [found];
    return found.length === 0 ? [field] : found;
  };
}
