/**
 * The evidence of one incident from the ledger of the server that runs. Detectors know all look-ups of a finding, the store only the first
 * two hundred: what a detector has forgotten is told from the store. The log grows meanwhile: a proof that was begun under a state of the log
 * whose tiles have gone on since is begun again.
 */
import { EvidenceError } from "@counterwatch/evidence";
import type { Incident } from "../../../incidents/desk/case.ts";
import type { DeskStore } from "../../../incidents/desk/desk-store.ts";
import { CounterwatchError, type Detector, type Finding, findingSchema } from "../../../model/index.ts";
import type { CaseWork } from "../../../server/desk/casework/case-work.ts";
import { bundleOf } from "../../ledger-bundle.ts";
import { keptAt } from "../../ledger-events.ts";

/** Ids that the store looks up at once. */
const AT_ONCE = 1000;
const TRIES = 5;

export interface CaseWorkParts {
  readonly store: DeskStore;
  readonly detectors: Pick<Detector, "findings">;
  /** Folder of the ledger. */
  readonly ledger: string;
  readonly zone: string | undefined;
  /** Milliseconds. */
  readonly clock: () => number;
}

export function caseWork({ store, detectors, ledger, zone = "UTC", clock }: CaseWorkParts): CaseWork {
  return {
    zone,
    async bundle(incident) {
      const findings = await findingsOf(incident, store, detectors);
      const leaves: number[] = [];
      const ids = [...new Set(findings.flatMap(({ events }) => events))];
      for (let from = 0; from < ids.length; from += AT_ONCE)
        for (const { leaf } of await store.eventsById(ids.slice(from, from + AT_ONCE))) leaves.push(leaf);
      for (let tries = 1; ; tries++) {
        try {
          const kept = keptAt(ledger, leaves);
          return (await bundleOf({ ledger, findings, policy: undefined, now: clock(), kept })).tar;
        } catch (cause) {
          if (!(cause instanceof EvidenceError) || tries >= TRIES) throw cause;
        }
      }
    },
  };
}

async function findingsOf(
  incident: Incident,
  store: DeskStore,
  detectors: Pick<Detector, "findings">,
): Promise<Finding[]> {
  const whole = new Map<string, readonly string[]>();
  for (const { finding, events } of detectors.findings())
    if (incident.findings.includes(finding.id)) whole.set(finding.id, [...events()]);
  const findings: Finding[] = [];
  for (const id of incident.findings) {
    const held = await store.finding(id);
    if (held === undefined) continue;
    const { learned: _l, changed: _c, state: _s, incident: _i, owner: _o, ...finding } = held;
    findings.push(findingSchema.parse({ ...finding, events: whole.get(id) ?? held.events }));
  }
  if (findings.length === 0)
    throw new CounterwatchError("not-found", "this incident has no finding", {
      remedy: "Its findings may have been merged into another one: take that one's bundle.",
    });
  return findings;
}
