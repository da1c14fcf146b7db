import { useMutation } from "@tanstack/react-query";
import { type RuleTested, watchApi } from "../api/watch-api.ts";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";

/** The tests that a rule carries in its file, run on the server. */
export function RuleTests({ name }: { readonly name: string }) {
  const { words } = useWords();
  const test = useMutation({ mutationFn: () => watchApi.testRule(name) });
  return (
    <section aria-labelledby="rule-tests" className="stack">
      <h2 id="rule-tests">{words.rules.tests}</h2>
      <div className="buttons">
        <button type="button" onClick={() => test.mutate()} disabled={test.isPending}>
          {words.rules.runTests}
        </button>
      </div>
      {test.error !== null && (
        <p className="trouble" role="alert">
          {saidOf(test.error, words).sentence}
        </p>
      )}
      <div aria-live="polite">{test.data !== undefined && <Outcomes tested={test.data} />}</div>
    </section>
  );
}

export function Outcomes({ tested: { holds, outcomes } }: { readonly tested: RuleTested }) {
  const { words } = useWords();
  const text = words.rules;
  if (outcomes.length === 0) return <p>{text.testsAbsent}</p>;
  return (
    <div className="stack">
      <p>{holds ? text.testsHold(outcomes.length) : text.testsFail}</p>
      <ul className="plain outcomes" lang="en">
        {outcomes.map(({ test, failures, error }, at) => (
          // Two tests may have one name.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${at} ${test}`}>
            <span aria-hidden="true">{failures.length === 0 && error === undefined ? "✓" : "✗"}</span> {test}
            {error !== undefined && <p className="trouble">{error}</p>}
            {failures.map(({ step, repetition, expected, explanation }) => (
              <details key={`${step} ${repetition}`} className="trouble">
                <summary>{expected === "match" ? text.failedMatch(step) : text.failedPass(step)}</summary>
                <pre tabIndex={0}>{explanation}</pre>
              </details>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
