import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import type { DeskFinding } from "../api/shapes.ts";
import { useSession } from "../frame/session.tsx";
import { mayJudge } from "../frame/access.ts";
import { heardSources } from "../frame/trust.ts";
import { useDeskState } from "../frame/trust-bar.tsx";
import { FindingDetail } from "../finding/finding-detail.tsx";
import { type FormName, StepForm } from "../incident/step-form.tsx";
import { useSteps } from "../incident/taking-steps.ts";
import { Loading, Trouble } from "../parts/states.tsx";
import { useDeskTime } from "../tour/demo-state.ts";
import { useWords } from "../words/words.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { askedOf, isUsual, type QueueAddress } from "./filters.ts";
import type { Command } from "./keyboard.ts";
import { useKeys } from "./key-listener.ts";
import { KeyboardHelp } from "./keyboard-help.tsx";
import { OrderChoice } from "./order-choice.tsx";
import { QueueList } from "./queue-list.tsx";
import { useFacets, useSettled, useSnapshot } from "./snapshot.ts";

/** Milliseconds that the cursor rests on a row before the finding is opened, and that look recorded. */
const REST = 350;

export function QueuePage() {
  const address = useSearch({ from: "/findings" });
  const navigate = useNavigate({ from: "/findings" });
  const { words, say } = useWords();
  const session = useSession();
  const desk = useDeskState();
  const { list, fresh } = useSnapshot(address);
  const facets = useFacets(address);
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  const [cursor, setCursor] = useState(address.id);
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [form, open] = useState<FormName | "help" | undefined>();
  const steps = useSteps();
  const now = useDeskTime();
  const search = useRef<HTMLInputElement>(null);

  const go = (next: QueueAddress) => void navigate({ search: next, replace: true });
  const shown = useRef(address.id);
  const show = (id: string | undefined) => {
    if (id === undefined || id === address.id) return;
    shown.current = id;
    go({ ...address, id });
  };
  // The cursor follows an address that somebody else changed (the browser's own Back), never one that it has brought about itself.
  useEffect(() => {
    if (shown.current === address.id) return;
    shown.current = address.id;
    setCursor(address.id);
  }, [address.id]);
  useSettled(cursor, REST, show);

  const at = rows.findIndex(({ id }) => id === cursor);
  const marked = rows.filter(({ id }) => chosen.has(id));
  const current = rows[at];
  const targets = marked.length > 0 ? marked : current === undefined ? [] : [current];
  const judge = mayJudge(session.roles);

  const commands: Record<Command, () => void> = {
    next: () => setCursor(rows[Math.min(rows.length - 1, at + 1)]?.id),
    previous: () => setCursor(rows[Math.max(0, at - 1)]?.id),
    open: () => show(cursor),
    select: () => current !== undefined && choose(toggled(chosen, current.id)),
    take: () =>
      judge && targets.length > 0 && void steps.take(incidentsOf(targets), { do: "taken" }).then(clear),
    close: () => judge && targets.length > 0 && open("close-proposed"),
    search: () => search.current?.focus(),
    help: () => open("help"),
    escape: () => {
      if (document.activeElement === search.current) search.current?.blur();
      else choose(new Set());
    },
  };
  useKeys(commands);

  const total = list.data?.pages[0]?.total ?? 0;
  const withheld = list.data?.pages.reduce((sum, page) => sum + page.withheld, 0) ?? 0;
  return (
    <div className={address.id === undefined ? "desk" : "desk open"}>
      <h1 className="hidden">{words.pages.findings}</h1>
      <section className="queue" aria-label={words.queue}>
        <FilterBar address={address} facets={facets.data} onChange={go} searchField={search} />
        <div className="counts">
          <span role="status">{words.queueCount(total)}</span>
          {fresh > 0 && (
            <button type="button" title={words.queueNewTitle} onClick={() => void list.refetch()}>
              {words.queueNew(fresh)}
            </button>
          )}
          {chosen.size > 0 && <span>{words.selected(chosen.size)}</span>}
          {withheld > 0 && <span>{words.withheld(withheld)}</span>}
          <OrderChoice address={address} onChange={go} />
          <button type="button" className="plain help" onClick={() => open("help")}>
            <kbd>?</kbd> {words.keys.title}
          </button>
        </div>
        {contents()}
      </section>
      <section className="detail" aria-label={words.pages.findings}>
        {address.id === undefined ? (
          <div className="says muted">
            <p>{words.choose}</p>
          </div>
        ) : (
          <FindingDetail
            key={address.id}
            id={address.id}
            onBack={() => {
              setCursor(undefined);
              go(Object.fromEntries(askedOf(address)));
            }}
            report={steps.report}
          />
        )}
      </section>
      {form === "help" && <KeyboardHelp onClose={() => open(undefined)} />}
      {form === "close-proposed" && (
        <StepForm
          form={form}
          incidents={incidentsOf(targets).length}
          onClose={() => open(undefined)}
          onStep={(step) => {
            open(undefined);
            void steps.take(incidentsOf(targets), step).then(clear);
          }}
        />
      )}
    </div>
  );

  function clear() {
    choose(new Set());
  }

  function contents() {
    if (list.isPending) return <Loading />;
    if (list.isError) return <Trouble error={list.error} again={() => void list.refetch()} />;
    if (rows.length === 0)
      return (
        <div className="says" role="status">
          <p>
            {isUsual(address) && desk.data !== undefined
              ? words.queueEmpty(heardSources(desk.data))
              : words.queueEmptyFiltered}
          </p>
        </div>
      );
    return (
      <QueueList
        rows={rows}
        total={total}
        cursor={cursor}
        chosen={chosen}
        now={now}
        say={say}
        onCursor={(id) => {
          setCursor(id);
          show(id);
        }}
        onChoose={(id) => choose(toggled(chosen, id))}
        onEnd={() => {
          if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
        }}
      />
    );
  }
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

function incidentsOf(findings: readonly DeskFinding[]): string[] {
  return [...new Set(findings.map(({ incident }) => incident))];
}
