import type { Row } from "./connector.ts";

/** `Local Time`, `local_time` and `LocalTime` are one name. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

type CellReader = (row: Row) => string;

/** For each key a reader of the first of its column names that the header has; the empty text where it has none. */
export function cellReaders<K extends string>(
  header: readonly string[],
  columns: Readonly<Record<K, readonly string[]>>,
): Readonly<Record<K, CellReader>> {
  const plain = header.map(plainName);
  const readers: Partial<Record<K, CellReader>> = {};
  for (const key in columns) {
    const index = columns[key].map((name) => plain.indexOf(plainName(name))).find((at) => at >= 0);
    readers[key] = index === undefined ? () => "" : (row) => (row as readonly string[])[index] ?? "";
  }
  return readers as Record<K, CellReader>;
}

/** How much of a known header is there: 0 where a required name is missing, else 0.6 to 1 by the share of all names. */
export function headerLikeness(
  header: readonly string[],
  required: readonly string[],
  all: readonly string[],
): number {
  const names = new Set(header.map(plainName));
  if (!required.every((name) => names.has(plainName(name)))) return 0;
  return 0.6 + 0.4 * (all.filter((name) => names.has(plainName(name))).length / all.length);
}

/** For each column of a header the field that it fills, by the same columns as the readers. */
export function columnUses<K extends string>(
  header: readonly string[],
  columns: Readonly<Record<K, readonly string[]>>,
  fields: Readonly<Partial<Record<NoInfer<K>, string>>>,
): readonly (string | undefined)[] {
  const uses: (string | undefined)[] = header.map(() => undefined);
  const plain = header.map(plainName);
  for (const key in columns) {
    const index = columns[key].map((name) => plain.indexOf(plainName(name))).find((at) => at >= 0);
    if (index !== undefined) uses[index] ??= fields[key];
  }
  return uses;
}
