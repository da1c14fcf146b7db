import { useEffect, useRef } from "react";
import uPlot from "uplot";

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

const HIGH = 120;

/** Zero-based. For the eye: the table beside it is for everybody. */
export function SeriesChart({ times, values, shape, level, from, to }: Series) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let chart: uPlot | undefined;
    const draw = () => {
      chart?.destroy();
      const colours = getComputedStyle(document.documentElement);
      const colour = (name: string) => colours.getPropertyValue(name);
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
          axes: [axis, { ...axis, size: 40 }],
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
    return () => {
      wide.disconnect();
      dark.removeEventListener("change", draw);
      chart?.destroy();
    };
  }, [times, values, shape, level, from, to]);
  return <div className="series" ref={place} aria-hidden="true" />;
}

const bars = uPlot.paths.bars?.({ size: [0.9, 24, 1] });
const steps = uPlot.paths.stepped?.({ align: 1 });
