import type { Severity } from "../api/shapes.ts";
import { useWords } from "../words/words.tsx";

/** Ring, half-filled, filled, filled square: the shape says it without the colour. */
export function SeverityShape({ severity }: { readonly severity: Severity }) {
  return (
    <svg width="12" height="12" aria-hidden="true">
      {severity === "low" && <circle cx="6" cy="6" r="4.5" className="mark-low" />}
      {severity === "medium" && (
        <>
          <path d="M6 1.5a4.5 4.5 0 0 0 0 9z" className="mark-medium" />
          <circle cx="6" cy="6" r="4.5" className="mark-edge" />
        </>
      )}
      {severity === "high" && <circle cx="6" cy="6" r="5" className="mark-high" />}
      {severity === "critical" && <rect x="1" y="1" width="10" height="10" className="mark-critical" />}
    </svg>
  );
}

/** The shape with its word. */
export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const { words } = useWords();
  return (
    <span className="severity">
      <SeverityShape severity={severity} />
      {words.severity[severity]}
    </span>
  );
}
