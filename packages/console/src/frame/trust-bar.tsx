import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { deskApi } from "../api/desk-api.ts";
import { SeverityShape } from "../parts/severity-mark.tsx";
import { useWords } from "../words/words.tsx";
import { trustOf } from "./trust.ts";

const EVERY = 5000;

export function useDeskState() {
  return useQuery({ queryKey: ["state"], queryFn: deskApi.state, refetchInterval: EVERY, staleTime: 0 });
}

/** The state of trust: what is wrong is the first thing that a reader sees. */
export function TrustBar({ children }: { readonly children: ReactNode }) {
  const { words, say } = useWords();
  const state = useDeskState();
  const trust = state.data === undefined ? undefined : trustOf(state.data, words, say);
  const wrong = [...(state.isError ? [words.stateUnknown] : []), ...(trust?.wrong ?? [])];
  const limits = trust?.limits ?? [];
  return (
    <section aria-label={words.trust}>
      {wrong.length > 0 && (
        <div className="wrong" role="status">
          <ul>
            {wrong.map((sentence) => (
              <li key={sentence}>
                <SeverityShape severity="critical" /> {sentence}
              </li>
            ))}
          </ul>
        </div>
      )}
      {limits.length > 0 && (
        <details className="unchecked">
          <summary>
            <SeverityShape severity="medium" /> {words.notChecked(limits.length)}
          </summary>
          <ul lang="en">
            {limits.map((sentence) => (
              <li key={sentence}>{sentence}</li>
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
