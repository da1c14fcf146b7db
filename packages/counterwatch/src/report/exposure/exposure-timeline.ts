import type { ExposureLink, Tier } from "../../model/index.ts";
import { type AssessmentContext, minute } from "./assessment-context.ts";
import { type Html, html, trusted } from "../page/html.ts";
import { pageSection } from "../page/page-section.ts";
import { axisLabels } from "../page/strip.ts";
import { ACROSS, TimeAxis } from "../page/time-axis.ts";

/** Lines beyond these are one grey area. */
const MOST_LINES = 600;
const HIGH = 96;

interface TwoTimes {
  readonly tier: Tier;
  readonly happened: number;
  readonly shown: number;
}

/**
 * Two times on one axis: a line a row, from when it happened above to when the intruder saw it below; what we learned and when is
 * the mark across both. The tables below it are its twin.
 */
export function exposureTimeline(page: AssessmentContext): Html {
  const { words, say, input } = page;
  const times = page.relations.flatMap(({ tier, chain }) =>
    tier === "certain" || tier === "likely" ? chain.flatMap((link) => timesOf(link, tier)) : [],
  );
  if (times.length === 0) return html``;
  const assessed = Date.parse(input.assessment.assessed);
  const ends = times.flatMap(({ happened, shown }) => [happened, shown]);
  const from = ends.reduce((least, time) => Math.min(least, time));
  const last = ends.reduce((most, time) => Math.max(most, time));
  // Learned a year later, it would press all else together: then its mark stands at the edge, and its label says when.
  const to = Math.max(last, Math.min(assessed, last + (last - from) / 3));
  const axis = new TimeAxis(from, to, say);
  const drawn = times.toSorted((a, b) => a.shown - b.shown).slice(0, MOST_LINES);
  const path = (tier: Tier) => {
    const lines = new Set(
      drawn
        .filter((each) => each.tier === tier)
        .map(({ happened, shown }) => `M${axis.at(happened)} 0L${axis.at(shown)} ${HIGH}`),
    );
    return trusted([...lines].join(""));
  };
  const at = axis.at(assessed);
  const label = words.timelineLabel({ rows: times.length, from: say.minute(from), to: say.minute(last) });
  const picture = html`<div class="two-times">
<span class="lane-name">${words.happened}</span>
<svg class="strip" viewBox="0 0 ${ACROSS} ${HIGH}" preserveAspectRatio="none" role="img" aria-label="${label}"><use href="#grid" class="g" transform="scale(1 ${HIGH / 24})"/><path class="told likely" d="${path("likely")}"/><path class="told certain" d="${path("certain")}"/><path class="we" d="M${at} 0V${HIGH}"/></svg>
<span class="lane-name">${words.learned} <b class="we-learned">${words.weLearned(minute(say, input.assessment.assessed))}</b></span>
${axisLabels()}</div>`;
  return pageSection(
    "times",
    words.timelineTitle,
    html`${axis.definitions()}<p class="note">${words.timelineNote}</p>${picture}`,
  );
}

function timesOf({ happened, shown }: ExposureLink, tier: Tier): TwoTimes[] {
  return happened === undefined || shown === undefined
    ? []
    : [{ tier, happened: Date.parse(happened), shown: Date.parse(shown) }];
}
