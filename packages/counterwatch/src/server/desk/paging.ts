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
