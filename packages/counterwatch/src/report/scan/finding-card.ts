import { type Html, html } from "../page/html.ts";
import { evidenceList } from "./evidence-list.ts";
import { findingCharts } from "./finding-charts.ts";
import { longText } from "../page/long-text.ts";
import { lookupRows } from "./look-up-rows.ts";
import { detectorTitle, language, type PageContext } from "./page-context.ts";
import type { HeldFinding } from "./selection.ts";
import { severityMark } from "../page/severity-mark.ts";
import { storyEvidence } from "./story-evidence.ts";
import { storyLines } from "./story-lines.ts";
import { shorten } from "../page/hostile-text.ts";

/** Bytes that a card of ordinary findings takes with two rows. */
export const LEAST_CARD = 1900;

/** How many ordinary cards' room a finding should be given: pictures with their tables need more. */
export function cardWeight({ finding }: HeldFinding): number {
  const { account, path } = finding.evidence;
  return 1 + (Array.isArray(account) ? 2 : 0) + (Array.isArray(path) ? 2 : 0);
}

/**
 * One finding: sentence, strip, rows, what may explain it; score and evidence behind a disclosure. It takes about `room`
 * bytes: rows fill what is left, and where not even the rest fits, long texts are cut and the evidence stays in the file.
 */
export function findingCard(
  page: PageContext,
  held: HeldFinding,
  band: string | undefined,
  room: number,
): Html {
  const full = frame(page, held, band, "full");
  const fits = full.before.size + full.after.size <= room;
  const { before, after } = fits ? full : frame(page, held, band, "lean");
  return html`${before}${lookupRows(page, held.finding, held.rows, room - before.size - after.size)}${after}`;
}

function frame(
  page: PageContext,
  held: HeldFinding,
  band: string | undefined,
  size: "full" | "lean",
): { before: Html; after: Html } {
  const { words } = page;
  const { finding } = held;
  const anchor = `f-${finding.id.replace(/[^\w-]/g, "").slice(0, 16)}`;
  const sentence =
    size === "full" ? longText(finding.explanation, 600, words) : html`${shorten(finding.explanation, 400)}`;
  const story = storyEvidence(finding);
  const about = page.input.ruleInfo.get(finding.detector);
  // Without room a picture goes with its table: neither is shown half.
  const charts = findingCharts(page, held, { band, story: size === "full" ? story : undefined, anchor });
  return {
    before: html`<article class="finding" id="${anchor}" data-s="${finding.severity}"><header>${severityMark(finding.severity, words)}<h4${language(page, finding.detector)}>${shorten(detectorTitle(page, finding.detector), 160)}</h4><p class="span">${spanOf(page, finding)}</p></header>
<div class="sentence"${language(page)}>${sentence}</div>
${charts}${size === "full" && story !== undefined && storyLines(page, held, story)}`,
    after: html`<p class="innocent"><b>${words.innocentTitle}.</b> ${innocent(page, finding.detector, size === "full" ? 420 : 160)}</p>
${about?.next !== undefined && size === "full" && html`<p class="next"><b>${words.nextTitle}.</b> <span${language(page, finding.detector)}>${shorten(about.next, 420)}</span></p>`}
${size === "full" && evidenceList(page, finding)}</article>\n`,
  };
}

function spanOf(
  { words, say }: PageContext,
  { lookups, since, time }: { lookups: number; since: string; time: string },
): string {
  const from = say.minute(Date.parse(since));
  const to = say.minute(Date.parse(time));
  // A finding grows: `time` is when there was enough for one, and look-ups may go on for weeks behind it.
  return lookups <= 1 && from === to
    ? words.oneMoment({ lookups, at: from })
    : words.between({ lookups, from, to });
}

function innocent(page: PageContext, detector: string, limit: number): Html {
  const reasons = page.input.ruleInfo.get(detector)?.falsePositives ?? [];
  if (reasons.length === 0) return html`${page.words.innocentNone}`;
  return html`<span${language(page, detector)}>${shorten(reasons.join(" "), limit)}</span>`;
}
