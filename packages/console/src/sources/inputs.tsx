import { useDeskState } from "../frame/trust-bar.tsx";
import { SeverityShape } from "../parts/severity-mark.tsx";
import { useWords } from "../words/words.tsx";

/** The ways in besides HTTP that this source has; none: nothing is said of them. */
export function Inputs({ source }: { readonly source: string }) {
  const { words, say } = useWords();
  const state = useDeskState();
  const inputs = state.data?.inputs.filter((input) => input.source === source) ?? [];
  if (inputs.length === 0) return null;
  const text = words.sources;
  return (
    <section aria-labelledby="inputs" className="stack">
      <h2 id="inputs">{text.inputs}</h2>
      <ul className="plain">
        {inputs.map(({ kind, place, trouble, since, taken, rejected, dropped }) => (
          <li key={`${kind} ${place}`}>
            {text.inputKinds[kind]} <code>{place}</code>: {text.inputTaken(taken)}
            {rejected > 0 && `, ${text.rejected(rejected)}`}
            {dropped > 0 && `, ${text.inputDropped(dropped)}`}
            {trouble !== undefined && (
              <p className="trouble">
                <SeverityShape severity={since === undefined ? "medium" : "critical"} />{" "}
                {since !== undefined && text.inputSince(say.minute(since))} <span lang="en">{trouble}</span>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
