import { useState } from "react";
import type { DeskFinding, Incident } from "../api/shapes.ts";
import { mayJudge } from "../frame/access.ts";
import { useSession } from "../frame/session.tsx";
import { useWords } from "../words/words.tsx";
import { SuppressionForm } from "../office/suppression-form.tsx";
import { MergeForm } from "./merge-form.tsx";
import { SplitForm } from "./split-form.tsx";
import { type FormName, openRequest, StepForm } from "./step-form.tsx";
import type { TakenStep } from "./taking-steps.ts";

/** What this person may do with the incident as it stands. The server has the last word. */
export function Actions({
  incident,
  findings = [],
  onStep,
}: {
  readonly incident: Incident;
  /** Of the incident; where they are known it can be merged, split and suppressed from here. */
  readonly findings?: readonly DeskFinding[];
  readonly onStep: (step: TakenStep) => void;
}) {
  const { words } = useWords();
  const { name, roles } = useSession();
  const [form, open] = useState<FormName | "merged" | "split" | "suppressed" | undefined>();
  const [suppressed, tellSuppressed] = useState(false);
  const { state, owner, closing } = incident;
  if (!mayJudge(roles) || state === "merged") return null;
  const reviewer = roles.includes("reviewer");
  const closed = state === "closed";
  const proposed = state === "close-proposed" && closing !== undefined;
  const wish = openRequest(incident);
  const mayClose = proposed && reviewer && closing.by !== name;
  const text = words.casework.incident;
  const begin = commonOf(findings);
  const close = () => open(undefined);
  const take = (step: TakenStep) => {
    close();
    onStep(step);
  };
  const button = (name: NonNullable<typeof form>, text: string, main = false) => (
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
        {!closed && findings.length > 0 && button("merged", text.merge)}
        {!closed && findings.length > 1 && button("split", text.splitButton)}
        {begin !== undefined && button("suppressed", words.suppressionNew)}
      </div>
      {suppressed && <p role="status">{text.suppressed}</p>}
      {form === "merged" ? (
        <MergeForm incident={incident} findings={findings} onClose={close} onStep={take} />
      ) : form === "split" ? (
        <SplitForm incident={incident} findings={findings} onClose={close} onStep={take} />
      ) : form === "suppressed" ? (
        <SuppressionForm
          begin={begin ?? {}}
          onClose={close}
          onDone={() => {
            close();
            tellSuppressed(true);
          }}
        />
      ) : (
        form !== undefined && (
          <StepForm form={form} incidents={1} incident={incident} onClose={close} onStep={take} />
        )
      )}
    </div>
  );
}

/** What all findings have in common: a suppression from here begins with it. */
function commonOf(findings: readonly DeskFinding[]): { detector?: string; operator?: string } | undefined {
  const [first] = findings;
  if (first === undefined) return undefined;
  const same = (key: "detector" | "operator") => findings.every((finding) => finding[key] === first[key]);
  return {
    ...(same("detector") && { detector: first.detector }),
    ...(same("operator") && { operator: first.operator }),
  };
}
