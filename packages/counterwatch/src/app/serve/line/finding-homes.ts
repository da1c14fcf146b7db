/**
 * Which incidents new findings open or join, against what the store holds. A finding is compared by its first subject alone, the one
 * that is in its id: later subjects come as it grows, and would make the answer depend on how many look-ups were judged at once.
 */
import type { Incident, RecordedStep } from "../../../incidents/desk/case.ts";
import type { DeskStore, ToldFinding } from "../../../incidents/desk/desk-store.ts";
import {
  type Grouped,
  groupFinding,
  incidentOf,
  type OpenIncident,
} from "../../../incidents/desk/grouping.ts";

/** `findings`: none of them in the store, in the order in which they are told. `now`: RFC 3339. */
export async function homeSteps(
  store: DeskStore,
  findings: readonly ToldFinding[],
  now: string,
): Promise<RecordedStep[]> {
  const steps: RecordedStep[] = [];
  const open = new Map<string, OpenIncident[]>();
  for (const { finding } of findings) {
    const told = { ...finding, subjects: finding.subjects.slice(0, 1) };
    let known = open.get(told.operator);
    if (known === undefined) {
      const incidents = await store.openIncidentsOf(told.operator);
      known = await Promise.all(incidents.map((each) => openOf(store, each)));
      open.set(told.operator, known);
    }
    const { incident, step } = await unlessTaken(store, groupFinding(told, known, now));
    steps.push(step);
    const at = known.findIndex(({ id }) => id === incident);
    const before = known[at];
    const joined: OpenIncident = {
      id: incident,
      opened: before?.opened ?? now,
      stepCount: step.number + 1,
      subjects: new Set([...(before?.subjects ?? []), ...told.subjects]),
      latest: Math.max(before?.latest ?? 0, Date.parse(told.time)),
    };
    if (at < 0) known.push(joined);
    else known[at] = joined;
  }
  return steps;
}

/**
 * Whoever splits an incident names the new one, and could give it the id that a finding to come would open: then that finding could never
 * be stored, nor any after it. It opens another one.
 */
async function unlessTaken(store: DeskStore, grouped: Grouped): Promise<Grouped> {
  let { incident } = grouped;
  if (grouped.step.step.do !== "opened") return grouped;
  while ((await store.incident(incident)) !== undefined) incident = incidentOf(incident);
  return { incident, step: { ...grouped.step, incident } };
}

async function openOf(store: DeskStore, { id, opened, steps, findings }: Incident): Promise<OpenIncident> {
  const held = await Promise.all(findings.map((finding) => store.finding(finding)));
  return {
    id,
    opened,
    stepCount: steps.length,
    subjects: new Set(held.flatMap((finding) => finding?.subjects.slice(0, 1) ?? [])),
    latest: Math.max(0, ...held.map((finding) => Date.parse(finding?.time ?? "") || 0)),
  };
}
