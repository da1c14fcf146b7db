import type { StoredEvent } from "../api/shapes.ts";
import { LongText } from "../parts/long-text.tsx";
import { shortPseudonym } from "../parts/subject.ts";
import { Time } from "../parts/time.tsx";
import type { Words } from "../words/english.ts";
import { useWords } from "../words/words.tsx";

type LookUp = StoredEvent["event"];

/** The rows as the log has them, in event order; everything in them was written by somebody else. */
export function LookUpTable({
  events,
  all,
}: {
  readonly events: readonly StoredEvent[];
  readonly all: number;
}) {
  const { words, say } = useWords();
  const { columns } = words;
  // A column of nothing would only take the room of the others.
  const hasPlace = events.some(({ event }) => event.site !== undefined);
  const hasWindow = events.some(({ event }) => event.window !== undefined);
  if (events.length === 0) return <p className="muted">{words.noLookups}</p>;
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={words.lookups(all)}>
      <table className="look-ups">
        <caption>{words.lookups(all)}</caption>
        <thead>
          <tr>
            <th scope="col">
              {columns.when}, {say.zone}
            </th>
            <th scope="col">{columns.action}</th>
            <th scope="col">{columns.subject}</th>
            <th scope="col">{columns.purpose}</th>
            {hasPlace && <th scope="col">{columns.place}</th>}
            {hasWindow && <th scope="col">{columns.window}</th>}
            <th scope="col" className="n">
              {columns.leaf}
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map(({ leaf, event }) => (
            <tr key={event.id}>
              <td className="t">
                <Time at={event.time} />
              </td>
              <td>
                {words.names.action[event.action]} · {words.names.system[event.system]}
              </td>
              <td>
                {(event.subjects ?? []).slice(0, 4).map((subject, at) => (
                  // A masked subject has no id; the place in the row is all there is.
                  // oxlint-disable-next-line react/no-array-index-key
                  <span key={at}>
                    {words.names.subject[subject.type]}{" "}
                    <code>{subject.id === undefined ? words.maskedSubject : shortPseudonym(subject.id)}</code>
                    {subject.partial === true && <> ({words.partial})</>}{" "}
                  </span>
                ))}
              </td>
              <td className="reason">
                <LongText text={purposeOf(event, words)} />
              </td>
              {hasPlace && <td className="place">{event.site?.id ?? ""}</td>}
              {hasWindow && (
                <td className="window">
                  {event.window?.from !== undefined && (
                    <span>
                      <Time at={event.window.from} />
                      {event.window.to !== undefined && " →"}
                    </span>
                  )}{" "}
                  {event.window?.to !== undefined && <Time at={event.window.to} />}
                </td>
              )}
              <td className="n mono">{say.number(leaf)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {events.length < all && <p className="muted">{words.lookupsCut(events.length, all)}</p>}
    </div>
  );
}

function purposeOf({ purpose }: LookUp, words: Words): string {
  const said = [purpose?.case, purpose?.reason, purpose?.authority].filter((part) => part !== undefined);
  return said.length === 0 ? words.noPurpose : said.join(" · ");
}
