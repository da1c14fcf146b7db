/** Tables of a score in Markdown. */
import { cpus } from "node:os";

export function machine() {
  return `${cpus()[0]?.model.trim() ?? "unknown"} × ${cpus().length} · Node ${process.version} · ${new Date().toISOString().slice(0, 10)}`;
}

function line(cells) {
  return `| ${cells.join(" | ")} |`;
}

export function markdown(head, rows) {
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}

export function month(perDay) {
  return (perDay * 30).toFixed(2);
}

function sittings(value) {
  return value === null ? "–" : String(value);
}

/** Found, median and 90th percentile of the delay. */
export function outcome({ recall, median, p90 }) {
  return `${Math.round(recall.value * 100)} % · ${sittings(median)} · ${sittings(p90)}`;
}

/** Rows of one shape each: ours, then every baseline at the rate that we realised. */
export function shapeTable({ shapes, baselines }) {
  const others = baselines.atRealisedRate;
  const head = ["shape", "campaigns", "stories", ...others.map(({ name }) => name), "delay ÷ best"];
  const rows = shapes.map((own) => [
    own.shape,
    own.campaigns,
    `**${outcome(own)}**`,
    ...others.map((other) => {
      const same = other.shapes.find(({ shape }) => shape === own.shape);
      return same === undefined ? "" : outcome(same);
    }),
    own.delayRatio === null ? "–" : own.delayRatio.toFixed(2),
  ]);
  return markdown(head, rows);
}

/** Cells of one set of honest worlds. */
export function falseAlertCells({ worlds, budget, falseAlerts, worstUnit }) {
  const { count, perDay, perDayOverWorlds: over, meanKept, bandKept } = falseAlerts;
  const band = `${month(Math.min(perDay.low, over.low))} – ${month(Math.max(perDay.high, over.high))}`;
  const kept = bandKept ? "yes" : meanKept ? "mean only" : "no";
  const worst =
    worstUnit === undefined
      ? "–"
      : `${worstUnit.unit}: ${month(worstUnit.perDay.value)} of ${month(worstUnit.share)}, by chance ${(worstUnit.chance * 100).toFixed(0)} %`;
  return [worlds.honest, month(budget), count, month(perDay.value), band, kept, worst];
}

export const FALSE_ALERT_HEAD = [
  "worlds",
  "budget a month",
  "false alerts",
  "a month",
  "95 %",
  "kept",
  "worst unit (a month)",
];
