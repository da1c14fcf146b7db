import { useRouter } from "@tanstack/react-router";
import type { DeskFinding } from "../api/shapes.ts";
import { LongText } from "../parts/long-text.tsx";
import { useWords } from "../words/words.tsx";
import { ruleFacts, ruleName } from "./rule-facts.ts";

/** Which rule told it, and what it matched. */
export function RuleMatched({ finding }: { readonly finding: DeskFinding }) {
  const { words, say } = useWords();
  const text = words.casework.rule;
  const { routesByPath } = useRouter();
  const facts = ruleFacts(finding.detector, finding.evidence);
  if (facts === undefined) return null;
  const name = ruleName(finding.detector);
  const { title, rowsOfOperator, matchedOfEverybody, rowsOfEverybody } = facts;
  return (
    <section className="around" aria-label={text.title}>
      <h3>{text.title}</h3>
      <p>
        {"/rules/$name" in routesByPath ? (
          <a href={`#/rules/${encodeURIComponent(name)}`} className="mono">
            {name}
          </a>
        ) : (
          <code>{name}</code>
        )}
        {title !== undefined && <span lang="en">: {title}</span>}
      </p>
      <dl className="knew">
        {facts.facts.map(([field, value]) => (
          <div key={field} className="pair">
            <dt>
              <code>{field}</code>
            </dt>
            <dd>{typeof value === "number" ? say.figure(value) : <LongText text={value} />}</dd>
          </div>
        ))}
        <div className="pair">
          <dt>{text.matched}</dt>
          <dd>
            {rowsOfOperator === undefined
              ? words.lookups(finding.lookups)
              : text.ofOperator(say.number(finding.lookups), say.number(rowsOfOperator))}
          </dd>
        </div>
        {matchedOfEverybody !== undefined && rowsOfEverybody !== undefined && (
          <div className="pair">
            <dt>{text.everybody}</dt>
            <dd>{text.ofEverybody(say.number(matchedOfEverybody), say.number(rowsOfEverybody))}</dd>
          </div>
        )}
        {facts.sources.length > 0 && (
          <div className="pair">
            <dt>{text.sources}</dt>
            <dd>{facts.sources.join(", ")}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
