/**
 * The list as it was loaded. Nothing in it moves until the reader asks: what is new since is counted by the facets, which tell nothing
 * of anybody and are no look-up, while each page of findings that is fetched is recorded as one.
 */
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { deskApi } from "../api/desk-api.ts";
import type { DeskFinding } from "../api/shapes.ts";
import { askedOf, countOf, type Filters } from "./filters.ts";

const PAGE = 200;
const EVERY = 5000;
const LIST = "findings";

export function useSnapshot(filters: Filters) {
  const asked = askedOf(filters);
  const list = useInfiniteQuery({
    queryKey: [LIST, asked.toString()],
    queryFn: async ({ pageParam }) => {
      const search = new URLSearchParams(asked);
      search.set("limit", String(PAGE));
      if (pageParam !== undefined) search.set("after", pageParam);
      return deskApi.findings(search);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const mark = useQuery({
    queryKey: ["mark", asked.toString(), list.dataUpdatedAt],
    queryFn: async () => {
      const search = new URLSearchParams(asked);
      search.set("sort", "learned");
      search.set("limit", "1");
      return (await deskApi.findings(search)).items[0]?.learned ?? null;
    },
    enabled: list.isSuccess && !list.isPlaceholderData && (asked.get("sort") ?? "urgency") !== "learned",
  });
  const newest = mark.data ?? list.data?.pages[0]?.items[0]?.learned;
  const known =
    list.isSuccess && !list.isPlaceholderData && (mark.isSuccess || asked.get("sort") === "learned");
  const fresh = useQuery({
    queryKey: ["fresh", asked.toString(), newest ?? "", list.dataUpdatedAt],
    queryFn: async () => {
      const search = new URLSearchParams(asked);
      if (newest !== undefined) search.set("since", new Date(Date.parse(newest) + 1).toISOString());
      return countOf(await deskApi.facets(search), filters);
    },
    enabled: known,
    refetchInterval: EVERY,
    staleTime: 0,
  });
  return { list, fresh: fresh.data ?? 0 };
}

export function useFacets(filters: Filters) {
  const asked = askedOf(filters);
  asked.delete("sort");
  return useQuery({
    queryKey: ["facets", asked.toString()],
    queryFn: () => deskApi.facets(asked),
    placeholderData: keepPreviousData,
    staleTime: EVERY,
  });
}

/** After a step: rows are changed where they stand, and none is taken away under the cursor. */
export function usePatchRows(): (
  isMeant: (finding: DeskFinding) => boolean,
  change: Partial<DeskFinding>,
) => void {
  const queries = useQueryClient();
  return (isMeant, change) => {
    const patch = (finding: DeskFinding) => (isMeant(finding) ? { ...finding, ...change } : finding);
    queries.setQueriesData<ReturnType<typeof useSnapshot>["list"]["data"]>({ queryKey: [LIST] }, (data) =>
      data === undefined
        ? data
        : { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(patch) })) },
    );
    void queries.invalidateQueries({ queryKey: ["facets"] });
  };
}

/** Follows a value once it stands still: moving through the list opens, and records, only where somebody stops. */
export function useSettled<T>(value: T, milliseconds: number, settle: (value: T) => void): void {
  useEffect(() => {
    const timer = setTimeout(() => settle(value), milliseconds);
    return () => clearTimeout(timer);
    // Only a change of the value starts the wait anew.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [value, milliseconds]);
}
