/** Pages of lists: at most 200 items, and where the next begins. */
import type { Page } from "../../incidents/desk/desk-store.ts";
import { CounterwatchError } from "../../model/index.ts";

export const PAGING = { limit: "items of a page, at most 200", after: "what the page before gave as next" };

const USUAL = 50;
const MOST = 200;

export function limitOf(query: URLSearchParams): {
  readonly limit: number;
  readonly after: string | undefined;
} {
  const text = query.get("limit");
  const limit = text === null ? USUAL : Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new CounterwatchError("usage", `limit: write a whole number from 1 to ${MOST}`);
  const after = query.get("after") ?? undefined;
  if (after !== undefined && !/^\d{1,15}$/.test(after))
    throw new CounterwatchError("usage", "after: a page is not one of ours", {
      remedy: "Begin at the first page.",
    });
  return { limit, after };
}

/** Rows that one page is looked for in, where most of them are somebody else's to see. */
const MOST_LOOKED_AT = 5000;
const AT_ONCE = 200;

/**
 * A page of what the reader may see, where that shows only in each item. What they may not see leaves no mark: neither a shorter page, nor
 * a place in `next`, nor a number in `total` (which is of those that were looked at). Otherwise the list's filters would tell, question by
 * question, what stands in it.
 */
export async function pageOfVisible<T>(
  ask: (page: { readonly limit: number; readonly after: string | undefined }) => Promise<Page<T>>,
  isVisible: (item: T) => Promise<boolean>,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<Page<T>> {
  const from = Number(after ?? 0);
  const visible: T[] = [];
  let place: string | undefined;
  for (let looked = 0; looked < MOST_LOOKED_AT && visible.length <= from + limit; looked += AT_ONCE) {
    const page: Page<T> = await ask({ limit: AT_ONCE, after: place });
    for (const item of page.items) if (await isVisible(item)) visible.push(item);
    place = page.next;
    if (place === undefined) break;
  }
  return {
    items: visible.slice(from, from + limit),
    total: visible.length,
    next: visible.length > from + limit ? String(from + limit) : undefined,
  };
}

/** Every item of every page. */
export async function* allOf<T>(
  ask: (page: { readonly limit: number; readonly after: string | undefined }) => Promise<Page<T>>,
): AsyncGenerator<T> {
  for (let after: string | undefined; ; ) {
    const page: Page<T> = await ask({ limit: 500, after });
    yield* page.items;
    if (page.next === undefined) return;
    after = page.next;
  }
}
