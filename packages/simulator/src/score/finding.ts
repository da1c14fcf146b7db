import type { Truth, TruthCampaign } from "../truth/truth.ts";

/** What the score reads of a finding: one JSON Lines row of any detector. */
export interface FindingJson {
  readonly id: string;
  /** Event time of the look-up that completed it. */
  readonly time: string;
  readonly detector: string;
  readonly operator: string;
  /** Ids of all contributing look-ups. */
  readonly events: readonly string[];
  readonly severity?: string | undefined;
  readonly lookups?: number | undefined;
  readonly evidence?: Readonly<Record<string, unknown>> | undefined;
}

/** Which campaign a finding is about, if any: it names a culprit and rests on at least one of the campaign's look-ups. */
export function matchCampaign(finding: FindingJson, truth: TruthIndex): TruthCampaign | undefined {
  for (const event of finding.events) {
    const campaign = truth.campaignOf(event);
    if (campaign === undefined) continue;
    if (campaign.accused !== "operator" || campaign.operators.includes(finding.operator)) return campaign;
  }
  return undefined;
}

/** Campaigns by event. */
export class TruthIndex {
  readonly #byEvent = new Map<string, TruthCampaign>();

  constructor(truth: Truth) {
    for (const campaign of truth.campaigns)
      for (const event of campaign.events) this.#byEvent.set(event, campaign);
  }

  campaignOf(event: string): TruthCampaign | undefined {
    return this.#byEvent.get(event);
  }
}

/** Sittings of the campaign begun up to and including this time. */
export function sittingsUntil(campaign: TruthCampaign, time: string): number {
  let count = 0;
  for (const lookup of campaign.lookups) {
    if (lookup.time > time) break;
    count = Math.max(count, lookup.sitting);
  }
  return count;
}

/** How urgent an alert is, to rank operators: the detector's own number where it gives one, else severity and size. */
export function findingStrength(finding: FindingJson): number {
  const own = finding.evidence?.["strength"];
  if (typeof own === "number" && Number.isFinite(own)) return own;
  const rank = ["low", "medium", "high", "critical"].indexOf(finding.severity ?? "low");
  return Math.max(0, rank) * 1_000_000 + Math.min(999_999, finding.lookups ?? finding.events.length);
}
