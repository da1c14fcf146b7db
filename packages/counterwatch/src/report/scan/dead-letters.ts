import type { DeadLetter, RejectionReason } from "../../model/index.ts";
import { reveal, shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import { language, type PageContext } from "./page-context.ts";

const MOST_EXAMPLES = 5;
const MOST_COLUMNS = 40;

/** Every reason that occurred, with masked examples. */
export function deadLetters(page: PageContext): Html {
  const { input, words, say } = page;
  const reasons = (Object.entries(input.summary.rejectedByReason) as [RejectionReason, number][])
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a);
  const head = html`<section id="dead-letters" aria-labelledby="dead-letters-h"><h2 id="dead-letters-h">${words.appendixTitle} <span class="count">${say.number(input.summary.deadLetters)}</span></h2>\n`;
  if (reasons.length === 0) return html`${head}<p class="empty">${words.appendixNone}</p></section>\n`;
  const rows = reasons.map(([reason, count]) => {
    const sample = input.deadLetterSample
      .filter((letter) => letter.reason === reason)
      .slice(0, MOST_EXAMPLES);
    return html`<tr><th scope="row"><code>${reason}</code></th><td class="n">${say.number(count)}</td><td>${words.rejection[reason]}${sample.length > 0 && html`<details class="examples"><summary>${words.examples(sample.length)}</summary>${sample.map((letter) => example(page, letter))}</details>`}</td></tr>\n`;
  });
  return html`${head}<p class="note">${words.examplesNote} ${words.deadLetterMeaning(input.deadLettersFile)}</p>
<table class="plain letters"><caption class="vh">${words.appendixCaption}</caption><thead><tr><th scope="col">${words.reason}</th><th scope="col" class="n">${words.rowsLabel}</th><th scope="col">${words.meaning}</th></tr></thead><tbody>\n${rows}</tbody></table></section>\n`;
}

function example(page: PageContext, letter: DeadLetter): Html {
  const { words } = page;
  const cells = Object.entries(letter.row);
  const shown = cells
    .slice(0, MOST_COLUMNS)
    .map(
      ([name, shape]) => html`<dt>${shorten(reveal(name), 60)}</dt><dd>${shorten(reveal(shape), 160)}</dd>`,
    );
  const left = cells.length - shown.length;
  const column = letter.column === undefined ? undefined : shorten(letter.column, 60);
  return html`<div class="example"><p><b>${words.exampleAt({ file: shorten(letter.file, 120), line: letter.line, column })}</b> <span${language(page)}>${shorten(letter.message, 300)}</span></p><dl>${shown}</dl>${left > 0 && html`<p class="m">${words.andMore(left)}</p>`}</div>`;
}
