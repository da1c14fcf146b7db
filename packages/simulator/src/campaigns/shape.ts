import type { PurposeJson, SessionJson, SiteJson, SubjectJson, SystemName } from "../event.ts";
import type { RandomStream } from "../random/stream.ts";
import type { Stage, StageOperator, Victim } from "./stage.ts";

/** One way of misusing record systems. Every shape is one file with one of these. */
export interface CampaignShape {
  /** Stable, kebab-case; `truth.json` and the score use it. */
  readonly name: string;
  /** One sentence for people. */
  readonly description: string;
  /** A finding may accuse the operator; or, where several share the deed, name the subject or the case instead. */
  readonly accused: "operator" | "subject" | "case";
  /** Share of the period after which it cannot start, where that is sooner than for others: slow shapes need time. */
  readonly latestStart?: number;
  /** Needs at least one of these. */
  readonly systems: readonly SystemName[];
  begin(stage: Stage, random: RandomStream, wish: CampaignWish): Act;
}

/** What the caller may fix; every shape draws the rest. */
interface CampaignWish {
  /** Local day on which it starts. */
  readonly day: number;
  /** Sittings a week, for the shapes that have a rate. */
  readonly rate?: number | undefined;
}

/** A campaign that has its cast. */
export interface Act {
  readonly operators: readonly StageOperator[];
  /** The people tracked; empty where the misuse has none in particular. */
  readonly victims: readonly Victim[];
  readonly cases?: readonly string[];
  /** Drawn numbers worth knowing, such as the rate. */
  readonly parameters: Readonly<Record<string, number | string>>;
  /** Count sittings by operator rather than by operator and target: for deeds that have no one target. */
  readonly sittingsByOperator?: true;
  /** The local day after which nothing more happens. */
  readonly lastDay: number;
  /** Look-ups that begin on this local day, in no order. Called once for each day from the first to the last. */
  day(day: number): readonly CampaignLookup[];
}

export interface CampaignLookup {
  readonly at: number;
  readonly operator: StageOperator;
  readonly system: SystemName;
  readonly action: string;
  readonly subject?: SubjectJson | undefined;
  readonly site?: SiteJson | undefined;
  readonly window?: { readonly from: number; readonly to: number } | undefined;
  readonly purpose?: PurposeJson | undefined;
  readonly session?: SessionJson | undefined;
  readonly object?: { readonly type?: string; readonly name?: string } | undefined;
  readonly kind?: string | undefined;
  readonly rows?: number | undefined;
  readonly shown?: readonly SubjectJson[] | undefined;
  /** Asked only to hide the others: part of the campaign, not of its sittings. */
  readonly cover?: true | undefined;
}
