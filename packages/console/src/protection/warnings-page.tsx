import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { type Board, type BoardWarning, protectionApi } from "../api/protection-api.ts";
import { useSession } from "../frame/session.tsx";
import { SeverityShape } from "../parts/severity-mark.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { type BoardFilter, lanesOf, passes } from "./board.ts";
import { useBoardKeys } from "./board-keys.ts";
import { BoardTools } from "./board-tools.tsx";
import { ReleaseForm } from "./release-form.tsx";
import { ServerTimeOf, useServerClock } from "./server-clock.ts";
import { standingAt } from "./standing.ts";
import { WarningCard } from "./warning-card.tsx";
import { WarningsTable } from "./warnings-table.tsx";

/** The board of warnings: by clock, overdue first, who answers now, what was tried. */
export function WarningsPage() {
  const board = useQuery({ queryKey: ["warnings", "board"], queryFn: protectionApi.warnings, staleTime: 0 });
  const clock = useServerClock();
  if (board.isError) return <Trouble error={board.error} again={() => void board.refetch()} />;
  if (board.isPending || clock.now === undefined) return <Loading />;
  return (
    <ServerTimeOf value={clock.now}>
      <BoardOf
        board={board.data}
        hasChanged={clock.step !== undefined && clock.step !== board.data.step && !board.isFetching}
        onLoad={() => void board.refetch()}
        now={clock.now}
      />
    </ServerTimeOf>
  );
}

function BoardOf({
  board,
  hasChanged,
  onLoad,
  now,
}: {
  readonly board: Board;
  readonly hasChanged: boolean;
  readonly onLoad: () => void;
  readonly now: number;
}) {
  const { words, say } = useWords();
  const own = words.protection;
  const { roles } = useSession();
  const isOfficer = roles.includes("register-officer");
  const filter = useSearch({ from: "/warnings" });
  const navigate = useNavigate({ from: "/warnings" });
  const change = (search: BoardFilter) => void navigate({ search, replace: true });
  const [cursor, setCursor] = useState<string | undefined>();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [releasing, release] = useState(false);

  const shown = board.items.filter((warning) => passes(filter, warning, now));
  const lanes = lanesOf(shown, now);
  const ordered = lanes.flatMap(({ warnings }) => warnings);
  const drafts = ordered.filter(isDraft);
  const toRelease =
    chosen.size === 0 ? drafts : drafts.filter(({ id }) => id !== undefined && chosen.has(id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  useBoardKeys({
    ids: ordered.flatMap(({ id }) => (id === undefined ? [] : [id])),
    cursor,
    onMove(id) {
      setCursor(id);
      document.querySelector(`[data-warning="${id}"]`)?.scrollIntoView({ block: "nearest" });
    },
    onOpen: (id) => void navigate({ to: "/warnings/$id", params: { id } }),
    onChoose(id) {
      if (drafts.some((draft) => draft.id === id)) toggle(id);
    },
    onRelease() {
      if (isOfficer && drafts.length > 0) release(true);
    },
    onView: () => change(viewOf(filter)),
  });

  const open = board.items.filter((warning) => warning.open);
  const overdue = open.filter((warning) => standingAt(warning, now).overdue).length;
  const waiting = open.filter(isDraft).length;
  return (
    <div className="page warnings">
      <div className={overdue > 0 ? "verdict" : "verdict calm"}>
        <h1>
          {overdue > 0 && <SeverityShape severity="critical" />}
          {open.length === 0
            ? own.noneOpen
            : overdue > 0
              ? own.overdueHead(overdue, open.length)
              : own.calm(open.length)}
        </h1>
        <p className="muted">{own.serverTime(say.minute(now), say.zone)}</p>
      </div>
      {waiting > 0 && <p>{own.draftsWait(waiting)}</p>}
      {!isOfficer && <p className="muted">{own.overseer}</p>}
      {board.withheld > 0 && <p className="muted">{own.withheld(board.withheld)}</p>}
      <div className="buttons">
        {isOfficer && (
          <button
            type="button"
            className={drafts.length > 0 ? "main" : ""}
            disabled={toRelease.length === 0}
            onClick={() => release(true)}
          >
            {toRelease.length === 0 ? own.release.openNone : own.release.open(toRelease.length)}
          </button>
        )}
        {(isOfficer || roles.includes("reviewer")) && (
          <Link to="/warnings/incidents" className="button">
            {own.toAssess}
          </Link>
        )}
        {hasChanged && (
          <button type="button" onClick={onLoad} title={own.loadAgain}>
            {own.changed} · {own.loadAgain}
          </button>
        )}
      </div>
      <BoardTools filter={filter} all={board.items} now={now} onChange={change} />
      {ordered.length === 0 && board.items.length > 0 && <p role="status">{own.noneFiltered}</p>}
      {filter.view === "table" && ordered.length > 0 && (
        <WarningsTable warnings={ordered} isOfficer={isOfficer} />
      )}
      {filter.view !== "table" &&
        lanes.map(({ lane, warnings }) => (
          <section key={lane} className={`lane-of ${lane}`}>
            <h2>
              {own.lanes[lane]} <span className="muted">{say.number(warnings.length)}</span>
            </h2>
            <ul className="cards">
              {warnings.map((warning, at) => (
                <WarningCard
                  key={warning.id ?? at}
                  warning={warning}
                  isCursor={warning.id !== undefined && warning.id === cursor}
                  chosen={warning.id !== undefined && chosen.has(warning.id)}
                  onChoose={
                    isOfficer && warning.id !== undefined && isDraft(warning)
                      ? () => toggle(warning.id as string)
                      : undefined
                  }
                />
              ))}
            </ul>
          </section>
        ))}
      {isOfficer && ordered.length > 0 && <p className="muted key-help">{own.keys}</p>}
      {releasing && (
        <ReleaseForm
          drafts={toRelease}
          onClose={() => release(false)}
          onDone={() => {
            choose(new Set());
            onLoad();
          }}
        />
      )}
    </div>
  );
}

function isDraft({ state }: BoardWarning): boolean {
  return state === "draft";
}

function viewOf({ view, ...others }: BoardFilter): BoardFilter {
  return view === "table" ? others : { ...others, view: "table" };
}
