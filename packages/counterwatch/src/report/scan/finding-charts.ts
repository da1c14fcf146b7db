import { accountChart } from "./account-chart.ts";
import { followedPath } from "./followed-path.ts";
import { type Html, html } from "../page/html.ts";
import type { PageContext } from "./page-context.ts";
import type { HeldFinding } from "./selection.ts";
import type { StoryEvidence } from "./story-evidence.ts";
import { ticks } from "../page/strip.ts";

interface ChartDetail {
  /** Id of the operator's own shape, to be drawn as the grey band. */
  readonly band: string | undefined;
  /** The evidence, where a story gave any. */
  readonly story: StoryEvidence | undefined;
  /** Begins the names of places within the finding. */
  readonly anchor: string;
}

/** A picture of one finding, or nothing where it has not the evidence for it. */
type FindingChart = (page: PageContext, held: HeldFinding, detail: ChartDetail) => Html | undefined;

/** Evidence that a chart draws or a line tells, and that therefore is not listed in words. */
export const DRAWN_EVIDENCE: ReadonlySet<string> = new Set([
  "strip",
  "account",
  "path",
  "also",
  "operators",
  "given",
  "compared",
]);

const CHARTS: readonly FindingChart[] = [
  timeStrip,
  (page, _, { story }) => story && accountChart(page, story),
  (page, { rows }, { story, anchor }) => story && followedPath(page, story.path, rows, anchor),
];

/** All charts that this finding has evidence for, on the page's one time axis. */
export function findingCharts(page: PageContext, held: HeldFinding, detail: ChartDetail): readonly Html[] {
  return CHARTS.map((chart) => chart(page, held, detail)).filter((drawn) => drawn !== undefined);
}

function timeStrip(
  { axis }: PageContext,
  { finding, rows }: HeldFinding,
  { band }: ChartDetail,
): Html | undefined {
  if (axis === undefined) return undefined;
  const since = Date.parse(finding.since);
  const until = Date.parse(finding.time);
  const times = rows.length === 0 ? [since, until] : rows.map(({ time }) => Date.parse(time));
  return html`<div class="lane">${ticks(axis, { since, until, times, behind: band })}</div>`;
}
