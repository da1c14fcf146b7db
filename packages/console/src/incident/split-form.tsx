import { useState } from "react";
import type { DeskFinding, Incident } from "../api/shapes.ts";
import { useTold } from "../finding/told.ts";
import { Dialog } from "../parts/dialog.tsx";
import { WhyField } from "../parts/why-field.tsx";
import { useWords } from "../words/words.tsx";
import { PreviewPair } from "./preview-pair.tsx";
import { afterSplit, maySplit, newIncidentId } from "./previews.ts";
import type { TakenStep } from "./taking-steps.ts";

/** Some findings go into an incident of their own. */
export function SplitForm({
  incident,
  findings,
  onClose,
  onStep,
}: {
  readonly incident: Incident;
  readonly findings: readonly DeskFinding[];
  readonly onClose: () => void;
  readonly onStep: (step: TakenStep) => void;
}) {
  const { words, say } = useWords();
  const text = words.casework.incident;
  const told = useTold();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [why, setWhy] = useState("");
  const able = maySplit(findings, chosen);
  const ready = able && why.trim().length >= 3;
  return (
    <Dialog title={text.splitTitle} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          const into = newIncidentId((bytes) => crypto.getRandomValues(bytes));
          onStep({ do: "split", into, findings: [...chosen], why: why.trim() });
        }}
      >
        <fieldset className="choices">
          <legend>{text.splitChoose}</legend>
          {findings.map((finding) => (
            <label key={finding.id}>
              <input
                type="checkbox"
                checked={chosen.has(finding.id)}
                onChange={() => {
                  const next = new Set(chosen);
                  if (!next.delete(finding.id)) next.add(finding.id);
                  choose(next);
                }}
              />
              <span>
                <span className="mono">{say.minute(finding.time)}</span> <span {...told(finding)} />
              </span>
            </label>
          ))}
        </fieldset>
        {able ? (
          <PreviewPair {...afterSplit(incident, findings, chosen)} />
        ) : (
          <p className="muted">{chosen.size === 0 ? text.splitNone : text.splitAll}</p>
        )}
        <WhyField value={why} onChange={setWhy} />
        <div className="buttons">
          <button type="submit" className="main" disabled={!ready}>
            {text.splitDo}
          </button>
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
