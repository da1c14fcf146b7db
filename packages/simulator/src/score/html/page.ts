import type { BaselineScore } from "../baselines.ts";
import type { ScoreReport } from "../report.ts";
import { escape, figure, percent, table } from "./markup.ts";
import { delayPlot, falseAlertPlot, frontierPlot, rankingPlot, tailPlot } from "./plots.ts";

const STYLE = `
:root{color-scheme:light dark;--page:oklch(99% 0 0);--ink:oklch(25% 0.01 250);--soft:oklch(48% 0.01 250);--rule:oklch(88% 0.005 250);--band:oklch(70% 0.01 250);--accent:oklch(50% 0.11 200);--wrong:oklch(55% 0.19 35)}
@media(prefers-color-scheme:dark){:root{--page:oklch(19% 0.01 250);--ink:oklch(92% 0.005 250);--soft:oklch(72% 0.01 250);--rule:oklch(34% 0.01 250);--band:oklch(58% 0.01 250);--accent:oklch(74% 0.11 200);--wrong:oklch(70% 0.17 35)}}
@media(prefers-contrast:more){:root{--soft:var(--ink);--rule:var(--soft)}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.45 "Inter Variable",Inter,system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:880px;margin:0 auto;padding:32px 20px 64px}
h1{font-size:24px;margin:0 0 8px}h2{font-size:18px;margin:40px 0 8px}p{max-width:72ch;margin:8px 0}
.lead{font-size:15px}.soft{color:var(--soft)}.wrong{color:var(--wrong)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:13px;margin:12px 0}
caption{text-align:left;color:var(--soft);padding:4px 0}
th,td{text-align:left;padding:6px 12px 6px 0;border-bottom:1px solid var(--rule);font-weight:400;vertical-align:top}
thead th{color:var(--soft)}tbody th,.n{white-space:nowrap}.n{text-align:right}
figure{margin:12px 0;overflow-x:auto}svg{width:100%;height:auto;min-width:520px;max-width:640px;display:block}
svg text{font-size:12px;fill:var(--ink)}svg .axis{fill:var(--soft)}svg .bad{fill:var(--wrong)}
.grid,.frame{stroke:var(--rule);stroke-width:1}.range{stroke:var(--accent);stroke-width:2}.open{stroke-dasharray:4 3}
.limit{stroke:var(--ink);stroke-width:1;stroke-dasharray:2 3}circle.mark{fill:var(--accent)}circle.wrong{fill:var(--wrong)}line.wrong{stroke:var(--wrong)}
.honest{fill:var(--band)}.dumb{fill:none;stroke:var(--soft);stroke-width:1.5}.curve{fill:none;stroke:var(--accent);stroke-width:2}
details summary{cursor:pointer;color:var(--accent)}
@media print{@page{margin:16mm}main{padding:0;max-width:none}details:not([open])>*:not(summary){display:block}h2{break-after:avoid}figure,tr{break-inside:avoid}}
`;

/** The score as one HTML file without references to anything outside it. `fontCss` may bring bundled font faces. */
export function scoreHtml(report: ScoreReport, fontCss = ""): string {
  const sections = [
    summary(report),
    falseAlerts(report),
    delays(report),
    baselines(report),
    optional("Slow drip", frontierPlot(report), frontierTable(report)),
    optional("Ranking of operators", rankingPlot(report), ranking(report)),
    tails(report),
    method(),
  ];
  const title = `Score of ${escape(report.detector)}`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${fontCss}${STYLE}</style></head><body><main><h1>${title}</h1>${sections.join("")}</main></body></html>\n`;
}

function summary({ worlds, falseAlerts, budget, shapes }: ScoreReport): string {
  const found = shapes.reduce((total, shape) => total + shape.campaigns - shape.neverFound, 0);
  const campaigns = shapes.reduce((total, shape) => total + shape.campaigns, 0);
  const kept = falseAlerts.bandKept
    ? "kept, with the whole 95 % band"
    : falseAlerts.meanKept
      ? "kept by the mean, not by the whole 95 % band"
      : "not kept";
  return `<p class="lead">${worlds.all} worlds (${worlds.honest} of them honest throughout), ${figure(worlds.days)} days in all, up to ${figure(worlds.operators)} operators. The budget of ${figure(budget)} false alerts a day was <strong>${kept}</strong>: ${figure(falseAlerts.perDay.value)} a day. ${found} of ${campaigns} campaigns were found.</p>`;
}

function falseAlerts(report: ScoreReport): string {
  const { falseAlerts: own, worstUnit, worlds } = report;
  const rows = [
    [
      "All",
      String(own.count),
      figure(own.perDay.value),
      `${figure(own.perDay.low)} – ${figure(own.perDay.high)}`,
      figure(report.budget),
    ],
    [
      "All, resampling worlds",
      "",
      figure(own.perDayOverWorlds.value),
      `${figure(own.perDayOverWorlds.low)} – ${figure(own.perDayOverWorlds.high)}`,
      figure(report.budget),
    ],
  ];
  if (worstUnit !== undefined) {
    const { unit, count, perDay, share } = worstUnit;
    rows.push([
      `Worst unit: ${escape(unit)}`,
      String(count),
      figure(perDay.value),
      `${figure(perDay.low)} – ${figure(perDay.high)}`,
      figure(share),
    ]);
  }
  const columns = [
    { title: "" },
    { title: "False alerts", number: true },
    { title: "A day and world", number: true },
    { title: "95 % band", number: true },
    { title: "Allowed", number: true },
  ];
  const chance =
    worstUnit === undefined
      ? ""
      : `<p>The worst of ${worstUnit.units} units is as bad as this with a chance of ${figure(worstUnit.chance)} if every unit keeps its share.</p>`;
  const from =
    worlds.honest > 0
      ? "Counted in honest worlds."
      : "No honest worlds were given; counted beside the campaigns.";
  return `<h2>False alerts</h2><figure>${falseAlertPlot(report)}</figure>${table(from, columns, rows)}${chance}`;
}

function delays({ shapes }: ScoreReport): string {
  if (shapes.length === 0) return "<h2>Delay</h2><p>No campaigns were in these worlds.</p>";
  const rows = shapes.map((shape) => [
    escape(shape.shape),
    String(shape.campaigns),
    percent(shape.recall.value),
    figure(shape.median),
    figure(shape.p90),
    String(shape.neverFound),
    percent(shape.within[12]),
    shape.bestBaseline === null
      ? "–"
      : `${figure(shape.bestBaseline.median)} <span class="soft">${escape(shape.bestBaseline.name)}</span>`,
    shape.delayRatio === null
      ? "–"
      : `<span${shape.delayRatio > 0.5 ? ' class="wrong"' : ""}>${figure(shape.delayRatio)}</span>`,
  ]);
  const columns = [
    { title: "Shape" },
    { title: "Campaigns", number: true },
    { title: "Found", number: true },
    { title: "Median", number: true },
    { title: "90th", number: true },
    { title: "Never", number: true },
    { title: "Within 12", number: true },
    { title: "Best baseline" },
    { title: "Ratio", number: true },
  ];
  const caption =
    "Sittings of the campaign until the first alert; – not reached. Baselines at the same realised false-alarm rate.";
  return `<h2>Delay</h2><figure>${delayPlot(shapes)}</figure>${table(caption, columns, rows)}`;
}

function baselines({ baselines: { atRealisedRate, atBudget } }: ScoreReport): string {
  return `<h2>Dumb baselines</h2>${baselineTable("At the rate that the detector realised", atRealisedRate)}<details><summary>At the budget</summary>${baselineTable("At the budget", atBudget)}</details>`;
}

function baselineTable(caption: string, scores: readonly BaselineScore[]): string {
  const shapes = scores[0]?.shapes.map((shape) => shape.shape) ?? [];
  const columns = [{ title: "" }, ...scores.map((score) => ({ title: score.name, number: true }))];
  const rows = [
    ["Threshold", ...scores.map((score) => (score.threshold === null ? "list" : figure(score.threshold)))],
    ["False alerts a day", ...scores.map((score) => figure(score.falsePerDay))],
    ...shapes.map((shape) => [escape(shape)].concat(scores.map((score) => shapeCell(score, shape)))),
  ];
  return table(`${caption}: median sittings · share found`, columns, rows);
}

function shapeCell({ shapes }: BaselineScore, shape: string): string {
  const own = shapes.find((each) => each.shape === shape);
  return own === undefined ? "–" : `${figure(own.median)} · ${percent(own.recall.value)}`;
}

function frontierTable({ frontier }: ScoreReport): string {
  const rows = frontier.map((point) => [
    figure(point.rate),
    String(point.campaigns),
    percent(point.recall.value),
    percent(point.within12),
    figure(point.median),
  ]);
  const columns = ["Sittings a week", "Campaigns", "Found", "Within 12", "Median"].map((title) => ({
    title,
    number: true,
  }));
  return table("How slow a drip is still found", columns, rows);
}

function ranking({ ranking: own }: ScoreReport): string {
  return `<p>Area under the precision-recall curve: <strong>${figure(own.areaUnderCurve)}</strong>; guessing gets ${figure(own.prevalence)}.</p>`;
}

function optional(title: string, plot: string, rest: string): string {
  return plot === "" ? "" : `<h2>${title}</h2><figure>${plot}</figure>${rest}`;
}

function tails(report: ScoreReport): string {
  if (report.tails.length === 0) {
    return "<h2>Calibration of tails</h2><p>Not checked: the detector told no tail rates.</p>";
  }
  const rows = report.tails.map((tail) => [
    escape(tail.group),
    figure(tail.nominal),
    figure(tail.observed.value),
    `${figure(tail.observed.low)} – ${figure(tail.observed.high)}`,
    figure(tail.trials),
  ]);
  const columns = [
    { title: "Group" },
    ...["Nominal", "Observed", "95 % band", "Bets"].map((title) => ({ title, number: true })),
  ];
  return `<h2>Calibration of tails</h2><figure>${tailPlot(report)}</figure>${table("Share of honest bets beyond each level", columns, rows)}`;
}

function method(): string {
  return `<h2>Method</h2><p>A campaign counts as found by the first alert that names one of its operators (for a ring or a laundered case: anybody) and rests on at least one of its look-ups. Delay counts sittings: look-ups of one subject or site by one operator less than 30 minutes apart count once. Every other alert is false. The band is the exact Poisson interval, and the percentile interval from resampling worlds where that is wider. Baselines are tuned with hindsight on the same worlds' honest pairs of operator and subject, alarm once a pair, and right alerts cost them nothing: all of this favours them.</p><p class="soft">Synthetic worlds: honest work reproduces the base rates of one real audit; what is not measured there is assumed, and said so in the simulator's parameters.</p>`;
}
