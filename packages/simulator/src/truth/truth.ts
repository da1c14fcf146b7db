import type { SubjectJson } from "../event.ts";

/** `truth.json`: what a detector should have found, for scoring only. */
export interface Truth {
  readonly version: 1;
  readonly seed: string;
  readonly preset: string;
  readonly operators: number;
  readonly days: number;
  /** First instant and the end (exclusive), RFC 3339. */
  readonly from: string;
  readonly to: string;
  readonly campaigns: readonly TruthCampaign[];
}

export interface TruthCampaign {
  readonly id: string;
  readonly shape: string;
  readonly description: string;
  readonly accused: "operator" | "subject" | "case";
  readonly operators: readonly string[];
  /** Identifiers of the people tracked, in every system that the world has. */
  readonly subjects: readonly SubjectJson[];
  readonly cases: readonly string[];
  readonly parameters: Readonly<Record<string, number | string>>;
  readonly first: { readonly event: string; readonly time: string } | null;
  /** All ids, in event order. */
  readonly events: readonly string[];
  readonly lookups: readonly TruthLookup[];
}

export interface TruthLookup {
  readonly event: string;
  readonly time: string;
  readonly operator: string;
  readonly system: string;
  /** Identifier of the subject, else id of the site, else empty. */
  readonly target: string;
  /** A case number stands in the field, or alone in the reason. */
  readonly case: boolean;
  /** Which sitting of the campaign this belongs to, counting from 1 in event order; 0: a cover look-up. */
  readonly sitting: number;
}
