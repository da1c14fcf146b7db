/**
 * The record forms that telecoms, camera centres and plate-reader programmes export, as mappings: English and Spanish column names,
 * every column optional but those that make the form. Which variant holds is told by the header.
 */
import { HOLDINGS, NEEDED_FIELDS, type RowField, type RowMapping } from "../../model/index.ts";
import type { Sample } from "../connector.ts";
import { bareAlternative } from "../mapping-columns.ts";
import { plainName } from "../named-cells.ts";
import { openRows } from "./mapped-rows.ts";
import type { RowConnector } from "./row-connector.ts";

export type Columns = Readonly<Partial<Record<RowField, string>>>;

/** `columns`: names with bars between them. */
export function recordForm(
  id: string,
  title: string,
  variants: readonly (Omit<RowMapping, "name" | "columns"> & { readonly columns: Columns })[],
): RowConnector {
  const mappings = variants.map(
    (variant): RowMapping => ({ ...variant, name: id, columns: splitNames(variant.columns) }),
  );
  const best = (header: readonly string[]) => {
    const plain = header.map(plainName);
    const names = new Set(plain);
    return mappings
      .map((mapping) => ({
        mapping,
        likeness: likeness(mapping, names, plain.filter((name) => name !== "").length),
      }))
      .reduce((most, next) => (next.likeness > most.likeness ? next : most));
  };
  return {
    id,
    title,
    framing: "any",
    needsZone: true,
    recognise: ({ header }: Sample) => best(header).likeness,
    open: (context) => openRows(best(context.header).mapping, context),
  };
}

function splitNames(columns: Columns): RowMapping["columns"] {
  return Object.fromEntries(
    Object.entries(columns).map(([field, names]) => [
      field,
      names.split("|").map((name) => `${name.trim()}?`),
    ]),
  );
}

/** 0 where a needed column is missing, else 0.6 to 0.99 by the share of the header that is known. */
function likeness(mapping: RowMapping, names: ReadonlySet<string>, width: number): number {
  const has = (field: RowField) => columnNames(mapping, field).some((name) => names.has(name));
  const timed = HOLDINGS.includes(mapping.kind) || has("time") || has("date");
  if (!timed || !NEEDED_FIELDS[mapping.kind].some((fields) => fields.every(has))) return 0;
  const known = new Set(
    (Object.keys(mapping.columns) as RowField[]).flatMap((field) => columnNames(mapping, field)),
  );
  return 0.6 + 0.39 * ([...names].filter((name) => known.has(name)).length / width);
}

function columnNames({ columns }: RowMapping, field: RowField): readonly string[] {
  return [columns[field] ?? []].flat().map((name) => plainName(bareAlternative(name)));
}
