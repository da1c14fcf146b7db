import { Link } from "@tanstack/react-router";
import type { Overview } from "../api/watch-api.ts";
import { SeverityShape } from "../parts/severity-mark.tsx";
import { useWords } from "../words/words.tsx";

export function WarningsRunning({
  warnings,
  now,
}: {
  readonly warnings: NonNullable<Overview["warnings"]>;
  /** Milliseconds, by the server's clock. */
  readonly now: number;
}) {
  const { words, say } = useWords();
  const text = words.overview;
  const { open, overdue, next } = warnings;
  return (
    <section aria-labelledby="warnings">
      <h2 id="warnings">{text.warnings}</h2>
      <p>{open === 0 ? text.warningsNone : <Link to="/warnings">{text.warningsOpen(open)}</Link>}</p>
      {overdue > 0 && (
        <p>
          <SeverityShape severity="critical" /> {text.warningsOverdue(overdue)}
        </p>
      )}
      {next !== undefined && <p>{text.warningsNext(say.span(Date.parse(next) - now), say.minute(next))}</p>}
    </section>
  );
}
