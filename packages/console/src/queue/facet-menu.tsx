import { useEffect, useRef } from "react";
import type { Facet, Severity } from "../api/shapes.ts";
import { SeverityShape } from "../parts/severity-mark.tsx";
import { useWords } from "../words/words.tsx";
import { type Choice, type Field, namedValue, type Side } from "./filters.ts";
import { valueText } from "./value-text.ts";

/** Values beyond these are reached by the address or the search. */
const MOST = 100;

/** One field's values with their counts under the other filters; each may be chosen or left out. */
export function FacetMenu({
  field,
  choice,
  facets,
  onToggle,
}: {
  readonly field: Field;
  readonly choice: Choice;
  readonly facets: readonly Facet[] | undefined;
  readonly onToggle: (value: string, side: Side) => void;
}) {
  const { words, say } = useWords();
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const leave = (event: Event) => {
      const inside = event.target instanceof Node && menu.current?.contains(event.target);
      if (event instanceof KeyboardEvent ? event.key === "Escape" : !inside)
        menu.current?.removeAttribute("open");
    };
    document.addEventListener("pointerdown", leave);
    document.addEventListener("keydown", leave);
    return () => {
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("keydown", leave);
    };
  }, []);
  const chosen = choice.only.length + choice.not.length > 0;
  return (
    <details ref={menu} className={chosen ? "facet chosen" : "facet"}>
      <summary>{words.filters[field]}</summary>
      <div>
        {facets === undefined || facets.length === 0 ? (
          <p className="muted">{words.filters.none}</p>
        ) : (
          <ul>
            {facets.slice(0, MOST).map(({ value, count }) => {
              const text = valueText(field, value, words);
              const named = namedValue(field, value);
              const able = named !== "" && !named.includes(",");
              return (
                <li key={value}>
                  <button
                    type="button"
                    disabled={!able}
                    aria-pressed={choice.only.includes(named)}
                    title={words.filters.only(text)}
                    onClick={() => onToggle(named, "only")}
                  >
                    <span>
                      {field === "severity" && <SeverityShape severity={value as Severity} />} {text}
                    </span>
                    <span className="muted">{say.number(count)}</span>
                  </button>
                  <button
                    type="button"
                    disabled={!able}
                    aria-pressed={choice.not.includes(named)}
                    aria-label={words.filters.not(text)}
                    onClick={() => onToggle(named, "not")}
                  >
                    −
                  </button>
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </details>
  );
}
