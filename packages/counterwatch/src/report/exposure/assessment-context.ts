import { type Assessment, type Exposure, type Severity, TIERS, type Tier } from "../../model/index.ts";
import { type Html, html } from "../page/html.ts";
import { type Messages, messagesFor } from "../words/messages.ts";
import type { ReportFonts } from "../scan/report-input.ts";
import { type Locale, Speech } from "../words/speech.ts";

export interface AssessmentInput {
  readonly assessment: Assessment;
  /** Not one registered person occurs in the rows. */
  readonly strangers: boolean;
  /** The register lay in the open. */
  readonly exercise: boolean;
  readonly locale: Locale;
  /** IANA zone of the times shown. */
  readonly zone: string;
  readonly version: string;
  readonly fonts?: ReportFonts | undefined;
}

/** What every part of the page needs. */
export interface AssessmentContext {
  readonly input: AssessmentInput;
  readonly say: Speech;
  readonly all: Messages;
  readonly words: Messages["assessment"];
  /** Worst first, then by when they could be known. */
  readonly relations: readonly Exposure[];
  readonly counts: Readonly<Record<Tier, number>>;
  readonly upper: Readonly<Record<Tier, number>>;
}

export function openAssessment(input: AssessmentInput): AssessmentContext {
  const say = new Speech(input.locale, input.zone);
  const all = messagesFor(say);
  const { relations } = input.assessment;
  return {
    input,
    say,
    all,
    words: all.assessment,
    relations: relations.toSorted(byUrgency),
    counts: tally(relations.map(({ tier }) => tier)),
    upper: tally(relations.map(({ upper }) => upper)),
  };
}

function byUrgency(a: Exposure, b: Exposure): number {
  return (
    TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) ||
    TIERS.indexOf(a.upper) - TIERS.indexOf(b.upper) ||
    compare(a.knownSince ?? "9", b.knownSince ?? "9") ||
    compare(`${a.from} ${a.to} ${a.relation}`, `${b.from} ${b.to} ${b.relation}`)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function tally(tiers: readonly Tier[]): Record<Tier, number> {
  const counts: Record<Tier, number> = { certain: 0, likely: 0, possible: 0, none: 0 };
  for (const tier of tiers) counts[tier]++;
  return counts;
}

/** The shapes of severity stand for tiers: what must be warned of first looks most urgent. */
export const TIER_MARKS: Readonly<Record<Tier, Severity>> = {
  certain: "critical",
  likely: "high",
  possible: "medium",
  none: "low",
};

export function tierMark(tier: Tier, { words }: AssessmentContext): Html {
  return html`<span class="sev"><svg width="12" height="12" aria-hidden="true"><use href="#m-${TIER_MARKS[tier]}"/></svg>${words.tier[tier]}</span>`;
}

/** Everything that was not seen, one sentence each, gaps first. */
/** What was not read and could hold more: rows of other look-ups, and what was withheld from the intruder as well, are no gap. */
export function gapCount({ input: { assessment } }: AssessmentContext): number {
  return assessment.gaps.length + ((assessment.view.unattributed ?? 0) > 0 ? 1 : 0);
}

export function unseenSentences({
  input,
  words,
}: AssessmentContext): readonly { readonly text: string; readonly detail?: string }[] {
  const { gaps, view } = input.assessment;
  const { outside = 0, unattributed = 0, withheld = 0 } = view;
  return [
    ...gaps.map(({ what, lookups, explanation }) => ({
      text: words.gap[what](what === "rows-rejected" ? view.rejected : lookups),
      // What is said of a source is said in the words of its finding.
      ...(what === "log-gap" && { detail: explanation }),
    })),
    ...(unattributed > 0 ? [{ text: words.unattributed(unattributed) }] : []),
    ...(outside > 0 ? [{ text: words.outside(outside) }] : []),
    ...(withheld > 0 ? [{ text: words.withheld(withheld) }] : []),
    ...(input.strangers ? [{ text: words.strangers }] : []),
  ];
}

/** Since when the first of those that must be warned of could be known; undefined: none is. */
export function firstKnown({ relations }: AssessmentContext): string | undefined {
  const times = relations.flatMap(({ tier, knownSince }) =>
    (tier === "certain" || tier === "likely") && knownSince !== undefined ? [knownSince] : [],
  );
  return times.toSorted()[0];
}

export function minute(say: Speech, time: string | undefined): string {
  return time === undefined ? "" : say.minute(Date.parse(time));
}
