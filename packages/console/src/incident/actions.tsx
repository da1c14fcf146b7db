import { useState } from "react";
import type { Incident } from "../api/shapes.ts";
import { mayJudge } from "../frame/access.ts";
import { useSession } from "../frame/session.tsx";
import { useWords } from "../words/words.tsx";
import { type FormName, openRequest, StepForm } from "./step-form.tsx";
import type { TakenStep } from "./taking-steps.ts";

/** What this person may do with the incident as it stands. The server has the last word. */
export function Actions({
  incident,
  onStep,
}: {
  readonly incident: Incident;
  readonly onStep: (step: TakenStep) => void;
}) {
  const { words } = useWords();
  const { name, roles } = useSession();
  const [form, open] = useState<FormName | undefined>();
  const { state, owner, closing } = incident;
  if (!mayJudge(roles) || state === "merged") return null;
  const reviewer = roles.includes("reviewer");
  const closed = state === "closed";
  const proposed = state === "close-proposed" && closing !== undefined;
  const wish = openRequest(incident);
  const mayClose = proposed && reviewer && closing.by !== name;
  const button = (name: FormName, text: string, main = false) => (
    <button type="button" className={main ? "main" : ""} onClick={() => open(name)}>
      {text}
    </button>
  );
  return (
    <div>
      <div className="buttons" role="group" aria-label={words.actions}>
        {mayClose && button("closed", words.agreeClose, true)}
        {!closed && !(owner === name && state === "taken") && (
          <button type="button" className={mayClose ? "" : "main"} onClick={() => onStep({ do: "taken" })}>
            {words.take}
          </button>
        )}
        {!closed && button("commented", words.comment)}
        {!closed && button("assigned", words.assign)}
        {!closed && button("close-proposed", words.proposeClose)}
        {(closed || proposed) && button("reopened", words.reopen)}
        {!closed && wish === undefined && button("unmask-asked", words.askUnmask)}
        {wish !== undefined && wish.by !== name && reviewer && button("unmask-granted", words.grantUnmask)}
      </div>
      {proposed && closing.by === name && <p className="muted">{words.forms.ownProposal}</p>}
      {form !== undefined && (
        <StepForm
          form={form}
          incidents={1}
          incident={incident}
          onClose={() => open(undefined)}
          onStep={(step) => {
            open(undefined);
            onStep(step);
          }}
        />
      )}
    </div>
  );
}
