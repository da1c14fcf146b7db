import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type ListedWarning, protectionApi } from "../api/protection-api.ts";
import { useSession } from "../frame/session.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { useReportWords } from "./report-words.ts";
import { type StepFields, type StepName, wishOf } from "./warning-steps.ts";

const CHANNELS = [
  "in-person",
  "voice",
  "message",
  "intermediary",
  "letter",
] as const satisfies readonly StepFields["channel"][];
const DONE: ReadonlySet<StepName> = new Set(["attempted", "delivered", "refused"]);
const WITH_REASON: ReadonlySet<StepName> = new Set(["disputed", "propose-not-needed"]);

/** One step with what it needs, and what will follow from it. */
export function WarningStepForm({
  warning,
  step,
  onClose,
  onDone,
}: {
  readonly warning: ListedWarning;
  readonly step: StepName;
  readonly onClose: () => void;
  readonly onDone: (warning: ListedWarning) => void;
}) {
  const { words, say } = useWords();
  const { name } = useSession();
  const { warnings } = useReportWords();
  const own = words.protection;
  const [fields, setFields] = useState<StepFields>({
    owner: warning.owner ?? "",
    channel: "in-person",
    reason: "",
    happened: "",
  });
  const set = (change: Partial<StepFields>) => setFields({ ...fields, ...change });
  const wish = wishOf(step, fields, warning, name);
  const take = useMutation({
    mutationFn: () => {
      if (wish === undefined) throw new Error("nothing to take");
      return protectionApi.step(warning.id, warning.history.length, wish);
    },
    onSuccess: (answer) => onDone(answer.warning),
  });
  const agreed =
    step === "agree-not-needed" ? warning.proposals.find(({ deed }) => deed === "not-needed") : undefined;
  return (
    <Dialog title={own.steps[step].replace("…", "")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (wish !== undefined) take.mutate();
        }}
      >
        <p className="muted">{own.stepNotes[step]}</p>
        {agreed?.reason !== undefined && <p>{own.reasonIs(agreed.reason)}</p>}
        {step === "assigned" && (
          <label className="field">
            <span>{own.ownerLabel}</span>
            <input
              value={fields.owner}
              required
              maxLength={64}
              autoFocus
              onChange={({ target }) => set({ owner: target.value })}
            />
          </label>
        )}
        {DONE.has(step) && (
          <label className="field">
            <span>{own.channelLabel}</span>
            <select
              value={fields.channel}
              autoFocus
              onChange={({ target }) => set({ channel: target.value as StepFields["channel"] })}
            >
              {CHANNELS.map((channel) => (
                <option key={channel} value={channel}>
                  {warnings.channel[channel]}
                </option>
              ))}
            </select>
          </label>
        )}
        {(DONE.has(step) || step === "disputed") && (
          <label className="field">
            <span>
              {own.happenedLabel} ({say.zone})
            </span>
            <input
              type="datetime-local"
              value={fields.happened}
              onChange={({ target }) => set({ happened: target.value })}
            />
          </label>
        )}
        {WITH_REASON.has(step) && (
          <label className="field">
            <span>{own.reasonLabel}</span>
            <textarea
              rows={3}
              value={fields.reason}
              required
              maxLength={300}
              autoFocus
              onChange={({ target }) => set({ reason: target.value })}
            />
            <small>{own.reasonHint}</small>
          </label>
        )}
        {take.error !== null && (
          <p className="trouble" role="alert">
            {saidOf(take.error, words).sentence} {saidOf(take.error, words).remedy}
          </p>
        )}
        <div className="buttons">
          <button type="submit" className="main" disabled={wish === undefined || take.isPending}>
            {own.record}
          </button>
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
