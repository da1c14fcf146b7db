import { useInfiniteQuery } from "@tanstack/react-query";
import { type ShownLetter, watchApi } from "../api/watch-api.ts";
import { Loading, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { groupLetters } from "./letter-groups.ts";

const PAGE = "100";
/** Of each group; the others differ in the line alone. */
const SHOWN = 20;

/** Grouped by what is wrong, the latest first, with the way to mend it. */
export function DeadLetters({ source }: { readonly source: string }) {
  const { words } = useWords();
  const text = words.sources;
  const letters = useInfiniteQuery({
    queryKey: ["letters", source],
    queryFn: ({ pageParam }) =>
      watchApi.letters(
        new URLSearchParams({
          source,
          limit: PAGE,
          ...(pageParam !== undefined && { after: pageParam }),
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
  if (letters.isPending) return <Loading />;
  if (letters.isError) return <Trouble error={letters.error} again={() => void letters.refetch()} />;
  const items = letters.data.pages.flatMap((page) => page.items);
  const total = letters.data.pages[0]?.total ?? 0;
  if (items.length === 0) return <p role="status">{text.lettersNone}</p>;
  return (
    <>
      <p>
        {text.lettersShown(items.length, total)} <span className="muted">{text.lettersNote}</span>
      </p>
      {groupLetters(items).map(({ reason, column, letters: group }) => (
        <article key={`${reason} ${column}`} className="letter-group">
          <h3>
            {text.ofReason(group.length)}: <code>{reason}</code>
            {column !== undefined && (
              <>
                , {text.letterColumns.column} <code>{column}</code>
              </>
            )}
          </h3>
          <p>{text.reasons[reason]}</p>
          <ul className="plain">
            {group.slice(0, SHOWN).map((letter) => (
              <Letter key={`${letter.request} ${letter.ordinal}`} letter={letter} />
            ))}
          </ul>
        </article>
      ))}
      {letters.hasNextPage && (
        <button
          type="button"
          onClick={() => void letters.fetchNextPage()}
          disabled={letters.isFetchingNextPage}
        >
          {words.more}
        </button>
      )}
      <h3>{text.mend}</h3>
      <p>{text.mendMapping}</p>
      <pre tabIndex={0}>
        {"counterwatch sources map LOG > mapping.yaml\ncounterwatch sources test LOG --mapping mapping.yaml"}
      </pre>
      <p>{text.mendSend}</p>
    </>
  );
}

function Letter({ letter: { file, line, message, row, replayed } }: { readonly letter: ShownLetter }) {
  const { words, say } = useWords();
  return (
    <li>
      <details>
        <summary>
          <span className="mono">
            {file}:{line}
          </span>{" "}
          <span lang="en">{message}</span>
          {replayed !== undefined && (
            <span className="muted"> ({words.sources.readSince(say.minute(replayed))})</span>
          )}
        </summary>
        <dl className="knew" aria-label={words.sources.letterColumns.row}>
          {Object.entries(row).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="mono">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}
