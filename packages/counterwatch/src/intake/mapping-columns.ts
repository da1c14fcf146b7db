/** Finds the cells that a mapping names, in tables by header and in records by name or JSON path. */
import { CounterwatchError, type Mapping, type MappingColumn } from "../model/index.ts";
import { nearestName } from "../model/nearest-name.ts";
import type { Row } from "./connector.ts";
import { showHeader } from "./dead-letters.ts";
import { asRecord } from "./json-members.ts";
import { compilePath } from "./json-path.ts";
import { plainName } from "./named-cells.ts";

export interface ValueReader {
  /** The column's name, for rejections. */
  readonly column: string;
  /** The empty text where nothing is there; several values joined by commas. */
  text(row: Row): string;
  /** Every value: more than one only where a path leads to a list. */
  all(row: Row): string[];
}

export type ColumnReader = (column: MappingColumn | undefined, field: string) => ValueReader;

interface MappedColumn {
  readonly use: string;
  readonly alternatives: readonly string[];
  /** Some files may lack it. */
  readonly optional: boolean;
}

/** Each column that the mapping names, with its alternatives and the field or purpose that it serves. */
export function mappedColumns(mapping: Mapping): MappedColumn[] {
  const columns: MappedColumn[] = [];
  const add = (use: string, column: MappingColumn | undefined): void => {
    const names = [column ?? []].flat();
    if (names.length === 0) return;
    const optional = names.some((name) => bareAlternative(name) !== name);
    columns.push({ use, alternatives: names.map(bareAlternative), optional });
  };
  for (const [field, column] of Object.entries(mapping.columns ?? {})) add(field, column);
  for (const list of ["subjects", "resultSubjects"] as const) {
    for (const { type, column, typeColumn } of mapping[list] ?? []) {
      add(type === undefined ? list : `${list} (${type})`, column);
      add(`type of ${list}`, typeColumn);
    }
  }
  return columns;
}

/** `Case #?` may be missing. */
export function bareAlternative(name: string): string {
  return name.length > 1 && name.endsWith("?") ? name.slice(0, -1) : name;
}

/** `header` is empty for records. Throws `mapping` where the header lacks a column that may not be missing. */
export function createColumnReader(
  mapping: Pick<Mapping, "name" | "masks">,
  header: readonly string[],
  isTable: boolean,
): ColumnReader {
  const plain = header.map(plainName);
  const masks = new Set((mapping.masks ?? []).map((mask) => mask.trim().toLowerCase()));
  const unmask = (value: string): string =>
    masks.size > 0 && masks.has(value.trim().toLowerCase()) ? "***" : value;

  function cellIndex(names: readonly string[]): number | undefined {
    for (const name of names) {
      const exact = header.indexOf(name.trim());
      const index = exact >= 0 ? exact : plain.indexOf(plainName(bareAlternative(name)));
      if (index >= 0) return index;
    }
    return undefined;
  }

  return (column, field) => {
    if (column === undefined) return NOTHING(field);
    const names = [column].flat();
    const shown = bareAlternative(names[0] ?? field);
    if (!isTable) return recordReader(names.map(bareAlternative), shown, unmask);
    const index = cellIndex(names);
    if (index === undefined) {
      if (names.some((name) => name.endsWith("?"))) return NOTHING(shown);
      throw missingColumn(mapping.name, names, field, header);
    }
    const read = (row: Row): string => unmask((row as readonly string[])[index] ?? "");
    return { column: shown, text: read, all: (row) => [read(row)] };
  };
}

const NOTHING = (column: string): ValueReader => ({ column, text: () => "", all: () => [] });

function recordReader(
  names: readonly string[],
  column: string,
  unmask: (value: string) => string,
): ValueReader {
  const readers = names.map((name) => compilePath(name) ?? memberReader(name));
  const all = (row: Row): string[] => {
    for (const read of readers) {
      const values = read(row).flatMap(texts).map(unmask);
      if (values.some((value) => value.trim() !== "")) return values;
    }
    return [];
  };
  return { column, all, text: (row) => all(row).join(", ") };
}

/** A member by its whole name, else by its name with dots as steps. */
function memberReader(name: string): (row: unknown) => unknown[] {
  const path = compilePath(`$.${name}`);
  return (row) => {
    const record = asRecord(row);
    if (Object.hasOwn(record, name)) return [record[name]];
    return path?.(row) ?? [];
  };
}

function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return [String(value)];
  return Array.isArray(value) ? value.flatMap(texts) : [];
}

function missingColumn(
  mapping: string,
  names: readonly string[],
  field: string,
  header: readonly string[],
): CounterwatchError {
  const shown = showHeader(header);
  const near = shown === undefined ? undefined : nearestName(names[0] ?? "", shown);
  const wanted = names.map((name) => `"${name}"`).join(" or ");
  return new CounterwatchError(
    "mapping",
    `The mapping ${mapping} takes ${field} from ${wanted}; the file has no such column.`,
    {
      remedy:
        near === undefined
          ? `Correct the name, or write "${names[0]}?" where some files lack it.`
          : `Did you mean "${near}"? Write "${names[0]}?" where some files lack it.`,
    },
  );
}
