import { shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import { language, type PageContext } from "./page-context.ts";
import type { ReportInput } from "./report-input.ts";

/** What was not checked, and why: what the run says of itself, and what the log does not let anybody see. */
export function notChecked(page: PageContext): Html {
  const { words } = page;
  const items = [
    ...ownGaps(page).map((text) => html`<li>${text}</li>\n`),
    ...statedGaps(page.input).map((text) => html`<li${language(page)}>${shorten(text, 1000)}</li>\n`),
  ];
  const list =
    items.length === 0 ? html`<p class="empty">${words.notCheckedNothing}</p>` : html`<ul>\n${items}</ul>`;
  return html`<section id="not-checked" aria-labelledby="not-checked-h"><h2 id="not-checked-h">${words.notCheckedTitle} <span class="count">${items.length}</span></h2><p class="note">${words.notCheckedNote}</p>\n${list}</section>\n`;
}

type Speaking = Pick<PageContext, "input" | "say" | "words">;

/** Every gap as one sentence, the page's own first. */
export function gapSentences(page: Speaking): readonly string[] {
  return [...ownGaps(page), ...statedGaps(page.input)];
}

function statedGaps({ summary, notChecked = [] }: ReportInput): readonly string[] {
  const { state, note } = summary.guarantee;
  const why = note !== "" && (state === "suspended" || state === "learning") ? [note] : [];
  return [...new Set([...why, ...summary.notChecked, ...notChecked])];
}

function ownGaps({ input, words, say }: Speaking): readonly string[] {
  const { guarantee, budget, deadLetters, rows } = input.summary;
  const gaps = input.activity.gaps;
  const all = input.activity.lookups;
  const since = guarantee.since === null ? undefined : say.date(Date.parse(guarantee.since));
  const share = (count: number) => ({ count, share: say.percent(count / Math.max(1, all)) });
  const lines: string[] = [];
  if (guarantee.state === "suspended") lines.push(words.stateSuspended({ budget: budget ?? "–", since }));
  else if (guarantee.state === "learning") lines.push(words.stateLearning({ budget: budget ?? "–", since }));
  else if (guarantee.state === "none" && budget === null) lines.push(words.stateNone);
  if (deadLetters > 0) {
    lines.push(
      words.gapDeadLetters({ count: deadLetters, share: say.percent(deadLetters / Math.max(1, rows)) }),
    );
  }
  if (gaps.operatorWithheld > 0) lines.push(words.gapOperatorWithheld(share(gaps.operatorWithheld)));
  if (gaps.subjectWithheld > 0) lines.push(words.gapSubjectWithheld(share(gaps.subjectWithheld)));
  if (gaps.subjectPartial > 0) lines.push(words.gapSubjectPartial(share(gaps.subjectPartial)));
  if (gaps.subjectAbsent > 0) lines.push(words.gapSubjectAbsent(share(gaps.subjectAbsent)));
  if (gaps.purposeWithheld > 0) lines.push(words.gapPurposeWithheld(share(gaps.purposeWithheld)));
  if (gaps.late > 0) lines.push(words.gapLate({ count: gaps.late }));
  return lines;
}
