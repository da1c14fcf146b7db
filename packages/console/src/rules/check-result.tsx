import type { RuleCheck, RuleRemark } from "../api/watch-api.ts";
import { useWords } from "../words/words.tsx";
import { Outcomes } from "./rule-tests.tsx";

interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong, what is doubtful, what its tests say. A line that is named can be gone to. */
export function CheckResult({
  check: { errors, warnings, tested },
  onPlace,
}: {
  readonly check: RuleCheck;
  readonly onPlace: (place: Place) => void;
}) {
  const { words } = useWords();
  const text = words.rules;
  return (
    <>
      {errors.length === 0 && <p>{warnings.length === 0 ? text.clean : text.readable}</p>}
      {errors.length > 0 && <Remarks title={text.errors(errors.length)} remarks={errors} onPlace={onPlace} />}
      {warnings.length > 0 && (
        <Remarks title={text.warnings(warnings.length)} remarks={warnings} onPlace={onPlace} />
      )}
      {tested.map((each) => (
        <Outcomes key={each.name} tested={each} />
      ))}
    </>
  );
}

function Remarks({
  title,
  remarks,
  onPlace,
}: {
  readonly title: string;
  readonly remarks: readonly RuleRemark[];
  readonly onPlace: (place: Place) => void;
}) {
  const { words } = useWords();
  return (
    <>
      <h2>{title}</h2>
      <ul className="plain remarks">
        {remarks.map(({ message, remedy, line, column }) => (
          <li key={`${line} ${column} ${message}`}>
            {line !== undefined && (
              <button type="button" className="plain" onClick={() => onPlace({ line, column: column ?? 1 })}>
                {column === undefined ? words.rules.atLine(line) : words.rules.at(line, column)}
              </button>
            )}
            <p lang="en">
              {message}
              {/[.!?]$/.test(message) ? "" : "."} {remedy}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
