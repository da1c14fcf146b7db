import { type Html, html, trusted } from "../page/html.ts";
import type { PageContext } from "./page-context.ts";
import type { StoryEvidence } from "./story-evidence.ts";
import { ACROSS } from "../page/time-axis.ts";

/** Pixels; the words stand above what they name, so the scale ends below them. */
const HIGH = 76;
const HEADROOM = 18;
const BASE = HIGH - 1;
/** A run that is narrower than this on the page's axis would be an upright line: it is enlarged, and says so. */
const NARROWEST = 30;

/** The run's evidence in nats as a step line from zero, with the level at which it alerted; the same as a table. */
export function accountChart(
  page: PageContext,
  { account, alertNats }: Pick<StoryEvidence, "account" | "alertNats">,
): Html | undefined {
  const { words, say, axis } = page;
  const first = account[0];
  const last = account.at(-1);
  if (axis === undefined || first === undefined || last === undefined) return undefined;
  const enlarged = axis.at(last.time) - axis.at(first.time) < NARROWEST && last.time > first.time;
  const at = enlarged
    ? (time: number) => Math.round(((time - first.time) / (last.time - first.time)) * ACROSS)
    : (time: number) => axis.at(time);
  const highest = account.reduce((best, point) => (point.nats > best.nats ? point : best));
  const top = Math.max(highest.nats, alertNats ?? 0, 1e-9);
  const height = (nats: number) => Math.round((BASE - (nats / top) * (BASE - HEADROOM)) * 10) / 10;

  let line = `M${at(first.time)} ${BASE}`;
  for (const { time, nats } of account) line += `H${at(time)}V${height(nats)}`;
  const grid = enlarged ? html`` : html`<use href="#grid" transform="scale(1 ${HIGH / 24})" class="g"/>`;
  const toRight = at(highest.time) > ACROSS / 2;
  const label = html`<text x="${at(highest.time) / 10}%" y="${height(highest.nats) - 5}" ${toRight && html` text-anchor="end"`}>${words.nats(say.figure(highest.nats))}</text>`;
  const alert = alertNats === undefined ? html`` : alertLine(alertNats, !toRight);
  const name = enlarged
    ? words.accountEnlarged({ from: say.minute(first.time), to: say.minute(last.time) })
    : words.accountLane;
  return html`<div class="lane account"><span class="lane-name">${name}</span><svg class="graph" height="${HIGH}" aria-hidden="true"><svg viewBox="0 0 ${ACROSS} ${HIGH}" width="100%" height="${HIGH}" preserveAspectRatio="none">${grid}<path class="z" d="M0 ${BASE}H${ACROSS}"/><path class="u" d="${trusted(line)}"/></svg>${alert}${label}</svg>${twin()}</div>`;

  function alertLine(nats: number, right: boolean): Html {
    const y = height(nats);
    const where = right ? html`x="100%" text-anchor="end"` : html`x="0"`;
    return html`<line class="al" x1="0" x2="100%" y1="${y}" y2="${y}"/><text ${where} y="${y - 5}">${words.alertLevel(say.figure(nats))}</text>`;
  }

  function twin(): Html {
    const alerting = alertNats === undefined ? undefined : account.find(({ nats }) => nats >= alertNats);
    const rows = account.map(
      (point) =>
        html`<tr><td class="t">${say.minute(point.time)}</td><td class="n">${say.figure(point.nats)}</td><td>${point === alerting && words.alertedHere}</td></tr>\n`,
    );
    return html`<details class="twin"><summary>${words.accountTable}</summary><table class="plain narrow"><caption class="vh">${words.accountCaption}</caption><thead><tr><th scope="col">${words.when}, ${say.zone}</th><th scope="col" class="n">${words.natsColumn}</th><th scope="col"><span class="vh">${words.alertColumn}</span></th></tr></thead><tbody>\n${rows}</tbody></table></details>`;
  }
}
