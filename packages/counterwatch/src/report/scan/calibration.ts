/** How the alert budget was kept, as the stories hand it to the report. Times are RFC 3339. */
export interface Calibration {
  /** As the user wrote it: `4/month`. */
  readonly budget: string;
  /** The same as false alerts per day. */
  readonly perDay: number;
  /** When stories began to be judged, or would begin; null where that cannot be told. */
  readonly learningUntil: string | null;
  /** True where the log ended before learning did: rules only. */
  readonly learning: boolean;
  readonly matters: readonly StoryMatters[];
  /** Times without guarantee; `to` is null while one lasts. */
  readonly spells: readonly GuaranteeSpell[];
  readonly groups: readonly PeerGroup[];
}

export interface StoryMatters {
  /** Without the prefix: `fixation`. */
  readonly story: string;
  /** Highest scores in nats, descending, one a matter; at most 200. */
  readonly peaks: readonly number[];
  readonly alerts: number;
  /** The story's share of the budget, 0 to 1. */
  readonly share: number;
}

export interface GuaranteeSpell {
  /** Peer group: the operators' unit; empty for those without one. */
  readonly group: string;
  readonly from: string;
  readonly to: string | null;
}

export interface PeerGroup {
  readonly group: string;
  readonly operators: number;
  readonly sittings: number;
  /** Matters that reached the strength at which groups are compared. */
  readonly matters: number;
  readonly alerts: number;
}
