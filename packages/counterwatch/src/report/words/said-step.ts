/** A step in the life of a warning in words: the same on the board, on the terminal and in the console. */
import type { WarningStep } from "../../incidents/warnings/warning-steps.ts";
import type { Messages } from "./messages.ts";
import type { Speech } from "./speech.ts";

export function whatOf(
  step: WarningStep,
  { words }: { readonly words: Pick<Messages, "warnings" | "assessment"> },
): string {
  const { step: says, channel } = words.warnings;
  switch (step.do) {
    case "opened":
    case "tightened":
    case "reopened":
      return says[step.do](words.assessment.tier[step.basis.tier]);
    case "assigned":
      return says.assigned(step.owner);
    case "escalated":
      return says.escalated(step.office);
    case "attempted":
    case "delivered":
    case "refused":
      return says[step.do](channel[step.channel]);
    case "disputed":
    case "not-needed":
      return says[step.do](step.reason);
    case "released":
      return says.released;
    case "proposed":
      return step.deed === "release" ? says.releaseProposed : says.notNeededProposed(step.reason ?? "");
    case "agreed":
      return step.deed === "release" ? says.releaseAgreed : says.notNeededAgreed;
    case "founded":
    case "officers":
      // Steps of the journal itself, which belong to no warning.
      return "";
  }
}

/** Who did a step; two officers where it needed both. */
export function byOf(step: WarningStep, { say }: { readonly say: Pick<Speech, "list"> }): string {
  if (step.do === "agreed") return say.list([step.proposed, step.account]);
  if (step.do === "proposed") return step.account;
  const named = "by" in step ? (step.by ?? "") : "";
  if (!("signatures" in step)) return named;
  const officers = say.list(step.signatures.map(({ officer }) => officer));
  return named === "" ? officers : `${named} · ${officers}`;
}
