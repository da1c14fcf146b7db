import type { Calibration, PeerGroup } from "./calibration.ts";
import { shorten } from "../page/hostile-text.ts";
import { type Html, html } from "../page/html.ts";
import type { PageContext } from "./page-context.ts";

const MOST_GROUPS = 200;

/** Each peer group's part in the calibration; sortable where script runs. Those without guarantee first. */
export function peerGroups({ say, words }: PageContext, { groups, spells, learning }: Calibration): Html {
  const head = html`<h3>${words.groupsTitle} <span class="count">${say.number(groups.length)}</span></h3>`;
  if (groups.length === 0) return html`${head}<p class="empty">${words.groupsNone}</p>\n`;
  const suspended = new Map(spells.filter(({ to }) => to === null).map(({ group, from }) => [group, from]));
  const order = groups.toSorted(
    (a, b) =>
      Number(suspended.has(b.group)) - Number(suspended.has(a.group)) ||
      b.alerts - a.alerts ||
      b.sittings - a.sittings ||
      (a.group < b.group ? -1 : 1),
  );
  const more =
    groups.length > MOST_GROUPS && html`<p class="note">${words.andMore(groups.length - MOST_GROUPS)}</p>`;
  const heads: readonly (readonly [title: string, kind: "n" | "t"])[] = [
    [words.groupColumn, "t"],
    [words.operatorsTitle, "n"],
    [words.sittingsColumn, "n"],
    [words.strongColumn, "n"],
    [words.alertsColumn, "n"],
    [words.guarantee, "t"],
  ];
  return html`${head}<p class="note">${words.groupsNote}</p>
<div class="wide" role="region" aria-label="${words.groupsTitle}" tabindex="0"><table class="plain peers" data-sortable><caption class="vh">${words.groupsTitle}</caption><thead><tr>${heads.map(([title, kind]) => html`<th scope="col" data-kind="${kind}"${kind === "n" && html` class="n"`}>${title}</th>`)}</tr></thead><tbody>\n${order.slice(0, MOST_GROUPS).map(row)}</tbody></table></div>${more}\n`;

  function row({ group, operators, sittings, matters, alerts }: PeerGroup): Html {
    const counts = [operators, sittings, matters, alerts].map(
      (count) => html`<td class="n" data-v="${count}">${say.number(count)}</td>`,
    );
    const since = suspended.get(group);
    const kept = learning ? words.groupLearning : words.groupKept;
    const state =
      since === undefined ? kept : html`<b>${words.groupSuspended(say.date(Date.parse(since)))}</b>`;
    return html`<tr><th scope="row">${group === "" ? words.withoutUnit : shorten(group, 60)}</th>${counts}<td>${state}</td></tr>\n`;
  }
}
