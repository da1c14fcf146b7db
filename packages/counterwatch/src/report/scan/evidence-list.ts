import type { ExplainedFinding } from "../../model/index.ts";
import { shortPseudonym } from "../../model/index.ts";
import { reveal, shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import { DRAWN_EVIDENCE } from "./finding-charts.ts";
import type { PageContext } from "./page-context.ts";

const MOST_ENTRIES = 24;
const LONGEST_VALUE = 240;

/** Everything behind the sentence: what found it, and what it knew. */
export function evidenceList(page: PageContext, finding: ExplainedFinding["finding"]): Html {
  const { words } = page;
  const subjects = finding.subjects
    .slice(0, 12)
    .map((subject) => html`<code>${shortPseudonym(subject)}</code> `);
  const left = finding.subjects.length - subjects.length;
  const entries = Object.entries(finding.evidence).filter(([name]) => !DRAWN_EVIDENCE.has(name));
  return html`<details class="evidence"><summary>${words.evidenceTitle}</summary><dl>
<dt>${words.detectorLabel}</dt><dd><code>${finding.detector}</code></dd>
<dt>${words.findingId}</dt><dd><code>${finding.id}</code></dd>
${subjects.length > 0 && html`<dt>${words.subjectsLabel}</dt><dd>${subjects}${left > 0 && words.andMore(left)}</dd>\n`}${entries
  .slice(0, MOST_ENTRIES)
  .map(
    ([name, value]) =>
      html`<dt><code>${shorten(reveal(name), 40)}</code></dt><dd>${valueOf(value, page)}</dd>\n`,
  )}${
  entries.length > MOST_ENTRIES && html`<dt></dt><dd>${words.andMore(entries.length - MOST_ENTRIES)}</dd>`
}</dl></details>`;
}

function valueOf(value: unknown, { say }: PageContext): Html {
  if (typeof value === "number") {
    // Scores and probabilities need their digits; counts their grouping.
    return html`${Number.isInteger(value) ? say.number(value) : String(Number(value.toPrecision(4)))}`;
  }
  if (typeof value === "string") return html`${shorten(reveal(value), LONGEST_VALUE)}`;
  return html`<code>${shorten(reveal(JSON.stringify(value) ?? "–"), LONGEST_VALUE)}</code>`;
}
