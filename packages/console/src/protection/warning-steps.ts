/** Which steps somebody may take on a warning as it stands. The server decides; this spares people forms that it would refuse. */
import type { ListedWarning, WarningWish } from "../api/protection-api.ts";
import type { Words } from "../words/english.ts";

export type StepName = keyof Words["protection"]["steps"];

export function stepsFor({ open, state, assurance, proposals }: ListedWarning, name: string): StepName[] {
  if (!open) return state === "not-needed" ? [] : ["disputed"];
  const other = (deed: "release" | "not-needed") =>
    proposals.some((proposal) => proposal.deed === deed && proposal.account !== name);
  const own = (deed: "release" | "not-needed") =>
    proposals.some((proposal) => proposal.deed === deed && proposal.account === name);
  const steps: StepName[] = [];
  if (assurance === undefined) {
    if (other("release")) steps.push("agree-release");
    else if (!own("release")) steps.push("propose-release");
  } else steps.push("delivered", "attempted", "refused");
  steps.push("assigned");
  if (other("not-needed")) steps.push("agree-not-needed");
  else if (!own("not-needed")) steps.push("propose-not-needed");
  return steps;
}

export interface StepFields {
  readonly owner: string;
  readonly channel: Extract<WarningWish, { channel: unknown }>["channel"];
  readonly reason: string;
  /** As a field for date and time gives it, in the browser's zone; empty: now. */
  readonly happened: string;
}

/** What the server is asked; undefined while something is missing. */
export function wishOf(
  step: StepName,
  fields: StepFields,
  { proposals }: Pick<ListedWarning, "proposals">,
  name: string,
): WarningWish | undefined {
  const happened = timeOf(fields.happened);
  const when = happened === undefined ? {} : { happened };
  const reason = fields.reason.trim();
  const other = (deed: "release" | "not-needed") =>
    proposals.find((proposal) => proposal.deed === deed && proposal.account !== name)?.account;
  switch (step) {
    case "assigned":
      return fields.owner.trim() === "" ? undefined : { do: step, owner: fields.owner.trim() };
    case "attempted":
    case "delivered":
    case "refused":
      return { do: step, channel: fields.channel, ...when };
    case "disputed":
      return reason === "" ? undefined : { do: step, reason, ...when };
    case "propose-release":
      return { do: "proposed", deed: "release" };
    case "propose-not-needed":
      return reason === "" ? undefined : { do: "proposed", deed: "not-needed", reason };
    case "agree-release":
    case "agree-not-needed": {
      const deed = step === "agree-release" ? "release" : "not-needed";
      const proposed = other(deed);
      return proposed === undefined ? undefined : { do: "agreed", deed, proposed };
    }
  }
}

function timeOf(local: string): string | undefined {
  const time = local === "" ? Number.NaN : new Date(local).getTime();
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
