import type { AccessEvent } from "../../model/index.ts";
import { caseName } from "../../stories/case-name.ts";
import { shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import { placeLabels } from "../picture/label-places.ts";
import { ASPECT, PathPlane } from "../picture/path-plane.ts";
import {
  type PathPoint,
  shadeOf,
  sitesOf,
  type Stop,
  type StoppedAt,
  stopsOf,
} from "../picture/path-stops.ts";
import type { PageContext } from "./page-context.ts";

const MOST_OTHER_SITES = 200;

/**
 * The path over the sites in record time, drawn without tiles: nothing is asked of anybody. The list beside it is its twin,
 * and each number leads to the other one. `anchor` begins the names of its places.
 */
export function followedPath(
  page: PageContext,
  path: readonly PathPoint[],
  rows: readonly AccessEvent[],
  anchor: string,
): Html | undefined {
  const stops = stopsOf(path, casesOf(rows));
  if (stops.length === 0) return undefined;
  const { words } = page;
  const sites = sitesOf(stops);
  return html`<div class="followed"><div class="map"><span class="lane-name">${words.pathLane}</span>${picture(page, stops, sites, anchor)}<p class="note">${words.pathNote}</p></div>${list(page, stops, sites, anchor)}</div>`;
}

/** The case that the row of a point gives. */
function casesOf(rows: readonly AccessEvent[]): (point: PathPoint) => string | undefined {
  const cases = new Map<string, string>();
  for (const row of rows) {
    const name = row.purpose?.case ?? caseName(row);
    if (row.site !== undefined && name !== undefined) {
      cases.set(`${row.site.id}\n${Date.parse(row.window?.from ?? row.time)}`, name);
    }
  }
  return ({ site, time }) => cases.get(`${site}\n${time}`);
}

function picture(
  page: PageContext,
  stops: readonly Stop[],
  sites: readonly StoppedAt[],
  anchor: string,
): Html {
  const { words, say } = page;
  const plane = new PathPlane(sites.map(({ point }) => point));
  const names = new Set(sites.map(({ point }) => point.site));
  const others: Html[] = [];
  for (const [site, place] of page.sites) {
    if (names.has(site) || others.length === MOST_OTHER_SITES) continue;
    const { x, y } = plane.at(place);
    if (x > 1 && x < 99 && y > 1 && y < 99) others.push(html`<circle cx="${x}%" cy="${y}%" r="2.5"/>`);
  }
  const legs = stops.slice(1).map((stop, i) => {
    const from = plane.at(stops[i] as Stop);
    const to = plane.at(stop);
    const explained = stop.case !== undefined && " ex";
    return html`<line x1="${from.x}%" y1="${from.y}%" x2="${to.x}%" y2="${to.y}%" class="s${shadeOf(i, stops.length)}${explained}"/>`;
  });
  const places = sites.map(({ point, numbers }) => ({ ...plane.at(point), text: numbers.join(", ") }));
  const labels = placeLabels(
    places,
    stops.map((stop) => plane.at(stop)),
  );
  const marks = sites.map(({ point, numbers }, index) => {
    const { x, y, text } = places[index] as (typeof places)[number];
    const { dx, dy, end } = labels[index] as (typeof labels)[number];
    return html`<a id="${anchor}-p${index}" href="#${anchor}-n${numbers[0]}" aria-label="${words.stopAt({ numbers: say.list(numbers.map(String)), site: shorten(point.site, 60) })}"><circle cx="${x}%" cy="${y}%" r="4"/><text x="${x}%" y="${y}%" dx="${dx}" dy="${dy}"${end !== "start" && html` text-anchor="${end}"`}>${text}</text></a>`;
  });
  return html`<svg class="path" role="group" aria-label="${words.pathPicture({ stops: stops.length, sites: sites.length })}"><g class="grid" aria-hidden="true">${gridOf(plane)}</g><g class="other" aria-hidden="true">${others}</g><g class="legs" aria-hidden="true">${legs}</g>${marks}${scaleBar(plane, page)}</svg>`;
}

function gridOf(plane: PathPlane): readonly Html[] {
  const lines: Html[] = [];
  for (let x = plane.cell; x < 100; x += plane.cell) {
    lines.push(html`<line x1="${x.toFixed(1)}%" x2="${x.toFixed(1)}%" y2="100%"/>`);
  }
  for (let y = plane.cell * ASPECT; y < 100; y += plane.cell * ASPECT) {
    lines.push(html`<line y1="${y.toFixed(1)}%" y2="${y.toFixed(1)}%" x2="100%"/>`);
  }
  return lines;
}

function scaleBar(plane: PathPlane, { words, say }: PageContext): Html {
  const from = `${(99 - plane.cell).toFixed(1)}%`;
  const length =
    plane.step < 1000
      ? words.metres(say.number(plane.step))
      : words.kilometres(say.number(plane.step / 1000));
  return html`<g class="scale-bar" aria-hidden="true"><g transform="translate(0 -8)"><line x1="${from}" x2="99%" y1="100%" y2="100%"/><text x="99%" y="100%" dy="-5" text-anchor="end">${length}</text></g><text x="99%" y="16" text-anchor="end">${words.north}</text></g>`;
}

function list(
  { words, say }: PageContext,
  stops: readonly Stop[],
  sites: readonly StoppedAt[],
  anchor: string,
): Html {
  const index = new Map(sites.map(({ point }, i) => [point.site, i]));
  const cased = stops.some((stop) => stop.case !== undefined);
  const rows = stops.map((stop, i) => {
    const purpose =
      cased &&
      html`<td>${stop.case === undefined ? html`<em>${words.noPurpose}</em>` : shorten(stop.case, 40)}</td>`;
    return html`<tr id="${anchor}-n${i + 1}"><td class="n"><a href="#${anchor}-p${index.get(stop.site)}">${i + 1}</a></td><th scope="row">${shorten(stop.site, 60)}</th><td class="t">${say.date(stop.time)} ${say.time(stop.time)}</td>${purpose}</tr>\n`;
  });
  return html`<table class="plain stops"><caption>${words.pathCaption(stops.length)}</caption><thead><tr><th scope="col" class="n">${words.stopColumn}</th><th scope="col">${words.siteColumn}</th><th scope="col">${words.recordTimeColumn}</th>${cased && html`<th scope="col">${words.caseColumn}</th>`}</tr></thead><tbody>\n${rows}</tbody></table>`;
}
