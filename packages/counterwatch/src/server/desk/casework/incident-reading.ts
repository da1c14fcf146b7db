/** An incident for somebody whom it is not about: the one way by which routes read and change incidents. */
import type { Account, DeskFinding, Incident, IncidentStep } from "../../../incidents/desk/case.ts";
import { isOwn } from "../../../incidents/desk/incident-fold.ts";
import { CounterwatchError } from "../../../model/index.ts";
import type { DeskService } from "../desk-service.ts";
import { missing, refuseOwn } from "../refusals.ts";
import { JUDGES } from "../route.ts";

type Findings = readonly ((DeskFinding & { readonly events: readonly string[] }) | undefined)[];

export interface ReadIncident {
  readonly incident: Incident;
  readonly findings: Findings;
  /** Logs that its look-ups came from; asked for only where the reader administers any: it takes all look-ups. */
  readonly sources: readonly string[] | undefined;
}

/** Throws `not-found`, and `refused` where it is about the reader or a system that they administer. */
export async function readIncident(
  id: string | undefined,
  account: Account,
  desk: DeskService,
): Promise<ReadIncident> {
  const incident = await desk.store.incident(id ?? "");
  if (incident === undefined) throw missing("incident");
  const findings = await Promise.all(incident.findings.map((each) => desk.store.finding(each)));
  const sources = await sourcesFor(account, findings, desk);
  refuseOwn(operatorsOf(incident, findings), account, sources);
  return { incident, findings, sources };
}

/**
 * Nobody joins what they work on with what is about themselves, and nobody is given what is about them. Throws `refused`, `usage`,
 * and `not-found` for an incident that is not there.
 */
export async function checkOthers(
  step: IncidentStep,
  { incident, findings }: ReadIncident,
  account: Account,
  desk: DeskService,
): Promise<void> {
  if (step.do === "merged") await readIncident(step.into, account, desk);
  if (step.do === "unmask-asked" && step.what === "operator" && !desk.unmasking.operatorsHidden)
    throw new CounterwatchError(
      "refused",
      "operators are shown by their ids here: there is nothing to unmask",
    );
  if (step.do !== "assigned") return;
  const to = (await desk.store.accounts()).find(({ name }) => name === step.to);
  if (to === undefined || to.disabled || !JUDGES.some((role) => to.roles.includes(role)))
    throw new CounterwatchError("usage", "there is no such analyst or reviewer");
  const sources = await sourcesFor(to, findings, desk);
  if (isOwn({ operators: operatorsOf(incident, findings) }, to, sources))
    throw new CounterwatchError("refused", "somebody independent must judge it, and they are not", {
      remedy: "Choose another one.",
    });
}

async function sourcesFor({ administers }: Account, findings: Findings, desk: DeskService) {
  if (administers.length === 0) return [];
  return await desk.sourcesOf(findings.flatMap((finding) => finding?.events ?? []));
}

/** What was merged away has its findings elsewhere: they name whom it was about all the same. */
function operatorsOf({ operators }: Incident, findings: Findings): string[] {
  return [...new Set([...operators, ...findings.flatMap((finding) => finding?.operator ?? [])])];
}
