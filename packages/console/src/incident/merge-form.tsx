import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deskApi } from "../api/desk-api.ts";
import type { DeskFinding, Incident } from "../api/shapes.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { shortId } from "../parts/subject.ts";
import { WhyField } from "../parts/why-field.tsx";
import { useWords } from "../words/words.tsx";
import { PreviewPair } from "./preview-pair.tsx";
import { afterMerge } from "./previews.ts";
import { type TakenStep, useIncident } from "./taking-steps.ts";

/** Into another open incident of the same operator; others are not offered. */
export function MergeForm({
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
  const [into, choose] = useState<string | undefined>();
  const [why, setWhy] = useState("");
  const operators = incident.operators.join(",");
  const open = useQuery({
    queryKey: ["incidents", "of", operators],
    queryFn: () => deskApi.incidents(new URLSearchParams({ open: "true", operator: operators, limit: "50" })),
    staleTime: 0,
  });
  const other = useIncident(into);
  const candidates = (open.data?.items ?? []).filter(({ id }) => id !== incident.id);
  const ready = into !== undefined && other.data !== undefined && why.trim().length >= 3;
  return (
    <Dialog title={text.mergeTitle} onClose={onClose}>
      {open.isPending ? (
        <Loading />
      ) : open.isError ? (
        <Trouble error={open.error} again={() => void open.refetch()} />
      ) : candidates.length === 0 ? (
        <div>
          <p>{text.mergeNone}</p>
          <div className="buttons">
            <button type="button" onClick={onClose}>
              {words.close}
            </button>
          </div>
        </div>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) onStep({ do: "merged", into, why: why.trim() });
          }}
        >
          <fieldset className="choices">
            <legend>{text.mergeChoose}</legend>
            {candidates.map((each) => (
              <label key={each.id}>
                <input type="radio" name="into" checked={each.id === into} onChange={() => choose(each.id)} />
                <span>
                  <span className="mono">{shortId(each.id)}</span> · {words.severity[each.severity]} ·{" "}
                  {words.queueCount(each.findings.length)} · {words.incidentStates[each.state]} ·{" "}
                  {say.minute(each.changed)}
                </span>
              </label>
            ))}
          </fieldset>
          {other.data !== undefined && (
            <PreviewPair
              {...afterMerge(
                incident,
                findings,
                other.data.incident,
                other.data.findings.filter((finding) => finding !== null),
              )}
            />
          )}
          {other.isError && <Trouble error={other.error} />}
          <WhyField value={why} onChange={setWhy} />
          <div className="buttons">
            <button type="submit" className="main" disabled={!ready}>
              {text.mergeDo}
            </button>
            <button type="button" onClick={onClose}>
              {words.cancel}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
