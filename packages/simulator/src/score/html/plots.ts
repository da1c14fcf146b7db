import type { ScoreReport, ShapeVerdict } from "../report.ts";
import { escape, figure } from "./markup.ts";

const WIDTH = 640;

/** A picture with a text for those who do not see it. */
function svg(height: number, title: string, body: string): string {
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title)}">${body}</svg>`;
}

function text(x: number, y: number, content: string, kind = "", anchor = "start"): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${kind ? ` class="${kind}"` : ""}>${escape(content)}</text>`;
}

function line(x1: number, y1: number, x2: number, y2: number, kind: string): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" class="${kind}"/>`;
}

function dot(x: number, y: number, kind: string, title: string): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="4.5" class="${kind}"><title>${escape(title)}</title></circle>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function logScale(low: number, high: number, from: number, to: number): (value: number) => number {
  const span = Math.log(high / low);
  return (value) => from + ((to - from) * Math.log(Math.min(high, Math.max(low, value)) / low)) / span;
}

/** Sittings until found, by shape: median and 90th percentile, the best baseline beside it. Log scale. */
export function delayPlot(shapes: readonly ShapeVerdict[]): string {
  if (shapes.length === 0) return "";
  const left = 150;
  const right = WIDTH - 70;
  const row = 24;
  const values = shapes.flatMap((shape) => [shape.median, shape.p90, shape.bestBaseline?.median]);
  const most = Math.max(20, ...values.filter((value): value is number => typeof value === "number"));
  const x = logScale(1, most * 1.15, left, right);
  const bottom = 8 + shapes.length * row;
  const ticks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].filter((tick) => tick <= most * 1.15);
  const grid = ticks.map(
    (tick) =>
      line(x(tick), 4, x(tick), bottom, "grid") + text(x(tick), bottom + 14, String(tick), "axis", "middle"),
  );
  const rows = shapes.map((shape, i) => {
    const y = 8 + row * (i + 0.5);
    const parts = [text(left - 10, y + 4, shape.shape, "", "end")];
    const baseline = shape.bestBaseline;
    if (shape.median === null) {
      parts.push(
        text(left + 4, y + 4, `found ${figure(shape.recall.value * 100)} %: median not reached`, "bad"),
      );
    } else {
      const end = shape.p90 === null ? right : x(shape.p90);
      parts.push(line(x(shape.median), y, end, y, shape.p90 === null ? "range open" : "range"));
      parts.push(dot(x(shape.median), y, "mark", `${shape.shape}: median ${figure(shape.median)} sittings`));
      parts.push(text(right + 8, y + 4, `${figure(shape.median)} · ${figure(shape.p90)}`, "axis"));
    }
    if (baseline?.median) {
      const at = x(baseline.median);
      const label = `${baseline.name}: median ${figure(baseline.median)} sittings`;
      parts.push(
        `<path d="M${round(at)} ${y - 6}l6 6-6 6-6-6z" class="dumb"><title>${escape(label)}</title></path>`,
      );
    }
    return parts.join("");
  });
  const note = text(
    left,
    bottom + 30,
    "sittings, log scale · dot: median · line: to 90th percentile · diamond: best baseline",
    "axis",
  );
  return svg(bottom + 36, "Sittings until found, by shape", grid.join("") + rows.join("") + note);
}

/** False alerts a day in each world, the mean with its band, and the budget. */
export function falseAlertPlot({ falseAlerts, budget }: ScoreReport): string {
  const left = 20;
  const right = WIDTH - 20;
  const rates = falseAlerts.byWorld.map(({ count, days }) => count / Math.max(1, days));
  const high = Math.max(falseAlerts.perDay.high, falseAlerts.perDayOverWorlds.high);
  const most = Math.max(budget, high, ...rates) * 1.15 || 1;
  const x = (value: number) => left + ((right - left) * value) / most;
  const kept = falseAlerts.bandKept ? "mark" : "wrong";
  const stacked = new Map<number, number>();
  const dots = rates.map((rate, i) => {
    const column = Math.round(x(rate) / 9);
    const height = stacked.get(column) ?? 0;
    stacked.set(column, height + 1);
    const label = `world ${falseAlerts.byWorld[i]!.seed}: ${figure(rate)} a day`;
    return `<circle cx="${round(x(rate))}" cy="${round(72 - Math.min(height, 11) * 5)}" r="2.5" class="honest"><title>${escape(label)}</title></circle>`;
  });
  const body = [
    ...dots,
    line(left, 78, right, 78, "frame"),
    line(x(falseAlerts.perDay.low), 92, x(high), 92, `range ${kept}`),
    dot(x(falseAlerts.perDay.value), 92, kept, `mean ${figure(falseAlerts.perDay.value)} a day`),
    line(x(budget), 4, x(budget), 100, "limit"),
    text(x(budget) - 6, 14, `budget ${figure(budget)}`, "", "end"),
    text(left, 114, "0", "axis"),
    text(right, 114, `${figure(most)} a day`, "axis", "end"),
    text((left + right) / 2, 114, "each dot a world · line: mean with 95 % band", "axis", "middle"),
  ];
  return svg(120, "False alerts a day against the budget", body.join(""));
}

/** A square for two shares, 0 to 1. */
const across = (share: number): number => 60 + 420 * share;
const up = (share: number): number => 16 + 220 * (1 - share);

function shareFrame(): string {
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const grid = ticks.map(
    (tick) =>
      line(across(0), up(tick), across(1), up(tick), "grid") +
      text(across(0) - 8, up(tick) + 4, `${tick * 100} %`, "axis", "end") +
      text(across(tick), up(0) + 16, `${tick * 100} %`, "axis", "middle"),
  );
  const names =
    text(across(0.5), up(0) + 32, "recall", "axis", "middle") +
    text(across(1) + 10, up(1) + 4, "precision", "axis");
  return grid.join("") + names;
}

/** Precision over recall, operators ranked by their strongest alert. */
export function rankingPlot({ ranking }: ScoreReport): string {
  if (ranking.areaUnderCurve === null) return "";
  const points = ranking.curve.map(
    ({ recall, precision }) => `${round(across(recall))},${round(up(precision))}`,
  );
  const guess = line(across(0), up(ranking.prevalence), across(1), up(ranking.prevalence), "limit");
  return svg(
    276,
    "Precision and recall by operator",
    `${shareFrame()}${guess}<polyline points="${points.join(" ")}" class="curve"/>`,
  );
}

/** Share of slow-drip campaigns found, by sittings a week. */
export function frontierPlot({ frontier }: ScoreReport): string {
  if (frontier.length === 0) return "";
  const most = Math.max(...frontier.map((point) => point.rate)) + 0.25;
  const y = up;
  const x = (rate: number) => 60 + (420 * rate) / most;
  const grid = [0, 0.5, 1].map(
    (tick) =>
      line(60, y(tick), 480, y(tick), "grid") + text(52, y(tick) + 4, `${tick * 100} %`, "axis", "end"),
  );
  const points = frontier.map(({ rate, recall, within12, campaigns }) => {
    const label = `${rate} a week: ${figure(recall.value * 100)} % of ${campaigns}, within 12 sittings ${figure(within12 * 100)} %`;
    return (
      line(x(rate), y(recall.low), x(rate), y(recall.high), "range") +
      dot(x(rate), y(recall.value), "mark", label) +
      `<path d="M${round(x(rate))} ${round(y(within12)) - 5}l5 5-5 5-5-5z" class="dumb"/>` +
      text(x(rate), y(0) + 16, String(rate), "axis", "middle")
    );
  });
  const notes = text(
    270,
    y(0) + 32,
    "sittings a week · dot: found, 95 % band · diamond: within 12 sittings",
    "axis",
    "middle",
  );
  return svg(276, "Slow drip: share found by rate", grid.join("") + points.join("") + notes);
}

/** Observed against nominal tail rates; above the diagonal the detector claims more than it keeps. Log scales. */
export function tailPlot({ tails }: ScoreReport): string {
  const shown = tails.filter((tail) => tail.trials > 0 && tail.nominal > 0);
  if (shown.length === 0) return "";
  const least = Math.min(...shown.map((tail) => Math.min(tail.nominal, tail.observed.value || 1))) / 2;
  const x = logScale(least, 1, 70, 490);
  const y = logScale(least, 1, 236, 16);
  const decades: number[] = [];
  for (let decade = 1; decade >= least; decade /= 10) decades.push(decade);
  const grid = decades.map(
    (tick) =>
      line(x(least), y(tick), x(1), y(tick), "grid") +
      text(x(least) - 8, y(tick) + 4, figure(tick), "axis", "end") +
      text(x(tick), y(least) + 16, figure(tick), "axis", "middle"),
  );
  const points = shown.map(({ group, nominal, observed, exceeded, trials }) => {
    const kind = observed.low > nominal ? "wrong" : "mark";
    const label = `${group}: nominal ${figure(nominal)}, observed ${exceeded} of ${trials}`;
    return (
      line(x(nominal), y(Math.max(least, observed.low)), x(nominal), y(observed.high), "range") +
      dot(x(nominal), y(Math.max(least, observed.value)), kind, label)
    );
  });
  const notes = text(
    280,
    268,
    "nominal tail rate across, observed up; the diagonal is honest",
    "axis",
    "middle",
  );
  return svg(
    276,
    "Calibration of tails",
    `${grid.join("")}${line(x(least), y(least), x(1), y(1), "limit")}${points.join("")}${notes}`,
  );
}
