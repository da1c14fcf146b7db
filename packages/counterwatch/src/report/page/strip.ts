import { type Html, html, trusted } from "./html.ts";
import { ACROSS, type TimeAxis } from "./time-axis.ts";

/**
 * Strips are drawn 1000 units wide and stretched to whatever width there is; lines keep their width by
 * `vector-effect`, and words stay outside, where they are not stretched.
 */
const HIGH = 24;

/** Zero-based columns of look-ups by day. `id` lets later strips draw the same shape behind their own marks. */
export function dayColumns(
  axis: TimeAxis,
  days: Iterable<readonly [day: number, lookups: number]>,
  detail: { label: (v: { max: number; days: number }) => string; id?: string; columns?: number },
): { readonly svg: Html; readonly label: string } {
  // More columns than the strip has pixels would only blur: then a column is as many days as a few pixels hold.
  const span = Math.max(1, Math.ceil(axis.days / (detail.columns ?? 360)));
  const columns = new Map<number, number>();
  let highest = 0;
  for (const [day, lookups] of days) {
    const column = Math.floor((day - axis.firstDay) / span);
    const sum = (columns.get(column) ?? 0) + lookups;
    columns.set(column, sum);
    if (sum > highest) highest = sum;
  }
  // Strokes stretch with the strip, so a stroke as wide as a column is a column at half the bytes of a rectangle.
  const wide = Math.max(1.5, (ACROSS / axis.days) * span * 0.9);
  let path = "";
  for (const [column, sum] of [...columns].toSorted(([a], [b]) => a - b)) {
    const height = Math.max(1, Math.round((sum / highest) * (HIGH - 1)));
    const left = axis.atDay(axis.firstDay + column * span);
    path += `M${Math.min(ACROSS - 1, Math.round(left + wide / 2))} ${HIGH}v-${height}`;
  }
  const name = detail.id === undefined ? html`` : html` id="${detail.id}"`;
  const label = detail.label({ max: highest, days: span });
  return {
    label,
    svg: html`<svg class="strip" viewBox="0 0 ${ACROSS} ${HIGH}" preserveAspectRatio="none" role="img" aria-label="${label}"><use href="#grid" class="g"/><path class="h"${name} stroke-width="${short(wide)}" d="${trusted(path)}"/></svg>`,
  };
}

/**
 * A tick for each look-up over a thin line from the first to the last; `behind` is the id of a shape to draw as the grey band.
 * The rows under it are its twin, so a screen reader skips it.
 */
export function ticks(
  axis: TimeAxis,
  detail: { since: number; until: number; times: Iterable<number>; behind: string | undefined },
): Html {
  const places = new Set<number>();
  for (const time of detail.times) places.add(axis.at(time));
  let path = `M${axis.at(detail.since)} ${HIGH}H${axis.at(detail.until)}`;
  for (const place of [...places].toSorted((a, b) => a - b)) path += `M${place} 4V${HIGH}`;
  const band = detail.behind === undefined ? html`` : html`<use href="#${detail.behind}" class="b"/>`;
  return html`<svg class="strip" viewBox="0 0 ${ACROSS} ${HIGH}" preserveAspectRatio="none" aria-hidden="true"><use href="#grid" class="g"/>${band}<path class="u" d="${trusted(path)}"/></svg>`;
}

/** The words under the strips of one operator. */
export function axisLabels(): Html {
  return html`<svg class="axis" aria-hidden="true"><use href="#ticks"/></svg>`;
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
