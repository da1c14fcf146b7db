/** How lists in memory are ordered, cut into pages and counted. */
import type { Facet, Page } from "../../../incidents/desk/desk-store.ts";

export interface Paging {
  readonly limit: number;
  readonly after?: string | undefined;
}

export function pageOf<T>(all: readonly T[], { limit, after }: Paging): Page<T> {
  const from = after === undefined ? 0 : Number(after);
  return {
    items: all.slice(from, from + limit),
    total: all.length,
    next: from + limit < all.length ? String(from + limit) : undefined,
  };
}

/** The later one first. */
export function later(a: string, b: string): number {
  return a === b ? 0 : a < b ? 1 : -1;
}

/** The most first. */
export function facetsOf(counts: ReadonlyMap<string, number>): Facet[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
