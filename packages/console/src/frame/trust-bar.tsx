import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { deskApi } from "../api/desk-api.ts";
import { SeverityShape } from "../parts/severity-mark.tsx";
import { useWords } from "../words/words.tsx";
import { trustOf, type Wrong } from "./trust.ts";

const EVERY = 5000;

export function useDeskState() {
  return useQuery({ queryKey: ["state"], queryFn: deskApi.state, refetchInterval: EVERY, staleTime: 0 });
}

/** The state of trust: what is wrong is the first thing that a reader sees. */
export function TrustBar({ children }: { readonly children: ReactNode }) {
  const { words, say } = useWords();
  const state = useDeskState();
  const trust = state.data === undefined ? undefined : trustOf(state.data, words, say);
  const unknown: readonly Wrong[] = state.isError ? [{ sentence: words.stateUnknown }] : [];
  const wrong = [...unknown, ...(trust?.wrong ?? [])];
  const { limits = [], unread = [] } = trust ?? {};
  return (
    <section aria-label={words.trust}>
      {wrong.length > 0 && (
        <div className="wrong" role="status">
          <ul>
            {wrong.map((each) => (
              <li key={each.sentence}>
                <SeverityShape severity="critical" /> <Said wrong={each} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {limits.length + unread.length > 0 && (
        <details className="unchecked">
          <summary>
            <SeverityShape severity="medium" /> {words.notChecked(limits.length + unread.length)}
          </summary>
          <ul>
            {unread.map((each) => (
              <li key={each.sentence}>
                <Said wrong={each} />
              </li>
            ))}
            {limits.map((sentence) => (
              <li key={sentence} lang="en">
                {sentence}
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className="bar">
        <span className="brand">Counterwatch</span>
        <ul className="trust">
          {trust === undefined ? (
            <li>{state.isError ? "" : words.stateLoading}</li>
          ) : (
            trust.calm.map((figure) => <li key={figure}>{figure}</li>)
          )}
        </ul>
        {children}
      </div>
    </section>
  );
}

/** With the way to the source that it is about. */
function Said({ wrong: { sentence, source } }: { readonly wrong: Wrong }) {
  if (source === undefined) return <>{sentence}</>;
  return (
    <Link to="/sources/$name" params={{ name: source }}>
      {sentence}
    </Link>
  );
}
