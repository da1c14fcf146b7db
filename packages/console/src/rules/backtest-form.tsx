import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { watchApi } from "../api/watch-api.ts";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { BacktestResult } from "./backtest-result.tsx";

const SPANS = [7, 14, 30, 90] as const;
const USUAL = 30;

/** What a rule, or a text that somebody tries, would have found. */
export function BacktestForm({
  wish,
  blocked = false,
}: {
  readonly wish: { readonly rule: string } | { readonly text: string };
  readonly blocked?: boolean;
}) {
  const { words } = useWords();
  const [days, choose] = useState(USUAL);
  const backtest = useMutation({ mutationFn: watchApi.backtest });
  const text = words.rules;
  const trouble = backtest.error === null ? undefined : saidOf(backtest.error, words);
  return (
    <section aria-labelledby="backtest" className="stack">
      <h2 id="backtest">{text.backtest}</h2>
      <p className="muted">{text.backtestNote}</p>
      <form
        className="buttons"
        onSubmit={(event) => {
          event.preventDefault();
          backtest.mutate({ ...wish, days });
        }}
      >
        <label>
          {text.over}{" "}
          <select value={days} onChange={({ target }) => choose(Number(target.value))}>
            {SPANS.map((span) => (
              <option key={span} value={span}>
                {text.days(span)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" disabled={backtest.isPending || blocked}>
          {text.run}
        </button>
      </form>
      {backtest.isPending && <p role="status">{text.running}…</p>}
      {trouble !== undefined && (
        <p className="trouble" role="alert">
          {trouble.sentence} {trouble.remedy}
        </p>
      )}
      {backtest.data !== undefined && !backtest.isPending && <BacktestResult report={backtest.data} />}
    </section>
  );
}
