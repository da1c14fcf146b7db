import { type Html, html } from "./html.ts";
import type { PageContext } from "./page-context.ts";
import type { HeldFinding } from "./selection.ts";
import { ticks } from "./strip.ts";

/** A picture of one finding, or nothing where it has not the evidence for it. */
type FindingChart = (page: PageContext, held: HeldFinding, band: string | undefined) => Html | undefined;

/** Evidence that a chart draws, and that therefore is not listed in words. A story's chart adds its entry here. */
export const DRAWN_EVIDENCE: ReadonlySet<string> = new Set(["strip", "account", "path"]);

const CHARTS: readonly FindingChart[] = [timeStrip];

/** All charts that this finding has evidence for, on the page's one time axis. `band` is the operator's own shape. */
export function findingCharts(
  page: PageContext,
  held: HeldFinding,
  band: string | undefined,
): readonly Html[] {
  return CHARTS.map((chart) => chart(page, held, band)).filter((drawn) => drawn !== undefined);
}

function timeStrip(
  { axis }: PageContext,
  { finding, rows }: HeldFinding,
  band: string | undefined,
): Html | undefined {
  if (axis === undefined) return undefined;
  const since = Date.parse(finding.since);
  const until = Date.parse(finding.time);
  const times = rows.length === 0 ? [since, until] : rows.map(({ time }) => Date.parse(time));
  return html`<div class="lane">${ticks(axis, { since, until, times, behind: band })}</div>`;
}
