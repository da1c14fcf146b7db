import type { StoryMatters } from "./calibration.ts";
import { shorten } from "../page/hostile-text.ts";
import { type Html, html, trusted } from "../page/html.ts";
import { detectorTitle, language, type PageContext } from "./page-context.ts";
import { ACROSS } from "../page/time-axis.ts";

const HIGH = 24;
const MARKS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/**
 * Per story, the highest scores of matters on one logarithmic scale of nats: mostly honest work, as a comb of short
 * grey ticks; as many as alerted, counted from the strongest, as tall ones. An operator's own pace or a suspended guarantee can
 * put an alert lower than a matter that did not alert; the input does not tell which.
 */
export function honestScores(page: PageContext, matters: readonly StoryMatters[]): Html {
  const { say, words } = page;
  const shown = matters.filter(({ peaks, alerts }) => peaks.length > 0 || alerts > 0);
  const head = html`<h3>${words.scoresTitle}</h3>`;
  if (shown.length === 0) return html`${head}<p class="empty">${words.scoresNone}</p>\n`;
  const scale = new NatScale(shown.flatMap(({ peaks }) => peaks));
  const order = shown.toSorted((a, b) => b.share - a.share || (a.story < b.story ? -1 : 1));
  const rows = order.map(
    (story) =>
      html`<tr><th scope="row"${language(page, `story/${story.story}`)}>${titleOf(story)}</th><td class="comb">${comb(story, scale)}</td>${cells(story)}</tr>\n`,
  );
  const labels = scale.marks.map(
    ({ nats, at }) =>
      html`<text x="${at / 10}%" y="11"${at > 960 ? html` text-anchor="end"` : at > 20 && html` text-anchor="middle"`}>${say.number(nats)}</text>`,
  );
  return html`${head}<p class="note">${words.scoresNote}</p>
<table class="plain scores"><caption class="vh">${words.scoresTitle}</caption><thead><tr><th scope="col">${words.storyColumn}</th><th scope="col" class="comb">${words.scoresScale}<svg class="axis" aria-hidden="true">${labels}</svg></th><th scope="col" class="n">${words.mattersColumn}</th><th scope="col" class="n">${words.highestColumn}</th><th scope="col" class="n">${words.alertsColumn}</th><th scope="col" class="n">${words.shareColumn}</th></tr></thead><tbody>\n${rows}</tbody></table>
${twin()}`;

  /** On a phone a cell stands without its column's head, so it carries the head's words. */
  function cells({ peaks, alerts, share }: StoryMatters): readonly Html[] {
    return [
      [words.mattersColumn, say.number(peaks.length)] as const,
      [words.highestColumn, peaks[0] === undefined ? "–" : say.figure(peaks[0])] as const,
      [words.alertsColumn, say.number(alerts)] as const,
      [words.shareColumn, say.percent(share)] as const,
    ].map(([label, value]) => html`<td class="n" data-label="${label}">${value}</td>`);
  }

  function titleOf({ story }: StoryMatters): string {
    return shorten(detectorTitle(page, `story/${story}`), 90);
  }

  function twin(): Html {
    const lines = order.map(
      (story) =>
        html`<tr><th scope="row"${language(page, `story/${story.story}`)}>${titleOf(story)}</th><td>${story.peaks.map((nats) => say.figure(nats)).join(" · ")}</td></tr>\n`,
    );
    return html`<details class="twin"><summary>${words.scoresTable}</summary><table class="plain"><caption class="vh">${words.scoresTable}</caption><thead><tr><th scope="col">${words.storyColumn}</th><th scope="col">${words.scoresList}</th></tr></thead><tbody>\n${lines}</tbody></table></details>\n`;
  }
}

function comb({ peaks, alerts }: StoryMatters, scale: NatScale): Html {
  const honest = ticks(peaks.slice(alerts), scale, 12);
  const alerting = ticks(peaks.slice(0, alerts), scale, 0);
  const grid = scale.marks.map(({ at }) => `M${at} 0V${HIGH}`).join("");
  return html`<svg class="strip" viewBox="0 0 ${ACROSS} ${HIGH}" preserveAspectRatio="none" aria-hidden="true"><path class="g" d="${trusted(grid)}"/><path class="hm" d="${trusted(honest)}"/><path class="u" d="${trusted(alerting)}"/></svg>`;
}

function ticks(peaks: readonly number[], scale: NatScale, from: number): string {
  const places = new Set(peaks.map((nats) => scale.at(nats)));
  return [...places].map((at) => `M${at} ${from}V${HIGH}`).join("");
}

/** A logarithmic scale over all stories, from a round number below the lowest score to the highest. */
class NatScale {
  readonly #low: number;
  readonly #high: number;
  readonly marks: readonly { readonly nats: number; readonly at: number }[];

  constructor(peaks: readonly number[]) {
    const positive = peaks.filter((nats) => nats > 0);
    const lowest = Math.min(...positive, 2);
    this.#low = Math.log(MARKS.findLast((mark) => mark <= lowest) ?? lowest);
    this.#high = Math.max(Math.log(Math.max(...positive, 10)) + 0.05, this.#low + 1);
    this.marks = MARKS.map((nats) => ({ nats, at: this.at(nats), inside: this.#share(nats) }))
      .filter(({ inside }) => inside >= 0 && inside <= 1)
      .map(({ nats, at }) => ({ nats, at }));
  }

  at(nats: number): number {
    return Math.round(Math.min(1, Math.max(0, this.#share(nats))) * ACROSS);
  }

  #share(nats: number): number {
    return nats <= 0 ? 0 : (Math.log(nats) - this.#low) / (this.#high - this.#low);
  }
}
