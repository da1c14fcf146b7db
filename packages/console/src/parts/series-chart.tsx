import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { useWords } from "../words/words.tsx";

export interface Series {
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly shape: "steps" | "bars";
  /** A level to draw across. */
  readonly level?: number | undefined;
  /** Seconds: the axis of the page, where there are several strips. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

const HIGH = 100;
/** Seconds. */
const FEW_DAYS = 4 * 86_400;

/** Zero-based, from edge to edge, so that it stands under other strips of the same time. For the eye: the table beside it is for everybody. */
export function SeriesChart({ times, values, shape, level, from, to }: Series) {
  const { say } = useWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let chart: uPlot | undefined;
    const draw = () => {
      chart?.destroy();
      const colour = (name: string) => colourIn(element, name);
      const axis = {
        stroke: colour("--muted"),
        grid: { stroke: colour("--rule"), width: 1 },
        ticks: { show: false },
        font: '12px "Inter Variable", sans-serif',
      };
      const lines: uPlot.Series[] = [
        {},
        {
          stroke: shape === "bars" ? colour("--heat-3") : colour("--unexplained"),
          width: shape === "bars" ? 0 : 2,
          points: { show: false },
          ...(shape === "bars" ? { fill: colour("--heat-3"), paths: bars } : { paths: steps }),
        },
      ];
      const data: (number | null)[][] = [[...times], [...values]];
      if (level !== undefined) {
        lines.push({ stroke: colour("--muted"), width: 1, dash: [4, 4], points: { show: false } });
        data.push(times.map(() => level));
      }
      // A day that would be cut off at the edge is left unsaid.
      const daysWithin = ({ scales: { x } }: uPlot, ticks: number[]) => {
        const { min = 0, max = 0 } = x ?? {};
        const edge = (max - min) * (56 / Math.max(112, element.clientWidth));
        // Within a few days the day alone would be the same again and again.
        const said = max - min < FEW_DAYS ? say.minute : say.day;
        return ticks.map((tick) => (tick - min < edge || max - tick < edge ? "" : said(tick * 1000)));
      };
      const most = Math.max(...values, level ?? 0, 1e-9);
      chart = new uPlot(
        {
          width: Math.max(80, element.clientWidth),
          height: HIGH,
          cursor: { show: false },
          legend: { show: false },
          scales: {
            x: {
              time: true,
              ...(from !== undefined && to !== undefined && from < to && { range: [from, to] }),
            },
            y: { range: [0, most * 1.1] },
          },
          axes: [{ ...axis, values: daysWithin, space: 128, size: 28 }, { show: false }],
          padding: [4, 0, 0, 0],
          series: lines,
        },
        data as uPlot.AlignedData,
        element,
      );
    };
    draw();
    const wide = new ResizeObserver(() =>
      chart?.setSize({ width: Math.max(80, element.clientWidth), height: HIGH }),
    );
    wide.observe(element);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    // Paper is light: frame/print-note.tsx.
    addEventListener("beforeprint", draw);
    addEventListener("afterprint", draw);
    return () => {
      wide.disconnect();
      dark.removeEventListener("change", draw);
      removeEventListener("beforeprint", draw);
      removeEventListener("afterprint", draw);
      chart?.destroy();
    };
  }, [times, values, shape, level, from, to, say]);
  return <div className="series" ref={place} aria-hidden="true" />;
}

/** As a canvas takes it: one colour, and not a choice of two by the page's look. */
function colourIn(element: HTMLElement, name: string): string {
  element.style.color = `var(${name})`;
  const { color } = getComputedStyle(element);
  element.style.color = "";
  return color;
}

const bars = uPlot.paths.bars?.({ size: [0.9, 24, 1] });
const steps = uPlot.paths.stepped?.({ align: 1 });
