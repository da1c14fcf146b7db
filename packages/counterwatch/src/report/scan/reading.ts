import { shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import type { PageContext } from "./page-context.ts";
import { axisLabels, dayColumns } from "../page/strip.ts";

const DAY = 86_400_000;
const MOST_SOURCES = 100;

/** What was read: the bar that adds up, rows by source, look-ups by day and by action. */
export function reading(page: PageContext): Html {
  const { words } = page;
  return html`<section id="read" aria-labelledby="read-h"><h2 id="read-h">${words.readTitle}</h2>
${rowsBar(page)}${byDay(page)}<details class="twin"><summary>${words.readTables}</summary>${sourceTable(page)}${byAction(page)}</details></section>\n`;
}

function rowsBar({ input, words }: PageContext): Html {
  const { rows, events, duplicates, deadLetters } = input.summary;
  const difference = Math.abs(rows - events - duplicates - deadLetters);
  const sum = words.readSum({ rows, events, duplicates, deadLetters });
  const parts = [
    { name: "events", count: events, label: words.events(events) },
    { name: "duplicates", count: duplicates, label: words.duplicates(duplicates) },
    { name: "dead", count: deadLetters, label: words.deadLetters(deadLetters) },
  ];
  const whole = Math.max(1, events + duplicates + deadLetters);
  let left = 0;
  const bars = parts
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => {
      // A part too small to be seen is drawn as wide as can just be seen; the numbers stay exact.
      const width = Math.max(0.4, (count / whole) * 100);
      const at = Math.min(left, 100 - width);
      left = at + width;
      return html`<rect x="${at.toFixed(2)}%" width="${width.toFixed(2)}%" height="100%" class="bar-${name}"/>`;
    });
  const legend = parts.map(({ name, label }) => html`<li class="key-${name}">${label}</li>`);
  const verdict =
    difference === 0
      ? words.readAdds
      : html`<b class="wrong" role="alert">${words.readDoesNotAdd(difference)}</b>`;
  const meanings = [
    duplicates > 0 && ` ${words.duplicateMeaning}`,
    deadLetters > 0 && ` ${words.deadLetterMeaning(input.deadLettersFile)}`,
  ];
  return html`<p class="sum">${sum}</p><svg class="bar" role="img" aria-label="${sum}">${bars}</svg><ul class="keys" aria-hidden="true">${legend}</ul><p class="note">${verdict}${meanings}</p>\n`;
}

function sourceTable({ input, words, say }: PageContext): Html {
  const { sources } = input.summary;
  if (sources.length === 0) return html``;
  const rows = sources
    .slice(0, MOST_SOURCES)
    .map(
      (source) =>
        html`<tr><th scope="row">${shorten(source.source, 80)}<span class="files">${source.connector} · ${files(source.files)}</span></th><td class="n">${say.number(source.rows)}</td><td class="n">${say.number(source.events)}</td><td class="n">${say.number(source.duplicates)}</td><td class="n">${say.number(source.deadLetters)}</td></tr>\n`,
    );
  const { rows: all, events, duplicates, deadLetters } = input.summary;
  const foot =
    sources.length > 1 &&
    html`<tfoot><tr><th scope="row">${words.total}</th>${[all, events, duplicates, deadLetters].map((count) => html`<td class="n">${say.number(count)}</td>`)}</tr></tfoot>`;
  const more =
    sources.length > MOST_SOURCES &&
    html`<p class="note">${words.andMore(sources.length - MOST_SOURCES)}</p>`;
  return html`<table class="plain"><caption>${words.bySource}</caption><thead><tr><th scope="col">${words.source}</th>${[words.rowsLabel, words.eventsLabel, words.duplicatesLabel, words.deadLettersLabel].map((head) => html`<th scope="col" class="n">${head}</th>`)}</tr></thead><tbody>\n${rows}</tbody>${foot}</table>${more}\n`;

  function files(names: readonly string[]): Html {
    const shown = names.slice(0, 4).map((name) => shorten(name, 80));
    return html`${shown.join(", ")}${names.length > 4 && ` ${words.andMore(names.length - 4)}`}`;
  }
}

function byDay({ axis, input, words, say }: PageContext): Html {
  const days = input.activity.days;
  const first = days[0];
  const last = days.at(-1);
  if (axis === undefined || first === undefined || last === undefined) return html``;
  const busiest = days.reduce((best, day) => (day[1] > best[1] ? day : best));
  const empty = last[0] - first[0] + 1 - days.length;
  const { svg } = dayColumns(axis, days, { label: () => words.perDayTitle });
  const note = words.perDayNote({ max: say.number(busiest[1]), on: dayName(busiest[0]), empty });
  const silence = longestSilence(days);
  return html`<div class="day"><h3>${words.perDayTitle}</h3><div class="lane tall">${svg}${axisLabels()}</div><p class="note">${note} ${silence !== undefined && words.longestSilence({ ...silence, from: dayName(silence.first), to: dayName(silence.last) })}</p></div>\n`;
}

/** Days are local already: shown through UTC, the zone must not be applied twice. */
function dayName(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** The longest run of at least three days without a look-up, between two days with one. */
function longestSilence(
  days: readonly (readonly [day: number, lookups: number])[],
): { days: number; first: number; last: number } | undefined {
  let longest: { days: number; first: number; last: number } | undefined;
  for (let i = 1; i < days.length; i += 1) {
    const first = (days[i - 1]?.[0] ?? 0) + 1;
    const last = (days[i]?.[0] ?? 0) - 1;
    const length = last - first + 1;
    if (length >= 3 && length > (longest?.days ?? 0)) longest = { days: length, first, last };
  }
  return longest;
}

function byAction({ input, words, say }: PageContext): Html {
  const counts = input.activity.counts;
  if (counts.length === 0) return html``;
  const rows = counts.map(
    ({ system, action, lookups }) =>
      html`<tr><th scope="row">${words.system[system]}</th><td>${words.action[action]}</td><td class="n">${say.number(lookups)}</td><td class="n">${say.percent(lookups / input.activity.lookups)}</td></tr>\n`,
  );
  return html`<table class="plain narrow"><caption>${words.byAction}</caption><thead><tr><th scope="col">${words.systemLabel}</th><th scope="col">${words.actionLabel}</th><th scope="col" class="n">${words.lookupsColumn}</th><th scope="col" class="n">%</th></tr></thead><tbody>\n${rows}</tbody></table>\n`;
}
