import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { caseApi } from "../api/case-api.ts";
import { deskApi } from "../api/desk-api.ts";
import { useSession } from "../frame/session.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { FilterBar } from "../queue/filter-bar.tsx";
import { askedOf, type Filters, readAddress } from "../queue/filters.ts";
import { useWords } from "../words/words.tsx";
import { IncidentTable } from "./incident-table.tsx";

const OPEN = "open,taken,close-proposed";
const CLOSED = "closed,merged";
const EVERY = 5000;

/** Of an address, as the queue has it; without an open finding. */
export function readIncidentFilter(search: Readonly<Record<string, unknown>>): Filters {
  const { id: _id, ...filters } = readAddress(search);
  return filters;
}

export function IncidentsPage() {
  const { words } = useWords();
  const { name } = useSession();
  const filters = useSearch({ from: "/incidents" });
  const navigate = useNavigate({ from: "/incidents" });
  const go = (next: Filters) => void navigate({ search: next, replace: true });
  // Whoever has chosen no state is shown what is open.
  const asked = askedOf({ ...filters, state: filters.state ?? OPEN });
  for (const key of ["sort", "since", "until"]) asked.delete(key);
  const list = useInfiniteQuery({
    queryKey: ["incidents", asked.toString()],
    queryFn: ({ pageParam }) => {
      const search = new URLSearchParams(asked);
      search.set("limit", "50");
      if (pageParam !== undefined) search.set("after", pageParam);
      return deskApi.incidents(search);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const facets = useQuery({
    queryKey: ["incident-facets", asked.toString()],
    queryFn: () => caseApi.incidentFacets(asked),
    placeholderData: keepPreviousData,
    staleTime: EVERY,
  });
  const { state, owner } = filters;
  const tab = (text: string, wanted: Filters, pressed: boolean) => (
    <button
      type="button"
      aria-pressed={pressed}
      className={pressed ? "main" : ""}
      onClick={() => void navigate({ search: wanted })}
    >
      {text}
    </button>
  );
  const isOpen = state === undefined || state === OPEN;
  return (
    <div className="page">
      <h1>{words.pages.incidents}</h1>
      <div className="buttons">
        {tab(words.incidentsOpen, {}, isOpen && owner === undefined)}
        {tab(words.incidentsMine, { owner: name }, isOpen && owner === name)}
        {tab(words.incidentsClosed, { state: CLOSED }, state === CLOSED)}
        {tab(words.casework.incident.all, { state: `${OPEN},${CLOSED}` }, state === `${OPEN},${CLOSED}`)}
      </div>
      <FilterBar address={filters} facets={facets.data} onChange={go} />
      {contents()}
    </div>
  );

  function contents() {
    if (list.isPending) return <Loading />;
    if (list.isError) return <Trouble error={list.error} again={() => void list.refetch()} />;
    const items = list.data.pages.flatMap((page) => page.items);
    const withheld = list.data.pages.reduce((sum, page) => sum + page.withheld, 0);
    return (
      <>
        {withheld > 0 && <p className="muted">{words.casework.incident.withheld(withheld)}</p>}
        {items.length === 0 ? (
          <p role="status">{words.noIncidents}</p>
        ) : (
          <>
            <p className="muted" role="status">
              {words.casework.incident.count(list.data.pages[0]?.total ?? 0)}
            </p>
            <IncidentTable incidents={items} />
          </>
        )}
        {list.hasNextPage && (
          <button type="button" onClick={() => void list.fetchNextPage()}>
            {words.more}
          </button>
        )}
      </>
    );
  }
}
