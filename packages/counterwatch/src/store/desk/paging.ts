/** Pages of a query: the next one's beginning is given out as a text and comes back from whoever asks. */
import type { Page } from "../../incidents/desk/desk-store.ts";
import { CounterwatchError } from "../../model/index.ts";

export type Paging = { readonly limit: number; readonly after?: string | undefined };

export function pageOf<T>(items: readonly T[], total: number, from: number, limit: number): Page<T> {
  return { items, total, next: from + limit < total ? String(from + limit) : undefined };
}

export function offset(after: string | undefined): number {
  return after === undefined ? 0 : whole(Number(after));
}

/** For the text of a statement. Throws `usage`. */
export function whole(value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new CounterwatchError("usage", "a page is not one of ours", { remedy: "Begin at the first page." });
}
