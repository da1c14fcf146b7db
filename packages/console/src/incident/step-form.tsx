import { useState } from "react";
import type { ClosingReason, Incident, ReasonList } from "../api/shapes.ts";
import { Dialog } from "../parts/dialog.tsx";
import type { Words } from "../words/english.ts";
import { useWords } from "../words/words.tsx";
import { ColleagueChoice } from "./colleague-choice.tsx";
import type { TakenStep } from "./taking-steps.ts";

/** Forms of steps that take no more than words; merging and splitting have forms of their own. */
export type FormName = Exclude<TakenStep["do"], "taken" | "merged" | "split">;

/** Held to the server's list by its type. */
const REASONS: { readonly [K in keyof ReasonList]: ReasonList[K] } = [
  "explained",
  "false-alarm",
  "policy",
  "training",
  "misuse",
  "referred",
  "duplicate",
];
const WHATS = ["operator", "subjects"] as const;

interface StepFormParts {
  readonly form: FormName;
  /** How many incidents the step is for. */
  readonly incidents: number;
  /** What is answered by closing or agreeing. */
  readonly incident?: Incident | undefined;
  readonly onClose: () => void;
  readonly onStep: (step: TakenStep) => void;
}

/** A short form: reason, why, and what else must happen before it counts. */
export function StepForm({ form, incidents, incident, onClose, onStep }: StepFormParts) {
  const { words } = useWords();
  const [reason, setReason] = useState<ClosingReason>(incident?.closing?.reason ?? "explained");
  const [text, setText] = useState("");
  const [to, setTo] = useState("");
  const [what, setWhat] = useState<(typeof WHATS)[number]>("operator");
  const asked = incident === undefined ? undefined : openRequest(incident);
  const step = stepOf();
  return (
    <Dialog title={titleOf(form, words)} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (step !== undefined) onStep(step);
        }}
      >
        {incidents > 1 && <p>{words.forms.several(incidents)}</p>}
        {noteOf() !== undefined && <p className="muted">{noteOf()}</p>}
        {form === "close-proposed" && (
          <label className="field">
            <span>{words.forms.reasonLabel}</span>
            <select value={reason} onChange={({ target }) => setReason(target.value as ClosingReason)}>
              {REASONS.map((each) => (
                <option key={each} value={each}>
                  {words.reasons[each]}
                </option>
              ))}
            </select>
          </label>
        )}
        {form === "assigned" && <ColleagueChoice value={to} onChoose={setTo} />}
        {form === "unmask-asked" && (
          <label className="field">
            <span>{words.forms.whatLabel}</span>
            <select value={what} onChange={({ target }) => setWhat(target.value as typeof what)}>
              {WHATS.map((each) => (
                <option key={each} value={each}>
                  {words.forms.what[each]}
                </option>
              ))}
            </select>
          </label>
        )}
        {form !== "assigned" && form !== "unmask-granted" && (
          <label className="field">
            <span>{form === "commented" ? words.forms.commentLabel : words.forms.whyLabel}</span>
            <textarea
              rows={4}
              value={text}
              onChange={({ target }) => setText(target.value)}
              required
              minLength={3}
              maxLength={2000}
              autoFocus
            />
            <small>{words.forms.whyHint}</small>
          </label>
        )}
        <div className="buttons">
          <button type="submit" className="main" disabled={step === undefined}>
            {words.forms.send}
          </button>
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );

  function noteOf(): string | undefined {
    if (form === "close-proposed") return words.forms.closeNote;
    if (form === "closed" && incident?.closing !== undefined)
      return words.forms.agreeNote(incident.closing.by, words.reasons[incident.closing.reason]);
    if (form === "unmask-asked") return words.forms.unmaskNote;
    if (form === "unmask-granted" && asked !== undefined)
      return words.forms.grantNote(asked.by, words.forms.what[asked.what], asked.why);
    return undefined;
  }

  function stepOf(): TakenStep | undefined {
    const why = text.trim();
    if (form === "assigned") return to.trim() === "" ? undefined : { do: form, to: to.trim() };
    if (form === "unmask-granted") return asked && { do: form, what: asked.what, asked: asked.by };
    if (why.length < 3) return undefined;
    if (form === "commented") return { do: form, text: why };
    if (form === "reopened") return { do: form, why };
    if (form === "unmask-asked") return { do: form, what, why };
    return { do: form, reason, why };
  }
}

function titleOf(form: FormName, words: Words): string {
  const titles: Readonly<Record<FormName, string>> = {
    assigned: words.assign,
    commented: words.comment,
    "close-proposed": words.proposeClose,
    closed: words.agreeClose,
    reopened: words.reopen,
    "unmask-asked": words.askUnmask,
    "unmask-granted": words.grantUnmask,
  };
  return titles[form].replace("…", "");
}

/** The latest wish to unmask that nobody has agreed to. */
export function openRequest({ steps }: Incident) {
  const granted = new Set<string>();
  for (const { step, by } of steps.toReversed()) {
    if (step.do === "unmask-granted") granted.add(`${step.what} ${step.asked}`);
    if (step.do === "unmask-asked" && !granted.has(`${step.what} ${by}`))
      return { by, what: step.what, why: step.why };
  }
  return undefined;
}
