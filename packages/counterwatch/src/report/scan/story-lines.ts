import { caseName } from "../../stories/case-name.ts";
import { shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import { detectorTitle, type PageContext } from "./page-context.ts";
import type { HeldFinding } from "./selection.ts";
import type { StoryEvidence } from "./story-evidence.ts";

/** Stories about who is at the keyboard: no case or colleague could explain them. */
const NOT_ABOUT_WORK: ReadonlySet<string> = new Set(["story/borrowed-credential"]);
const MOST_NAMES = 12;

/** What was looked for that would explain the look-ups, and what was found; then who, and which other stories tell of it. */
export function storyLines(page: PageContext, { finding, rows }: HeldFinding, story: StoryEvidence): Html {
  const { words, say } = page;
  const found = NOT_ABOUT_WORK.has(finding.detector)
    ? []
    : [words.whyLookedFor, ...caseLines(page, rows), ...companyLines(page, story)];
  const { expected, sittings, days, ratePerDay } = story;
  if (expected !== undefined && sittings !== undefined && days !== undefined) {
    found.push(words.whyExpected({ expected: say.figure(expected), sittings, days }));
  }
  if (ratePerDay !== undefined && ratePerDay > 0) found.push(rarity(page, ratePerDay));
  const operators =
    story.operators.length > 1 &&
    html`<p class="among"><b>${words.operatorsTitle}.</b> ${names(page, story.operators)}</p>`;
  const also =
    story.also.length > 0 &&
    html`<p class="among"><b>${words.alsoTitle}.</b> ${words.alsoTold(
      say.list(
        story.also.slice(0, MOST_NAMES).map((name) => shorten(detectorTitle(page, `story/${name}`), 90)),
      ),
    )}</p>`;
  const why = found.length > 0 && html`<p class="why"><b>${words.whyTitle}.</b> ${found.join(" ")}</p>`;
  return html`${why}${operators}${also}`;
}

function caseLines({ words, say }: PageContext, rows: HeldFinding["rows"]): readonly string[] {
  if (rows.length === 0) return [];
  const cases = new Set<string>();
  let cased = 0;
  let withheld = 0;
  for (const row of rows) {
    const name = row.purpose?.case ?? caseName(row);
    if (name !== undefined) {
      cased += 1;
      cases.add(shorten(name, 40));
    } else if (row.purpose?.withheld?.includes("case") === true) withheld += 1;
  }
  const lines: string[] = [];
  const list = say.list([...cases].slice(0, 3));
  const more = cases.size > 3 ? cases.size - 3 : 0;
  if (cased === 0 && withheld === 0) lines.push(words.whyNoCase(rows.length));
  else if (cased === rows.length) lines.push(words.whyAllCases({ all: rows.length, cases: list, more }));
  else if (cased > 0) lines.push(words.whySomeCases({ cased, all: rows.length, cases: list, more }));
  if (withheld > 0) lines.push(words.whyCaseWithheld({ withheld, all: rows.length }));
  return lines;
}

function companyLines({ words }: PageContext, { colleagues, popular }: StoryEvidence): readonly string[] {
  if (colleagues === undefined && popular === undefined) return [words.whyWeighed];
  const lines: string[] = [];
  if (colleagues !== undefined) lines.push(words.whyColleagues(colleagues));
  if (popular !== undefined) lines.push(popular ? words.whyPopular : words.whyNotPopular);
  return lines;
}

/** "about once in 40 days": a rate as people can weigh it. */
function rarity({ words, say }: PageContext, perDay: number): string {
  if (perDay >= 1) return words.whyOften(say.figure(perDay));
  const days = 1 / perDay;
  return days < 730
    ? words.whyOnceInDays(Math.round(days))
    : words.whyOnceInYears(Math.min(1000, Math.round(days / 365)));
}

function names({ words, say }: PageContext, operators: readonly string[]): string {
  const shown = operators.slice(0, MOST_NAMES).map((name) => shorten(name, 60));
  const left = operators.length - shown.length;
  return left === 0 ? say.list(shown) : `${shown.join(", ")} ${words.andMore(left)}`;
}
