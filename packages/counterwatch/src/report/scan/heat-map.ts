import { type Html, html } from "../page/html.ts";
import type { PageContext } from "./page-context.ts";

const STEPS = 6;
const ROW = 20;

/** Hours × weekdays, and the same as a table. */
export function heatMap({ input, words, say }: PageContext): Html {
  const hours = input.activity.hours;
  const max = Math.max(...hours);
  const head = html`<section id="hours" aria-labelledby="hours-h"><h2 id="hours-h">${words.hoursTitle}</h2>\n`;
  const automated = input.activity.automated > 0 && html` ${words.hoursAutomated(input.activity.automated)}`;
  if (max === 0) return html`${head}<p class="empty">${words.hoursNone}${automated}</p></section>\n`;
  const busiest = hours.indexOf(max);
  const note = words.hoursNote({
    busiest: words.lookups(max),
    weekday: words.weekdays[Math.floor(busiest / 24)] ?? "",
    hour: span(busiest % 24),
    zone: say.zone,
  });
  const cells = hours.map((count, index) => {
    if (count === 0) return html``;
    const step = Math.min(STEPS - 1, Math.floor((count / max) * STEPS));
    const x = ((index % 24) / 24) * 100;
    return html`<rect x="${x.toFixed(3)}%" y="${Math.floor(index / 24) * ROW}" class="q${step}"/>`;
  });
  const scale = Array.from({ length: STEPS }, (_, step) => html`<rect x="${step * 16}" class="q${step}"/>`);
  const names = words.weekdaysShort.map((day) => html`<span>${day}</span>`);
  const marks = [0, 6, 12, 18].map(
    (hour) => html`<text x="${(hour / 24) * 100}%" y="12">${clock(hour)}</text>`,
  );
  return html`${head}<p class="note">${note}${automated}</p>
<div class="heat" aria-hidden="true"><div class="names">${names}</div><div class="field"><svg class="cells">${cells}</svg><svg class="axis">${marks}</svg></div></div>
<p class="note scale"><svg width="96" height="12" aria-hidden="true">${scale}</svg> ${words.hoursScale({ max: say.number(max) })}</p>
<details class="twin"><summary>${words.hoursTable}</summary>${twin()}</details></section>\n`;

  function twin(): Html {
    const columns = words.weekdaysShort.map(
      (day, index) =>
        html`<th scope="col" class="n"><abbr title="${words.weekdays[index]}">${day}</abbr></th>`,
    );
    const lines = Array.from({ length: 24 }, (_, hour) => {
      const counts = Array.from({ length: 7 }, (_, day) => hours[day * 24 + hour] ?? 0);
      return line(span(hour), counts);
    });
    const totals = Array.from({ length: 7 }, (_, day) =>
      hours.slice(day * 24, day * 24 + 24).reduce((sum, count) => sum + count, 0),
    );
    return html`<table class="plain hours"><caption class="vh">${words.hoursCaption}</caption><thead><tr><th scope="col">${words.hour}</th>${columns}<th scope="col" class="n">${words.total}</th></tr></thead><tbody>\n${lines}</tbody><tfoot>${line(words.total, totals)}</tfoot></table>`;
  }

  function line(name: string, counts: readonly number[]): Html {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return html`<tr><th scope="row">${name}</th>${[...counts, total].map((count) => html`<td class="n">${count === 0 ? "·" : say.number(count)}</td>`)}</tr>\n`;
  }
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

function span(hour: number): string {
  return `${String(hour).padStart(2, "0")}–${String(hour + 1).padStart(2, "0")}`;
}
