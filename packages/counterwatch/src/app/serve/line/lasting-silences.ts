/** Silences that the store holds as lasting: our clock told them, and no row says so. */
import type { DeskStore } from "../../../incidents/desk/desk-store.ts";
import { parseFindingQuery } from "../../../incidents/desk/finding-query.ts";

const PAGE = 500;

export async function lastingSilences(
  store: DeskStore,
): Promise<readonly { readonly source: string; readonly after: string }[]> {
  const query = parseFindingQuery(new URLSearchParams({ detector: "source/silence", sort: "learned" }));
  const found: { source: string; after: string }[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await store.findings(query, { limit: PAGE, after: cursor });
    for (const { id, evidence } of items) {
      if ("to" in evidence) continue;
      const [after = ""] = (await store.finding(id))?.events ?? [];
      const [before] = await store.eventsById([after]);
      if (before !== undefined) found.push({ source: before.event.source, after });
    }
    if (next === undefined) return found;
    cursor = next;
  }
}
