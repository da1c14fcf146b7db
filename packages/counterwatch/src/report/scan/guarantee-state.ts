import type { GuaranteeSpell } from "./calibration.ts";
import { shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import type { PageContext } from "./page-context.ts";

type Speaking = Pick<PageContext, "input" | "say" | "words">;

const MOST_NAMED = 4;

/** For the top of the page: that learning has not ended, or for whom the guarantee is suspended now. Nothing where all is well. */
export function guaranteeNotice(page: PageContext): Html {
  const { input, words } = page;
  const { calibration } = input;
  if (calibration === undefined) return html``;
  const lines: string[] = [];
  if (calibration.learning) lines.push(learningSentence(page, calibration.learningUntil));
  const open = calibration.spells.filter(({ to }) => to === null);
  for (const spell of open.slice(0, MOST_NAMED)) lines.push(spellSentence(page, spell));
  if (lines.length === 0) return html``;
  const more = open.length > MOST_NAMED && ` ${words.suspendedMore(open.length - MOST_NAMED)}`;
  return html`<p class="state"><b>${lines.join(" ")}${more}</b> <a href="#budget">${words.budgetTitle}</a></p>\n`;
}

/** "Learning until 14 March 2025; rules only." */
export function learningSentence({ say, words }: Speaking, until: string | null): string {
  return until === null ? words.learningOpen : words.learningUntil(say.day(Date.parse(until)));
}

/** "Guarantee suspended for unit B since 2 May 2025." */
export function spellSentence({ say, words }: Speaking, { group, from, to }: GuaranteeSpell): string {
  const unit = group === "" ? undefined : shorten(group, 60);
  const since = say.day(Date.parse(from));
  return to === null
    ? words.suspendedSince({ unit, since })
    : words.suspendedFromTo({ unit, since, to: say.day(Date.parse(to)) });
}
