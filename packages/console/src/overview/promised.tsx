import { Link } from "@tanstack/react-router";
import type { Overview } from "../api/watch-api.ts";
import { useWords } from "../words/words.tsx";

/** The budget, what was used of it, and for whom nothing is promised. */
export function Promised({
  budget,
  stories,
}: {
  readonly budget: Overview["budget"];
  /** Findings of stories in the period; undefined: not for this reader. */
  readonly stories: number | undefined;
}) {
  const { words, say } = useWords();
  const text = words.overview;
  return (
    <section aria-labelledby="promise">
      <h2 id="promise">{text.promise}</h2>
      {contents()}
    </section>
  );

  function contents() {
    if (budget === undefined) return <p>{text.noBudget}</p>;
    const { learningUntil, period, allowed, suspended } = budget;
    if (period === undefined)
      return <p>{learningUntil === undefined ? text.learningOpen : text.learning(say.day(learningUntil))}</p>;
    const days = say.number(Math.max(1, Math.round(period.days)));
    return (
      <>
        <p>
          {stories === undefined
            ? text.allowedOnly(say.figure(allowed), days)
            : text.kept(say.number(stories), say.figure(allowed), days)}
        </p>
        {stories !== undefined && <UsedOf used={stories} allowed={allowed} />}
        {stories !== undefined && <p>{stories > allowed ? text.above : text.within}</p>}
        {suspended.length === 0 ? (
          <p>{text.guaranteed}</p>
        ) : (
          <ul className="wrongs">
            {suspended.map(({ group, since }) => (
              <li key={group}>
                {group === "" ? text.suspendedAll(say.day(since)) : text.suspended(group, say.day(since))}
              </li>
            ))}
          </ul>
        )}
      </>
    );
  }
}

/** Two zero-based bars; the sentence above says the same. */
function UsedOf({ used, allowed }: { readonly used: number; readonly allowed: number }) {
  const most = Math.max(used, allowed, 1e-9);
  return (
    <svg className="used-of" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">
      <rect className="allowed" width={(allowed / most) * 100} height="14" />
      <rect className="used" y="4" width={(used / most) * 100} height="6" />
    </svg>
  );
}

export function LedgerState({ ledger }: { readonly ledger: Overview["ledger"] }) {
  const { words, say } = useWords();
  const text = words.overview;
  const { checkpoint, leaves } = ledger;
  return (
    <section aria-labelledby="ledger-state">
      <h2 id="ledger-state">{text.ledger}</h2>
      <p>{text.leaves(leaves)}.</p>
      {checkpoint === undefined ? (
        <p>{text.noCheckpoint}</p>
      ) : (
        <>
          <p>{text.checkpoint(say.number(checkpoint.size), say.minute(checkpoint.at))}</p>
          <p>
            {checkpoint.witnessed === undefined
              ? text.noWitness
              : text.witnessed(
                  say.number(checkpoint.witnessed.size),
                  checkpoint.witnessed.witnesses.join(", "),
                )}
          </p>
        </>
      )}
      <p>
        <Link to="/ledger">{text.verify}</Link>
      </p>
    </section>
  );
}
