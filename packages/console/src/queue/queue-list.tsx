import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { DeskFinding } from "../api/shapes.ts";
import { useTold } from "../finding/told.ts";
import { SeverityMark } from "../parts/severity-mark.tsx";
import type { Speech } from "../words/speech.ts";
import { useWords } from "../words/words.tsx";

const ROW = 32;

interface QueueListParts {
  readonly rows: readonly DeskFinding[];
  readonly total: number;
  readonly cursor: string | undefined;
  readonly chosen: ReadonlySet<string>;
  readonly now: number;
  readonly say: Speech;
  readonly onCursor: (id: string) => void;
  readonly onChoose: (id: string) => void;
  /** Near the end of what is loaded. */
  readonly onEnd: () => void;
}

/** Only the rows in sight are in the document, however many there are. */
export function QueueList({
  rows,
  total,
  cursor,
  chosen,
  now,
  say,
  onCursor,
  onChoose,
  onEnd,
}: QueueListParts) {
  const { words } = useWords();
  const told = useTold();
  const place = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = list.getVirtualItems();
  const at = rows.findIndex(({ id }) => id === cursor);
  useEffect(() => {
    if (at >= 0) list.scrollToIndex(at);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [at]);
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 40) onEnd();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [last, rows.length]);
  return (
    <div
      ref={place}
      className="list"
      role="listbox"
      aria-label={words.queue}
      aria-multiselectable="true"
      aria-activedescendant={items.some(({ index }) => index === at) ? cursor : undefined}
      tabIndex={0}
    >
      <div className="rows" role="presentation" style={{ height: list.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <div
              key={row.id}
              id={row.id}
              role="option"
              aria-selected={chosen.has(row.id)}
              aria-setsize={total}
              aria-posinset={index + 1}
              className={`row ${row.state}${row.id === cursor ? " cursor" : ""}`}
              style={{ transform: `translateY(${start}px)` }}
              onClick={({ ctrlKey, metaKey }) => (ctrlKey || metaKey ? onChoose(row.id) : onCursor(row.id))}
            >
              <span
                className="tick"
                onClick={(event) => {
                  event.stopPropagation();
                  onChoose(row.id);
                }}
              />
              <SeverityMark severity={row.severity} />
              <span className="operator mono">{row.operator}</span>
              <span className="sentence" title={row.detector} {...told(row)} />
              <span className="owner">{row.owner ?? ""}</span>
              <span className="age">{say.age(row.learned, now)}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
