import { Link } from "@tanstack/react-router";
import type { Overview } from "../api/watch-api.ts";
import { SeverityMark, SeverityShape } from "../parts/severity-mark.tsx";
import { useWords } from "../words/words.tsx";

type Work = NonNullable<Overview["work"]>;

const NEW = "new";

export function WaitingWork({ waiting, now }: { readonly waiting: Work["waiting"]; readonly now: number }) {
  const { words, say } = useWords();
  const { unowned, oldest, proposed, taken } = waiting;
  const text = words.overview;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{text.waiting}</h2>
      {unowned.length === 0 ? (
        <p>{text.unownedNone}</p>
      ) : (
        <>
          <ul className="tally">
            {unowned.map(({ severity, count }) => (
              <li key={severity}>
                <Link to="/findings" search={{ state: NEW, owner: "-", severity }}>
                  <b>{say.number(count)}</b> <SeverityMark severity={severity} />
                </Link>
              </li>
            ))}
          </ul>
          <p>{text.unowned(unowned.reduce((sum, { count }) => sum + count, 0))}</p>
        </>
      )}
      {oldest !== undefined && (
        <p>
          <SeverityShape severity={oldest.severity} />{" "}
          <Link to="/findings" search={{ state: NEW, sort: "learned", id: oldest.id }}>
            {text.oldest(say.age(oldest.learned, now))}
          </Link>
        </p>
      )}
      <p>
        {proposed.byOthers === 0 ? (
          text.proposedNone
        ) : proposed.oldest === undefined ? (
          text.proposed(proposed.byOthers)
        ) : (
          <Link to="/incidents/$id" params={{ id: proposed.oldest.id }}>
            {text.proposed(proposed.byOthers)}
          </Link>
        )}
      </p>
      {proposed.byReader > 0 && <p className="muted">{text.proposedOwn(proposed.byReader)}</p>}
      {taken > 0 && (
        <p className="muted">
          <Link to="/findings" search={{ state: "taken" }}>
            {text.taken(taken)}
          </Link>
        </p>
      )}
    </section>
  );
}

export function SinceSignIn({ since }: { readonly since: Work["since"] }) {
  const { words, say } = useWords();
  const text = words.overview;
  const { at, findings, closed } = since;
  const learned = findings.reduce((sum, { count }) => sum + count, 0);
  return (
    <section aria-labelledby="since">
      <h2 id="since">{text.since}</h2>
      {at === undefined ? (
        <p>{text.sinceFirst}</p>
      ) : (
        <>
          <p className="muted">{text.sinceAt(say.minute(at))}</p>
          <p>{learned === 0 ? text.sinceNothing : `${text.sinceFindings(learned)}.`}</p>
          {findings.length > 0 && (
            <ul className="tally small">
              {findings.map(({ severity, count }) => (
                <li key={severity}>
                  <b>{say.number(count)}</b> <SeverityMark severity={severity} />
                </li>
              ))}
            </ul>
          )}
          {closed > 0 && <p>{`${text.sinceClosed(closed)}.`}</p>}
        </>
      )}
    </section>
  );
}
